"""The office's calendar with all that changes it, and what moves when it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from domain.days_off import (
    NAMELESS,
    ChangeDay,
    DayChange,
    DaysOff,
    Move,
    Overrides,
    SpecialDay,
)
from domain.effects import Refused
from domain.people import Person, Role
from domain.text import Localized, _
from scheduler.coming import coming
from scheduler.periods import periods as planned
from scheduler.working_days import WorkingDays, load_working_days
from storage import days_off, periods
from storage.unit_of_work import Work

_DAY = timedelta(days=1)
_SATURDAY = 5
#: How far /ngaynghi looks: Tet of next year is within it from any day.
_AHEAD = timedelta(days=400)
_FAR = datetime.max.replace(tzinfo=UTC)


def days_of(work: Work) -> WorkingDays:
    """The office's working days as they stand now."""
    return _office(work, days_off.changes(work))


def _office(work: Work, changes: Mapping[date, bool]) -> WorkingDays:
    own = work.overrides or Overrides()
    return _made(own.announced, tuple(sorted(own.worked.items())), tuple(sorted(changes.items())))


@lru_cache(maxsize=16)
def _made(
    announced: int, own: tuple[tuple[date, bool], ...], changes: tuple[tuple[date, bool], ...]
) -> WorkingDays:
    """Kept: reading the files and a year's holidays takes a while."""
    days = load_working_days(Overrides(announced, dict(own)))
    days.take(dict(changes))
    return days


def load(work: Work, who: Person, _subject: str) -> DaysOff:
    """For anybody; what was changed in the chat for the admin to take back."""
    changed = days_off.changes(work) if who.is_any(Role.ADMIN) else {}
    coming_ones = tuple((day, worked) for day, worked in changed.items() if day >= work.today)
    days = special(days_of(work), work.today, work.today + _AHEAD)
    return DaysOff(who, work.today, tuple(days), coming_ones)


def special(days: WorkingDays, day: date, end: date) -> Iterator[SpecialDay]:
    """Days off in a row that hold more than a weekend, each; and weekends worked."""
    while day <= end:
        if days.is_working(day):
            if day.weekday() >= _SATURDAY:
                yield SpecialDay(day, day, worked=True, provisional=days.is_expected(day))
            day += _DAY
            continue
        after = days.on_or_after(day)
        stretch = [day + _DAY * n for n in range((after - day).days)]
        if any(one.weekday() < _SATURDAY for one in stretch):
            names = [name for one in stretch if (name := days.called(one)).vi]
            named = min(names, key=_length, default=NAMELESS)  # "Tết Nguyên Đán", not its third day
            guess = any(days.is_expected(one) for one in stretch)
            yield SpecialDay(stretch[0], stretch[-1], worked=False, name=named, provisional=guess)
        day = after


def _length(name: Localized) -> int:
    return len(name.vi)


def load_change(work: Work, who: Person, subject: str) -> DayChange | Refused:
    """`YYYY-MM-DD:off`, `:worked` or `:undo`, for the admin: what would move."""
    written, _colon, what = subject.partition(":")
    if not who.is_any(Role.ADMIN):
        return days_off.NOT_YOURS
    try:
        day, worked = date.fromisoformat(written), _WHAT[what]
    except (ValueError, KeyError):
        return Refused(_("That is no day of the calendar. /ngaynghi shows it."))
    now, then = days_of(work), _with(work, day, worked)
    moves = tuple(_moves(work, then))
    return DayChange(day, worked, now.is_working(day), moves, _shifted(work, now, then), work.today)


_WHAT = {"off": False, "worked": True, "undo": None}


def _with(work: Work, day: date, worked: bool | None) -> WorkingDays:
    changes = dict(days_off.changes(work))
    changes.pop(day, None)
    if worked is not None:
        changes[day] = worked
    return _office(work, changes)


def _moves(work: Work, then: WorkingDays) -> Iterator[Move]:
    """Coming periods that would be due at another moment; what has opened stays."""
    plan = work.office.plan
    anew = {(p.obligation, p.key): p for p in planned(plan, then, work.office.zone, plan.ends)}
    for period in periods.all_periods(work):
        other = anew.get((period.obligation, period.key))
        if period.opens > work.now and other is not None and other.due != period.due:
            yield Move(periods.short_title_of(work, period), period.due, other.due)


def _shifted(work: Work, now: WorkingDays, then: WorkingDays) -> int:
    """How many reminders and digests of open and coming periods would go at another moment."""
    known = [p for p in periods.all_periods(work) if p.closes > work.now]
    at = [{x.key: x.at for x in coming(work, known, days, work.now, _FAR)} for days in (now, then)]
    return sum(at[0].get(key) != moment for key, moment in at[1].items())


def save(work: Work, who: Person, effect: ChangeDay) -> Refused | None:
    """Keep it; coming periods follow at once."""
    refused = days_off.save(work, who, effect)
    if refused is None:
        plan, zone = work.office.plan, work.office.zone
        periods.sync(work, planned(plan, days_of(work), zone, plan.ends))
    return refused
