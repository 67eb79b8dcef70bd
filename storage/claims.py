"""Papers that people say are handed in: kept until the specialist has looked for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

from domain.effects import Refused
from domain.papers import ClaimPaper, MissPaper
from domain.people import Person, Role
from domain.period import Period
from domain.plan import Kind
from domain.text import _
from storage import periods, reminders
from storage.tables import PaperClaimRow
from storage.unit_of_work import Work

_UNKNOWN = Refused(_("Nothing can be handed in on paper now."))
_NOT_YOURS = Refused(_("Papers are ticked by the specialist."))


def claims_of(work: Work, period: int) -> Mapping[int, datetime]:
    """Who says that the paper of this period is in, and since when (UTC)."""
    query = select(PaperClaimRow).where(PaperClaimRow.period_id == period)
    return {row.person_id: row.at for row in work.session.exec(query)}


def claimed_by(work: Work, person: int) -> frozenset[int]:
    """The periods whose paper this person says is in."""
    query = select(PaperClaimRow.period_id).where(PaperClaimRow.person_id == person)
    return frozenset(work.session.exec(query))


def one_sheet(work: Work, period: Period) -> tuple[Period, ...]:
    """What is handed in on one sheet: self-checks of month, quarter and year that are due together.

    The period itself comes first.
    """
    if period.kind is not Kind.SELF_CHECK:
        return (period,)
    for_all = periods.kept(work, period.id)
    alike = (
        other
        for other in periods.all_periods(work)
        if other.kind is Kind.SELF_CHECK
        and (other.due, other.closes) == (for_all.due, for_all.closes)
        and other.opens <= work.now
        and other.id != period.id
    )
    return (period, *alike)


def claim_paper(work: Work, who: Person, effect: ClaimPaper) -> Refused | None:
    """Leave the person alone about it from now on, or again remind them as before."""
    period = periods.period(work, effect.period)
    if period is None or not periods.obligation_of(work, period).who.includes(who):
        return _UNKNOWN
    sheet = one_sheet(work, period)
    _drop(work, who.id, [p.id for p in sheet])
    if not effect.undo:
        rows = (PaperClaimRow(period_id=p.id, person_id=who.id, at=work.now) for p in sheet)
        work.session.add_all(rows)
        work.session.flush()
        for served in sheet:
            reminders.withdraw(work, who.id, served)
    return None


def miss_paper(work: Work, who: Person, effect: MissPaper) -> Refused | None:
    """It is not there: reminders go on; audited."""
    if not who.is_any(Role.SPECIALIST):
        return _NOT_YOURS
    period = periods.period(work, effect.period)
    if period is None:
        return _UNKNOWN
    _drop(work, effect.person, [p.id for p in one_sheet(work, period)])
    work.audit(who.id, "paper_missed", f"person:{effect.person}", f"period:{period.id}")
    return None


def _drop(work: Work, person: int, which: Collection[int]) -> None:
    gone = delete(PaperClaimRow).where(
        col(PaperClaimRow.person_id) == person, col(PaperClaimRow.period_id).in_(which)
    )
    work.session.execute(gone)
