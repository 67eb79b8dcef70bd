"""A duty's papers at the desk, a page at a time: the lines are those of the chat's list."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlmodel import col

from domain.desk import PaperPage
from domain.effects import Refused
from domain.people import Person
from domain.period import Period
from storage import completions, papers, people, periods
from storage.concerning import are_concerned
from storage.roll import is_named
from storage.tables import DoneRow, PersonRow
from storage.unit_of_work import Work

PAGE = 50


def load(work: Work, who: Person, number: str, words: str, page: int) -> PaperPage | Refused:
    """Those the duty is for whose names hold these words; "" is everybody."""
    period = papers.named(work, who, number)
    if isinstance(period, Refused):
        return period
    wanted = [col(PersonRow.left).is_(False), are_concerned(work, period)]
    if words.strip():
        wanted.append(is_named(words))
    found = work.session.scalar(select(func.count()).select_from(PersonRow).where(*wanted)) or 0
    page = min(page, max(0, (found - 1) // PAGE))
    query = select(col(PersonRow.id)).where(*wanted)
    query = query.order_by(col(PersonRow.sorts), col(PersonRow.id)).offset(page * PAGE).limit(PAGE)
    ids = [id_ or 0 for id_ in work.session.scalars(query)]
    claimed = papers.claimed(work, period)
    apart = {line.person.id for line in claimed}
    shown = [person for person in people.people(work, ids=ids) if person.id not in apart]
    return PaperPage(
        period,
        periods.title_of(work, period),
        words,
        claimed,
        papers.lines_of(work, period, shown),
        papers.others_than(work, period),
        _ticked(work, period),
        found,
        page,
        PAGE,
    )


def _ticked(work: Work, period: Period) -> int:
    """Whose signed form is in, or who has done it on paper altogether."""
    on_paper = select(col(DoneRow.person_id)).where(
        col(DoneRow.period_id) == period.id, col(DoneRow.how) == "paper"
    )
    return len(completions.signed(work, period.id) | set(work.session.scalars(on_paper)))
