"""Why the last reminder came: its rule, the source it rests on, and what comes next (/visao)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.effects import Effect, Reply
from domain.message import say
from domain.plan import Anchor, When
from domain.reminding import Cause, Why
from domain.text import GAP, Text, _
from handlers.conversation import Action
from handlers.duties import several


def explain(why: Why) -> Sequence[Effect]:
    return [Reply(say(*_last(why), GAP, *_next(why), title=_("Why you are reminded")))]


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
        case _:
            return _("• {you} had meant to have something done by that day (/viec).")


def _cause(cause: Cause) -> Text:
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
