"""Asking an inquiry and looking after it: what that starts from, and what it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from domain.broadcast import ChosenAudience, ComposeInputs, Missed
from domain.collected import Collected
from domain.effects import Effect
from domain.inquiry import Inquiry, Wanted
from domain.people import Person
from domain.quota import Room
from domain.text import Localized


@dataclass(frozen=True)
class Composing:
    """What asking starts from. `now` is in the office's zone, `suggested` are deadlines."""

    audiences: ComposeInputs
    people: tuple[Person, ...]
    now: datetime
    suggested: tuple[datetime, ...]


@dataclass(frozen=True)
class Unsent:
    """A draft before it is sent: whom it reaches, when it goes, reminds and closes (UTC).

    `opens` is now, or when the office opens next, `later` whether it is the latter. `crowd` is how
    many may be asked by one person alone; `suggested` are deadlines, in the office's `zone`.
    """

    inquiry: Inquiry
    receivers: tuple[Person, ...]
    missed: tuple[Missed, ...]
    now: datetime
    opens: datetime
    closes: datetime
    reminders: tuple[datetime, ...]
    crowd: int
    zone: tzinfo
    suggested: tuple[datetime, ...] = ()
    owed: Localized | None = None
    rooms: tuple[Room, ...] = ()

    @property
    def later(self) -> bool:
        return self.opens > self.now

    @property
    def asked(self) -> int:
        """How many it is for, reached or not."""
        return len(self.receivers) + len(self.missed)

    @property
    def may_go(self) -> bool:
        return 0 < self.asked <= self.crowd and self.inquiry.until > self.now


@dataclass(frozen=True)
class Again:
    """Asking once more, at a moment (UTC); `stamp` tells it from other times."""

    collected: Collected
    at: datetime
    stamp: str


@dataclass(frozen=True)
class Reopening:
    """Another deadline: `now` and `suggested` in the office's zone, and when one closes (UTC)."""

    collected: Collected
    now: datetime
    suggested: tuple[datetime, ...]
    closes: Callable[[datetime], datetime]


@dataclass(frozen=True)
class KeepInquiry(Effect):
    """A draft to be previewed; nothing is sent. `until`: UTC."""

    words: str
    wanted: Wanted
    audience: ChosenAudience
    until: datetime


@dataclass(frozen=True)
class MoveInquiry(Effect):
    """Another deadline (UTC), of a draft or of what has been asked; `closes` of the latter."""

    inquiry: int
    until: datetime
    closes: datetime


@dataclass(frozen=True)
class SendInquiry(Effect):
    """Ask it: everyone it is for is written to at `opens` (UTC)."""

    inquiry: int
    opens: datetime
    closes: datetime


@dataclass(frozen=True)
class AskAgain(Effect):
    """Those who have not answered are asked once more at a moment (UTC); `stamp` tells it apart."""

    inquiry: int
    at: datetime
    stamp: str


@dataclass(frozen=True)
class CloseInquiry(Effect):
    """Nothing more is taken."""

    inquiry: int


@dataclass(frozen=True)
class CancelInquiry(Effect):
    """Dropped, or taken back: nobody owes it any more."""

    inquiry: int
