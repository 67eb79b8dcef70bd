"""One tick of the clock: everything that has come due since the last one, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from scheduler import broadcast_progress, quota_notices, unanswered
from scheduler.coming import coming
from scheduler.courtesy import CATCH_UP_LIMIT, catch_up
from scheduler.decent_hours import DecentHours
from scheduler.digesting import Digesting
from scheduler.planner import Occasion
from scheduler.reminding import Reminding, promise_days
from scheduler.working_days import WorkingDays
from storage import absences, deadlines, outbox, reminders, snoozes, ticks
from storage.owing import owe_anything
from storage.unit_of_work import Work

_TOO_LATE = "missed"
_FAR = timedelta(days=800)
_DAY = timedelta(days=1)


def tick(work: Work, days: WorkingDays) -> int:
    """Carry out what has come due by `work.now`; returns how many messages it queued.

    The first tick ever only remembers the moment: nothing older than the installation is fired.
    What was missed is caught up where it still helps (`scheduler.courtesy`), else told as skipped.
    """
    since = ticks.worked_to(work)
    ticks.work_off(work)
    if since is None:
        return 0
    decent = _decent(work, days)
    reminding, digesting = Reminding(work, decent), Digesting(work, decent)
    happened = coming(work, deadlines.standing(work, since), days, since, work.now)
    due = catch_up(happened, work.now, decent)
    for sending in due.send:
        match sending.occurrence.kind:
            case Occasion.REMINDER:
                reminding.fire(sending)
            case Occasion.DIGEST | Occasion.WEEKLY_DIGEST:
                digesting.fire(sending)
            case Occasion.OPENING:
                pass  # nobody is written to; from now on the period keeps its version of the plan
    for missed in due.skipped:
        (reminding if missed.kind is Occasion.REMINDER else digesting).skip(missed, _TOO_LATE)
    for day in promise_days(decent, max(since, work.now - CATCH_UP_LIMIT), work.now):
        reminding.keep_promises(day)
        reminding.welcome(day)
    reminding.wake()
    reminders.withdraw_unwanted(work)
    return reminding.write() + digesting.write() + quota_notices.notices(work, decent, since)


def _decent(work: Work, days: WorkingDays) -> DecentHours:
    return DecentHours(days, work.office.plan.hours, work.office.zone)


def next_moment(work: Work, days: WorkingDays, after: datetime) -> datetime | None:
    """The next moment (UTC) at which a tick would write something or a message may go.

    As things stand: whoever does a duty meanwhile takes the reason for its reminder away.
    """
    decent = _decent(work, days)
    moments = [
        next(_writing(work, days, after), None),
        snoozes.next_waking(work, after),
        outbox.next_waiting(work, after),
        _next_promise(work, decent, after),
        _next_welcome(work, decent, after),
        quota_notices.next_account(work, decent, after),
        unanswered.next_due(work, decent, after),
        broadcast_progress.next_moment(work, after),
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def _writing(work: Work, days: WorkingDays, after: datetime) -> Iterator[datetime]:
    kept = deadlines.standing(work, after)
    by_name = {(p.obligation, p.key): p for p in kept if not p.personal}
    for planned in coming(work, kept, days, after, after + _FAR):
        period = planned.own or by_name.get((planned.obligation, planned.period_key))
        match planned.kind:
            case Occasion.DIGEST | Occasion.WEEKLY_DIGEST:
                yield planned.at
            case Occasion.REMINDER if period and owe_anything(work, period, planned.at):
                yield planned.at
            case _:
                pass


def _next_promise(work: Work, decent: DecentHours, after: datetime) -> datetime | None:
    """When somebody is next told of a remedy of theirs: on its day or the working day before."""
    for day in promise_days(decent, after, after + timedelta(days=7)):
        promised = reminders.next_promise(work, day)
        if promised is None:
            return None
        told = decent.days.on_or_before(promised)
        return decent.at(max(told, day), decent.hours.reminders_at)
    return None


def _next_welcome(work: Work, decent: DecentHours, after: datetime) -> datetime | None:
    """When somebody is next back from being away, at the usual time for reminders."""
    for last in absences.last_days(work, decent.days.before(decent.local_day(after))):
        back = decent.at(decent.days.on_or_after(last + _DAY), decent.hours.reminders_at)
        if back > after:
            return back
    return None
