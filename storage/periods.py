"""The periods of the plan's obligations, each with the version of the plan it opened with."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from domain.period import Period, Span, short_titled, titled
from domain.plan import Every, Kind, Obligation
from domain.text import Localized
from storage import asked_duties, plans
from storage.tables import PeriodRow
from storage.unit_of_work import Work


def sync(work: Work, planned: Iterable[Period]) -> None:
    """Bring the periods up to the plan in force, of which these are all there will be.

    What has opened stays as it opened. What is still to open becomes what the plan now says, or
    goes where the plan has it no more. Nobody is asked for what a later plan adds of the past.
    Inquiries are no part of any plan.
    """
    of_plans = select(PeriodRow).where(PeriodRow.kind != Kind.INQUIRY)
    kept = {(row.obligation, row.key): row for row in work.session.exec(of_plans)}
    first_plan = not kept
    for period in planned:
        row = kept.pop((period.obligation, period.key), None)
        if row is None and (first_plan or period.closes > work.now):
            work.session.add(PeriodRow(**_columns(work, period)))
        elif row is not None and row.opens > work.now:
            row.sqlmodel_update(_columns(work, period))
    for row in kept.values():
        if row.opens > work.now:
            work.session.delete(row)
    work.session.flush()


def _columns(work: Work, period: Period) -> dict[str, Any]:
    return {
        "obligation": period.obligation,
        "key": period.key,
        "kind": period.kind,
        "every": period.span.every,
        "first": period.span.first,
        "last": period.span.last,
        "opens": period.opens,
        "due": period.due,
        "closes": period.closes,
        "plan_version_id": work.office.plan_version,
    }


def period(work: Work, id_: int) -> Period | None:
    return work.once((PeriodRow, id_), lambda: _period(work, id_))


def _period(work: Work, id_: int) -> Period | None:
    row = work.session.get(PeriodRow, id_)
    return of_row(row) if row else None


def kept(work: Work, id_: int) -> Period:
    """The period of a row that points at it."""
    return of_row(work.session.get_one(PeriodRow, id_))


def find(work: Work, obligation: str, key: str) -> Period | None:
    if work.memory is not None:
        named = (p for p in all_periods(work) if (p.obligation, p.key) == (obligation, key))
        return next(named, None)
    row = work.session.execute(_NAMED, {"obligation": obligation, "key": key}).first()
    return of_row(row) if row else None


def all_periods(work: Work) -> tuple[Period, ...]:
    return work.once(PeriodRow, lambda: _all_periods(work))


def _all_periods(work: Work) -> tuple[Period, ...]:
    found = tuple(map(of_row, work.session.execute(_ALL)))
    if work.memory is not None:
        work.memory |= {(PeriodRow, period.id): period for period in found}
    return found


def is_of_periods(what: Hashable) -> bool:
    """Whether what is remembered under this is of the periods."""
    return what is PeriodRow or (isinstance(what, tuple) and what[0] is PeriodRow)


#: Columns, not rows: there are dozens, and every turn that names no period reads them.
_COLUMNS = select_columns(*(getattr(PeriodRow, name) for name in PeriodRow.model_fields))
_ALL = _COLUMNS.order_by(col(PeriodRow.due), col(PeriodRow.last), col(PeriodRow.id))
_NAMED = _COLUMNS.where(
    col(PeriodRow.obligation) == bindparam("obligation"), col(PeriodRow.key) == bindparam("key")
)


def begun(work: Work, kinds: Sequence[Kind], now: datetime | None = None) -> tuple[Period, ...]:
    """Periods of these kinds that have opened and not closed, the one due first first."""
    moment = now or work.now
    query = (
        select(PeriodRow)
        .where(
            col(PeriodRow.kind).in_([str(kind) for kind in kinds]),
            PeriodRow.opens <= moment,
            PeriodRow.closes >= moment,
        )
        .order_by(col(PeriodRow.due), col(PeriodRow.last), col(PeriodRow.id))
    )
    return tuple(of_row(row) for row in work.session.exec(query))


def obligation_of(work: Work, which: Period) -> Obligation:
    """What a period asks for, by whom and with which rules: as the plan had it when it opened.

    Where it is due at another moment by now, the plan's words for its deadline do not hold.
    """
    if which.kind is Kind.INQUIRY:
        return asked_duties.obligation(work, which)
    asked = plans.of_period(work, which).plan.obligation(which.obligation)
    return replace(asked, deadline_words=None, inner_cutoff=None) if which.has_moved else asked


def title_of(work: Work, which: Period) -> Localized:
    """What it asks for; with what it is about where it comes back: "...: tháng 10/2025"."""
    return titled(obligation_of(work, which), which.span)


def short_title_of(work: Work, which: Period) -> Localized:
    """The same in the few words that a button takes."""
    return short_titled(obligation_of(work, which), which.span)


def of_row(row: PeriodRow | Row[Any]) -> Period:
    """The period that a row describes, as it stands for everybody who was given no other."""
    return Period(
        obligation=row.obligation,
        kind=Kind(row.kind),
        span=Span(Every(row.every), row.first, row.last),
        opens=row.opens,
        due=row.due,
        closes=row.closes,
        id=row.id or 0,
        version=row.plan_version_id,
        planned=row.planned_due,
        changed_at=row.changed_at,
    )
