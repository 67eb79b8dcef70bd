"""The periods of the plan's obligations, and which of them a person has before them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import col, select

from domain.period import Period, Span
from domain.plan import Every, Kind, Obligation
from domain.text import Localized
from storage.tables import PeriodRow
from storage.unit_of_work import Work


def sync(work: Work, periods: Iterable[Period]) -> int:
    """Add what is not kept yet; a kept period stays as it opened. Returns the new ones."""
    kept = {(row.obligation, row.key): row for row in work.session.exec(select(PeriodRow))}
    added = 0
    for period in periods:
        row = kept.get((period.obligation, period.key))
        if row is None:
            work.session.add(_row(period, work.office.plan_version))
            added += 1
        elif row.opens > work.now:
            row.opens, row.due, row.closes = period.opens, period.due, period.closes
            row.plan_version_id = work.office.plan_version
    work.session.flush()
    return added


def _row(period: Period, plan_version: int) -> PeriodRow:
    return PeriodRow(
        obligation=period.obligation,
        key=period.key,
        kind=period.kind,
        every=period.span.every,
        first=period.span.first,
        last=period.span.last,
        opens=period.opens,
        due=period.due,
        closes=period.closes,
        plan_version_id=plan_version,
    )


def period(work: Work, id_: int) -> Period | None:
    row = work.session.get(PeriodRow, id_)
    return _period(row) if row else None


def kept(work: Work, id_: int) -> Period:
    """The period of a row that points at it."""
    return _period(work.session.get_one(PeriodRow, id_))


def plan_version(work: Work, which: Period) -> int:
    """The version of the plan that was in force when it opened."""
    return work.session.get_one(PeriodRow, which.id).plan_version_id


def find(work: Work, obligation: str, key: str) -> Period | None:
    query = select(PeriodRow).where(PeriodRow.obligation == obligation, PeriodRow.key == key)
    row = work.session.exec(query).first()
    return _period(row) if row else None


def all_periods(work: Work) -> tuple[Period, ...]:
    return tuple(
        _period(row) for row in work.session.exec(select(PeriodRow).order_by(col(PeriodRow.due)))
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
    return tuple(_period(row) for row in work.session.exec(query))


def obligation_of(work: Work, which: Period) -> Obligation:
    """The plan's obligation a period belongs to; KeyError when the plan has dropped it."""
    return work.office.plan.obligation(which.obligation)


def title_of(work: Work, which: Period) -> Localized:
    """What it asks for; with what it is about where it comes back: "...: tháng 10/2025"."""
    obligation = obligation_of(work, which)
    if obligation.every is Every.ONCE:
        return obligation.title
    title, span = obligation.title, which.span.words
    return Localized(f"{title.vi}: {span.vi}", f"{title.en}: {span.en}")


def _period(row: PeriodRow) -> Period:
    return Period(
        obligation=row.obligation,
        kind=Kind(row.kind),
        span=Span(Every(row.every), row.first, row.last),
        opens=row.opens,
        due=row.due,
        closes=row.closes,
        id=row.id or 0,
    )
