"""The desk: the page from which specialist, head and admin look after the office at a PC.

One gets in by a link from the chat, which opens once, or by Telegram's own launch of the page; from
then on that browser is in a session, which ends by itself, in the chat, or with the role.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.absence import Absence
from domain.completion import Completion
from domain.effects import Effect, Priority
from domain.ledger import Entry
from domain.message import Message, Start
from domain.papers import PaperLine
from domain.people import Person
from domain.period import Period
from domain.registration import Filed, ReviewState
from domain.report_copies import ReportCopy
from domain.text import Localized, Text

#: How long a link may wait until it is opened.
WAITS = timedelta(minutes=15)
#: A session ends when nobody has used it for so long, and after a working day at the latest.
IDLE = timedelta(hours=1)
LASTS = timedelta(hours=10)


class Way(StrEnum):
    """How a session was opened."""

    LINK = "link"
    TELEGRAM = "telegram"


@dataclass(frozen=True)
class DeskSession:
    """A browser that is at the desk; moments are UTC."""

    id: int
    person: int
    way: Way
    opened_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class DeskEntrance:
    """A link drawn for the desk, kept when its reader is told; and who sits there already.

    `launch` is the address that Telegram's app opens by itself.
    """

    token: str
    url: str
    launch: str
    sessions: tuple[DeskSession, ...]
    now: datetime


@dataclass(frozen=True)
class KeepEntrance(Effect):
    """This link leads its reader to the desk, once."""

    token: str


@dataclass(frozen=True)
class EndSessions(Effect):
    """Of one's own sessions this one ends; all where there is none named."""

    session: int | None = None


@dataclass(frozen=True)
class Needs:
    """What waits for somebody of the office at this desk, counted."""

    to_review: int = 0
    obstacles: int = 0
    letters: int = 0  # of apology, to be signed and sent
    more_time: int = 0  # who asks for it
    corrections: int = 0
    phones: int = 0  # second phones that wait for a word
    claims: int = 0  # papers that are said to be in
    outdated: int = 0  # signed papers of an older version
    not_connected: int = 0

    @property
    def nothing(self) -> bool:
        return not any(vars(self).values())


@dataclass(frozen=True)
class Coming:
    """What goes out at a moment (UTC), and to how many as things stand now."""

    at: datetime
    what: Text
    why: Text
    people: int


@dataclass(frozen=True)
class Owed:
    """A duty that is open, and how one person stands with it."""

    period: int
    title: Localized
    completion: Completion


@dataclass(frozen=True)
class PersonInList:
    """A line of the list of people; `chats` are the channels they are reached on."""

    person: Person
    left: bool
    chats: tuple[str, ...]
    owed: tuple[Owed, ...]


class Which(StrEnum):
    """Who is in a list of people."""

    HERE = "here"
    NOT_CONNECTED = "not_connected"
    LEFT = "left"


@dataclass(frozen=True)
class Search:
    """What is looked for; words are compared without accents. `page` counts from 0.

    `owing` is the number of a period: only who still owes that.
    """

    words: str = ""
    unit: str = ""
    which: Which = Which.HERE
    page: int = 0
    owing: int = 0


@dataclass(frozen=True)
class PeopleList:
    """A page of the people that were looked for, in the order of a Vietnamese list of names."""

    search: Search
    lines: tuple[PersonInList, ...]
    found: int
    units: tuple[str, ...]
    size: int

    @property
    def more(self) -> bool:
        return (self.search.page + 1) * self.size < self.found


class PileOf(StrEnum):
    """Which registrations are listed."""

    WAITING = "waiting"
    RETURNED = "returned"
    ALL = "all"


@dataclass(frozen=True)
class PilePage:
    """A page of registrations; `counts` are how many there are of each kind.

    `printable` is the period whose forms can be printed together (0: none).
    """

    which: PileOf
    lines: tuple[Filed, ...]
    counts: Mapping[PileOf, int]
    page: int
    size: int
    printable: int

    @property
    def more(self) -> bool:
        return (self.page + 1) * self.size < self.counts[self.which]


@dataclass(frozen=True)
class OnePile:
    """A registration before its reader: what they may decide, and which waits next.

    `paper` names the paper of its newest version, where the reader may tick it.
    """

    filed: Filed
    asked: int
    verdicts: frozenset[ReviewState]
    paper: str
    following: str
    left: int

    @property
    def overtaken(self) -> bool:
        """Its owner has sent a newer version meanwhile."""
        return self.filed.newest.number != self.asked


@dataclass(frozen=True)
class PaperPage:
    """A page of a duty's papers: `claimed` are said to be in and stand first, on every page.

    `found` is how many people the duty is for, of those who were looked for; `ticked` of everyone.
    """

    period: Period
    title: Localized
    words: str
    claimed: tuple[PaperLine, ...]
    lines: tuple[PaperLine, ...]
    others: tuple[tuple[Period, Localized], ...]
    ticked: int
    found: int
    page: int
    size: int

    @property
    def more(self) -> bool:
        return (self.page + 1) * self.size < self.found


@dataclass(frozen=True)
class Went:
    """What went out, or was to, at a moment (UTC): how many of its messages stand how."""

    at: datetime
    kind: Priority
    states: Mapping[str, int]


@dataclass(frozen=True)
class PersonsChat:
    """A chat of somebody's: on which channel, since when, and when they last wrote there (UTC)."""

    channel: str
    linked_at: datetime | None
    heard_at: datetime | None
    blocked: bool


@dataclass(frozen=True)
class Duty:
    """A duty that has begun for somebody, how they stand with it, and what was handed in for it."""

    period: Period
    title: Localized
    completion: Completion
    done_at: datetime | None = None
    copies: tuple[ReportCopy, ...] = ()


@dataclass(frozen=True)
class Dossier:
    """One person's file. `code_until` is until when an unused code lets them in (UTC).

    `filed` are their registrations, for those who may read them; `sent` the newest messages,
    without their words; `may_enter`: whether the reader may enter a registration for them now.
    """

    person: Person
    number: str
    joined_at: datetime
    left_at: datetime | None
    chats: tuple[PersonsChat, ...]
    duties: tuple[Duty, ...]
    filed: tuple[Filed, ...]
    sent: tuple[Entry, ...]
    absences: tuple[Absence, ...]
    code_until: datetime | None
    may_enter: bool


@dataclass(frozen=True)
class Outcome:
    """What came of something that was done at the desk: what is said, and where it goes on.

    `refused`: nothing was changed.
    """

    messages: tuple[Message, ...]
    goes_on: Start | None = None
    refused: bool = False
    changed: bool = False
