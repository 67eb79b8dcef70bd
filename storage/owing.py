"""Who still owes a duty and can be written to: the one condition of every reminder, in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlmodel import col

from domain.people import Role, Standing
from domain.period import Period
from domain.plan import Audience, Kind
from storage import deadlines, periods
from storage.absences import away_on, away_throughout
from storage.consents import ConsentState, Purpose
from storage.people import AccountState, has_role
from storage.tables import (
    AccountRow,
    ConsentRow,
    DoneRow,
    PaperClaimRow,
    PeriodRow,
    PersonRow,
    StopRow,
)
from storage.unit_of_work import Work


def owing(
    work: Work, period: Period, linked_by: datetime, *, stopped_too: bool = False
) -> Select[int | None]:
    """Ids of those who owe a period, and could be written to at that moment already (UTC).

    Of those for whom it stands otherwise than given, none: they owe it as it stands for them.
    Who says that the paper is handed in is left alone until the specialist has looked for it; who
    wants no reminder of it gets none, unless somebody asks them in person (`stopped_too`).
    """
    done = exists().where(
        col(DoneRow.period_id) == period.id, col(DoneRow.person_id) == col(PersonRow.id)
    )
    claimed = exists().where(
        col(PaperClaimRow.period_id) == period.id,
        col(PaperClaimRow.person_id) == col(PersonRow.id),
    )
    return reachable(work, linked_by, self_check=period.kind is Kind.SELF_CHECK).where(
        *_concerns(work, period), ~done, ~claimed, *(() if stopped_too else (~_stopped(period),))
    )


def _stopped(period: Period) -> ColumnElement[bool]:
    return exists().where(
        col(StopRow.period_id) == period.id, col(StopRow.person_id) == col(PersonRow.id)
    )


def _concerns(work: Work, period: Period) -> tuple[ColumnElement[bool], ...]:
    """Whom a duty is for; a result is asked only of those who have registered a task."""
    audience = is_of(periods.obligation_of(work, period).who)
    here = ~away_throughout(work, period)
    always = (
        col(PersonRow.joined_at) <= period.closes,
        here,
        audience,
        deadlines.concerned(period),
    )
    if period.kind is Kind.RESULT:
        return (*always, col(PersonRow.id).in_(with_task()))
    return always


def with_task() -> Select[int]:
    """Those who have registered a task of their own, here or on paper."""
    registering = select(col(PeriodRow.id)).where(col(PeriodRow.kind) == Kind.REGISTRATION)
    return select(col(DoneRow.person_id)).where(col(DoneRow.period_id).in_(registering))


def reachable(work: Work, linked_by: datetime, *, self_check: bool) -> Select[int | None]:
    """Ids of those who are here today, have consented, and had a working chat at that moment."""
    chat = exists().where(
        col(AccountRow.person_id) == col(PersonRow.id),
        col(AccountRow.state) == AccountState.ACTIVE,
        col(AccountRow.linked_at) <= linked_by,
    )
    found = select(col(PersonRow.id)).where(
        col(PersonRow.left).is_(False),
        chat,
        ~away_on(work.today),
        col(PersonRow.id).in_(_consented(linked_by)),
    )
    return found.where(col(PersonRow.id).not_in(_checks_on_paper())) if self_check else found


def is_reachable(work: Work, person: int) -> bool:
    """Whether this person may be reminded of anything now."""
    found = reachable(work, work.now, self_check=False).where(col(PersonRow.id) == person)
    return work.session.execute(found).first() is not None


def is_of(audience: Audience) -> ColumnElement[bool]:
    """The same as `Audience.includes`, for the database."""
    match audience:
        case Audience.OFFICIALS:
            return has_role(Role.OFFICIAL)
        case Audience.SPECIALIST:
            return has_role(Role.SPECIALIST)
        case Audience.HEAD:
            return col(PersonRow.standing) == Standing.HEAD
        case Audience.NOBODY:
            return false()


def _last_words(purpose: Purpose) -> Select[int | None]:
    """The last word of each person for a purpose."""
    newest = select(func.max(col(ConsentRow.id)))
    return newest.where(col(ConsentRow.purpose) == purpose).group_by(col(ConsentRow.person_id))


def _consented(by: datetime) -> Select[int]:
    return select(col(ConsentRow.person_id)).where(
        col(ConsentRow.id).in_(_last_words(Purpose.KEEP)),
        col(ConsentRow.state) == ConsentState.GIVEN,
        col(ConsentRow.at) <= by,
    )


def _checks_on_paper() -> Select[int]:
    """Those who declined or took back their consent to self-checks here."""
    return select(col(ConsentRow.person_id)).where(
        col(ConsentRow.id).in_(_last_words(Purpose.SELF_CHECK)),
        col(ConsentRow.state) != ConsentState.GIVEN,
    )


def owe_anything(work: Work, period: Period, moment: datetime) -> bool:
    """Whether a rule of this period at that moment would reach anyone, as things stand now."""
    return work.session.execute(owing(work, period, moment).limit(1)).first() is not None


def anyone_missing(work: Work, period: Period) -> bool:
    """Whether somebody still owes a period, reachable or not; nobody to owe it counts as such.

    Also where it stands otherwise for them.
    """
    ways = [x for x in deadlines.standing(work, work.now) if x.id == period.id]
    concerns = or_(*(and_(*_concerns(work, way)) for way in ways))
    concerned = select(col(PersonRow.id), col(DoneRow.id)).where(
        col(PersonRow.left).is_(False), concerns
    )
    of_period = (col(DoneRow.person_id) == col(PersonRow.id)) & (
        col(DoneRow.period_id) == period.id
    )
    undone_first = concerned.outerjoin(DoneRow, of_period).order_by(col(DoneRow.id).is_not(None))
    first = work.session.execute(undone_first.limit(1)).first()
    return first is None or first[1] is None


def owed_by(
    work: Work, ids: Collection[int], moment: datetime | None = None, *, stopped_too: bool = False
) -> Mapping[int, list[Period]]:
    """What each of these people owes at a moment (now), as it stands for them."""
    found: defaultdict[int, list[Period]] = defaultdict(list)
    for period in open_periods(work, moment or work.now):
        query = owing(work, period, work.now, stopped_too=stopped_too)
        for person in set(work.session.scalars(query)).intersection(ids):
            found[person or 0].append(period)
    return found


def open_periods(work: Work, moment: datetime) -> tuple[Period, ...]:
    """Periods that have opened and not closed, in each way in which they stand for somebody; also
    of duties that the plan has dropped since."""
    return deadlines.open_at(work, moment)
