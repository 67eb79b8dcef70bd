"""How far the clock has been worked off: what was missed while the machine was down lies after."""

from __future__ import annotations

from datetime import datetime

from storage.tables import TickRow
from storage.unit_of_work import Work

_PLANNER = "planner"


def worked_to(work: Work) -> datetime | None:
    """The moment (UTC) up to which everything has been carried out; None before the first tick."""
    row = work.session.get(TickRow, _PLANNER)
    return row.worked_to if row else None


def work_off(work: Work) -> None:
    """Everything up to now has been carried out."""
    row = work.session.get(TickRow, _PLANNER)
    if row is None:
        work.session.add(TickRow(name=_PLANNER, worked_to=work.now))
    else:
        row.worked_to = max(row.worked_to, work.now)
    work.session.flush()
