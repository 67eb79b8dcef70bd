"""A plan as a file that loads again, and as a proposal with another year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from directives.loading import load_plan, plans, read_plan
from directives.writing import plan_yaml
from domain.plan import Anchor, Every, Kind, Obligation, Plan, Shift, When
from domain.plan_editing import Meaning
from domain.text import Localized
from scheduler.periods import periods
from scheduler.plan_copy import carried, continued, named_day
from scheduler.plan_faults import faults
from scheduler.working_days import load_working_days

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAYS = load_working_days()
OFFICE = load_plan("hoa-cuong-2025")


def again(plan: Plan, folder: Path) -> Plan:
    """The plan written to a file and loaded from it."""
    file = folder / f"{plan.id}.yaml"
    file.write_text(plan_yaml(plan), encoding="utf-8")
    return load_plan(file)


@pytest.mark.parametrize("name", plans())
def test_every_plan_loads_again_as_it_is_written(name: str, tmp_path: Path) -> None:
    plan = load_plan(name)
    assert replace(again(plan, tmp_path), version=plan.version) == plan
    words = plan_yaml(plan)
    assert read_plan(words, "a.yaml") == read_plan(plan_yaml(read_plan(words, "b")), "c")


@pytest.mark.parametrize("name", plans())
def test_another_year_takes_nothing_away_and_can_be_carried_out(name: str, tmp_path: Path) -> None:
    plan = load_plan(name)
    loaded = again(continued(plan, DAYS), tmp_path)
    assert loaded.id != plan.id
    assert not list(faults(loaded, DAYS, ZONE))
    before = {(p.obligation, p.key): p.due for p in periods(plan, DAYS, ZONE, plan.ends)}
    after = {(p.obligation, p.key): p.due for p in periods(loaded, DAYS, ZONE, loaded.ends)}
    assert before.items() <= after.items()
    once = [d for d in plan.obligations if d.every is Every.ONCE and d.kind is not Kind.INFORMATION]
    assert len(loaded.obligations) == len(plan.obligations) + len(once)
    new = {id_ for id_, _key in after} - {id_ for id_, _key in before}
    assert len(new) == len(once)
    later = [due.date().year for (id_, _key), due in after.items() if id_ in new]
    assert sorted(later) == sorted(before[d.id, "once"].year + 1 for d in once)


def test_a_round_that_is_over_is_left_out_and_the_third_follows_the_second() -> None:
    second = continued(OFFICE, DAYS)
    third = continued(second, DAYS, over={"registration", "collective", "summary"})
    assert third.id == "hoa-cuong-2027"
    assert third.ends == date(2028, 12, 31)
    ids = [duty.id for duty in third.obligations if duty.id.startswith("registration")]
    assert ids == ["registration-2026", "registration-2027"]
    due = third.obligation("registration-2027").due
    assert due is not None
    assert due.date == date(2027, 10, 14)
    assert third.obligation("registration-2027").title == OFFICE.obligation("registration").title
    assert third.obligation("result-2027").title.vi.endswith("cuối năm 2027")
    assert third.obligation("registration-2027").rules == OFFICE.obligation("registration").rules


def what(day: date, words: str = "", **more: object) -> tuple[date | None, Shift, Meaning]:
    """What comes of a fixed day, in the year after."""
    said = Localized(words, words) if words else None
    duty = replace(OFFICE.obligation("registration"), deadline_words=said)
    when = replace(When(Anchor.DATE, time(17), date=day), **more)  # type: ignore[arg-type]  # a field
    found = carried(when, duty, DAYS)
    return found.when.date, found.when.shift, found.meaning


@pytest.mark.parametrize(
    ("day", "words", "later", "meaning"),
    [
        # Before 15/10: the working day before, wherever that falls.
        (date(2025, 10, 14), "trước ngày 15/10/2025", date(2026, 10, 14), Meaning.BEFORE),
        (date(2028, 10, 13), "trước ngày 15/10", date(2029, 10, 14), Meaning.BEFORE),
        (date(2025, 10, 10), "trước ngày 15/10/2025", date(2026, 10, 10), Meaning.SAME_DAY),
        # 28/11/2025 is a Friday and the last working day of November.
        (date(2025, 11, 28), "", date(2026, 11, 30), Meaning.LAST_WORKING_DAY),
        (date(2025, 12, 31), "", date(2026, 12, 31), Meaning.LAST_DAY),
        (date(2027, 2, 28), "", date(2028, 2, 29), Meaning.LAST_DAY),
        (date(2028, 2, 29), "", date(2029, 2, 28), Meaning.LAST_DAY),
        # 03/11/2025 is a Monday and the first working day of November.
        (date(2025, 11, 3), "", date(2026, 11, 1), Meaning.FIRST_WORKING_DAY),
        (date(2025, 10, 20), "", date(2026, 10, 20), Meaning.SAME_DAY),
    ],
)
def test_a_day_is_carried_over_by_what_it_means(
    day: date, words: str, later: date, meaning: Meaning
) -> None:
    assert what(day, words)[::2] == (later, meaning)


def test_where_a_day_off_moves_it_is_part_of_what_it_means() -> None:
    assert what(date(2025, 11, 3), shift=Shift.BEFORE)[1] is Shift.AFTER
    assert what(date(2025, 11, 28), shift=Shift.STAYS)[1] is Shift.BEFORE
    assert what(date(2025, 10, 20), shift=Shift.STAYS)[1] is Shift.STAYS


def test_what_is_counted_from_another_moment_stays_as_it_is() -> None:
    duty: Obligation = OFFICE.obligation("self-check-month")
    assert duty.closes is not None
    assert carried(duty.closes, duty, DAYS).when == duty.closes


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("trước ngày 15/10/2025", date(2025, 10, 15)),
        ("gửi trước 15.10", date(2025, 10, 15)),
        ("trong quý III năm 2025", None),
        ("trước ngày 31/02/2025", None),
    ],
)
def test_the_day_in_the_words_of_a_deadline(words: str, day: date | None) -> None:
    assert named_day(words, date(2025, 10, 1)) == day
