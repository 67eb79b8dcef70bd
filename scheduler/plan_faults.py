"""What only shows when a plan is carried out: periods that cannot be, rules that can never fire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from domain.period import Period
from domain.plan import Kind, Obligation, Plan
from scheduler.decent_hours import DecentHours
from scheduler.periods import PeriodError, period_of, spans
from scheduler.planner import Occurrence, placed, weekly_digests
from scheduler.working_days import WorkingDays


@dataclass(frozen=True)
class Fault:
    """Where in the plan's file, and a sentence that goes on from the key's name."""

    place: tuple[str | int, ...]
    sentence: str


def faults(plan: Plan, days: WorkingDays, zone: tzinfo) -> Iterator[Fault]:
    """In the order of the file; a plan that is past is none."""
    decent = DecentHours(days, plan.hours, zone)
    asked: list[Period] = []
    for n, obligation in enumerate(plan.obligations):
        place = ("obligations", n)
        if obligation.kind is Kind.INFORMATION:
            if obligation.rules:
                yield Fault(
                    (*place, "rules"), "nobody is asked for information, so none ever fires."
                )
            continue
        try:
            known = [
                period_of(obligation, span, days, zone)
                for span in spans(obligation, plan, plan.ends)
            ]
        except PeriodError as error:
            yield Fault((*place, "due"), f"{error}.")
            continue
        yield from _of(obligation, known, decent, place)
        asked += known
    if asked and plan.weekly_digest and not any(_weekly(plan, asked, decent)):
        yield Fault(
            ("weekly_digest",), "it can never be made: its moment lies outside of its week."
        )


def _weekly(plan: Plan, asked: list[Period], decent: DecentHours) -> Iterator[Occurrence]:
    first, last = min(x.opens for x in asked), max(x.closes for x in asked)
    return weekly_digests(plan.weekly_digest, asked, decent, first, last)


def _of(
    obligation: Obligation, known: list[Period], decent: DecentHours, place: tuple[str | int, ...]
) -> Iterator[Fault]:
    if not known:
        yield Fault((*place, "first"), "no period of it begins while the plan lasts.")
        return
    for n, rule in enumerate(obligation.rules):
        if not any(next(iter(placed([rule], period, decent)), None) for period in known):
            yield Fault(
                (*place, "rules", n, "when"),
                "the rule can never fire: its moment lies outside of every period, or where nobody "
                "may be written to.",
            )
