"""When a period is due and closes for whom: the one home of that question.

A period's own row says it for everybody. Who was given more time has rows of their own, of which
the newest counts where it is later. `of` answers for one person; `standing` gives every way in
which periods stand, so that whatever works set by set takes those alike together: `concerned` is
the condition of who they are.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, bindparam, case, func, select
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col

from domain.period import Period
from domain.plan import Kind
from storage import periods
from storage.columns import Moment
from storage.tables import DeadlineRow, PeriodRow, PersonRow
from storage.unit_of_work import Work


def of(work: Work, period: Period, person: int) -> Period:
    """A period as it stands for this person."""
    row = _own(work, person).get(period.id)
    return _stands(period, row) if row is not None else period


def all_of(work: Work, person: int) -> tuple[Period, ...]:
    """Every period as it stands for this person, what is due first first."""
    theirs = (of(work, period, person) for period in periods.all_periods(work))
    return tuple(sorted(theirs, key=_due_first))


def begun(work: Work, person: int, kinds: Sequence[Kind] = tuple(Kind)) -> tuple[Period, ...]:
    """Periods of these kinds that take answers of this person now, what is due first first."""
    return tuple(
        period
        for period in all_of(work, person)
        if period.kind in kinds and period.opens <= work.now <= period.closes
    )


def own(work: Work, period: Period) -> Mapping[int, Period]:
    """By person, how a period stands for those for whom it stands otherwise than for most."""
    rows = work.session.scalars(_OF_PERIOD, {"period": period.id})
    stands = {row.person_id or 0: _stands(period, row) for row in rows}
    return {person: theirs for person, theirs in stands.items() if theirs.personal}


def standing(work: Work, until_after: datetime) -> tuple[Period, ...]:
    """Every period, and each other way in which it stands for some that lasts past a moment."""
    return work.once((DeadlineRow, until_after), lambda: _standing(work, until_after))


def _standing(work: Work, until_after: datetime) -> tuple[Period, ...]:
    kept = {period.id: period for period in periods.all_periods(work)}
    found = [
        replace(
            kept[id_],
            due=due,
            closes=closes,
            planned=kept[id_].planned or kept[id_].due,
            changed_at=at,
            personal=True,
        )
        for id_, due, closes, at in work.session.execute(_groups(), {"after": until_after})
    ]
    return tuple(sorted((*kept.values(), *found), key=_due_first))


def open_at(work: Work, moment: datetime) -> tuple[Period, ...]:
    """Of these, what has opened and not closed at a moment."""
    return tuple(x for x in standing(work, moment) if x.opens <= moment <= x.closes)


@lru_cache(maxsize=256)  # every reminder asks it: to build it costs more than to ask
def concerned(period: Period) -> ColumnElement[bool]:
    """Whether it is in this way that a period stands for a person, for the database."""
    others = select(col(DeadlineRow.person_id)).join(PeriodRow, _same_period())
    others = others.where(col(DeadlineRow.period_id) == period.id, *_later(period.id))
    if not period.personal:
        return col(PersonRow.id).not_in(others)
    return col(PersonRow.id).in_(others.where(_due() == period.due, _closes() == period.closes))


def _own(work: Work, person: int) -> Mapping[int, DeadlineRow]:
    """This person's newest rows, by period."""
    return work.once(own_of(person), lambda: own_rows(work, [person])[person])


def own_of(person: int) -> Hashable:
    """Under this a person's newest rows are remembered."""
    return (DeadlineRow, person)


def own_rows(work: Work, persons: Collection[int]) -> Mapping[int, Mapping[int, DeadlineRow]]:
    """The newest rows of each of these people, by period."""
    found: dict[int, dict[int, DeadlineRow]] = {person: {} for person in persons}
    for row in work.session.scalars(_OF_PERSONS, {"persons": list(persons)}):
        found[row.person_id or 0][row.period_id] = row
    return found


_OF_PERSONS = (
    select(DeadlineRow)
    .where(col(DeadlineRow.person_id).in_(bindparam("persons", expanding=True)))
    .order_by(col(DeadlineRow.id))
)


def _stands(period: Period, row: DeadlineRow) -> Period:
    """What was set for one never takes away what everybody has."""
    if row.due <= period.due and row.closes <= period.closes:
        return period
    return replace(
        period,
        due=max(period.due, row.due),
        closes=max(period.closes, row.closes),
        planned=period.planned or period.due,
        changed_at=row.at,
        personal=True,
    )


@cache
def _newest(period: int | BindParameter[int] | None = None) -> Select[int | None]:
    """The rows that count: of each person the newest for each period, or for that one.

    Built once, as every reminder's condition has it.
    """
    row = aliased(DeadlineRow)
    newest = select(func.max(col(row.id))).where(col(row.person_id).is_not(None))
    if period is not None:
        newest = newest.where(col(row.period_id) == period)
    return newest.group_by(col(row.period_id), col(row.person_id))


_PERIOD = bindparam("period", type_=Integer)
_OF_PERIOD = select(DeadlineRow).where(
    col(DeadlineRow.period_id) == _PERIOD, col(DeadlineRow.id).in_(_newest(_PERIOD))
)


def _due() -> ColumnElement[datetime]:
    """`_stands`, for the database."""
    return _the_later(col(DeadlineRow.due), col(PeriodRow.due))


def _closes() -> ColumnElement[datetime]:
    return _the_later(col(DeadlineRow.closes), col(PeriodRow.closes))


def _the_later(own: Mapped[datetime], for_all: Mapped[datetime]) -> ColumnElement[datetime]:
    return case((own > for_all, own), else_=for_all)


def _same_period() -> ColumnElement[bool]:
    return col(PeriodRow.id) == col(DeadlineRow.period_id)


@cache
def _later(period: int | None = None) -> tuple[ColumnElement[bool], ...]:
    later = (col(DeadlineRow.due) > col(PeriodRow.due)) | (
        col(DeadlineRow.closes) > col(PeriodRow.closes)
    )
    return (col(DeadlineRow.id).in_(_newest(period)), later)


@cache
def _groups() -> Select[int, datetime, datetime, datetime]:
    moments = (col(DeadlineRow.period_id), _due(), _closes())
    query = select(*moments, func.min(col(DeadlineRow.at))).join(PeriodRow, _same_period())
    still = _closes() >= bindparam("after", type_=Moment)
    return query.where(*_later(), still).group_by(*moments)


def _due_first(period: Period) -> tuple[object, ...]:
    return (period.due, period.span.last, period.id, period.closes)
