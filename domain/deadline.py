"""Deadlines that are not the plan's: more time for one person or for all, moved, opened again.

After a period closes, answers are accepted again only where the specialist opens it (audited).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.effects import Effect
from domain.people import Person, Role
from domain.period import Period
from domain.reminding import Duty
from domain.text import Localized

#: What comes late is taken for at least this long after a deadline that was set anew.
LATE_FOR = timedelta(days=1)


class Why(StrEnum):
    """Why a period is due, or closes, at another moment than the plan says."""

    EXTENDED = "extended"
    MOVED = "moved"  # for everybody; it may come nearer, too
    REOPENED = "reopened"  # what comes is late, and taken
    JOINED = "joined"  # who came after it had opened gets some working days


class RequestState(StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


def may_set_deadlines(who: Person) -> bool:
    """Who decides about time: also who may move a date for the whole office."""
    return who.is_any(Role.SPECIALIST, Role.ADMIN) or who.heads


@dataclass(frozen=True)
class Extendable:
    """A duty as it stands for whoever asks for time; `suggested` are working days to ask for."""

    period: Period
    title: Localized
    suggested: tuple[date, ...]


@dataclass(frozen=True)
class AskingTime:
    """What asking for more time starts from; `helpers` are those who decide."""

    who: Person
    owed: tuple[Extendable, ...]
    helpers: tuple[Person, ...]
    now: datetime
    today: date
    number: int  # the one this request will bear
    until: Callable[[Period, date], datetime]  # when what is due on a local day would be due


@dataclass(frozen=True)
class AskTime(Effect):
    """Keep that somebody asks for time for a duty of theirs, until a local day."""

    number: int
    period: int
    until: date
    words: str


@dataclass(frozen=True)
class TimeRequest:
    """Somebody's wish for more time; `due` is the moment (UTC) asked for."""

    id: str  # `12:1`: the person's number and the request's among theirs, from 1
    person: Person
    duty: Duty  # as it stands for them
    title: Localized
    due: datetime
    words: str
    at: datetime
    state: RequestState = RequestState.OPEN


@dataclass(frozen=True)
class AnsweringTime:
    """A request before one who may decide on it."""

    request: TimeRequest
    helper: Person
    now: datetime
    today: date
    suggested: tuple[date, ...]
    until: Callable[[Period, date], datetime]


@dataclass(frozen=True)
class OpenRequests:
    """Those that wait for a decision, oldest first."""

    requests: tuple[TimeRequest, ...]


@dataclass(frozen=True)
class AnswerTime(Effect):
    """Decide on a request; granted until `due` (UTC)."""

    request: str
    state: RequestState
    due: datetime | None = None
    words: str = ""


@dataclass(frozen=True)
class Settable:
    """A duty whose deadline may be set, as it stands for everybody."""

    period: Period
    title: Localized
    closed: bool


@dataclass(frozen=True)
class SettingDeadline:
    """What setting a deadline starts from.

    `chosen` and `person` are those of the button that led here; `owing` is who has not done a duty.
    `reminders` are the moments (UTC) at which rules would still remind people of a period that
    stands as it is given.
    """

    who: Person
    duties: tuple[Settable, ...]
    now: datetime
    today: date
    suggested: Callable[[Period], Sequence[date]]
    until: Callable[[Period, date], datetime]
    owing: Callable[[Period], Sequence[Person]]
    reminders: Callable[[Period], Sequence[datetime]]
    standing: Callable[[Period, int], Period]  # for one person
    chosen: int = 0
    person: int = 0


@dataclass(frozen=True)
class SetDeadline(Effect):
    """From now on a period is due and closes at these moments (UTC), for one or for everybody."""

    period: int
    why: Why
    due: datetime
    closes: datetime
    person: int | None = None
    reason: str = ""


def extended(period: Period, due: datetime) -> tuple[datetime, datetime]:
    """Due and closes of a period that gets another due moment; it never closes sooner."""
    return due, max(period.closes, due + LATE_FOR)


def reopened(period: Period, until: datetime) -> tuple[datetime, datetime]:
    """Due and closes of a period that takes late answers again until a moment."""
    return period.due, max(period.closes, until)
