"""What has come due calls people: one message to each, whose words are written when its turn comes.

Everything here is set-based: a few statements a rule, however many people an office has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain import channels
from domain.nudging import Nudge
from domain.period import Period
from domain.plan import Anchor, Channel
from domain.quota import Worth
from scheduler.courtesy import CATCH_UP_LIMIT, PUNCTUAL, Sending, worth
from scheduler.decent_hours import DecentHours
from scheduler.planner import Occurrence
from storage import absences, calls, periods, reminders, snoozes
from storage.calls import EVERYONE, Call, Stretch
from storage.owing import open_periods
from storage.reminders import Firing
from storage.unit_of_work import Work

_DAY = timedelta(days=1)
PROMISE = "promise"
BACK = "back"
_CHANNELS: Mapping[Channel, tuple[str, ...]] = {
    Channel.PREFERRED: (),
    Channel.TELEGRAM: (channels.TELEGRAM,),
    Channel.ZALO: (channels.ZALO, channels.ZALO_OA),
}


@dataclass(frozen=True)
class Reminding:
    """Calls people for what has come due; each method returns how many messages are new."""

    work: Work
    decent: DecentHours
    whom: Stretch = EVERYONE

    def fire(self, sendings: Sequence[Sending]) -> int:
        """Rules have come due: everyone who owes is called, for what matters most first."""
        found = ((sending, self._period(sending.occurrence)) for sending in sendings)
        ranked = [(self._worth(x, period), x, period) for x, period in found if period]
        ranked.sort(key=lambda ranked: list(Worth).index(ranked[0]))
        return sum(self._remind(*each) for each in ranked)

    def _remind(self, worth: Worth, sending: Sending, period: Period) -> int:
        due_day, firing = self._is_due_day(sending, period), _firing(sending.occurrence)
        return reminders.remind(
            self.work,
            firing,
            reminders.reminded_by(self.work, firing, period, self.whom),
            Call(
                self._key(sending.at),
                f"rule {sending.occurrence.key}",
                sending.at,
                self._expires(sending.at, sending.occurrence.helps_until),
                worth,
                sending.late,
                self._channels(sending, period),
            ),
            None if due_day else period.opens,
        )

    def skip(self, occurrence: Occurrence, why: str) -> int:
        """Too late to help: remembered and told to the specialist; returns for how many."""
        period = self._period(occurrence)
        if period is None:
            return 0
        firing = _firing(occurrence, why)
        whom = reminders.reminded_by(self.work, firing, period, self.whom)
        return reminders.fire(self.work, firing, whom)

    def _channels(self, sending: Sending, period: Period) -> tuple[str, ...]:
        """Through which apps the rule writes before others."""
        rule = periods.obligation_of(self.work, period).rule(sending.occurrence.rule)
        return _CHANNELS[rule.channel] if rule else ()

    def _period(self, occurrence: Occurrence) -> Period | None:
        return occurrence.own or periods.find(
            self.work, occurrence.obligation, occurrence.period_key
        )

    def wake(self) -> int:
        """Snoozes whose time has come."""
        if not snoozes.any_waking(self.work):
            return 0
        at = self.decent.next(self.work.now)
        call = Call(self._key(at), "snooze", at, self._expires(at), Worth.USEFUL)
        count = calls.call(self.work, snoozes.waking(self.work), call)
        snoozes.wake(self.work)
        return count

    def keep_promises(self, day: date) -> int:
        """Remedies promised for a working day, or for the days off that follow it."""
        first, last = reminders.next_promise(self.work, day), promised_until(self.decent, day)
        if first is None or first > last:
            return 0
        firing = Firing(
            PROMISE, "", day.isoformat(), self.decent.at(day, self.decent.hours.reminders_at)
        )
        whom = reminders.promised(self.work, firing.at, day, last)
        at = self.decent.next(self.work.now)
        call = Call(self._key(at), PROMISE, at, self._expires(at), Worth.USEFUL)
        return reminders.remind(self.work, firing, whom, call)

    def welcome(self, day: date) -> int:
        """Whoever is back on this working day is told what is open, at the usual time."""
        before = self.decent.days.before(day)
        if not any(last < day for last in absences.last_days(self.work, before)):
            return 0
        firing = Firing(
            BACK, "", day.isoformat(), self.decent.at(day, self.decent.hours.reminders_at)
        )
        whom = reminders.returned(self.work, firing.at, before, day - _DAY)
        at = self.decent.next(self.work.now)
        call = Call(self._key(at), BACK, at, self._expires(at), Worth.USEFUL)
        return reminders.remind(self.work, firing, whom, call)

    def nudge(self, nudge: Nudge) -> int:
        """The specialist reminds these people."""
        day = self.decent.local_day
        is_due_day = any(
            day(period.due) == day(nudge.at) for period in open_periods(self.work, self.work.now)
        )
        call = Call(
            f"nudge:{nudge.stamp}:{{}}",
            calls.NUDGE,
            nudge.at,
            nudge.at + CATCH_UP_LIMIT,
            Worth.VITAL if is_due_day else Worth.USEFUL,
        )
        return calls.call(self.work, calls.these(nudge.people), call)

    def _key(self, at: datetime) -> str:
        """Unique for ever: whatever calls somebody at one moment is one message."""
        return f"remind:{{}}:{at.astimezone(self.decent.zone):%Y-%m-%dT%H:%M}"

    def _expires(self, at: datetime, helps_until: datetime | None = None) -> datetime:
        """Of use until the office closes, or sooner: until what it is for is past."""
        closing = self.decent.at(self.decent.local_day(at), self.decent.hours.closes)
        return max(min(closing, helps_until or closing), at + PUNCTUAL)

    def _is_due_day(self, sending: Sending, period: Period) -> bool:
        return self.decent.local_day(period.due) == self.decent.local_day(sending.at)

    def _worth(self, sending: Sending, period: Period) -> Worth:
        if self._is_due_day(sending, period):
            return Worth.VITAL
        rule = periods.obligation_of(self.work, period).rule(sending.occurrence.rule)
        return worth(period, sending.occurrence, rule.when.anchor if rule else Anchor.DUE)


def _firing(occurrence: Occurrence, skipped: str = "") -> Firing:
    names = (occurrence.rule, occurrence.obligation, occurrence.period_key)
    return Firing(*names, occurrence.at, skipped)


def promise_days(decent: DecentHours, after: datetime, until: datetime) -> Iterator[date]:
    """Working days whose usual time for reminders lies in `(after, until]`."""
    day = decent.local_day(after)
    while day <= decent.local_day(until):
        at = decent.at(day, decent.hours.reminders_at)
        if after < at <= until and decent.days.is_working(day):
            yield day
        day += _DAY


def promised_until(decent: DecentHours, day: date) -> date:
    """The last day whose promises are recalled on a working day: before the next working day."""
    return decent.days.on_or_after(day + _DAY) - _DAY
