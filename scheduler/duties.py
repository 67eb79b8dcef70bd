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
    obligation = periods.obligation_of(work, period)
    wish = obligation.inner_cutoff
    if wish is None:
        return Duty(period, obligation)
    cutoff = resolve(wish, period.span, moments_of(period), days, work.office.zone)
    return Duty(period, obligation, cutoff)
