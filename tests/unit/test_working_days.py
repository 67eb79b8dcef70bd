"""Which days the office works."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.days_off import Overrides
from domain.period import Span
from domain.plan import Every
from scheduler.working_days import (
    OWN,
    OverrideError,
    WorkingDays,
    load_working_days,
    own_overrides,
    parse_overrides,
)

DAYS = load_working_days()
some_day = st.dates(date(2024, 1, 1), date(2029, 12, 31))


def test_the_friday_after_new_year_2026_is_off_and_its_saturday_worked() -> None:
    assert not DAYS.is_working(date(2026, 1, 2))
    assert DAYS.is_working(date(2026, 1, 10))
    assert DAYS.before(date(2026, 1, 5)) == date(2025, 12, 31)
    assert DAYS.before(date(2026, 1, 12)) == date(2026, 1, 10)


def test_without_the_override_file_that_friday_would_be_worked() -> None:
    library_alone = WorkingDays(Overrides(announced=2026))
    assert library_alone.is_working(date(2026, 1, 2))
    assert not library_alone.is_working(date(2026, 1, 10))


def test_a_swap_the_library_knows_is_worked_even_when_it_is_the_first_day_asked_for() -> None:
    assert load_working_days().is_working(date(2026, 8, 22))
    assert not DAYS.is_working(date(2026, 8, 31))


def test_tet_2026_is_a_week_off() -> None:
    assert DAYS.add(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert DAYS.on_or_after(date(2026, 2, 17)) == date(2026, 2, 23)
    assert DAYS.on_or_before(date(2026, 2, 22)) == date(2026, 2, 13)


def test_counting_zero_stays_even_on_a_day_off() -> None:
    assert DAYS.add(date(2025, 10, 11), 0) == date(2025, 10, 11)


def test_counting_back_from_a_day_off_begins_before_it() -> None:
    assert DAYS.add(date(2025, 10, 12), -1) == date(2025, 10, 10)
    assert DAYS.add(date(2025, 10, 12), -2) == date(2025, 10, 9)


@pytest.mark.parametrize(
    ("first", "last", "working"),
    [
        (date(2025, 10, 1), date(2025, 10, 31), date(2025, 10, 31)),
        (date(2025, 11, 1), date(2025, 11, 30), date(2025, 11, 28)),
        (date(2028, 2, 1), date(2028, 2, 29), date(2028, 2, 29)),  # a leap day
        (date(2026, 2, 1), date(2026, 2, 28), date(2026, 2, 27)),
    ],
)
def test_the_last_working_day_of_a_month(first: date, last: date, working: date) -> None:
    assert DAYS.last_of(Span(Every.MONTH, first, last)) == working


def test_days_off_of_a_year_not_yet_announced_are_a_guess() -> None:
    assert not DAYS.is_expected(date(2026, 2, 17))
    assert DAYS.is_expected(date(2027, 2, 8))


def test_an_admin_may_keep_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text("announced: 2027\n2027-03-01: off\n", encoding="utf-8")
    days = load_working_days(own_overrides(tmp_path))
    assert not days.is_working(date(2027, 3, 1))
    assert not days.is_expected(date(2027, 2, 8))
    assert days.is_expected(date(2028, 1, 3))


@pytest.mark.parametrize("text", ["", "# 2026-05-04: off\n", "---\n"])
def test_a_file_of_comments_changes_nothing(text: str) -> None:
    assert parse_overrides(text, "own.yaml", announced=0) == Overrides(0, {})


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "announced: 2026\n2026-01-10: off\n\n2026-01-10: worked\n",
            "own.yaml, line 4: 2026-01-10 is worked here but not on line 2",
        ),
        (
            "announced: 2026\n2026-01-10: off\n2026-01-10: off\n",
            "own.yaml, line 3: 2026-01-10 is there twice, first on line 2",
        ),
        ("announced: 2026\n10/1/2026: off\n", "own.yaml, line 2: '10/1/2026' is not a day"),
        ("announced: 2026\n2026-02-30: off\n", "own.yaml, line 2: '2026-02-30' is not a day"),
        (
            "announced: 2026\n2026-01-10: yes\n",
            "own.yaml, line 2: 'yes' is neither `off` nor `worked`",
        ),
        ("announced: soon\n", "own.yaml, line 1: 'soon' is not a year"),
        ("2026-01-10: off\n", "own.yaml, line 1: `announced: YEAR` is missing"),
        ("", "own.yaml, line 1: `announced: YEAR` is missing"),
        ("announced: 2026\noff:\n  - 2026-01-10\n", "own.yaml, line 2: write `YYYY-MM-DD: off`"),
        ("announced: 2026\n  2026-01-10: [\n", "own.yaml, line 2: not YAML"),
        ("# a colon too few\n2026-01-10 off\n", "own.yaml, line 2: write `YYYY-MM-DD: off`"),
        ("- 2026-01-10: off\n", "own.yaml, line 1: write `YYYY-MM-DD: off`"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line(text: str, complaint: str) -> None:
    with pytest.raises(OverrideError) as told:
        parse_overrides(text, "own.yaml")
    assert str(told.value).startswith(complaint)


def test_what_admins_change_counts_before_every_file(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text("2026-03-02: off\n", encoding="utf-8")
    days = load_working_days(own_overrides(tmp_path))
    assert not days.is_working(date(2026, 3, 2))
    assert not days.is_working(date(2026, 1, 2))  # what comes with tusoi still counts
    assert days.take({date(2026, 3, 2): True})
    assert not days.take({date(2026, 3, 2): True})
    assert days.is_working(date(2026, 3, 2))
    assert days.take({})
    assert own_overrides(tmp_path / "nowhere") is None


@given(some_day)
def test_moving_off_days_off_lands_on_the_nearest_working_day(day: date) -> None:
    earlier, later = DAYS.on_or_before(day), DAYS.on_or_after(day)
    assert earlier <= day <= later
    assert DAYS.is_working(earlier)
    assert DAYS.is_working(later)
    between = [earlier + timedelta(days=n) for n in range(1, (later - earlier).days)]
    assert not any(DAYS.is_working(other) for other in between)


@given(some_day, st.integers(0, 40))
def test_counting_on_and_back_returns_to_the_same_working_day(day: date, count: int) -> None:
    start = DAYS.on_or_after(day)
    assert DAYS.add(DAYS.add(start, count), -count) == start
