"""What a monitor wants to know of the data: counts and ages, never names or texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from domain.quota import Usage
from storage import places, ticks, usage
from storage.tables import InboxRow, OutboxRow
from storage.unit_of_work import Work


@dataclass(frozen=True)
class Numbered:
    """A metered bot by its place among its channel's ("bot 2"), and its month."""

    number: int
    usage: Usage


@dataclass(frozen=True)
class VitalSigns:
    """As of one moment. `outbox`: what waits, by state and lane; `overdue`: by lane, seconds that
    the oldest message waits although its time has come."""

    inbox_waiting: int
    outbox: Mapping[tuple[str, ...], int]
    overdue: Mapping[str, float]
    usages: tuple[Numbered, ...]
    backed_up_at: datetime | None


def vital_signs(work: Work) -> VitalSigns:
    """Only what waits is looked at: it is indexed, however much has gone before."""
    new = select(func.count()).select_from(InboxRow).where(col(InboxRow.state) == "new")
    return VitalSigns(
        work.session.exec(new).one(),
        _waiting(work),
        _overdue(work),
        tuple(Numbered(places.number(work, (u.channel, u.bot)), u) for u in usage.usages(work)),
        ticks.backed_up_at(work),
    )


def _waiting(work: Work) -> dict[tuple[str, ...], int]:
    row = (col(OutboxRow.state), col(OutboxRow.held), col(OutboxRow.kind))
    waits = row[0].in_(["queued", "sending"])
    found: dict[tuple[str, ...], int] = {}
    for state, held, lane, count in work.session.exec(
        select(*row, func.count()).where(waits).group_by(*row)
    ):
        found["held" if held else state, lane] = count
    return found


def _overdue(work: Work) -> dict[str, float]:
    lane, due = col(OutboxRow.kind), col(OutboxRow.not_before)
    waits = (col(OutboxRow.state) == "queued", col(OutboxRow.held).is_(False), due <= work.now)
    oldest = select(lane, func.min(due)).where(*waits).group_by(lane)
    return {name: (work.now - since).total_seconds() for name, since in work.session.exec(oldest)}
