"""The days to come: one's own deadlines and openings, what one has promised; the office's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.effects import Effect
from domain.people import Person
from domain.reminding import Duty

#: How far /lich looks.
AHEAD = timedelta(days=30)


class Mark(StrEnum):
    """What a day is for; on one day they are told in this order."""

    OPENS = "opens"
    DUE = "due"
    TASK = "task"  # the registered task is due
    PROMISED = "promised"  # what one means to have done after a self-check


@dataclass(frozen=True)
class Entry:
    """Something on a local day. `duty` says what opens or is due; of a task and a promise it says
    no more than that there is one, by its number: it may be read on a locked screen."""

    day: date
    mark: Mark
    duty: Duty | None = None
    number: int = 0


@dataclass(frozen=True)
class OfficeDay:
    """What the office has on a local day: duties due, with how many still owe each once it is open;
    duties of which people are reminded; whether a digest goes out."""

    day: date
    due: tuple[tuple[Duty, int | None], ...] = ()
    reminded: tuple[Duty, ...] = ()
    digest: bool = False


@dataclass(frozen=True)
class Agenda:
    """The days from `first` to `last`; `office` is for those who answer for it.

    `has_pages`: a phone's calendar can fetch it from the office's address.
    """

    who: Person
    first: date
    last: date
    entries: tuple[Entry, ...]
    office: tuple[OfficeDay, ...] | None = None
    has_pages: bool = False


@dataclass(frozen=True)
class Feed:
    """An address for a phone's calendar, drawn and not yet kept."""

    token: str
    url: str


@dataclass(frozen=True)
class KeepFeed(Effect):
    """From now on a calendar fetches this person's deadlines under this token, and no other."""

    token: str


@dataclass(frozen=True)
class RevokeFeed(Effect):
    """No calendar fetches this person's deadlines any more."""
