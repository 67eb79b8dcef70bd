"""A plan as a file that loads again, and as a proposal for the next year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from directives.loading import load_plan, plans
from directives.writing import plan_yaml
from domain.plan import Every, Plan
from domain.plan_copy import next_year
from scheduler.periods import periods
from scheduler.working_days import load_working_days

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def again(plan: Plan, folder: Path) -> Plan:
    """The plan written to a file and loaded from it."""
    file = folder / f"{plan.id}.yaml"
    file.write_text(plan_yaml(plan), encoding="utf-8")
    return load_plan(file)


@pytest.mark.parametrize("name", plans())
def test_every_plan_loads_again_as_it_is_written(name: str, tmp_path: Path) -> None:
    plan = load_plan(name)
    assert replace(again(plan, tmp_path), version=plan.version) == plan


@pytest.mark.parametrize("name", plans())
def test_the_next_year_loads_and_has_periods_of_its_own(name: str, tmp_path: Path) -> None:
    plan = load_plan(name)
    loaded = again(next_year(plan), tmp_path)
    assert loaded.id != plan.id
    assert loaded.ends > plan.ends
    once = {duty.id for duty in plan.obligations if duty.every is Every.ONCE}
    assert once.isdisjoint(duty.id for duty in loaded.obligations)
    made = periods(loaded, load_working_days(), ZONE, loaded.ends)
    assert any(period.due.date() > plan.ends for period in made)


def test_days_and_deadlines_are_a_year_later() -> None:
    registration = next_year(load_plan("hoa-cuong-2025")).obligation("registration-2026")
    assert registration.due is not None
    assert registration.due.date == date(2026, 10, 14)
    assert registration.deadline_words is not None
    assert registration.deadline_words.vi == "trước ngày 15/10/2026"


def test_the_last_of_february_stays_in_february() -> None:
    leap = replace(load_plan("hoa-cuong-2025"), ends=date(2028, 2, 29))
    assert next_year(leap).ends == date(2029, 2, 28)
