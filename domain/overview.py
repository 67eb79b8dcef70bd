"""What one person has before them: owed, done, put aside; /menu, /trangthai and help rest on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.absence import Absence
from domain.completion import Completion
from domain.deadline import TimeRequest
from domain.people import Person
from domain.reminding import Duty
from domain.text import Text


@dataclass(frozen=True)
class DoneDuty:
    """A duty behind one, and how it was done; `copies` of what was handed in are kept with it."""

    duty: Duty
    how: Completion
    at: datetime
    copies: int = 0


@dataclass(frozen=True)
class PutAside:
    """A conversation under way, to be resumed by its draft's id.

    `closed_at` (UTC) is since when what it is for takes nothing any more.
    """

    draft: int
    conversation: str
    touched_at: datetime
    subject: str = ""
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Overview:
    """`owed` is due first first, `done` newest first; `waiting` counts who waits for an answer.

    `specialists` are those to turn to, never the reader.
    """

    who: Person
    now: datetime
    owed: tuple[Duty, ...]
    done: tuple[DoneDuty, ...]
    drafts: tuple[PutAside, ...]
    specialist: str | Text
    waiting: int = 0
    corrections: int = 0  # of people's data, asked for and not seen to
    to_review: int = 0  # registrations that wait for this reader's word
    on_the_way: tuple[Duty, ...] = ()  # the paper is said to be in; the specialist looks for it
    asked_time: tuple[TimeRequest, ...] = ()  # the reader's own, which nobody has decided on
    wait_for_time: int = 0  # who asks this reader for more time
    typed: str = ""
    silent: frozenset[int] = frozenset()  # periods of which the reader wants no reminder
    absences: tuple[Absence, ...] = ()  # one's own, now or to come
    channels: tuple[str, ...] = ()  # what the reader's chats are on, the one written to first
