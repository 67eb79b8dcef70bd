"""When one may write to people: in the office's hours, on its working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from domain.plan import OfficeHours
from scheduler.working_days import WorkingDays

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DecentHours:
    """Office hours (both ends included) of working days, without what lies within lunch.

    Moments go in and come out in UTC.
    """

    days: WorkingDays
    hours: OfficeHours
    zone: tzinfo

    def is_day_off(self, moment: datetime) -> bool:
        return not self.days.is_working(self.local_day(moment))

    def local_day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def next(self, moment: datetime) -> datetime:
        """This moment if it is decent, else the next opening of the office."""
        day = self.local_day(moment)
        if self.days.is_working(day) and moment <= self.at(day, self.hours.closes):
            return max(self._lunch_end(moment), self.at(day, self.hours.opens))
        return self.at(self.days.on_or_after(day + _DAY), self.hours.opens)

    def previous(self, moment: datetime) -> datetime:
        """This moment if it is decent, else the last closing of the office."""
        day = self.local_day(moment)
        if self.days.is_working(day) and moment >= self.at(day, self.hours.opens):
            return min(self._lunch_start(moment), self.at(day, self.hours.closes))
        return self.at(self.days.before(day), self.hours.closes)

    def working_day_before(self, moment: datetime) -> datetime:
        """The same time of day on the working day before, brought into the office's hours."""
        before = self.days.before(self.local_day(moment))
        return self._lunch_start(self.at(before, self._clock(moment)))

    def working_day_after(self, moment: datetime) -> datetime:
        """The same on the working day after."""
        after = self.days.on_or_after(self.local_day(moment) + _DAY)
        return self._lunch_end(self.at(after, self._clock(moment)))

    def in_hours(self, moment: datetime) -> datetime:
        """The same day, whatever day it is, brought into the office's hours."""
        return self._lunch_end(self.at(self.local_day(moment), self._clock(moment)))

    def _clock(self, moment: datetime) -> time:
        local = moment.astimezone(self.zone).time()
        return max(self.hours.opens, min(local, self.hours.closes))

    def _lunch(self, moment: datetime) -> tuple[datetime, datetime] | None:
        """The break that a moment lies within; its two ends are office hours."""
        if self.hours.lunch is None:
            return None
        first, last = (self.at(self.local_day(moment), clock) for clock in self.hours.lunch)
        return (first, last) if first < moment < last else None

    def _lunch_start(self, moment: datetime) -> datetime:
        lunch = self._lunch(moment)
        return lunch[0] if lunch else moment

    def _lunch_end(self, moment: datetime) -> datetime:
        lunch = self._lunch(moment)
        return lunch[1] if lunch else moment
