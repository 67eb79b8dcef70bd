"""How many noticed a sign, where that tells on nobody.

Content is unsealed here and only numbers leave. A count is told of a group and its complement of at
least `self_check.LEAST_SHOWN` each, never of signs that only heads have, and only once nobody can
change it any more: two counts a day apart would tell what the person between them noticed. So there
is one count of a period for good, or none: none where it was opened again for anybody, or where
somebody has had theirs deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

from sqlmodel import col, select

from domain.completion import SignCount
from domain.deadline import Why
from domain.period import Period, PeriodState
from domain.plan import Sign, SignAudience
from domain.self_check import may_show
from storage import deadlines, plans
from storage.tables import DeadlineRow, DoneRow, SelfCheckRow
from storage.unit_of_work import Work


def sign_counts(work: Work, period: Period) -> tuple[SignCount, ...]:
    """The counts of a self-check that may be told, in the order of the signs."""
    if not _is_for_good(work, period):
        return ()
    asked, noticed = _added_up(work, period)
    checklist = plans.of_period(work, period).checklist
    return tuple(
        SignCount(sign.number, sign.label, noticed[sign.number], asked[sign.number])
        for sign in _countable(checklist.signs)
        if may_show(noticed[sign.number], asked[sign.number])
    )


def _is_for_good(work: Work, period: Period) -> bool:
    """Whether whatever was or will be counted of it is the same: over for everybody, never opened
    again, and nothing gone of what came in."""
    ways = (period, *deadlines.own(work, period).values())
    if any(way.state(work.now) is not PeriodState.CLOSED for way in ways):
        return False
    again = select(DeadlineRow.id).where(
        DeadlineRow.period_id == period.id, DeadlineRow.why == Why.REOPENED
    )
    kept = select(SelfCheckRow.person_id).where(SelfCheckRow.period_id == period.id)
    gone = select(DoneRow.id).where(
        DoneRow.period_id == period.id, DoneRow.how == "bot", col(DoneRow.person_id).not_in(kept)
    )
    return not any(work.session.exec(query.limit(1)).first() for query in (again, gone))


def _countable(signs: Sequence[Sign]) -> tuple[Sign, ...]:
    return tuple(sign for sign in signs if sign.audience is not SignAudience.HEADS)


def _added_up(work: Work, period: Period) -> tuple[Counter[int], Counter[int]]:
    """Of each sign: how many were asked and did the check here, and how many noticed it."""
    asked: Counter[int] = Counter()
    noticed: Counter[int] = Counter()
    sealed = select(SelfCheckRow.sealed).where(SelfCheckRow.period_id == period.id)
    for row in work.session.exec(sealed):
        opened = work.vault.open(row)
        asked.update(cast("list[int]", opened["asked"]))
        noticed.update(cast("list[int]", opened["signs"]))
    return asked, noticed
