"""Who asks for more time, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlmodel import col, select

from domain.deadline import (
    AnswerTime,
    AskTime,
    OpenRequests,
    RequestState,
    SetDeadline,
    TimeRequest,
    Why,
    extended,
)
from domain.effects import Refused
from domain.people import Person
from domain.period import Period
from domain.reminding import Duty
from domain.text import _
from storage import completions, deadlines, extending, people, periods
from storage.obstacles import helpers
from storage.tables import TimeRequestRow
from storage.unit_of_work import Work, clean

NOT_HERE = Refused(_("This request for more time is not here, or not yours to decide."))
ANSWERED = Refused(_("This has been decided already. Nothing was changed."))
_NOT_OWED = Refused(_("You do not owe this any more. /menu shows what there is to do."))
_AGAIN = Refused(_("You have asked for something else meanwhile. Please send this once more."))
_PAST = Refused(_("That is not later than your deadline. Please choose a later day."))


def moment(work: Work, period: Period, day: date) -> datetime:
    """When (UTC) something would be due on that local day: at the hour the plan has."""
    zone = work.office.zone
    at = (period.planned or period.due).astimezone(zone).time()
    return datetime.combine(day, at, zone).astimezone(UTC)


def of_person(work: Work, person: int) -> tuple[TimeRequest, ...]:
    """What this person asks for and nobody has decided on."""
    return tuple(_request(work, row) for row in _open(work, [person]))


def asked_so_far(work: Work, person: int) -> int:
    query = select(TimeRequestRow.id).where(TimeRequestRow.person_id == person)
    return len(work.session.exec(query).all())


def ask_time(work: Work, who: Person, effect: AskTime) -> Refused | None:
    """Keep the wish; a newer one for the same duty takes the place of one still open."""
    if effect.number != asked_so_far(work, who.id) + 1:
        return _AGAIN
    period = periods.period(work, effect.period)
    if period is None or not completions.owed(work, who, [deadlines.of(work, period, who.id)]):
        return _NOT_OWED
    theirs = deadlines.of(work, period, who.id)
    if moment(work, theirs, effect.until) <= max(theirs.due, work.now):
        return _PAST
    for row in _open(work, [who.id]):
        if row.period_id == effect.period:
            row.state = "replaced"
    work.session.add(
        TimeRequestRow(
            period_id=effect.period,
            person_id=who.id,
            until=effect.until,
            words=clean(effect.words),
            at=work.now,
        )
    )
    work.session.flush()
    return None


def load_request(work: Work, who: Person, subject: str) -> TimeRequest | Refused:
    """A request by `PERSON:NUMBER`, before one of those who decide on it."""
    row = _named(work, subject)
    if row is None or not _may_decide(work, who, row.person_id):
        return NOT_HERE
    return ANSWERED if row.state != RequestState.OPEN else _request(work, row)


def load_open(work: Work, who: Person, _subject: str) -> OpenRequests:
    """What waits for a decision of this person, oldest first."""
    found = (_request(work, row) for row in _open(work))
    return OpenRequests(tuple(x for x in found if _may_decide(work, who, x.person.id)))


def answer_time(work: Work, who: Person, effect: AnswerTime) -> Refused | None:
    """Grant it until a moment, or refuse it with a word; audited."""
    request = load_request(work, who, effect.request)
    if isinstance(request, Refused):
        return request
    if effect.state is RequestState.GRANTED and effect.due is not None:
        due, closes = extended(request.duty.period, effect.due)
        granted = SetDeadline(
            request.duty.period.id, Why.EXTENDED, due, closes, request.person.id, request.words
        )
        if refused := extending.set_deadline(work, who, granted):
            return refused
    row = _named(work, effect.request)
    if row is not None:
        row.state, row.answer = effect.state, clean(effect.words)
        row.answered_by, row.answered_at = who.id, work.now
    if effect.state is RequestState.REFUSED:
        period = f"period:{request.duty.period.id}"
        work.audit(who.id, "time_refused", f"person:{request.person.id}", period)
    return None


def _may_decide(work: Work, who: Person, asker: int) -> bool:
    return who.id in {helper.id for helper in helpers(work, asker)}


def _named(work: Work, subject: str) -> TimeRequestRow | None:
    person, _colon, number = subject.partition(":")
    if not (person.isdecimal() and number.isdecimal()):
        return None
    query = select(TimeRequestRow).where(TimeRequestRow.person_id == int(person))
    rows = work.session.exec(query.order_by(col(TimeRequestRow.id))).all()
    return rows[int(number) - 1] if 1 <= int(number) <= len(rows) else None


def _open(work: Work, of: Sequence[int] | None = None) -> Sequence[TimeRequestRow]:
    query = select(TimeRequestRow).where(TimeRequestRow.state == RequestState.OPEN)
    if of is not None:
        query = query.where(col(TimeRequestRow.person_id).in_(of))
    return work.session.exec(query.order_by(col(TimeRequestRow.id))).all()


def _request(work: Work, row: TimeRequestRow) -> TimeRequest:
    asked = periods.kept(work, row.period_id)
    period = deadlines.of(work, asked, row.person_id)
    earlier = select(TimeRequestRow.id).where(
        TimeRequestRow.person_id == row.person_id, col(TimeRequestRow.id) <= row.id
    )
    return TimeRequest(
        f"{row.person_id}:{len(work.session.exec(earlier).all())}",
        people.person(work, row.person_id),
        Duty(period, periods.obligation_of(work, period)),
        periods.short_title_of(work, period),
        moment(work, period, row.until),
        row.words,
        row.at,
        RequestState(row.state),
    )
