"""What was asked, as a list at the desk: counted by the database, whoever the answers are of."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from domain.collected import Asked, AskedPage
from domain.effects import Refused
from domain.inquiry import Inquiry, InquiryState, may_ask, may_read
from domain.people import Person
from storage import completions, inquiries
from storage.tables import InquiryRow
from storage.unit_of_work import Work

PAGE = 20
#: How long a draft that nobody sends is offered.
_DRAFTS = timedelta(days=14)
_NOBODY = 0


def load(work: Work, who: Person, page: int) -> AskedPage | Refused:
    """What this person may read, taken back or not, and what they have not sent yet."""
    if not may_ask(who):
        return inquiries.NOT_YOURS
    query = select(InquiryRow).where(col(InquiryRow.period_id).is_not(None))
    if not may_read(who, _NOBODY):
        query = query.where(InquiryRow.author_id == who.id)
    query = query.order_by(col(InquiryRow.id).desc()).offset(page * PAGE).limit(PAGE + 1)
    found = [inquiries.of_row(work, row) for row in work.session.exec(query)]
    with work.remembering():
        lines = [_counted(work, inquiry) for inquiry in found[:PAGE]]
    return AskedPage(tuple(lines), _drafts(work, who), page, len(found) > PAGE, work.now)


def _counted(work: Work, inquiry: Inquiry) -> Asked:
    if inquiry.period is None:
        raise LookupError("it has not been asked")
    return Asked(inquiry, completions.duty_figures(work, inquiry.period))


def _drafts(work: Work, who: Person) -> tuple[Inquiry, ...]:
    query = select(InquiryRow).where(
        InquiryRow.author_id == who.id,
        InquiryRow.state == InquiryState.DRAFT,
        InquiryRow.created_at > work.now - _DRAFTS,
    )
    rows = work.session.exec(query.order_by(col(InquiryRow.id).desc()).limit(PAGE))
    return tuple(inquiries.of_row(work, row) for row in rows)
