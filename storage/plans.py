"""The plan in force and those before it: kept as versions when loaded, read back for their periods.

No file carries a version number: whatever differs in a plan or its checklist makes a new version,
comments and layout do not count, and loading an earlier one again puts it in force again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col, select

from directives.frozen import (
    checklist_from_json,
    checklist_to_json,
    plan_from_json,
    plan_to_json,
)
from domain.period import Period
from domain.plan import Checklist, Plan, PlanVersion
from storage.tables import PlanVersionRow
from storage.unit_of_work import Office, Work

_READ = "plan versions"
_A_MOMENT = timedelta(microseconds=1)


def keep(session: Session, plan: Plan, checklist: Checklist, now: datetime) -> int:
    """Make this the plan in force; the same plan with the same checklist is kept once.

    What is loaded last counts, also where the clock has been set back since the last time.
    """
    named = select(PlanVersionRow).where(PlanVersionRow.plan == plan.id)
    alike = (row for row in session.exec(named) if _content(row) == (plan, checklist))
    row = next(alike, None)
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
    others = select(func.max(col(PlanVersionRow.loaded_at))).where(PlanVersionRow.id != row.id)
    newest = session.scalar(others)
    row.loaded_at = now if newest is None or newest < now else newest + _A_MOMENT
    return row.id or 0


def put_in_force(work: Work, plan: Plan) -> None:
    """From now on this is the plan, in this transaction and, once it is committed, in all."""
    version = keep(work.session, plan, work.office.checklist, work.now)
    work.office = replace(work.office, plan=plan, plan_version=version)


def forget(work: Work) -> None:
    """What was read of versions that are taken back with a savepoint."""
    work.session.info.pop(_READ, None)


def office(session: Session, zone: ZoneInfo) -> Office | None:
    """The office as of the plan loaded last; None before the first."""
    query = select(PlanVersionRow).order_by(
        col(PlanVersionRow.loaded_at).desc(), col(PlanVersionRow.id).desc()
    )
    row = session.exec(query.limit(1)).first()
    return Office(*_content(row), row.id or 0, zone) if row is not None else None


def versions(work: Work) -> tuple[tuple[int, str, datetime], ...]:
    """Every plan that was in force: number, name and since when last (UTC), the newest first."""
    query = select(PlanVersionRow.id, PlanVersionRow.plan, PlanVersionRow.loaded_at)
    newest = (col(PlanVersionRow.loaded_at).desc(), col(PlanVersionRow.id).desc())
    found = work.session.exec(query.order_by(*newest)).all()
    return tuple((id_ or 0, plan, loaded) for id_, plan, loaded in found)


def version(work: Work, id_: int) -> Plan:
    """The plan of that number, as it was; LookupError where there is none."""
    row = work.session.get(PlanVersionRow, id_) if id_ < 2**31 else None
    if row is None:
        raise LookupError(f"no plan version {id_}")
    return _content(row)[0]


def of_office(office: Office) -> PlanVersion:
    """What periods open with while this plan is in force."""
    return PlanVersion(office.plan_version, office.plan, office.checklist)


def of_period(work: Work, period: Period) -> PlanVersion:
    """The plan and checklist a period opened with; of one still to open, what is in force."""
    read = cast("dict[int, PlanVersion]", work.session.info.setdefault(_READ, {}))
    if period.version not in read:
        read[period.version] = _version(work, period.version)
    return read[period.version]


def _version(work: Work, id_: int) -> PlanVersion:
    if id_ == work.office.plan_version:
        return of_office(work.office)
    return PlanVersion(id_, *_content(work.session.get_one(PlanVersionRow, id_)))


def _content(row: PlanVersionRow) -> tuple[Plan, Checklist]:
    return _read(row.plan_json, row.checklist_json)


@lru_cache(maxsize=16)
def _read(plan: str, checklist: str) -> tuple[Plan, Checklist]:
    """Old versions are asked for again and again, and never change."""
    return plan_from_json(plan), checklist_from_json(checklist)
