"""/nhac: the specialist reminds those who are missing, after seeing who receives it and who cannot.

Nothing is sent in quiet hours unless it is asked for in so many words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.completion import Completion
from domain.effects import Audit, Effect, Refused, Replace, Reply
from domain.message import Choice, Do, Rows, Style, say
from domain.nudging import Nudge, Nudging
from domain.people import Role, told_apart
from domain.period import short_titled
from domain.plan import Every
from domain.reminding import Duty
from domain.text import GAP, Text, _, verbatim
from handlers import quota_views
from handlers.conversation import Action
from handlers.wording import span_name

MOST_NAMES = 15
WHO = frozenset({Role.SPECIALIST, Role.ADMIN})

_BECAUSE = {
    Completion.NOT_CONNECTED: _("not connected yet"),
    Completion.ON_PAPER: _("on paper"),
    Completion.BLOCKED: _("has blocked the bot"),
    Completion.ABSENT: _("away"),
}


def preview(nudging: Nudging) -> Sequence[Effect] | Refused:
    """What would be sent to whom; nothing is sent yet."""
    if not nudging.duties:
        return Refused(_("Nobody owes anything that is open now."))
    body = [
        *map(_duty, nudging.duties),
        GAP,
        _("{count} people would be reminded.", count=len(nudging.receive)),
        *_names(nudging),
        *_already(nudging),
        *_cannot(nudging),
        *_crowded(nudging),
        *map(quota_views.left_after, nudging.rooms),
    ]
    return [Reply(say(*body, title=_("PREVIEW, NOT SENT YET"), choices=_choices(nudging)))]


def _duty(duty: Duty) -> Text:
    """By its title: whose it is differs from person to person."""
    title, span = duty.obligation.title, duty.period.span
    if span.every is Every.ONCE:
        return _("• {title}", title=title)
    return _("• {title}, {span}", title=title, span=span_name(span))


def _apart(nudging: Nudging) -> dict[int, str]:
    cannot = (person for person, _why in nudging.cannot)
    return told_apart((*nudging.receive, *nudging.already, *nudging.crowded, *cannot))


def _names(nudging: Nudging) -> list[Text]:
    apart, people = _apart(nudging), nudging.receive
    shown = [verbatim(f"• {apart[person.id]}") for person in people[:MOST_NAMES]]
    rest = len(people) - len(shown)
    return [*shown, *([_("… and {count} more", count=rest)] if rest else [])]


def _already(nudging: Nudging) -> list[Text]:
    if not nudging.already:
        return []
    return [
        _("{count} were reminded today already: one a day.", count=len(nudging.already)),
    ]


def _cannot(nudging: Nudging) -> list[Text]:
    if not nudging.cannot:
        return []
    heading = _("{count} cannot be reached here and need a word:", count=len(nudging.cannot))
    apart = _apart(nudging)
    lines = [
        _("• {name}: {why}", name=apart[person.id], why=_BECAUSE.get(why, _("not connected yet")))
        for person, why in nudging.cannot[:MOST_NAMES]
    ]
    rest = len(nudging.cannot) - len(lines)
    return [heading, *lines, *([_("… and {count} more", count=rest)] if rest else [])]


def _crowded(nudging: Nudging) -> list[Text]:
    if not nudging.crowded:
        return []
    apart = _apart(nudging)
    names = ", ".join(apart[person.id] for person in nudging.crowded[:MOST_NAMES])
    count = len(nudging.crowded)
    return [
        _("{count} get nothing, no messages are left this month: {names}", count=count, names=names)
    ]


def _choices(nudging: Nudging) -> Rows:
    rows: list[tuple[Choice, ...]] = []
    target, count = f"{nudging.only}:{nudging.stamp}", len(nudging.receive)
    if nudging.receive and nudging.later is None:
        send = _("Send to {count} people", count=count)
        rows.append((Choice(send, Do("nudge_now", target), Style.PRIMARY, typed=_("send")),))
    elif nudging.receive and nudging.later is not None:
        wait = _("Send at {moment}", moment=nudging.later)
        rows.append((Choice(wait, Do("nudge_later", target), Style.PRIMARY, typed=_("send")),))
        now = Choice(_("Send now, out of hours"), Do("nudge_now", target), typed=_("send now"))
        rows.append((now,))
    if len(nudging.duties) > 1:
        rows += [
            (Choice(_("Only: {title}", title=short), Do("nudge", str(x.period.id))),)
            for x in nudging.duties
            for short in [short_titled(x.obligation, x.period.span)]
        ]
    return tuple(rows)


def now(nudging: Nudging) -> Sequence[Effect] | Refused:
    """Send it at once."""
    return _send(nudging, nudging.now)


def later(nudging: Nudging) -> Sequence[Effect] | Refused:
    """Send it in the morning."""
    return _send(nudging, nudging.later or nudging.now)


def _send(nudging: Nudging, at: datetime) -> Sequence[Effect] | Refused:
    if nudging.sent:
        return Refused(_("That has been sent already."))
    if not nudging.receive:
        return Refused(_("Nobody is left whom to remind."))
    count = len(nudging.receive)
    said = (
        _("✓ {count} people are reminded at {moment}.", count=count, moment=at)
        if at > nudging.now
        else _("✓ {count} people were reminded at {moment}.", count=count, moment=at)
    )
    return [
        Nudge(tuple(person.id for person in nudging.receive), at, nudging.stamp),
        Audit("nudge", nudging.only or "all", f"{count} people"),
        Replace(say(said)),
    ]


NUDGE = Action("nudge", preview, WHO)
NUDGE_NOW = Action("nudge_now", now, WHO)
NUDGE_LATER = Action("nudge_later", later, WHO)
