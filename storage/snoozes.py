"""Reminders put off: until when, and whose time has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    bindparam,
    exists,
    func,
    select,
    update,
)
from sqlmodel import col

from storage.tables import SnoozeRow
from storage.unit_of_work import Work


def snooze(work: Work, person: int, until: datetime) -> None:
    """Remind this person again at a moment (UTC); it takes the place of an earlier wish."""
    _wake(work, col(SnoozeRow.person_id) == person)
    work.session.add(SnoozeRow(person_id=person, until=until, asked_at=work.now))
    work.session.flush()


def waking(work: Work) -> Select[int]:
    """Whose time has come."""
    return select(col(SnoozeRow.person_id)).where(*_over(work))


def any_waking(work: Work) -> bool:
    """Whether there is anybody whose time has come."""
    return work.session.scalars(waking(work).limit(1)).first() is not None


def wake(work: Work) -> None:
    """Each wakes once."""
    _wake(work, *_over(work))


def _over(work: Work) -> tuple[ColumnElement[bool], ...]:
    return col(SnoozeRow.woken).is_(False), col(SnoozeRow.until) <= work.now


def _wake(work: Work, *which: ColumnElement[bool]) -> None:
    work.session.execute(
        update(SnoozeRow).where(col(SnoozeRow.woken).is_(False), *which).values(woken=True)
    )


def is_asleep(work: Work, person: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Whether somebody asked to be left alone until later, for the database."""
    return exists().where(
        col(SnoozeRow.person_id) == person,
        col(SnoozeRow.woken).is_(False),
        col(SnoozeRow.until) > work.now,
    )


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
    return work.session.scalars(_NEXT_WAKING, {"after": after}).one()


#: Built once: every tick asks.
_NEXT_WAKING = select(func.min(col(SnoozeRow.until))).where(
    col(SnoozeRow.woken).is_(False), col(SnoozeRow.until) > bindparam("after")
)
