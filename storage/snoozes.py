"""Reminders put off: until when, and whose time has come."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlmodel import col

from storage.tables import SnoozeRow
from storage.unit_of_work import Work


def snooze(work: Work, person: int, until: datetime) -> None:
    """Remind this person again at a moment (UTC); it takes the place of an earlier wish."""
    _wake(work, col(SnoozeRow.person_id) == person)
    work.session.add(SnoozeRow(person_id=person, until=until, asked_at=work.now))
    work.session.flush()


def waking(work: Work) -> Mapping[int, int]:
    """Snoozes whose time has come, by person; each wakes once."""
    return _wake(work, col(SnoozeRow.until) <= work.now)


def _wake(work: Work, which: ColumnElement[bool]) -> Mapping[int, int]:
    statement = (
        update(SnoozeRow)
        .where(col(SnoozeRow.woken).is_(False), which)
        .values(woken=True)
        .returning(col(SnoozeRow.person_id), col(SnoozeRow.id))
    )
    return {person: id_ or 0 for person, id_ in work.session.execute(statement)}


def asleep(work: Work, ids: Collection[int]) -> frozenset[int]:
    """Those who asked to be left alone until later."""
    query = select(col(SnoozeRow.person_id)).where(
        col(SnoozeRow.person_id).in_(ids),
        col(SnoozeRow.woken).is_(False),
        col(SnoozeRow.until) > work.now,
    )
    return frozenset(work.session.scalars(query))


def asleep_until(work: Work, person: int) -> datetime | None:
    """Until when (UTC) this person asked to be left alone; None who did not."""
    query = select(func.max(col(SnoozeRow.until))).where(
        col(SnoozeRow.person_id) == person,
        col(SnoozeRow.woken).is_(False),
        col(SnoozeRow.until) > work.now,
    )
    return work.session.scalars(query).one()


def next_waking(work: Work, after: datetime) -> datetime | None:
    """When (UTC) the next snooze later than `after` ends."""
    query = select(func.min(col(SnoozeRow.until))).where(
        col(SnoozeRow.woken).is_(False), col(SnoozeRow.until) > after
    )
    return work.session.scalars(query).one()
