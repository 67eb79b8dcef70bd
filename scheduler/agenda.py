"""What the days to come hold for one person, and for whoever answers for the office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from domain.agenda import AHEAD, Agenda, Entry, Mark, OfficeDay
from domain.people import Person, may_see_everyone
from domain.period import Period, PeriodState
from domain.reminding import Duty
from scheduler.coming import coming
from scheduler.duties import duty_of
from scheduler.planner import Occasion
from scheduler.working_days import WorkingDays
from storage import completions, deadlines, periods
from storage.remedies import open_remedies
from storage.unit_of_work import Work
from storage.work import tasks_of

_DAY = timedelta(days=1)


def load(work: Work, who: Person, _subject: str, days: WorkingDays) -> Agenda:
    """The next thirty days, today included."""
    first, last = work.today, work.today + AHEAD
    mine = (entry for entry in entries(work, who, days) if first <= entry.day <= last)
    office = _office(work, first, last, days) if may_see_everyone(who) else None
    return Agenda(who, first, last, tuple(mine), office, bool(work.public_url))


def entries(work: Work, who: Person, days: WorkingDays) -> tuple[Entry, ...]:
    """All that one still has before one, by day."""
    known = [
        p for p in deadlines.all_of(work, who.id) if p.state(work.now) is not PeriodState.CLOSED
    ]
    found = [*_duties(work, who, known, days), *_own(work, who)]
    return tuple(sorted(found, key=lambda entry: (entry.day, list(Mark).index(entry.mark))))


def _duties(work: Work, who: Person, known: Sequence[Period], days: WorkingDays) -> Iterator[Entry]:
    for period in completions.owed(work, who, known):
        duty = duty_of(work, period, days)
        if period.opens > work.now:
            yield Entry(_local(work, period.opens), Mark.OPENS, duty)
        yield Entry(_local(work, period.due), Mark.DUE, duty)


def _own(work: Work, who: Person) -> Iterator[Entry]:
    for task in tasks_of(work, who.id):
        if task.done_at is None:
            yield Entry(task.due, Mark.TASK, number=task.id)
    for remedy in open_remedies(work, who.id):
        if remedy.due is not None:
            yield Entry(remedy.due, Mark.PROMISED, number=remedy.id)


def _office(work: Work, first: date, last: date, days: WorkingDays) -> tuple[OfficeDay, ...]:
    """What is due, and what goes out by the plan as long as anybody owes it."""
    known = periods.all_periods(work)
    due: defaultdict[date, list[tuple[Duty, int | None]]] = defaultdict(list)
    for period in known:
        if first <= _local(work, period.due) <= last:
            missing = len(completions.missing(work, period)) if period.opens <= work.now else None
            due[_local(work, period.due)].append((duty_of(work, period, days), missing))
    reminded, digests = _going_out(work, known, last, days)
    return tuple(
        OfficeDay(day, tuple(due[day]), tuple(reminded[day].values()), day in digests)
        for day in sorted({*due, *reminded, *digests})
    )


def _going_out(
    work: Work, known: Sequence[Period], last: date, days: WorkingDays
) -> tuple[defaultdict[date, dict[int, Duty]], set[date]]:
    """By local day: duties that a rule reminds of, each once; and the days with a digest."""
    by_name = {(p.obligation, p.key): p for p in known}
    reminded: defaultdict[date, dict[int, Duty]] = defaultdict(dict)
    digests: set[date] = set()
    until = datetime.combine(last + _DAY, time.min, work.office.zone)
    for planned in coming(work, known, days, work.now, until):
        period = by_name.get((planned.obligation, planned.period_key))
        if planned.kind is Occasion.REMINDER and period is not None:
            day = _local(work, planned.at)
            reminded[day].setdefault(period.id, duty_of(work, period, days))
        elif planned.kind in {Occasion.DIGEST, Occasion.WEEKLY_DIGEST}:
            digests.add(_local(work, planned.at))
    return reminded, digests


def _local(work: Work, moment: datetime) -> date:
    return moment.astimezone(work.office.zone).date()
