"""Duties that come back, with those of their periods that have begun."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from domain.completion import DutyFigures
from domain.period import Period
from domain.plan import Every
from domain.text import Localized
from storage import completions, periods
from storage.digests import KINDS
from storage.unit_of_work import Work


def recurring(work: Work) -> Mapping[str, Sequence[Period]]:
    """By obligation, oldest period first; what comes back most often first."""
    found: defaultdict[str, list[Period]] = defaultdict(list)
    for period in periods.all_periods(work):
        comes_back = period.span.every is not Every.ONCE and period.kind in KINDS
        if comes_back and period.opens <= work.now:
            found[period.obligation].append(period)
    return dict(sorted(found.items(), key=lambda one: -len(one[1])))


def title(work: Work, which: Sequence[Period]) -> Localized:
    """The whole one: the month's, the quarter's and the year's have one short name."""
    return periods.obligation_of(work, which[-1]).title


def figures(work: Work, which: Sequence[Period], most: int) -> tuple[DutyFigures, ...]:
    """How the newest of these stand, the oldest of them first; counts of people alone."""
    with work.remembering():
        return tuple(completions.duty_figures(work, period) for period in which[-most:])
