"""Why the last message came: its rule, the source it rests on, and what comes next (/visao)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.broadcast import ChosenAudience
from domain.effects import Effect, Reply
from domain.ledger import Push
from domain.message import Rows, say
from domain.plan import Anchor, Kind, When
from domain.reminding import Cause, Why
from domain.text import GAP, Text, _
from handlers.broadcast_views import whom
from handlers.conversation import Action
from handlers.duties import several, together
from handlers.stopping import offers


def explain(why: Why) -> Sequence[Effect]:
    if why.push is None:
        title = _("Why you are reminded")
        return [Reply(say(*_last(why), GAP, *_next(why), title=title, choices=_stop(why)))]
    reminded = (GAP, *_last(why)) if why.last else ()
    lines = (*_pushed(why.push), *reminded, GAP, *_next(why))
    return [Reply(say(*lines, title=_("Why this message came"), choices=_stop(why)))]


def _stop(why: Why) -> Rows:
    """Each of what is owed can be silenced."""
    return offers(together(why.owed))


def because(causes: Sequence[Cause], reason: str) -> tuple[Text, ...]:
    """Why a message comes that nobody's turn asks for, a line each; nothing where it is unknown."""
    known = _REASONS.get(reason)
    return tuple(map(_cause, causes)) or ((known,) if known else ())


def _pushed(push: Push) -> list[Text]:
    return [_("The last message came at {moment}:", moment=push.at), _why(push)]


def _why(push: Push) -> Text:
    if push.audience is not None:
        return _announced(push, push.audience)
    known = _ABOUT.get(push.about) if push.reason == "notify" else _REASONS.get(push.reason)
    return known or _("• somebody did something here that concerns {you}.")


def _announced(push: Push, audience: ChosenAudience) -> Text:
    meant = whom(audience, push.owed)
    if push.author is None:
        return _("• an announcement of the office, for: {audience}.", audience=meant)
    return _(
        "• an announcement of {who}, {position}, for: {audience}.",
        who=push.author.called,
        position=push.author.position,
        audience=meant,
    )


#: Why a message was sent that nobody's turn asked for, by what the ledger says of it.
_REASONS: Mapping[str, Text] = {
    "digest": _("• the summary: the specialist and the head get it on the days of the plan."),
    "escalation": _(
        "• it lists who is past a deadline; the plan says to whom that goes, and when."
    ),
    "quota": _("• the month's messages of a bot run short; the specialist and the admin are told."),
    "roles": _("• what {you} may do here has changed."),
    "lost": _("• somebody cannot be reached any more; the specialist is told."),
    "result": _("• it tells what became of what {you} announced."),
    "inquiry result": _("• it tells what came in to a question of yours."),
    "asked again": _("• what {you} answered may not have come through."),
}
#: The same for what somebody did, by the beginning of its key.
_ABOUT: Mapping[str, Text] = {
    "received": _("• what {you} registered has been looked at."),
    "returned": _("• what {you} registered has been looked at."),
    "on-behalf": _("• the specialist has registered something for {you}."),
    "time-asked": _("• somebody asks for more time."),
    "time-answered": _("• the time {you} asked for was decided on."),
    "deadline": _("• a deadline that concerns {you} was set anew."),
    "apology": _("• it is about a letter of apology that somebody, or {you}, drafted."),
    "obstacle": _("• it is about an obstacle that somebody, or {you}, reported."),
    "grant": _("• somebody's work is done by somebody else for a time."),
    "grant-ended": _("• somebody's work is done by somebody else for a time."),
    "absence": _("• somebody is away or back, or {you} were noted as such."),
    "correction": _("• somebody asks for a correction of their data."),
    "corrected": _("• the correction {you} asked for has been seen to."),
    "erased": _("• somebody has deleted their data."),
    "on-paper": _("• somebody goes on on paper."),
    "paper": _("• somebody says that their paper has been handed in."),
    "paper-back": _("• somebody says that their paper has been handed in."),
    "paper-missed": _("• the paper {you} handed in was not found."),
    "replacement": _("• somebody wants to use another phone."),
    "broadcast-ask": _("• an announcement to many needs a second person's yes."),
    "inquiry-entered": _("• somebody wrote down an answer for {you}."),
    "broadcast-decided": _("• what {you} want to announce was decided on."),
}


def _last(why: Why) -> list[Text]:
    if why.last is None:
        return [_("No reminder has come to {you} yet.")]
    reasons = [_cause(cause) for cause in why.causes] or [_asked(why.last.reason)]
    return [_("The last reminder came at {moment}:", moment=why.last.at), *reasons]


def _asked(reason: str) -> Text:
    match reason:
        case "snooze":
            return _("• {you} had put it off until then.")
        case "nudge":
            return _("• the specialist reminded those who were still missing.")
        case "back":
            return _("• {you} had been away, and this was open.")
        case _:
            return _("• {you} had meant to have something done by that day (/viec).")


def _cause(cause: Cause) -> Text:
    if cause.duty.period.kind is Kind.INQUIRY:
        return _(
            "• {who} asks “{title}”, to be answered before {due}.",
            who=cause.duty.obligation.source,
            title=cause.duty.obligation.title,
            due=cause.duty.period.due,
        )
    return _(
        "• “{title}” ({source}): {rule}.",
        title=cause.duty.obligation.title,
        source=cause.duty.obligation.source,
        rule=_rule(cause.when),
    )


def _rule(when: When | None) -> Text:
    """A rule in words: when it comes, counted from what."""
    if when is None:
        return _("reminded as the plan said then")
    days = abs(when.days)
    match when.anchor:
        case Anchor.OPENS:
            return _("reminded when it opens")
        case Anchor.DUE if when.days == 0:
            return _("reminded on the last day")
        case Anchor.DUE if when.days < 0 and when.working:
            return _("reminded {count} working days before the deadline", count=days)
        case Anchor.DUE if when.days < 0:
            return _("reminded {count} days before the deadline", count=days)
        case Anchor.DUE:
            return _("reminded once after the deadline")
        case _:
            return _("reminded on the day the plan gives")


def _next(why: Why) -> list[Text]:
    owed: list[Text] = []
    if why.owed:
        owed = [_("Still to be done:"), *several(why.owed)]
    if why.next is None:
        return [*owed, _("No further reminder is planned.")]
    return [
        *owed,
        _("The next reminder comes at {moment}, only to those who are not done.", moment=why.next),
    ]


WHY = Action("why", explain)
