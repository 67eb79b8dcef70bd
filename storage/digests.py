"""Digests that went out: once each, and the figures they told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlmodel import col

from domain.completion import DutyTable
from domain.period import Period
from domain.plan import Audience, Kind
from storage import completions, periods
from storage.owing import anyone_missing, open_periods
from storage.tables import DigestRow
from storage.unit_of_work import Work

#: Duties a digest tells of: the specialist's own reports are not among them.
KINDS = (Kind.REGISTRATION, Kind.COLLECTIVE, Kind.SELF_CHECK, Kind.RESULT)
#: While it is open an inquiry is among what is owed; afterwards it is its author's.
_OPEN = (*KINDS, Kind.INQUIRY)
_ALL_DONE = "alldone:"


def keep(work: Work, key: str, tables: Sequence[DutyTable]) -> None:
    """Remember what a digest told, by period: how many of how many."""
    figures = json.dumps({table.period.id: (table.done, len(table.counted)) for table in tables})
    work.session.add(DigestRow(key=key, at=work.now, figures=figures))
    work.session.flush()


def last(work: Work) -> datetime | None:
    """When (UTC) the last digest was made."""
    return work.session.scalars(_LAST).first()


_LAST = (
    select(col(DigestRow.at))
    .where(~col(DigestRow.key).startswith(_ALL_DONE))
    .order_by(col(DigestRow.at).desc())
    .limit(1)
)


def keep_all_done(work: Work, table: DutyTable) -> None:
    """It has been told that everyone is done; it is told once."""
    keep(work, f"{_ALL_DONE}{table.period.id}", (table,))


def newly_all_done(work: Work) -> tuple[Period, ...]:
    """Open periods of which it has not been told yet that nobody owes them any more."""
    told = _told_all_done(work)
    return tuple(
        period
        for period in open_now(work)
        if period.id not in told
        and periods.obligation_of(work, period).who is Audience.OFFICIALS
        and not anyone_missing(work, period)
    )


def under_way(work: Work) -> tuple[DutyTable, ...]:
    """What a weekly digest tells of: duties that are owed or have changed, self-checks closed."""
    since = last(work) or datetime.min.replace(tzinfo=UTC)
    closed = (
        period
        for period in periods.all_periods(work)
        if period.kind is Kind.SELF_CHECK and since < period.closes < work.now
    )
    still = (table for table in everything_open(work) if table.missing or _moved(table, since))
    return *still, *tables(work, list(closed))


def _moved(table: DutyTable, since: datetime) -> bool:
    return any(line.done_at is not None and line.done_at > since for line in table.lines)


def everything_open(work: Work) -> tuple[DutyTable, ...]:
    """Every open duty, for whoever asks."""
    return tables(work, open_now(work))


def everything_begun(work: Work) -> tuple[DutyTable, ...]:
    """Every duty that has opened so far, closed or not."""
    begun = (p for p in periods.all_periods(work) if p.opens <= work.now and p.kind in KINDS)
    return tables(work, list(begun))


def tables(work: Work, which: Sequence[Period]) -> tuple[DutyTable, ...]:
    """How these periods stand; what is due first and concerns most people first, no empty ones."""
    told = (table for table in completions.duty_tables(work, which) if table.counted)
    return tuple(sorted(told, key=lambda table: (table.period.due, -len(table.counted))))


def open_now(work: Work) -> tuple[Period, ...]:
    """The open periods that are told of, as they stand for everybody; also those that are open for
    some people only."""
    open_ = {p.id for p in open_periods(work, work.now)}
    return tuple(p for p in periods.all_periods(work) if p.id in open_ and p.kind in _OPEN)


def _told_all_done(work: Work) -> frozenset[int]:
    keys = work.session.scalars(_TOLD_ALL_DONE)
    return frozenset(int(key.removeprefix(_ALL_DONE)) for key in keys)


_TOLD_ALL_DONE = select(col(DigestRow.key)).where(col(DigestRow.key).startswith(_ALL_DONE))
