"""One tick of the clock: everything that has come due since the last one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler import broadcast_progress, collecting, quota_notices, unanswered
from scheduler.coming import coming
from scheduler.courtesy import CATCH_UP_LIMIT, CaughtUp, catch_up
from scheduler.decent_hours import DecentHours
from scheduler.digesting import Digesting
from scheduler.escalating import Escalating
from scheduler.planner import Occasion, Occurrence
from scheduler.reminding import Reminding, promise_days
from scheduler.working_days import WorkingDays
from storage import (
    absences,
    calls,
    deadlines,
    delivery,
    newcomers,
    outbox,
    reminders,
    snoozes,
    ticks,
)
from storage.calls import EVERYONE, Stretch
from storage.owing import anyone_missing, reaches_anyone
from storage.unit_of_work import Work

_TOO_LATE = "missed"
_FAR = timedelta(days=800)
_DAY = timedelta(days=1)
#: Nobody's answer waits longer than for so many people to be called.
_AT_ONCE = 5_000


@dataclass(frozen=True)
class _Due:
    """What has come due in `(since, until]` (UTC)."""

    since: datetime
    until: datetime
    caught_up: CaughtUp
    mornings: tuple[date, ...]  # working days on which it was time for reminders

    @property
    def calls_many(self) -> bool:
        return bool(self.caught_up.send or self.caught_up.skipped)


class Tick:
    """Carries out what has come due: `step` in a transaction each, until it says that it is over.

    The first tick ever only remembers the moment: nothing older than the installation is fired.
    What was missed is caught up where it still helps (`scheduler.courtesy`), else told as skipped.
    A tick that is broken off is done again by the next one; keys tell what has been done.
    """

    def __init__(self, days: WorkingDays) -> None:
        self.queued = 0
        self._days = days
        self._due: _Due | None = None
        self._called = 0  # everyone up to this number
        self._skipped: Counter[Occurrence] = Counter()

    def step(self, work: Work) -> bool:
        """Call the next few people; returns whether there are more. The end is noted."""
        self._due = self._due or self._come_due(work)
        if self._due is None:
            ticks.work_off(work, work.now)
            return False
        whom = EVERYONE
        if self._due.calls_many:
            whom = calls.next_stretch(work, self._called, _AT_ONCE)
        self._call(work, self._due, whom)
        if whom.last is not None:
            self._called = whom.last
            return True
        self._end(work, self._due)
        return False

    def _come_due(self, work: Work) -> _Due | None:
        since, decent = ticks.worked_to(work), _decent(work, self._days)
        if since is None:
            return None
        newcomers.give_time(work, since, self._days.add)
        happened = coming(work, deadlines.standing(work, since), self._days, since, work.now)
        mornings = promise_days(decent, max(since, work.now - CATCH_UP_LIMIT), work.now)
        return _Due(since, work.now, catch_up(happened, work.now, decent), tuple(mornings))

    def _call(self, work: Work, due: _Due, whom: Stretch) -> None:
        reminding = Reminding(work, _decent(work, self._days), whom)
        sendings = [x for x in due.caught_up.send if x.occurrence.kind is Occasion.REMINDER]
        self.queued += reminding.fire(sendings)
        for missed in due.caught_up.skipped:
            if missed.kind is Occasion.REMINDER:
                self._skipped[missed] += reminding.skip(missed, _TOO_LATE)

    def _end(self, work: Work, due: _Due) -> None:
        """What concerns a few, however many there are; an opening calls nobody, but from now on the
        period keeps its version of the plan."""
        delivery.expire(work)
        decent = _decent(work, self._days)
        self._call_a_few(Reminding(work, decent), due)
        digesting, escalating = Digesting(work, decent), Escalating(work, decent)
        for sending in due.caught_up.send:
            if sending.occurrence.kind in _DIGESTS:
                digesting.fire(sending)
            elif sending.occurrence.kind is Occasion.ESCALATION:
                escalating.fire(sending)
        for missed in due.caught_up.skipped:
            if missed.kind in (*_DIGESTS, Occasion.ESCALATION):
                digesting.skip(missed, _TOO_LATE)
        for missed, count in self._skipped.items():
            if count:
                details = f"{_TOO_LATE}: {count} people"
                work.audit(None, "reminder_skipped", missed.key, details)
        self.queued += digesting.write() + escalating.write()
        self.queued += quota_notices.notices(work, decent, due.since) + collecting.report(work)
        ticks.work_off(work, due.until)

    def _call_a_few(self, reminding: Reminding, due: _Due) -> None:
        for day in due.mornings:
            self.queued += reminding.keep_promises(day) + reminding.welcome(day)
        self.queued += reminding.wake()


_DIGESTS = (Occasion.DIGEST, Occasion.WEEKLY_DIGEST)


def tick(work: Work, days: WorkingDays) -> int:
    """A whole tick in one transaction; returns how many messages it queued."""
    whole = Tick(days)
    while whole.step(work):
        pass
    return whole.queued


def _decent(work: Work, days: WorkingDays) -> DecentHours:
    return DecentHours(days, work.office.plan.hours, work.office.zone)


def next_moment(work: Work, days: WorkingDays, after: datetime) -> datetime | None:
    """The next moment (UTC) at which a tick would write something or a message may go.

    As things stand: whoever does a duty meanwhile takes the reason for its reminder away.
    """
    planned = next(_writing(work, days, after), None)
    unplanned = next_unplanned(work, days, after)
    return min((moment for moment in (planned, unplanned) if moment is not None), default=None)


def next_unplanned(work: Work, days: WorkingDays, after: datetime) -> datetime | None:
    """The same, but for the plan's own occurrences."""
    decent = _decent(work, days)
    moments = [
        snoozes.next_waking(work, after),
        outbox.next_waiting(work, after),
        _next_promise(work, decent, after),
        _next_welcome(work, decent, after),
        quota_notices.next_account(work, decent, after),
        unanswered.next_due(work, decent, after),
        broadcast_progress.next_moment(work, after),
        collecting.next_moment(work, after),
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
            case Occasion.REMINDER if period and reaches_anyone(
                work, period, planned.rule, planned.at
            ):
                yield planned.at
            case Occasion.ESCALATION if period and anyone_missing(work, period):
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
