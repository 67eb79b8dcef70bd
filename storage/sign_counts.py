"""How many noticed a sign, where that tells on nobody.

Content is unsealed here and only numbers leave. A count is told of a group and its complement of at
least `self_check.LEAST_SHOWN` each, never of signs that only heads have, and only once nobody can
change it any more: two counts a day apart would tell what the person between them noticed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

from sqlmodel import select

from domain.completion import SignCount
from domain.period import Period, PeriodState
from domain.plan import Sign, SignAudience
from domain.self_check import may_show
from storage import plans
from storage.tables import SelfCheckRow
from storage.unit_of_work import Work


def sign_counts(work: Work, period: Period) -> tuple[SignCount, ...]:
    """The counts of a self-check that may be told, in the order of the signs."""
    if period.state(work.now) is not PeriodState.CLOSED:
        return ()
    asked, noticed = _added_up(work, period)
    checklist = plans.of_period(work, period).checklist
    return tuple(
        SignCount(sign.number, sign.label, noticed[sign.number], asked[sign.number])
        for sign in _countable(checklist.signs)
        if may_show(noticed[sign.number], asked[sign.number])
    )


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
