"""How far the clock has been worked off: what was missed while the machine was down lies after.

And when what has had its time was last cleared away, and the office last backed up.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from storage.tables import TickRow
from storage.unit_of_work import Work

_PLANNER, _RETENTION, _BACKUP = "planner", "retention", "backup"


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


def backed_up_at(work: Work) -> datetime | None:
    """When (UTC) the last backup was whole; None before the first."""
    return _noted(work, _BACKUP)


def backed_up(session: Session, now: datetime) -> None:
    """A backup was whole at `now`; there need be no plan for that."""
    _keep(session, _BACKUP, now)


def _noted(work: Work, name: str) -> datetime | None:
    row = work.session.get(TickRow, name)
    return row.worked_to if row else None


def _note(work: Work, name: str, until: datetime) -> None:
    _keep(work.session, name, until)


def _keep(session: Session, name: str, until: datetime) -> None:
    row = session.get(TickRow, name)
    if row is None:
        session.add(TickRow(name=name, worked_to=until))
    else:
        row.worked_to = max(row.worked_to, until)
    session.flush()
