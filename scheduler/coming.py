"""What comes up for periods that are kept: each by the rules it opened with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from domain.period import Period
from scheduler.planner import Occurrence, occurrences
from scheduler.working_days import WorkingDays
from storage import periods
from storage.unit_of_work import Work


def coming(
    work: Work, which: Sequence[Period], days: WorkingDays, after: datetime, until: datetime
) -> tuple[Occurrence, ...]:
    """Everything that happens for these periods in `(after, until]` (UTC), in order."""
    plan, zone = work.office.plan, work.office.zone
    opened_with = partial(periods.obligation_of, work)
    return occurrences(plan, which, days, zone, after, until, opened_with)
