"""What the specialist and the admin are told of messages that are counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.channels import abilities
from domain.message import Message, say
from domain.quota import Level, Outlook, Room
from domain.text import GAP, Text, _, verbatim

_NAMES_SHOWN = 10


def line(outlook: Outlook) -> Text:
    """One bot's month in a line: used, forecast, people."""
    usage = outlook.usage
    return _(
        "{bot}: month {month} takes {total} of {quota} messages at most ({used} so far); "
        "{people} of {places} people.",
        bot=_bot(outlook.usage.channel, outlook.number),
        month=_month(outlook),
        total=outlook.total,
        quota=usage.quota.messages,
        used=usage.used,
        people=outlook.people,
        places=usage.quota.places,
    )


def left_after(room: Room) -> Text:
    """What an announcement leaves of a bot's month."""
    return _(
        "{bot}: {left} of {quota} messages of this month are left after it.",
        bot=_bot(room.usage.channel, room.number),
        left=room.left,
        quota=room.usage.quota.messages,
    )


def _bot(channel: str, number: int) -> Text:
    return _("{channel}, bot {number}", channel=abilities(channel).title, number=number)


def _month(outlook: Outlook) -> str:
    return str(int(outlook.usage.month[-2:]))


def warning(outlook: Outlook, level: Level, next_month: date) -> Message:
    """A level has been reached: what that means, and what to do."""
    usage = outlook.usage
    lines = [
        _(
            "{used} of {quota} messages of this month have gone; until it is over at most {needed} "
            "more are needed.",
            used=usage.used,
            quota=usage.quota.messages,
            needed=outlook.needed,
        ),
        _MEANS[level],
        _ENOUGH if outlook.is_enough else _SHORT,
        _("From {day} on it counts anew.", day=next_month),
    ]
    if usage.spent:
        lines[1] = _SPENT
    title = _(
        "{bot}: {percent} of the messages used",
        bot=_bot(usage.channel, outlook.number),
        percent=f"{level:.0f}%",
    )
    return say(*lines, title=title)


_MEANS = {
    Level.EARLY: _("Everything is still sent."),
    Level.TIGHT: _(
        "From now on digests, and reminders that something has opened or is past, are not sent "
        "there; what they say comes with the next message. /tonghop shows the digest at any time."
    ),
    Level.LAST: _(
        "From now on only replies and the last reminder before a deadline are sent there. "
        "Announcements go to those who have another channel."
    ),
}
_SPENT = _(
    "The platform takes nothing more of this bot: replies wait, what can goes to people's other "
    "channel."
)
_ENOUGH = _("As it looks, that is enough.")
_SHORT = _(
    "As it looks, that is not enough: announce less there, ask who can to choose another channel "
    "with /kenh, and have the operator see to a larger plan or another bot."
)


def not_sent(count: int, names: Sequence[str]) -> Message:
    """What stayed unsent on a day, and who needs a word instead of a reminder."""
    lines = [
        _("{count} messages were not sent today, to keep room for replies.", count=count),
        *_need_a_word(names),
    ]
    return say(*lines, title=_("Not sent: messages run short"))


def _need_a_word(names: Sequence[str]) -> list[Text]:
    if not names:
        return []
    rest = len(names) - _NAMES_SHOWN
    more = [_("and {count} more", count=rest)] if rest > 0 else []
    shown = [verbatim(f"• {name}") for name in names[:_NAMES_SHOWN]]
    return [GAP, _("Without a reminder; please tell them directly:"), *shown, *more]
