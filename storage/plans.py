"""The plan in force: kept as a version when it is loaded, read back at start."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from directives.frozen import (
    checklist_from_json,
    checklist_to_json,
    plan_from_json,
    plan_to_json,
)
from domain.plan import Checklist, Plan
from storage.tables import PlanVersionRow
from storage.unit_of_work import Office, Work


def keep(session: Session, plan: Plan, checklist: Checklist, now: datetime) -> int:
    """Make this the plan in force; the same version is kept once."""
    query = select(PlanVersionRow).where(
        PlanVersionRow.plan == plan.id, PlanVersionRow.version == plan.version
    )
    row = session.exec(query).first()
    if row is None:
        row = PlanVersionRow(
            plan=plan.id,
            version=plan.version,
            plan_json=plan_to_json(plan),
            checklist_json=checklist_to_json(checklist),
            loaded_at=now,
        )
        session.add(row)
        session.flush()
    row.loaded_at = now
    return row.id or 0


def office(session: Session, zone: ZoneInfo) -> Office | None:
    """The office as of the plan loaded last; None before the first."""
    query = select(PlanVersionRow).order_by(
        col(PlanVersionRow.loaded_at).desc(), col(PlanVersionRow.id).desc()
    )
    row = session.exec(query.limit(1)).first()
    if row is None:
        return None
    return Office(
        plan_from_json(row.plan_json), checklist_from_json(row.checklist_json), row.id or 0, zone
    )


def checklist(work: Work, version: int) -> Checklist:
    """The checklist of a version of the plan: a period keeps the one it opened with."""
    if version == work.office.plan_version:
        return work.office.checklist
    return checklist_from_json(work.session.get_one(PlanVersionRow, version).checklist_json)
