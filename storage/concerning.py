"""Whom a duty of a period is for: by the plan those of an audience, of an inquiry who was asked.

The same question for one person, for many at hand, and for the database.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, Select, exists, false, literal, select
from sqlmodel import col

from domain.people import Person, Role, Standing
from domain.period import Period
from domain.plan import Audience, Kind
from storage import periods
from storage.people import has_role
from storage.tables import AskedRow, PersonRow
from storage.unit_of_work import Work


def concerned_by(work: Work, period: Period) -> Callable[[Person], bool]:
    """Whether it is for a person; the database is asked once, however many people follow."""
    if period.kind is not Kind.INQUIRY:
        return periods.obligation_of(work, period).who.includes
    query = select(col(AskedRow.person_id)).where(col(AskedRow.period_id) == period.id)
    asked = frozenset(work.session.scalars(query))
    return lambda person: person.id in asked


def is_for(work: Work, period: Period, who: Person) -> bool:
    """Whether it is for this person."""
    if period.kind is not Kind.INQUIRY:
        return periods.obligation_of(work, period).who.includes(who)
    return (
        work.session.scalars(_asked(period).where(col(AskedRow.person_id) == who.id)).first()
        is not None
    )


def are_concerned(work: Work, period: Period) -> ColumnElement[bool]:
    """The same, for the database."""
    if period.kind is Kind.INQUIRY:
        return exists(_asked(period).where(col(AskedRow.person_id) == col(PersonRow.id)))
    return is_of(work, periods.obligation_of(work, period).who)


def is_of(work: Work, audience: Audience) -> ColumnElement[bool]:
    """The same as `Audience.includes`, for the database."""
    match audience:
        case Audience.OFFICIALS:
            return has_role(work, Role.OFFICIAL)
        case Audience.SPECIALIST:
            return has_role(work, Role.SPECIALIST)
        case Audience.HEAD:
            return col(PersonRow.standing) == Standing.HEAD
        case _:
            return false()


def _asked(period: Period) -> Select[int]:
    return select(literal(1)).where(col(AskedRow.period_id) == period.id)
