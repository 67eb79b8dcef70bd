"""Who still owes a duty and can be written to: the one condition of every reminder, in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from functools import cache, lru_cache

from sqlalchemy import ColumnElement, Select, and_, exists, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from domain.period import Period
from domain.plan import Kind, Obligation, While, Whom
from storage import deadlines, periods
from storage.absences import away_on, away_throughout
from storage.concerning import are_concerned, is_of
from storage.consents import ConsentState, Purpose
from storage.people import AccountState, has_role
from storage.tables import (
    AccountRow,
    ConsentRow,
    DoneRow,
    DraftRow,
    PaperClaimRow,
    PeriodRow,
    PersonRow,
    PostRow,
    StopRow,
)
from storage.unit_of_work import Work

#: So many conditions that were built are kept: to build them costs more than to ask.
_OFTEN = 256


def owing(
    work: Work, period: Period, linked_by: datetime, *, stopped_too: bool = False
) -> Select[int | None]:
    """Ids of those who owe a period, and could be written to at that moment already (UTC).

    Of those for whom it stands otherwise than given, none: they owe it as it stands for them.
    Who says that the paper is handed in is left alone until the specialist has looked for it; who
    wants no reminder of it gets none, unless somebody asks them in person (`stopped_too`).
    """
    return reachable(work, linked_by, self_check=period.kind is Kind.SELF_CHECK).where(
        *_concerns(work, period),
        ~_has(DoneRow, period.id),
        ~_has(PaperClaimRow, period.id),
        *(() if stopped_too else (~_has(StopRow, period.id),)),
    )


@lru_cache(maxsize=_OFTEN)
def _has(row: type[DoneRow | PaperClaimRow | StopRow], period: int) -> ColumnElement[bool]:
    """Whether there is such a row of a person's for a period."""
    return exists().where(col(row.period_id) == period, col(row.person_id) == col(PersonRow.id))


def called(work: Work, period: Period, name: str, at: datetime) -> Select[int | None]:
    """Of those who owe a period, whom its rule of that name reminds at a moment (UTC)."""
    rule = periods.obligation_of(work, period).rule(name)
    whom = owing(work, period, at)
    return whom.where(*_is_one_of(work, rule.who), *_holds(period, rule.holds)) if rule else whom


def asked_of(work: Work, duty: Obligation, whom: Whom | None = None) -> Select[int | None]:
    """Ids of those (or of some of those) whom a duty that is still to open will be asked of, as
    things stand, and who can be written to."""
    found = reachable(work, work.now, self_check=duty.kind is Kind.SELF_CHECK)
    return found.where(is_of(work, duty.who), *_is_one_of(work, whom))


def _is_one_of(work: Work, whom: Whom | None) -> Iterator[ColumnElement[bool]]:
    if whom is None:
        return
    if whom.standing:
        yield col(PersonRow.standing).in_(list(map(str, whom.standing)))
    if whom.roles:
        yield or_(*(has_role(work, role) for role in whom.roles))
    if whom.units:
        yield exists().where(
            col(PostRow.person_id) == col(PersonRow.id), col(PostRow.unit).in_(whom.units)
        )


#: What is written of a duty before it is sent, by the conversation that asks for it.
_WRITTEN_IN = ("register", "register_collective", "self_check", "result")


def _holds(period: Period, what: While) -> Iterator[ColumnElement[bool]]:
    """Not done is what owing means; begun is what lies in a draft about the period."""
    begun = exists().where(
        col(DraftRow.person_id) == col(PersonRow.id),
        col(DraftRow.conversation).in_(_WRITTEN_IN),
        (literal(",") + col(DraftRow.subject) + literal(",")).contains(f",{period.id},"),
    )
    if what is not While.NOT_DONE:
        yield begun if what is While.STARTED else ~begun


def _concerns(work: Work, period: Period) -> tuple[ColumnElement[bool], ...]:
    """Whom a duty is for; a result is asked only of those who have registered a task."""
    audience = are_concerned(work, period)
    here = ~away_throughout(work, period)
    always = (
        col(PersonRow.joined_at) <= period.closes,
        here,
        audience,
        deadlines.concerned(period),
    )
    return (*always, _has_task()) if period.kind is Kind.RESULT else always


def with_task() -> Select[int | None]:
    """Those who have registered a task of their own, here or on paper."""
    return select(col(PersonRow.id)).where(_has_task())


@cache
def _has_task() -> ColumnElement[bool]:
    registering = select(col(PeriodRow.id)).where(col(PeriodRow.kind) == Kind.REGISTRATION)
    return exists().where(
        col(DoneRow.person_id) == col(PersonRow.id), col(DoneRow.period_id).in_(registering)
    )


def reachable(work: Work, linked_by: datetime, *, self_check: bool) -> Select[int | None]:
    """Ids of those who are here today, have consented, and had a working chat at that moment."""
    return _reachable(work.today, linked_by, self_check)


@lru_cache(maxsize=_OFTEN)
def _reachable(today: date, linked_by: datetime, self_check: bool) -> Select[int | None]:
    chat = exists().where(
        col(AccountRow.person_id) == col(PersonRow.id),
        col(AccountRow.state) == AccountState.ACTIVE,
        col(AccountRow.linked_at) <= linked_by,
    )
    found = select(col(PersonRow.id)).where(
        col(PersonRow.left).is_(False), chat, ~away_on(today), _consented(linked_by)
    )
    return found.where(~_checks_on_paper()) if self_check else found


def wanted(work: Work, ids: Collection[int]) -> frozenset[int]:
    """Who of these may be reminded of anything now."""
    found = reachable(work, work.now, self_check=False).where(col(PersonRow.id).in_(ids))
    return frozenset(id_ or 0 for id_ in work.session.scalars(found))


def _consented(by: datetime) -> ColumnElement[bool]:
    given = col(ConsentRow.state) == ConsentState.GIVEN
    return _last_word(Purpose.KEEP, given, col(ConsentRow.at) <= by)


@cache
def _checks_on_paper() -> ColumnElement[bool]:
    """Whether they declined or took back their consent to self-checks here."""
    return _last_word(Purpose.SELF_CHECK, col(ConsentRow.state) != ConsentState.GIVEN)


def _last_word(purpose: Purpose, *says: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the last word of a person for a purpose says so.

    Looked up person by person: what concerns a few costs no look at everybody's.
    """
    return exists().where(
        col(ConsentRow.person_id) == col(PersonRow.id),
        col(ConsentRow.purpose) == purpose,
        *says,
        _not_taken_back(purpose),
    )


@cache
def _not_taken_back(purpose: Purpose) -> ColumnElement[bool]:
    """Built once, as every reminder's condition has it."""
    later = aliased(ConsentRow)
    return ~exists().where(
        col(later.person_id) == col(ConsentRow.person_id),
        col(later.purpose) == purpose,
        col(later.id) > col(ConsentRow.id),
    )


def reaches_anyone(work: Work, period: Period, rule: str, moment: datetime) -> bool:
    """Whether a rule of this period at that moment would reach anyone, as things stand now."""
    whom = called(work, period, rule, moment).limit(1)
    return work.session.execute(whom).first() is not None


def anyone_missing(work: Work, period: Period) -> bool:
    """Whether somebody still owes a period, reachable or not; nobody to owe it counts as such.

    Also where it stands otherwise for them.
    """
    ways = [x for x in deadlines.standing(work, work.now) if x.id == period.id]
    concerns = or_(*(and_(*_concerns(work, way)) for way in ways))
    concerned = select(col(PersonRow.id)).where(col(PersonRow.left).is_(False), concerns)
    missing = concerned.where(~_has(DoneRow, period.id)).limit(1)
    if work.session.scalars(missing).first() is not None:
        return True
    return work.session.scalars(concerned.limit(1)).first() is None


def owed_by(
    work: Work, ids: Collection[int], moment: datetime | None = None, *, stopped_too: bool = False
) -> Mapping[int, list[Period]]:
    """What each of these people owes at a moment (now), as it stands for them."""
    found: defaultdict[int, list[Period]] = defaultdict(list)
    for period in open_periods(work, moment or work.now):
        owe = owing(work, period, work.now, stopped_too=stopped_too)
        for person in work.session.scalars(owe.where(col(PersonRow.id).in_(ids))):
            found[person or 0].append(period)
    return found


def open_periods(work: Work, moment: datetime) -> tuple[Period, ...]:
    """Periods that have opened and not closed, in each way in which they stand for somebody; also
    of duties that the plan has dropped since."""
    return deadlines.open_at(work, moment)
