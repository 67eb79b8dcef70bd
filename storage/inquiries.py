"""Inquiries as they are kept: drafts, what was asked, whom, and of which authors are to be told.

Asking and looking after them is in `storage.asking`, answers in `storage.inquiry_answers`.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import bindparam, func, or_
from sqlmodel import col, select

from domain.broadcast import AudienceKind, ChosenAudience
from domain.effects import Refused
from domain.inquiry import AnswerKind, Inquiry, InquiryState, Wanted, may_ask, may_manage, may_read
from domain.people import Person
from domain.period import Period
from domain.text import _
from storage import audiences, periods
from storage import people as staff
from storage.asked_duties import number_of
from storage.tables import InquiryRow, PeriodRow
from storage.unit_of_work import Work

NONE = Refused(_("There is no such question of yours. /hoinhanh shows what there is."))
NOT_YOURS = Refused(_("Only who may announce, and the head, ask questions here."))
#: How long one that is over is listed, and how many.
_LISTED = timedelta(days=60)
_MOST_LISTED = 6


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
    row = row_of(work, subject)
    if row is None or row.period_id is None or not may_read(who, row.author_id):
        return NONE
    return of_row(work, row)


def managed(work: Work, who: Person, subject: str) -> Inquiry | Refused:
    """One that was asked, for those who look after it."""
    row = row_of(work, subject)
    if row is None or row.state != InquiryState.ASKED or not may_manage(who, row.author_id):
        return NONE
    return of_row(work, row)


def row_of(work: Work, subject: str) -> InquiryRow | None:
    """The row that something names, whoever may touch it."""
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


def under_way(work: Work) -> tuple[Inquiry, ...]:
    """Those whose deadline has passed and whose author has not been told since."""
    rows = work.session.exec(_UNDER_WAY, params={"now": work.now})
    return tuple(of_row(work, row) for row in rows)


def next_due(work: Work, after: datetime) -> datetime | None:
    """The next deadline (UTC) later than `after` of which an author is to be told."""
    return work.session.scalars(_NEXT_DUE, {"after": after}).one()


#: Built once, as what follows: every tick asks.
_ASKED = (
    select(InquiryRow)
    .join(PeriodRow, col(PeriodRow.id) == col(InquiryRow.period_id))
    .where(InquiryRow.state == InquiryState.ASKED)
)
_UNDER_WAY = _ASKED.where(
    col(PeriodRow.due) <= bindparam("now"),
    or_(col(InquiryRow.told_at).is_(None), col(InquiryRow.told_at) < col(PeriodRow.due)),
)
_NEXT_DUE = _ASKED.where(col(PeriodRow.due) > bindparam("after")).with_only_columns(
    func.min(PeriodRow.due)
)


def was_told(work: Work, ids: Collection[int]) -> None:
    """The authors of these have what has been collected by now."""
    if ids:
        which = select(InquiryRow).where(col(InquiryRow.id).in_(ids))
        for row in work.session.exec(which):
            row.told_at = work.now


def told_at(work: Work, id_: int) -> datetime | None:
    """When (UTC) its author was last told what had come in by its present deadline."""
    return work.session.get_one(InquiryRow, id_).told_at
