"""The review: a pile to go through, one registration at a time or a whole list (S0 IV.1.a)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.effects import Effect, Notify, Refused, Replace, Reply
from domain.message import Choice, Do, Message, Rows, Start, Style, say
from domain.registration import Filed, PaperState, ReviewRegistration, ReviewState
from domain.review import Opened, Pile, Together, Verdict
from domain.text import GAP, Text, _, verbatim
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.questions import Review, Write
from handlers.registration_view import (
    change_choice,
    content_lines,
    paper_line,
    standing_line,
    version_line,
)

PAGE = 8
_FIRST_WORDS = 48  # characters of a task that fit a line of the list
_VERDICT = {
    ReviewState.RECEIVED: _("Received"),
    ReviewState.CONFIRMED: _("Confirm"),
}


def show_pile(pile: Pile) -> Sequence[Effect]:
    return [Replace(pile_view(pile))]


def pile_view(pile: Pile) -> Message:
    """One page of what waits, short lines, a button each."""
    first = pile.page * PAGE
    shown = pile.all[first : first + PAGE]
    title = _("Registrations to review: {count}", count=len(pile.waiting))
    lines = [_short(n, filed) for n, filed in enumerate(shown, start=first + 1)]
    if not pile.all:
        lines = [_("Nothing waits for you now.")]
    done = [GAP, _("Already reviewed: {count}", count=pile.done)] if pile.done else []
    return say(*lines, *done, title=title, choices=_pile_choices(pile, shown, first))


def _short(number: int, filed: Filed) -> Text:
    task = filed.newest.content.task
    words = task if len(task) <= _FIRST_WORDS else task[:_FIRST_WORDS].rsplit(" ", 1)[0] + "…"
    line = _(
        "{n}. {who}: {words}",
        n=str(number),
        who=filed.owner.full_name,
        words=" ".join(words.split()),
    )
    if filed.newest.state is ReviewState.RETURNED:
        return _("{line} (asked to be completed)", line=line)
    return _("{line} (late)", line=line) if filed.newest.late else line


def _pile_choices(pile: Pile, shown: Sequence[Filed], first: int) -> Rows:
    numbers = [
        Choice(verbatim(str(n)), Do("review_one", filed.version))
        for n, filed in enumerate(shown, start=first + 1)
    ]
    turning = []
    if first:
        turning.append(Choice(_("‹ Earlier"), Do("review", str(pile.page - 1))))
    if first + PAGE < len(pile.all):
        turning.append(Choice(_("Further ›"), Do("review", str(pile.page + 1))))
    rows = (tuple(numbers[:4]), tuple(numbers[4:]), tuple(turning), *_for_all(pile))
    return tuple(row for row in rows if row)


def _for_all(pile: Pile) -> Rows:
    whole = [(state, pile.ready_for(state)) for state in _VERDICT]
    rows = [
        (Choice(_all_label(state, len(ready)), Do("review_together", _versions(state, ready))),)
        for state, ready in whole
        if len(ready) > 1
    ]
    if pile.printable:
        rows.append((Choice(_("Print all"), Do("print_forms", f"period:{pile.printable}")),))
    if pile.reader.id in pile.reviewers.specialists:
        rows.append((Choice(_("Signed papers"), Do("papers")),))
    if pile.collective_missing:
        rows.append((Choice(_("Register the office's task"), Start("register_collective")),))
    return tuple(rows)


def _all_label(state: ReviewState, count: int) -> Text:
    if state is ReviewState.CONFIRMED:
        return _("Confirm all {count}", count=count)
    return _("Receive all {count}", count=count)


def _versions(state: ReviewState, ready: Sequence[Filed]) -> str:
    return f"{state}@{','.join(filed.version for filed in ready)}"


def show_one(opened: Opened) -> Sequence[Effect]:
    return [Replace(one_view(opened.pile, opened.filed, *_newer(opened)))]


def _newer(opened: Opened) -> tuple[Text, ...]:
    if not opened.overtaken:
        return ()
    n = opened.filed.newest.number
    return (_("There is a newer version by now; this is version {n}.", n=n), GAP)


def one_view(pile: Pile, filed: Filed, *above: Text) -> Message:
    """One registration in full, with what its reader may decide."""
    owner = filed.owner
    title = _("{who}, {position}", who=owner.full_name, position=owner.position)
    lines = (
        *above,
        *([Text("", {"text": filed.obligation.title})] if filed.registration.collective else []),
        version_line(filed.newest),
        *content_lines(filed.newest.content),
        GAP,
        standing_line(filed.newest),
        paper_line(filed.registration.paper),
    )
    return say(*lines, title=title, choices=_one_choices(pile, filed))


def _one_choices(pile: Pile, filed: Filed) -> Rows:
    verdicts = pile.verdicts(filed)
    rows: list[tuple[Choice, ...]] = [
        (Choice(label, Do("review_decide", f"{state}@{filed.version}"), Style.PRIMARY),)
        for state, label in _VERDICT.items()
        if state in verdicts
    ]
    if ReviewState.RETURNED in verdicts:
        ask_more = Start("return_registration", filed.version)
        rows.append((Choice(_("Ask to complete"), ask_more),))
    if pile.reader.id in pile.reviewers.specialists:
        rows += _paper_choice(filed)
    following = _after(pile, filed)
    ahead = [Choice(_("Next ›"), Do("review_one", following.version))] if following else []
    return (*rows, (Choice(_("List"), Do("review")), *ahead))


def _paper_choice(filed: Filed) -> list[tuple[Choice, ...]]:
    if filed.registration.paper is PaperState.SIGNED:
        return []
    subject = f"{filed.period.id}:{filed.owner.id}:{filed.newest.number}"
    return [(Choice(_("Signed paper is in"), Do("paper_tick", subject)),)]


def _after(pile: Pile, filed: Filed) -> Filed | None:
    """What waits next after this one, from the top again at the end."""
    waiting = [other.registration.id for other in pile.waiting]
    others = [other for other in pile.waiting if other.registration.id != filed.registration.id]
    if filed.registration.id not in waiting or not others:
        return others[0] if others else None
    return others[waiting.index(filed.registration.id) % len(others)]


def decide(verdict: Verdict) -> Sequence[Effect] | Refused:
    """Keep one word, tell the owner, and show the next."""
    opened = verdict.opened
    if opened.overtaken:
        return show_one(opened)
    pile, filed = opened.pile, opened.filed
    kept = (_decided_line(verdict.state, filed.owner.full_name, pile.now), GAP)
    following = _after(pile, filed)
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
    names = verbatim(", ".join(filed.owner.full_name for filed in current))
    exact = _("Only the versions you were shown; what is changed meanwhile stays in the list.")
    yes = Do("review_together_yes", _versions(together.state, current))
    label = _all_label(together.state, len(current))
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
    following = _after(pile, filed)
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
