"""Who has done which duty: the one place that knows what counts as done or still owed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Row, and_, func, or_
from sqlalchemy import select as light
from sqlmodel import col, select

from domain.completion import Completion, DutyFigures, DutyTable, PersonLine
from domain.people import Person
from domain.period import Period
from domain.plan import Kind
from storage import deadlines, people, periods, reminders
from storage.absences import away_on, away_throughout
from storage.concerning import are_concerned, concerned_by, is_for
from storage.consents import ConsentState, Purpose
from storage.owing import with_task
from storage.people import AccountState
from storage.tables import (
    AccountRow,
    ConsentRow,
    DoneRow,
    PaperClaimRow,
    PersonRow,
    RegistrationRow,
    RevisionRow,
)
from storage.unit_of_work import Work

T = TypeVar("T")


def mark_done(
    work: Work, period: Period, person: int, *, how: str = "bot", entered_by: int | None = None
) -> None:
    """Remember that a duty is done; the first time counts, later ones change nothing.

    A reminder of it that has not gone out yet is taken back. Late is who had no more time.
    """
    period = deadlines.of(work, period, person)
    if done_row(work, period.id, person) is None:
        work.session.add(
            DoneRow(
                period_id=period.id,
                person_id=person,
                at=work.now,
                late=work.now > period.due,
                how=how,
                entered_by=entered_by,
            )
        )
        work.session.flush()
        reminders.withdraw(work, person, period)


def unmark(work: Work, period: int, person: int) -> None:
    """A tick made by mistake is taken back (paper only: what was sent stays sent)."""
    row = done_row(work, period, person)
    if row is not None and row.how == "paper":
        work.session.delete(row)
        work.session.flush()


def done_row(work: Work, period: int, person: int) -> DoneRow | None:
    query = select(DoneRow).where(DoneRow.period_id == period, DoneRow.person_id == person)
    return work.session.exec(query).first()


def duty_table(work: Work, period: Period) -> DutyTable:
    """Everyone a duty is for and how they stand with it now."""
    return duty_tables(work, [period])[0]


def duty_tables(work: Work, which: Sequence[Period]) -> list[DutyTable]:
    """The same for several duties, in the order given."""
    with work.remembering():
        everyone = people.people(work, also_left=True) if which else ()
        return [_table(work, period, everyone) for period in which]


def _table(work: Work, period: Period, everyone: Sequence[Person]) -> DutyTable:
    obligation, concerned = periods.obligation_of(work, period), concerned_by(work, period)
    staff = [person for person in everyone if concerned(person)]
    known = _Standing(work, period)
    lines = tuple(known.line(person) for person in staff)
    title = periods.title_of(work, period)
    return DutyTable(period, title, obligation.deadline_words, work.now, lines)


def duty_figures(work: Work, period: Period) -> DutyFigures:
    """The same as counts alone: nobody is loaded for it."""
    counts = Counter(x for x in _standings_of_all(work, period).values() if x.applies)
    words = periods.obligation_of(work, period).deadline_words
    return DutyFigures(period, periods.title_of(work, period), words, work.now, counts)


def missing(work: Work, period: Period) -> tuple[int, ...]:
    """Who still owes it, by id."""
    found = _standings_of_all(work, period)
    return tuple(id_ for id_, completion in found.items() if completion.owed)


def _standings_of_all(work: Work, period: Period) -> Mapping[int, Completion]:
    concerned = are_concerned(work, period)
    asked = select(PersonRow.id).where(col(PersonRow.left).is_(False), concerned)
    known = _Standing(work, period)
    return {id_: known.completion(id_) for id_ in work.session.exec(asked) if id_ is not None}


def standings(
    work: Work, whom: Sequence[Person], which: Sequence[Period]
) -> Mapping[int, Mapping[int, Completion]]:
    """How these people stand with each of the periods that concern them, by their ids."""
    ids = [person.id for person in whom]
    found: dict[int, dict[int, Completion]] = {id_: {} for id_ in ids}
    for period in which:
        concerned, known = concerned_by(work, period), _Standing(work, period, ids)
        for person in whom:
            completion = known.completion(person.id)
            if concerned(person) and completion.applies:
                found[person.id][period.id] = completion
    return found


def owed(work: Work, who: Person, which: Sequence[Period]) -> tuple[Period, ...]:
    """Those of the periods, as they stand for this person, that they still owe."""
    return tuple(
        period
        for period in which
        if is_for(work, period, who)
        and _Standing(work, period, (who.id,)).line(who).completion.owed
    )


#: What is registered has a paper to sign.
_ON_FORMS = (Kind.REGISTRATION, Kind.COLLECTIVE)
_ON_PAPER = {ConsentState.DECLINED, ConsentState.WITHDRAWN}


class _Standing:
    """What decides how people stand with one period, read in a few set-based queries."""

    def __init__(self, work: Work, period: Period, ids: Sequence[int] | None = None) -> None:
        self._period = period
        self._own = deadlines.own(work, period)
        only = list(ids) if ids is not None else None
        self._done = {row.person_id: row for row in _rows_done(work, period.id, only)}
        self._rows = _of(work, only, _rows_people)
        self._consents = _of(work, only, _kept_consents)
        checks = period.kind is Kind.SELF_CHECK
        self._self_check_consents = _of(work, only, _self_check_consents) if checks else {}
        self._without_task = (
            self._rows.keys() - set(work.session.scalars(with_task()))
            if period.kind is Kind.RESULT
            else set()
        )
        self._accounts = _of(work, only, _account_states)
        self._signed = signed(work, period.id) if period.kind in _ON_FORMS else set()
        claims = select(PaperClaimRow.person_id).where(PaperClaimRow.period_id == period.id)
        self._claimed = set(work.session.exec(claims))
        self._absent = work.once(away_on, lambda: _absent(work))
        ways = {period, *self._own.values()}
        excused = (and_(deadlines.concerned(way), away_throughout(work, way)) for way in ways)
        self._excused = set(work.session.exec(select(PersonRow.id).where(or_(*excused))))

    def line(self, person: Person) -> PersonLine:
        done = self._done.get(person.id)
        at = done.at if done else None
        completion, signed = self.completion(person.id), person.id in self._signed
        return PersonLine(person, completion, at, signed, self._own.get(person.id))

    def completion(self, id_: int) -> Completion:
        row = self._rows[id_]
        if row.left:
            return Completion.NOT_APPLICABLE
        done = self._done.get(id_)
        if done is not None:
            if done.how == "paper":
                return Completion.DONE_ON_PAPER
            return Completion.DONE_LATE if done.late else Completion.DONE
        period = self._own.get(id_, self._period)
        if row.joined_at > period.closes or id_ in self._without_task:
            return Completion.NOT_APPLICABLE
        return Completion.EXCUSED if id_ in self._excused else self._missing_because(id_)

    def _missing_because(self, id_: int) -> Completion:
        if id_ in self._claimed:
            return Completion.CLAIMED
        if id_ in self._absent:
            return Completion.ABSENT
        consent = self._consents.get(id_)
        if {consent, self._self_check_consents.get(id_)} & _ON_PAPER:
            return Completion.ON_PAPER
        states = self._accounts.get(id_, set())
        if AccountState.ACTIVE in states:
            return Completion.NOT_SENT if consent else Completion.NOT_CONNECTED
        return Completion.BLOCKED if states else Completion.NOT_CONNECTED


def _absent(work: Work) -> frozenset[int | None]:
    return frozenset(work.session.exec(select(PersonRow.id).where(away_on(work.today))))


def _rows_done(work: Work, period: int, only: list[int] | None) -> Sequence[Row[Any]]:
    columns = (DoneRow.person_id, DoneRow.at, DoneRow.late, DoneRow.how)
    query = light(*map(col, columns)).where(col(DoneRow.period_id) == period)
    if only is not None:
        query = query.where(col(DoneRow.person_id).in_(only))
    return work.session.execute(query.where(col(DoneRow.at) <= work.now)).all()


def _of(work: Work, only: list[int] | None, load: Callable[[Work, list[int] | None], T]) -> T:
    """The same of everybody for one period after another is loaded once."""
    return load(work, only) if only is not None else work.once(load, lambda: load(work, None))


def _rows_people(work: Work, only: list[int] | None) -> Mapping[int, Row[Any]]:
    query = light(col(PersonRow.id), col(PersonRow.left), col(PersonRow.joined_at))
    if only is not None:
        query = query.where(col(PersonRow.id).in_(only))
    return {row.id: row for row in work.session.execute(query)}


def _kept_consents(work: Work, only: list[int] | None) -> Mapping[int, ConsentState]:
    return _latest_consents(work, Purpose.KEEP, only)


def _self_check_consents(work: Work, only: list[int] | None) -> Mapping[int, ConsentState]:
    return _latest_consents(work, Purpose.SELF_CHECK, only)


def _latest_consents(
    work: Work, purpose: Purpose, only: list[int] | None
) -> Mapping[int, ConsentState]:
    query = select(ConsentRow.person_id, ConsentRow.state).where(ConsentRow.purpose == purpose)
    if only is not None:
        query = query.where(col(ConsentRow.person_id).in_(only))
    rows = work.session.exec(query.order_by(col(ConsentRow.id)))
    return {person: ConsentState(state) for person, state in rows}


def _account_states(work: Work, only: list[int] | None) -> Mapping[int, set[AccountState]]:
    query = select(AccountRow.person_id, AccountRow.state)
    query = query.where(col(AccountRow.person_id).is_not(None))
    if only is not None:
        query = query.where(col(AccountRow.person_id).in_(only))
    found: dict[int, set[AccountState]] = {}
    for person, state in work.session.exec(query):
        found.setdefault(person or 0, set()).add(AccountState(state))
    return found


def signed(work: Work, period: int) -> set[int]:
    """Whose signed paper is in and says what the newest version says."""
    newest = func.max(col(RevisionRow.number))
    query = (
        select(RegistrationRow.person_id)
        .join(RevisionRow, col(RevisionRow.registration_id) == col(RegistrationRow.id))
        .where(RegistrationRow.period_id == period)
        .group_by(
            col(RegistrationRow.id),
            col(RegistrationRow.person_id),
            col(RegistrationRow.signed_revision),
        )
        .having(col(RegistrationRow.signed_revision) == newest)
    )
    return set(work.session.exec(query))


#: Under these is remembered what is so of everybody, whatever the period.
OF_PEOPLE = (_rows_people, _kept_consents, _self_check_consents, _account_states)
