"""What a platform gives one bot in a month, and what goes first when it becomes tight.

Zalo Bot Platform, free plan: 3,000 messages a month and 50 people a bot. Whether what people send
counts too is unconfirmed (docs/live-service.md): `both_ways` is the pessimistic reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from domain.effects import Priority


class Worth(StrEnum):
    """How much it matters that a message goes now."""

    VITAL = "vital"  # a reply; the last reminder before a deadline
    USEFUL = "useful"  # other reminders, announcements
    SPARE = "spare"  # that something has opened or is past, digests: it comes with the next message


#: What a message is worth where whoever queues it knows no better.
WORTH: Mapping[Priority, Worth] = {
    Priority.REPLY: Worth.VITAL,
    Priority.REMINDER: Worth.USEFUL,
    Priority.DIGEST: Worth.SPARE,
    Priority.BROADCAST: Worth.USEFUL,
}


class Level(IntEnum):
    """Percent of a month's messages at which the specialist and the admin are warned."""

    EARLY = 70
    TIGHT = 85
    LAST = 95


#: From which level on a message of that worth stays; replies never do.
_STAYS = {Worth.SPARE: Level.TIGHT, Worth.USEFUL: Level.LAST}


@dataclass(frozen=True)
class Quota:
    """What one bot may do: messages in a month of the office, people who write to it."""

    messages: int
    places: int
    both_ways: bool = True

    @property
    def for_strangers(self) -> int:
        """How many of a month's messages may be said to people who are on no roster."""
        return self.messages // 10

    def until(self, worth: Worth) -> int:
        """How many messages of a month may have gone for one of that worth to go still."""
        level = _STAYS.get(worth)
        return self.messages if level is None else self.messages * level // 100


@dataclass(frozen=True)
class Usage:
    """What went through one bot in a month ("2026-11"); `spent`: the platform took no more."""

    channel: str
    bot: str
    month: str
    quota: Quota
    received: int = 0
    sent: int = 0
    spent: bool = False

    @property
    def used(self) -> int:
        return self.sent + (self.received if self.quota.both_ways else 0)

    @property
    def left(self) -> int:
        return 0 if self.spent else max(0, self.quota.messages - self.used)

    @property
    def level(self) -> Level | None:
        """The highest level that has been reached."""
        reached = [x for x in Level if self.used * 100 >= self.quota.messages * x]
        return Level.LAST if self.spent else max(reached, default=None)

    def stays(self, worth: Worth) -> bool:
        """Whether a message of that worth is not sent through this bot any more this month."""
        if worth is Worth.VITAL:
            return False
        return self.spent or self.used >= self.quota.until(worth)

    def room(self, worth: Worth) -> int:
        """How many messages of that worth may still go."""
        return 0 if self.spent else max(0, self.quota.until(worth) - self.used)


@dataclass(frozen=True)
class Outlook:
    """One bot's month as it will be: `number` is what people call it, "bot 1".

    `needed`: messages still to come until the month is over, at most; `people`: who wrote to it.
    """

    number: int
    usage: Usage
    needed: int
    people: int

    @property
    def total(self) -> int:
        """What the whole month takes."""
        return self.usage.used + self.needed

    @property
    def is_enough(self) -> bool:
        return self.total <= self.usage.quota.messages


@dataclass(frozen=True)
class Room:
    """What one bot has for something that is to be sent to many, and what that takes of it."""

    number: int
    usage: Usage
    takes: int

    @property
    def left(self) -> int:
        return max(0, self.usage.left - self.takes)


#: A longer text goes in parts, and each part counts; in UTF-16 units.
A_PART = 1900


def parts_of(units: int) -> int:
    """How many messages a text of that length becomes."""
    return max(1, -(-units // A_PART))


#: Places of each bot that no code is printed for: a new phone is a new chat.
SPARE_PLACES = 3


def spread(people: Sequence[int], taken: Mapping[str, int], places: int) -> Mapping[int, str]:
    """Which bot each of these people is to open: the emptiest. Nobody beyond the spare places."""
    room = {bot: places - SPARE_PLACES - count for bot, count in taken.items()}
    found: dict[int, str] = {}
    for person in people:
        bot = max(room, key=lambda one: room[one], default=None)
        if bot is not None and room[bot] > 0:
            found[person] = bot
            room[bot] -= 1
    return found
