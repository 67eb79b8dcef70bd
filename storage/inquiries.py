"""Inquiries: drafts, asking, asking again, another deadline, closing, taking back.

What was answered is in `storage.inquiry_answers`. Once it is asked an inquiry has a period, and
people are called for it as for any duty (`storage.reminders`).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import delete, func, or_
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from domain.broadcast import AudienceKind, ChosenAudience
from domain.deadline import SetDeadline, Why
from domain.effects import Refused
from domain.inquiry import (
    AnswerKind,
    AskAgain,
    CancelInquiry,
    CloseInquiry,
    Inquiry,
    InquiryState,
    KeepInquiry,
    MoveInquiry,
    SendInquiry,
    Wanted,
    may_ask,
    may_manage,
    may_read,
)
from domain.people import Person
from domain.period import Period
from domain.plan import Every, Kind
from domain.quota import Worth
from domain.text import _
from storage import audiences, calls, extending, periods, reminders
from storage import people as staff
from storage.asked_duties import ASKED, name_of, number_of
from storage.calls import Call
from storage.owing import owing
from storage.reminders import Firing
from storage.tables import AskedRow, InquiryRow, PeriodRow
from storage.unit_of_work import Work, clean

NONE = Refused(_("There is no such question of yours. /hoinhanh shows what there is."))
NOT_YOURS = Refused(_("Only who may announce, and the head, ask questions here."))
_CHANGED = Refused(_("That has changed meanwhile: /hoinhanh shows how it stands."))
_PAST = Refused(_("The deadline is past or too near. Please choose a later one."))
#: How long one that is over is listed, and how many.
_LISTED = timedelta(days=60)
_MOST_LISTED = 6


def keep(work: Work, who: Person, effect: KeepInquiry) -> Refused | None:
    """A draft; nobody is asked yet."""
    if not may_ask(who):
        return NOT_YOURS
    row = InquiryRow(
        author_id=who.id,
        words=clean(effect.words),
        wanted=_written(effect.wanted),
        audience=str(effect.audience),
        until=effect.until,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return None


def _written(wanted: Wanted) -> str:
    bounds = [None if bound is None else str(bound) for bound in (wanted.low, wanted.high)]
    return json.dumps([wanted.kind, wanted.unit, *bounds, wanted.options], ensure_ascii=False)


def _wanted(written: str) -> Wanted:
    kind, unit, low, high, options = json.loads(written)
    least, most = (None if bound is None else Decimal(bound) for bound in (low, high))
    return Wanted(AnswerKind(kind), unit, least, most, tuple(options))


def of_row(work: Work, row: InquiryRow) -> Inquiry:
    """The inquiry that a row describes; once asked, its period knows when it is due."""
    period = periods.kept(work, row.period_id) if row.period_id is not None else None
    return Inquiry(
        row.id or 0,
        staff.person(work, row.author_id),
        row.words,
        _wanted(row.wanted),
        ChosenAudience.read(row.audience),
        InquiryState(row.state),
        period.due if period is not None else row.until,
        period,
    )


def of_period(work: Work, period: Period) -> Inquiry:
    """What is asked in a period of that kind."""
    return of_row(work, work.session.get_one(InquiryRow, number_of(period.obligation)))


def draft(work: Work, who: Person, subject: str) -> Inquiry | Refused:
    """A draft of this author's; the newest when none is named."""
    query = select(InquiryRow).where(
        InquiryRow.author_id == who.id, InquiryRow.state == InquiryState.DRAFT
    )
    if subject:
        query = query.where(InquiryRow.id == (int(subject) if subject.isdecimal() else None))
    row = work.session.exec(query.order_by(col(InquiryRow.id).desc()).limit(1)).first()
    if row is None or not may_ask(who):
        return NONE
    return of_row(work, row)


def readable(work: Work, who: Person, subject: str) -> Inquiry | Refused:
    """One that was asked, for those who see what is answered."""
    row = _row(work, subject)
    if row is None or row.state == InquiryState.DRAFT or not may_read(who, row.author_id):
        return NONE
    return of_row(work, row)


def managed(work: Work, who: Person, subject: str) -> Inquiry | Refused:
    """One that was asked, for those who look after it."""
    row = _row(work, subject)
    if row is None or row.state != InquiryState.ASKED or not may_manage(who, row.author_id):
        return NONE
    return of_row(work, row)


def _row(work: Work, subject: str) -> InquiryRow | None:
    return work.session.get(InquiryRow, int(subject)) if subject.isdecimal() else None


def listed(work: Work, who: Person) -> tuple[Inquiry, ...]:
    """What this person may read: what is open, and the last ones that are not, newest first."""
    query = select(InquiryRow).where(
        InquiryRow.state == InquiryState.ASKED, InquiryRow.created_at > work.now - _LISTED
    )
    rows = work.session.exec(query.order_by(col(InquiryRow.id).desc()))
    mine = [row for row in rows if may_read(who, row.author_id)]
    return tuple(of_row(work, row) for row in mine[:_MOST_LISTED])


def asked(work: Work, inquiry: Inquiry) -> tuple[Person, ...]:
    """Everyone it is for, reached or not: not its author, unless named."""
    members = audiences.members(work, inquiry.audience)
    if inquiry.audience.kind is AudienceKind.PEOPLE:
        return members
    return tuple(person for person in members if person.id != inquiry.author.id)


def send(work: Work, who: Person, effect: SendInquiry) -> Refused | None:
    """Ask it; audited. Who can be reached is written to, the others owe it all the same."""
    found = draft(work, who, str(effect.inquiry))
    if isinstance(found, Refused):
        return _CHANGED
    if not effect.opens < found.until < effect.closes:
        return _PAST
    whom = asked(work, found)
    if len(whom) > work.approval_above:
        return Refused(_("So many people cannot be asked by one person alone."))
    period = _opened(work, found, effect)
    work.session.add_all(AskedRow(period_id=period.id, person_id=p.id) for p in whom)
    row = work.session.get_one(InquiryRow, found.id)
    row.state, row.period_id = InquiryState.ASKED, period.id
    work.session.flush()
    _call(work, period, effect.opens, "")
    work.audit(who.id, "inquiry.ask", f"inquiry:{found.id}", f"{len(whom)} people")
    return None


def _opened(work: Work, inquiry: Inquiry, effect: SendInquiry) -> Period:
    day = inquiry.until.astimezone(work.office.zone).date()
    row = PeriodRow(
        obligation=name_of(inquiry.id),
        key=str(Every.ONCE),
        kind=Kind.INQUIRY,
        every=Every.ONCE,
        first=effect.opens.astimezone(work.office.zone).date(),
        last=day,
        opens=effect.opens,
        due=inquiry.until,
        closes=effect.closes,
        plan_version_id=work.office.plan_version,
    )
    work.session.add(row)
    work.session.flush()
    return periods.of_row(row)


def _call(work: Work, period: Period, at: datetime, stamp: str) -> int:
    """Everyone who owes it and can be reached gets it in a message of its own, at a moment."""
    rule = f"{ASKED}.{stamp}" if stamp else ASKED
    firing = Firing(rule, period.obligation, period.key, at)
    key = f"inquiry:{number_of(period.obligation)}:{stamp}:{{}}"
    soon = period.due - at < timedelta(days=1)
    call = Call(key, calls.INQUIRY, at, period.closes, Worth.VITAL if soon else Worth.USEFUL)
    whom = owing(work, period, work.now, stopped_too=True)
    return reminders.remind(work, firing, whom, call, ())


def ask_again(work: Work, who: Person, effect: AskAgain) -> Refused | None:
    """Those who still owe it are asked once more; the same stamp twice sends once. Audited."""
    found = managed(work, who, str(effect.inquiry))
    if isinstance(found, Refused) or found.period is None or found.period.closes < work.now:
        return _CHANGED
    count = _call(work, found.period, effect.at, effect.stamp)
    if not count:
        return Refused(_("Nobody is left who can be asked here again."))
    work.audit(who.id, "inquiry.again", f"inquiry:{found.id}", f"{count} people")
    return None


def move(work: Work, who: Person, effect: MoveInquiry) -> Refused | None:
    """Another deadline: of a draft, or (audited) of what has been asked, for everybody."""
    if effect.until <= work.now:
        return _PAST
    row = _row(work, str(effect.inquiry))
    if row is not None and row.state == InquiryState.DRAFT and row.author_id == who.id:
        row.until = effect.until
        return None
    found = managed(work, who, str(effect.inquiry))
    if isinstance(found, Refused) or row is None or found.period is None:
        return _CHANGED
    period, why = found.period, Why.MOVED if found.period.closes > work.now else Why.REOPENED
    if effect.until <= period.opens:
        return _PAST
    deadline = SetDeadline(period.id, why, effect.until, effect.closes)
    extending.change(work, period, deadline, who.id)
    moments = f"due {effect.until:%Y-%m-%dT%H:%MZ}, closes {effect.closes:%Y-%m-%dT%H:%MZ}"
    work.audit(who.id, f"deadline_{why}", f"period:{period.id}", moments)
    return None


def close(work: Work, who: Person, effect: CloseInquiry) -> Refused | None:
    """From now on nothing is taken; audited."""
    found = managed(work, who, str(effect.inquiry))
    if isinstance(found, Refused) or found.period is None or found.period.closes <= work.now:
        return _CHANGED
    _end(work, found.period)
    was_told(work, [found.id])
    work.audit(who.id, "inquiry.close", f"inquiry:{found.id}")
    return None


def cancel(work: Work, who: Person, effect: CancelInquiry) -> Refused | None:
    """Dropped before it was asked, or taken back (audited): nobody owes it any more."""
    row = _row(work, str(effect.inquiry))
    if row is not None and row.state == InquiryState.DRAFT and row.author_id == who.id:
        row.state = InquiryState.CANCELLED
        return None
    found = managed(work, who, str(effect.inquiry))
    if isinstance(found, Refused) or row is None or found.period is None:
        return _CHANGED
    if found.period.closes > work.now:
        _end(work, found.period)
    row.state = InquiryState.CANCELLED
    silent = (col(AskedRow.period_id) == found.period.id, col(AskedRow.at).is_(None))
    work.session.execute(delete(AskedRow).where(*silent))
    work.audit(who.id, "inquiry.cancel", f"inquiry:{found.id}")
    return None


def _end(work: Work, period: Period) -> None:
    """It closes now; one that was still to open opens no more. What waits to go is taken back
    when its turn comes."""
    row = work.session.get_one(PeriodRow, period.id)
    row.planned_due, row.changed_at = row.planned_due or row.due, work.now
    row.closes = work.now
    row.due, row.opens = min(row.due, work.now), min(row.opens, work.now)
    work.session.flush()


def under_way(work: Work) -> tuple[Inquiry, ...]:
    """Those whose deadline has passed and whose author has not been told since."""
    told = col(InquiryRow.told_at)
    query = _asked().where(
        col(PeriodRow.due) <= work.now, or_(told.is_(None), told < col(PeriodRow.due))
    )
    return tuple(of_row(work, row) for row in work.session.exec(query))


def next_due(work: Work, after: datetime) -> datetime | None:
    """The next deadline (UTC) later than `after` of which an author is to be told."""
    query = _asked().where(col(PeriodRow.due) > after).with_only_columns(func.min(PeriodRow.due))
    return work.session.scalars(query).one()


def _asked() -> SelectOfScalar[InquiryRow]:
    query = select(InquiryRow).join(PeriodRow, col(PeriodRow.id) == col(InquiryRow.period_id))
    return query.where(InquiryRow.state == InquiryState.ASKED)


def was_told(work: Work, ids: Collection[int]) -> None:
    """The authors of these have what has been collected by now."""
    for row in work.session.exec(select(InquiryRow).where(col(InquiryRow.id).in_(ids))):
        row.told_at = work.now


def told_at(work: Work, id_: int) -> datetime | None:
    """When (UTC) its author was last told what had come in by its present deadline."""
    return work.session.get_one(InquiryRow, id_).told_at
