"""The whole calendar of each plan that comes with tusoi, as a table a person can check.

docs/plans.md sets it against the sections of the documents.

After a change that is meant: `python -m tests.unit.test_golden_calendar`, and read the difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import pytest

from directives.loading import load_plan, plans
from domain.period import Period
from scheduler.periods import periods
from scheduler.planner import Occurrence, occurrences
from tests.unit.calendars import DAYS, HANOI

GOLDEN = Path(__file__).with_name("golden")
ALWAYS = datetime(2010, 1, 1, tzinfo=UTC), datetime(2035, 1, 1, tzinfo=UTC)


def clock(moment: datetime) -> str:
    return moment.astimezone(HANOI).strftime("%a %d/%m/%Y %H:%M")


def calendar(id_: str) -> str:
    plan = load_plan(id_)
    known = periods(plan, DAYS, HANOI, plan.ends)
    found = occurrences(plan, known, DAYS, HANOI, *ALWAYS)
    lines = ["PERIODS (Asia/Ho_Chi_Minh)", *_periods(known), "", "OCCURRENCES", *_moments(found)]
    return "\n".join(lines) + "\n"


def _periods(known: tuple[Period, ...]) -> Iterator[str]:
    yield f"{'':<27}{'opens':<23}{'due':<23}closes"
    for period in known:
        name = f"{period.obligation} {period.key}"
        moments = (period.opens, period.due, period.closes)
        yield f"{name:<27}{'  '.join(clock(moment) for moment in moments)}"


def _moments(found: tuple[Occurrence, ...]) -> Iterator[str]:
    """A line for every moment, kind and rule, with the duties it is about."""
    for (at, kind, rule), same in groupby(found, key=lambda x: (x.at, x.kind, x.rule)):
        about = ", ".join(f"{x.obligation} {x.period_key}".strip() for x in same)
        yield f"{clock(at)}  {f'{kind} {rule}':<20}  {about}"


@pytest.mark.parametrize("id_", plans())
def test_the_calendar_of_a_plan_is_the_one_that_was_checked(id_: str) -> None:
    assert calendar(id_) == (GOLDEN / f"{id_}.txt").read_text(encoding="utf-8")


def test_no_calendar_is_kept_of_a_plan_that_is_gone() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == plans()


if __name__ == "__main__":
    for plan_id in plans():
        (GOLDEN / f"{plan_id}.txt").write_text(calendar(plan_id), encoding="utf-8")
