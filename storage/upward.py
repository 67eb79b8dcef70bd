"""What leaves the office for the ward: counted here as of `work.now`, and nothing but counts."""

from __future__ import annotations

from collections.abc import Iterator

from domain.completion import Completion, DutyTable
from domain.period import Period
from domain.plan import Kind
from domain.upward import DutyCounts, OfficeFigures, SignTold, apart, office_id
from storage import completions, periods, plans
from storage.sign_counts import sign_counts
from storage.unit_of_work import Work

#: Asked of nobody, or by somebody of the office for the office itself.
_NOT_TOLD = frozenset({Kind.INFORMATION, Kind.INQUIRY})


def office_figures(work: Work) -> OfficeFigures:
    """Every duty that has opened, by how many stand how with it; signs where that is safe."""
    plan, directive = work.office.plan, work.office.checklist.directive
    name = plan.office.vi
    begun = [p for p in periods.all_periods(work) if _is_told(work, p)]
    begun.sort(key=lambda period: (period.due, period.id))
    tables = [table for table in completions.duty_tables(work, begun) if table.counted]
    return OfficeFigures(
        office_id(name),
        name,
        plan.superior.vi,
        plan.id,
        plan.version,
        directive,
        work.now.replace(second=0, microsecond=0),
        tuple(_counts(table) for table in tables),
        tuple(_signs(work, begun)),
    )


def _is_told(work: Work, period: Period) -> bool:
    return period.kind not in _NOT_TOLD and period.opens <= work.now


def _counts(table: DutyTable) -> DutyCounts:
    period = table.period
    return DutyCounts(
        period.obligation,
        period.key,
        period.kind,
        table.title.vi,
        period.opens,
        period.due,
        period.closes,
        concerned=len(table.counted),
        done=table.done,
        late=sum(line.completion is Completion.DONE_LATE for line in table.counted),
        overdue=len(table.overdue),
    )


def _signs(work: Work, begun: list[Period]) -> Iterator[SignTold]:
    every = periods.all_periods(work)  # also what is to come: what goes stays what goes
    alone = apart({p.id: p.span for p in every if p.kind is Kind.SELF_CHECK})
    for period in (period for period in begun if period.id in alone):
        version = plans.of_period(work, period).checklist.version
        for sign in sign_counts(work, period):
            about = (period.obligation, period.key, version, sign.sign)
            yield SignTold(*about, sign.label.vi, sign.count, sign.group)
