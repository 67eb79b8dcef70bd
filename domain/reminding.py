"""Reminders: what one message says is still owed, how it is put off, and why it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from domain.effects import Effect
from domain.ledger import Push
from domain.people import Person
from domain.period import Period
from domain.plan import Obligation, When
from domain.text import Text


class Stage(StrEnum):
    """Where a day stands in a duty's period; decides the tone."""

    OPENING = "opening"
    BEFORE = "before"
    EVE = "eve"  # the last working day before the due day
    DUE_DAY = "due_day"
    AFTER = "after"


@dataclass(frozen=True)
class Duty:
    """A duty somebody has not done. `cutoff` (UTC) is the specialist's own wish, no deadline.

    `eve` is the last working day before the local day it is due.
    """

    period: Period
    obligation: Obligation
    cutoff: datetime | None = None
    eve: date | None = None

    def stage(self, at: datetime, zone: tzinfo) -> Stage:
        """How it stands when a message is read at that moment."""
        day = at.astimezone(zone).date()
        if at > self.period.due:
            return Stage.AFTER
        if day == self.period.due.astimezone(zone).date():
            return Stage.DUE_DAY
        if day == self.period.opens.astimezone(zone).date():
            return Stage.OPENING
        return Stage.EVE if day == self.eve else Stage.BEFORE


@dataclass(frozen=True)
class Reminder:
    """What one message tells: most urgent first. `promised`: a remedy is due by that local day.

    `brought` is the duty whose rule made it come today; None where somebody asked for it. `back`:
    it is the reader's first working day after having been away.
    """

    duties: tuple[Duty, ...]
    at: datetime
    zone: tzinfo
    specialist: str | Text
    late: bool = False
    promised: date | None = None
    brought: Duty | None = None
    back: bool = False


@dataclass(frozen=True)
class LastReminder:
    """The message somebody asks about: when (UTC), and the rules that brought it."""

    at: datetime
    reason: str
    rules: tuple[tuple[str, str, str], ...]  # rule, obligation, period key


@dataclass(frozen=True)
class Cause:
    """A rule that brought a reminder, and the source its duty rests on."""

    duty: Duty
    when: When | None


@dataclass(frozen=True)
class Why:
    """Why the last reminder came, and when (UTC) the next may, while the duties are owed.

    `push` is what came of itself after it and was no reminder.
    """

    last: LastReminder | None
    causes: tuple[Cause, ...]
    owed: tuple[Duty, ...]
    next: datetime | None
    push: Push | None = None


@dataclass(frozen=True)
class PutOff:
    """A reminder is to come back at a moment (UTC); `due` is a deadline that passes before."""

    until: datetime
    due: datetime | None = None


@dataclass(frozen=True)
class Snooze(Effect):
    """Remind the person whose turn it is again at a moment (UTC)."""

    until: datetime


@dataclass(frozen=True)
class Report:
    """A report of the specialist's own, as the button about it finds it."""

    duty: Duty
    done: bool
    now: datetime


@dataclass(frozen=True)
class ReportSent(Effect):
    """A report has gone to whom it is for, outside of this system; nothing else is kept."""

    period: int


@dataclass(frozen=True)
class Stopping:
    """What somebody wants no more reminders of, or again.

    `asked`: they said which; else it is asked where there are several.
    """

    who: Person
    duties: tuple[Duty, ...]
    asked: bool
    now: datetime
    specialists: tuple[Person, ...]


@dataclass(frozen=True)
class StopReminding(Effect):
    """No rule of these periods reminds the person whose turn it is; the duties remain."""

    periods: tuple[int, ...]


@dataclass(frozen=True)
class RemindAgain(Effect):
    """The rules of these periods remind them again."""

    periods: tuple[int, ...]
