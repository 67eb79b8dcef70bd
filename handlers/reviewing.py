"""The review: a pile to go through, one registration at a time or a whole list (S0 IV.1.a)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.effects import Effect, Notify, Refused, Replace, Reply
from domain.message import Choice, Do, Message, Style, say
from domain.people import told_apart
from domain.registration import Filed, ReviewRegistration, ReviewState
from domain.review import Opened, Pile, Together, Verdict
from domain.text import GAP, Text, _, verbatim
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.questions import Review, Write
from handlers.registration_view import change_choice
from handlers.review_views import all_label, next_waiting, one_view, pile_view, versions


def show_pile(pile: Pile) -> Sequence[Effect]:
    return [Replace(pile_view(pile))]


def show_one(opened: Opened) -> Sequence[Effect]:
    return [Replace(one_view(opened.pile, opened.filed, *_newer(opened)))]


def _newer(opened: Opened) -> tuple[Text, ...]:
    if not opened.overtaken:
        return ()
    n = opened.filed.newest.number
    return (_("There is a newer version by now; this is version {n}.", n=n), GAP)


def decide(verdict: Verdict) -> Sequence[Effect] | Refused:
    """Keep one word, tell the owner, and show the next."""
    opened = verdict.opened
    if opened.overtaken:
        return show_one(opened)
    pile, filed = opened.pile, opened.filed
    kept = (_decided_line(verdict.state, filed.owner.full_name, pile.now), GAP)
    following = next_waiting(pile, filed)
    view = one_view(pile, following, *kept) if following else _nothing_left(kept)
    return [*_effects(pile, filed, verdict.state), Replace(view)]


def _decided_line(state: ReviewState, who: str, now: datetime) -> Text:
    if state is ReviewState.CONFIRMED:
        return _("✓ {who}: confirmed at {when}.", who=who, when=now)
    return _("✓ {who}: received at {when}.", who=who, when=now)


def _nothing_left(above: tuple[Text, ...]) -> Message:
    listed = Choice(_("List"), Do("review"))
    return say(*above, _("Nothing else waits for you now."), choices=((listed,),))


def _effects(pile: Pile, filed: Filed, state: ReviewState) -> list[Effect]:
    kept = ReviewRegistration(filed.registration.id, filed.newest.number, state)
    if filed.newest.state is ReviewState.RECEIVED:
        return [kept]  # they have been told
    told = _(
        "Your registration (version {n}) was received by {reviewer} at {when}.",
        reviewer=pile.reader.called,
        n=filed.newest.number,
        when=pile.now,
    )
    return [kept, Notify(filed.owner.id, say(told), f"received:{filed.version}")]


def ask_together(together: Together) -> Sequence[Effect]:
    """How many it would be, before anything is done."""
    current = together.current
    if not current:
        return show_pile(together.pile)
    question = {
        ReviewState.CONFIRMED: _("Confirm these {count} registrations?", count=len(current)),
        ReviewState.RECEIVED: _(
            "Mark these {count} registrations as received?", count=len(current)
        ),
    }[together.state]
    apart = told_apart(filed.owner for filed in together.pile.all)
    names = verbatim(", ".join(apart[filed.owner.id] for filed in current))
    exact = _("Only the versions you were shown; what is changed meanwhile stays in the list.")
    yes = Do("review_together_yes", versions(together.state, current))
    label = all_label(together.state, len(current))
    rows = ((Choice(label, yes, Style.PRIMARY),), (Choice(_("List"), Do("review")),))
    return [Replace(say(question, names, GAP, exact, choices=rows))]


def decide_together(together: Together) -> Sequence[Effect]:
    """Keep the word on all that still stand as shown; the others are named as left."""
    current = together.current
    if not current:
        return show_pile(together.pile)
    effects = [e for filed in current for e in _effects(together.pile, filed, together.state)]
    return [*effects, Replace(_together_done(together, len(current)))]


def _together_done(together: Together, count: int) -> Message:
    now = together.pile.now
    done = {
        ReviewState.CONFIRMED: _("✓ {count} confirmed at {when}.", count=count, when=now),
        ReviewState.RECEIVED: _("✓ {count} received at {when}.", count=count, when=now),
    }[together.state]
    left = len(together.shown) - count
    rest = [_("{count} left: changed or decided meanwhile.", count=left)] if left else []
    return say(done, *rest, choices=((Choice(_("List"), Do("review")),),))


def send_back(opened: Opened) -> Dialog[Sequence[Effect]]:
    """Ask what is missing, and send the registration back with it."""
    if opened.overtaken or ReviewState.RETURNED not in opened.pile.verdicts(opened.filed):
        return show_one(opened)
    remark = yield from ask(
        Write(
            "remark",
            _("Remark"),
            _(
                "What should {who} complete? Your words are sent as they stand.",
                who=opened.filed.owner.called,
            ),
        )
    )
    yield from ask(Review())
    return _returned(opened, remark)


def _returned(opened: Opened, remark: str) -> Sequence[Effect]:
    pile, filed = opened.pile, opened.filed
    kept = ReviewRegistration(
        filed.registration.id, filed.newest.number, ReviewState.RETURNED, remark
    )
    told = _("Sent to {who} at {when}.", who=filed.owner.called, when=pile.now)
    following = next_waiting(pile, filed)
    ahead = [Choice(_("Next ›"), Do("review_one", following.version))] if following else []
    choices = ((Choice(_("List"), Do("review")), *ahead),)
    key = f"returned:{filed.version}:{pile.now.isoformat()}"  # may come back twice
    return [
        kept,
        Notify(filed.owner.id, _please_complete(pile, filed, remark), key),
        Reply(say(told, choices=choices)),
    ]


def _please_complete(pile: Pile, filed: Filed, remark: str) -> Message:
    in_time = pile.now <= filed.period.due
    words = filed.obligation.deadline_words
    by = words if in_time and words is not None else filed.period.closes
    lines = (
        _(
            "Hello {you} {name}, your registration (version {n}) needs completing, "
            "writes {reviewer}:",
            reviewer=pile.reader.called,
            n=filed.newest.number,
        ),
        _("“{remark}”", remark=remark),
        _("Please change it and send it again ({by}). What you sent still counts.", by=by),
    )
    return say(*lines, choices=((change_choice(filed, Style.PRIMARY),),))


REVIEW = Action("review", show_pile)
REVIEW_ONE = Action("review_one", show_one)
REVIEW_DECIDE = Action("review_decide", decide)
REVIEW_TOGETHER = Action("review_together", ask_together)
REVIEW_TOGETHER_YES = Action("review_together_yes", decide_together)
RETURN = Conversation("return_registration", _("Ask to complete"), send_back)
