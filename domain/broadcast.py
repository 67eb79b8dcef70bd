"""Writing to many: the words, whom they are for, who can be reached, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.effects import Effect
from domain.message import Message
from domain.people import Person
from domain.quota import Room, parts_of
from domain.text import Localized

#: With its signature a broadcast stays within one message of 4,096 characters.
LONGEST = 3500


class AudienceKind(StrEnum):
    """Whom a broadcast is for."""

    ALL = "all"
    UNIT = "unit"
    STANDING = "standing"
    OWING = "owing"


@dataclass(frozen=True)
class ChosenAudience:
    """An audience, written `all`, `unit:Tổ Đất đai`, `standing:head` or `owing:PERIOD`."""

    kind: AudienceKind
    value: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}" if self.value else str(self.kind)

    @classmethod
    def read(cls, written: str) -> ChosenAudience:
        """The audience of that spelling; ValueError when there is no such kind."""
        kind, _colon, value = written.partition(":")
        return cls(AudienceKind(kind), value)


class BroadcastState(StrEnum):
    DRAFT = "draft"
    SENDING = "sending"
    FINISHED = "finished"  # everyone of the audience has it
    INCOMPLETE = "incomplete"  # someone was missed: the result names them
    CANCELLED = "cancelled"


class Unreached(StrEnum):
    """Why someone of the audience gets nothing."""

    NOT_CONNECTED = "not_connected"
    ON_PAPER = "on_paper"
    BLOCKED = "blocked"
    NO_ROOM = "no_room"  # their bot's messages of the month are needed for what matters more


@dataclass(frozen=True)
class Missed:
    person: Person
    why: Unreached


@dataclass(frozen=True)
class OpenDuty:
    """A duty somebody may still owe, to write to those only."""

    period: int
    title: Localized
    owing: int


@dataclass(frozen=True)
class ComposeInputs:
    """What composing offers: the units, and the duties that are still owed."""

    units: tuple[str, ...]
    duties: tuple[OpenDuty, ...]


@dataclass(frozen=True)
class Broadcast:
    """A broadcast as its preview and its result tell of it.

    `owed` is the title of the duty its audience owes. `later` (UTC) is when the office opens next,
    where now is outside its hours. `rooms` are the bots whose messages it takes, before it is sent.
    """

    id: int
    author: Person | None
    office: Localized
    words: str
    audience: ChosenAudience
    state: BroadcastState
    receivers: tuple[Person, ...]
    missed: tuple[Missed, ...]
    owed: Localized | None = None
    later: datetime | None = None
    rooms: tuple[Room, ...] = ()


#: What title and signature add to the words, about.
_AROUND = 150


def parts(words: str) -> int:
    """How many messages an announcement is for each of its receivers, where they are counted."""
    return parts_of(len(words) + _AROUND)


@dataclass(frozen=True)
class Delivery:
    """How far a broadcast has come."""

    broadcast: Broadcast
    asked: int
    sent: int
    failed: int
    as_of: datetime

    @property
    def waiting(self) -> int:
        return self.asked - self.sent - self.failed


@dataclass(frozen=True)
class KeepBroadcast(Effect):
    """A draft to be previewed; nothing is sent."""

    words: str
    audience: ChosenAudience


@dataclass(frozen=True)
class SendBroadcast(Effect):
    """Queue it for everyone who can be reached; refused unless it is still a draft.

    It goes out at once or not before `at` (UTC).
    """

    broadcast: int
    message: Message
    at: datetime | None = None


@dataclass(frozen=True)
class CancelBroadcast(Effect):
    broadcast: int
