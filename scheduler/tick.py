"""One tick of the clock: everything that has come due since the last one, in one transaction."""

from __future__ import annotations

from scheduler.working_days import WorkingDays
from storage import ticks
from storage.unit_of_work import Work


def tick(work: Work, days: WorkingDays) -> int:
    """Carry out what has come due by `work.now`; returns how many messages it queued.

    The first tick ever only remembers the moment: nothing older than the installation is fired.
    """
    ticks.work_off(work)
    return 0
