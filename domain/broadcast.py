"""Writing to many: the words, whom they are for, who can be reached, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.effects import Effect
from domain.files import SentFile
from domain.message import Message
from domain.people import Person
from domain.quota import Room, parts_of
from domain.text import Localized

#: With its signature a broadcast stays within one message of 4,096 characters.
LONGEST = 3500
#: More receivers than this: a second person agrees first.
APPROVAL_ABOVE = 100
#: It stops by itself when more than so many percent of at least so many were refused.
TOO_MANY, ENOUGH_TO_JUDGE = 20, 20


class AudienceKind(StrEnum):
    """Whom a broadcast is for."""

    ALL = "all"
    UNIT = "unit"
    STANDING = "standing"
    OWING = "owing"
    PEOPLE = "people"  # named one by one: their numbers


@dataclass(frozen=True)
class ChosenAudience:
    """An audience, written `all`, `unit:Tổ Đất đai`, `standing:head`, `owing:PERIOD` or
    `people:3,5`."""

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
    ASKED = "asked"  # a second person is asked to agree
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"  # by itself: too many were refused
    TAKING_BACK = "taking_back"  # what waits is taken back, what is in flight lands
    FINISHED = "finished"  # everyone of the audience has it
    INCOMPLETE = "incomplete"  # someone was missed: the result names them
    CANCELLED = "cancelled"  # dropped, or taken back before everyone had it
    DELETING = "deleting"  # from the phones that have it
    DELETED = "deleted"


#: Some of its messages may still go.
ON_ITS_WAY = frozenset({BroadcastState.SENDING, BroadcastState.PAUSED, BroadcastState.STOPPED})
#: Nothing of it will happen any more by itself.
OVER = frozenset(
    {
        BroadcastState.FINISHED,
        BroadcastState.INCOMPLETE,
        BroadcastState.CANCELLED,
        BroadcastState.DELETED,
    }
)


class Unreached(StrEnum):
    """Why someone of the audience gets nothing."""

    NOT_CONNECTED = "not_connected"
    ON_PAPER = "on_paper"
    BLOCKED = "blocked"
    NO_ROOM = "no_room"  # their bot's messages of the month are needed for what matters more
    TAKEN_BACK = "taken_back"  # before it was their turn


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
class Enclosure:
    """The one file that goes with a broadcast. `ready`: it has been fetched."""

    name: str
    picture: bool
    ready: bool


@dataclass(frozen=True)
class Letter:
    """What its receivers get."""

    id: int
    author: Person | None
    office: Localized
    words: str
    file: Enclosure | None


@dataclass(frozen=True)
class Broadcast:
    """A broadcast as its preview and its result tell of it.

    `owed` is the title of the duty its audience owes. `at` (UTC) is the moment that was chosen;
    `later` when the office opens next, where now is outside its hours, and `decent` whether `at`
    is inside them. `rooms` are the bots whose messages it takes. `approvers` may agree to it, where
    more receive it than one person may write to alone (`needs_approval`).
    """

    letter: Letter
    audience: ChosenAudience
    state: BroadcastState
    now: datetime
    receivers: tuple[Person, ...]
    missed: tuple[Missed, ...]
    owed: Localized | None = None
    at: datetime | None = None
    decent: bool = True
    later: datetime | None = None
    rooms: tuple[Room, ...] = ()
    needs_approval: bool = False
    approvers: tuple[Person, ...] = ()

    @property
    def id(self) -> int:
        return self.letter.id

    @property
    def author(self) -> Person | None:
        return self.letter.author

    @property
    def words(self) -> str:
        return self.letter.words

    @property
    def goes_at(self) -> datetime | None:
        """When it goes if it is sent as planned; None is at once."""
        return self.at or self.later


#: What title and signature add to the words, about.
_AROUND = 150


def parts(words: str) -> int:
    """How many messages an announcement is for each of its receivers, where they are counted."""
    return parts_of(len(words) + _AROUND)


@dataclass(frozen=True)
class Tally:
    """How many of those it was sent to stand how; `missed` could not be written to at all.

    Of those, `on_paper` chose it. `deleted` were taken off their phones again.
    """

    asked: int = 0
    sent: int = 0
    refused: int = 0
    doubtful: int = 0
    withheld: int = 0
    missed: int = 0
    on_paper: int = 0
    deleting: int = 0
    deleted: int = 0

    @property
    def failed(self) -> int:
        return self.refused + self.doubtful + self.withheld

    @property
    def waiting(self) -> int:
        return self.asked - self.sent - self.failed

    @property
    def everyone(self) -> int:
        return self.asked + self.missed

    @property
    def whole(self) -> bool:
        """Whether everyone has it."""
        return self.sent == self.everyone

    @property
    def again(self) -> int:
        """How many it can be tried again for: they do not have it, nobody doubts that, and they
        want messages here."""
        return self.refused + self.withheld + self.missed - self.on_paper

    @property
    def refuses_too_many(self) -> bool:
        tried = self.sent + self.refused
        return tried >= ENOUGH_TO_JUDGE and self.refused * 100 > tried * TOO_MANY


@dataclass(frozen=True)
class Delivery:
    """What became of a broadcast."""

    broadcast: Broadcast
    tally: Tally
    as_of: datetime


@dataclass(frozen=True)
class Deletable:
    """From how many phones it can still be deleted, and from how many not, and why."""

    can: int = 0
    too_old: int = 0
    never: int = 0  # the channel takes nothing back


@dataclass(frozen=True)
class Course:
    """A broadcast and how far it has come, without the names. `at` (UTC): when it goes."""

    letter: Letter
    audience: ChosenAudience
    owed: Localized | None
    state: BroadcastState
    tally: Tally
    now: datetime
    at: datetime | None = None
    finished_at: datetime | None = None
    deletable: Deletable = Deletable()

    @property
    def id(self) -> int:
        return self.letter.id


@dataclass(frozen=True)
class Moments:
    """What choosing a moment starts from: now in the office's zone, and moments that suit."""

    broadcast: int
    now: datetime
    suggested: tuple[datetime, ...]


@dataclass(frozen=True)
class Enclosing:
    """A file that has come for the draft that waits for one."""

    broadcast: int
    sent: SentFile


@dataclass(frozen=True)
class KeepBroadcast(Effect):
    """A draft to be previewed; nothing is sent."""

    words: str
    audience: ChosenAudience


@dataclass(frozen=True)
class KeepMoment(Effect):
    """A draft is to go at that moment (UTC) once it is confirmed."""

    broadcast: int
    at: datetime


@dataclass(frozen=True)
class AwaitFile(Effect):
    """The author's next file goes with this draft."""

    broadcast: int


@dataclass(frozen=True)
class Enclose(Effect):
    """This file goes with the draft."""

    broadcast: int
    sent: SentFile


@dataclass(frozen=True)
class TakeFileOut(Effect):
    broadcast: int


@dataclass(frozen=True)
class SendBroadcast(Effect):
    """Queue it for everyone who can be reached; refused unless it is still a draft.

    It goes out at once, or at `at` (UTC): until then nothing is queued.
    """

    broadcast: int
    message: Message
    at: datetime | None = None


@dataclass(frozen=True)
class AskApproval(Effect):
    """Sent, at once or at `at`, as soon as a second person agrees."""

    broadcast: int
    at: datetime | None


@dataclass(frozen=True)
class Approve(Effect):
    """By somebody else than its author: it goes out as it was asked for."""

    broadcast: int
    message: Message


@dataclass(frozen=True)
class BackToDraft(Effect):
    """Not approved, or taken back before its moment: nothing was sent."""

    broadcast: int


@dataclass(frozen=True)
class Pause(Effect):
    broadcast: int


@dataclass(frozen=True)
class Resume(Effect):
    """Go on, and do not stop again for what is refused."""

    broadcast: int


@dataclass(frozen=True)
class TakeBack(Effect):
    """What has not gone yet never goes."""

    broadcast: int


@dataclass(frozen=True)
class TryAgain(Effect):
    """Once more to those who do not have it and can be reached now."""

    broadcast: int


@dataclass(frozen=True)
class DeleteSent(Effect):
    """From the phones of those who have it, as far as their platform allows."""

    broadcast: int


@dataclass(frozen=True)
class CancelBroadcast(Effect):
    broadcast: int
