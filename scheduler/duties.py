"""Periods as the duties that sentences speak of."""

from __future__ import annotations

from domain.period import Period
from domain.reminding import Duty
from scheduler.periods import moments_of, resolve
from scheduler.working_days import WorkingDays
from storage import periods
from storage.unit_of_work import Work


def duty_of(work: Work, period: Period, days: WorkingDays) -> Duty:
    """A period's duty, with the specialist's cut-off as a moment (UTC) where there is one."""
    obligation, zone = periods.obligation_of(work, period), work.office.zone
    eve, wish = days.before(period.due.astimezone(zone).date()), obligation.inner_cutoff
    cutoff = resolve(wish, period.span, moments_of(period), days, zone) if wish else None
    return Duty(period, obligation, cutoff, eve)
