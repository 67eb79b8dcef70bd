"""How far the clock has been worked off: what was missed while the machine was down lies after.

And when what has had its time was last cleared away.
"""

from __future__ import annotations

from datetime import datetime

from storage.tables import TickRow
from storage.unit_of_work import Work

_PLANNER, _RETENTION = "planner", "retention"


def worked_to(work: Work) -> datetime | None:
    """The moment (UTC) up to which everything has been carried out; None before the first tick."""
    return _noted(work, _PLANNER)


def work_off(work: Work, until: datetime) -> None:
    """Everything up to that moment (UTC) has been carried out."""
    _note(work, _PLANNER, until)


def cleared_at(work: Work) -> datetime | None:
    """When (UTC) the last pass of `storage.retention` ended; None before the first."""
    return _noted(work, _RETENTION)


def cleared(work: Work) -> None:
    """What had had its time by now is erased."""
    _note(work, _RETENTION, work.now)


def _noted(work: Work, name: str) -> datetime | None:
    row = work.session.get(TickRow, name)
    return row.worked_to if row else None


def _note(work: Work, name: str, until: datetime) -> None:
    row = work.session.get(TickRow, name)
    if row is None:
        work.session.add(TickRow(name=name, worked_to=until))
    else:
        row.worked_to = max(row.worked_to, until)
    work.session.flush()
