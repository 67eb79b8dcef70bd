"""Which periods a plan has, and when each opens, is due and closes."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.period import Span
from domain.plan import Anchor, Every, Obligation, Shift, When
from scheduler.periods import PeriodError, period_of, periods, resolve, spans
from tests.unit.calendars import (
    DAYS,
    EVENING,
    HANOI,
    MORNING,
    PLAN,
    REGISTRATION,
    local,
    periods_of,
    plan_of,
    self_check,
)

OCTOBER = Span(Every.MONTH, date(2025, 10, 1), date(2025, 10, 31))


def keys(obligation: Obligation, starts: date, ends: date, until: date = date.max) -> list[str]:
    plan = plan_of(obligation, starts=starts, ends=ends)
    return [span.key for span in spans(obligation, plan, until)]


def test_registration_is_due_the_day_before_the_fifteenth_at_five() -> None:
    registration = next(x for x in periods_of(PLAN) if x.obligation == "registration")
    assert local(registration.opens) == "03/10/2025 08:30"
    assert local(registration.due) == "14/10/2025 17:00"
    assert registration.due.tzinfo is UTC
    assert registration.key == "once"


def test_december_month_quarter_and_year_coincide() -> None:
    due = {x.key: local(x.due) for x in periods_of(PLAN) if x.obligation != "registration"}
    assert due == {
        "2025-10": "31/10/2025 17:00",
        "2025-11": "28/11/2025 17:00",  # the 30th is a Sunday
        "2025-12": "31/12/2025 17:00",
        "2025-Q4": "31/12/2025 17:00",
        "2025": "31/12/2025 17:00",
    }


def test_periods_come_in_order_of_due_and_never_double() -> None:
    found = periods_of(PLAN)
    assert [x.due for x in found] == sorted(x.due for x in found)
    assert len({(x.obligation, x.key) for x in found}) == len(found)


def test_the_spans_a_plan_touches_count_from_the_first_to_the_last() -> None:
    months = self_check(Every.MONTH)
    assert keys(months, date(2025, 10, 3), date(2026, 1, 1)) == [
        "2025-10",
        "2025-11",
        "2025-12",
        "2026-01",
    ]
    halves = self_check(Every.HALF)
    assert keys(halves, date(2025, 6, 30), date(2026, 6, 1)) == ["2025-H1", "2025-H2", "2026-H1"]


def test_spans_before_the_first_or_after_the_last_are_not_asked_for() -> None:
    quarters = replace(self_check(Every.QUARTER), first=date(2025, 10, 2), last=date(2026, 4, 1))
    assert keys(quarters, date(2025, 1, 1), date(2026, 12, 31)) == ["2026-Q1", "2026-Q2"]


def test_only_spans_that_begin_by_the_horizon_are_found() -> None:
    months = self_check(Every.MONTH)
    assert keys(months, date(2025, 10, 3), date(2030, 1, 1), until=date(2025, 11, 1)) == [
        "2025-10",
        "2025-11",
    ]
    assert keys(REGISTRATION, date(2025, 10, 3), date(2030, 1, 1), until=date(2025, 10, 2)) == []


def test_an_obligation_without_moments_is_information_and_has_no_period() -> None:
    silent = replace(REGISTRATION, opens=None, due=None, closes=None)
    assert periods_of(plan_of(silent)) == ()


def test_an_obligation_with_only_some_moments_is_named() -> None:
    with pytest.raises(PeriodError, match="obligation registration, period once: `due` is missing"):
        periods_of(plan_of(replace(REGISTRATION, due=None)))


def test_a_period_that_would_close_before_it_is_due_is_named_with_its_moments() -> None:
    early = replace(REGISTRATION, closes=When(Anchor.DATE, EVENING, date=date(2025, 10, 13)))
    with pytest.raises(PeriodError, match=r"registration.*closes 13/10/2025 17:00"):
        periods_of(plan_of(early))


def test_a_period_that_opens_the_moment_it_is_due_is_refused() -> None:
    with pytest.raises(PeriodError, match="must open before due"):
        periods_of(plan_of(replace(REGISTRATION, opens=When(Anchor.DUE, EVENING))))


def test_moments_counted_from_one_another_in_a_circle_are_refused() -> None:
    circle = replace(
        REGISTRATION, opens=When(Anchor.DUE, MORNING, -5), due=When(Anchor.OPENS, EVENING, 5)
    )
    with pytest.raises(PeriodError, match=r"registration.*counted from one another"):
        periods_of(plan_of(circle))


def test_a_moment_on_a_date_that_is_not_given_is_refused() -> None:
    undated = replace(REGISTRATION, digests=(When(Anchor.DATE, EVENING),))
    with pytest.raises(PeriodError, match=r"registration.*gives no date"):
        periods_of(plan_of(undated))


def test_the_order_in_which_moments_depend_on_one_another_does_not_matter() -> None:
    chain = replace(
        REGISTRATION,
        opens=When(Anchor.DUE, MORNING, days=-5, working=True),
        due=When(Anchor.CLOSES, EVENING, days=-10),
    )
    period = period_of(chain, OCTOBER, DAYS, HANOI)
    assert local(period.due) == "19/12/2025 17:00"  # ten days before 31/12 is a Sunday
    assert local(period.opens) == "12/12/2025 08:30"


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        (Shift.BEFORE, "10/10/2025 08:30"),
        (Shift.AFTER, "13/10/2025 08:30"),
        (Shift.STAYS, "11/10/2025 08:30"),
    ],
)
def test_a_moment_on_a_saturday_goes_where_its_shift_says(shift: Shift, expected: str) -> None:
    saturday = When(Anchor.DATE, MORNING, date=date(2025, 10, 11), shift=shift)
    assert local(resolve(saturday, OCTOBER, {}, DAYS, HANOI)) == expected


def test_the_working_day_before_new_year_counts_the_swap_of_2026() -> None:
    january = Span(Every.MONTH, date(2026, 1, 1), date(2026, 1, 31))
    second = When(Anchor.START, MORNING, days=2, working=True)
    assert local(resolve(second, january, {}, DAYS, HANOI)) == "06/01/2026 08:30"
    seventh = When(Anchor.START, MORNING, days=6, working=True)
    assert local(resolve(seventh, january, {}, DAYS, HANOI)) == "10/01/2026 08:30"


def test_an_anchor_is_a_local_day_even_where_utc_has_another() -> None:
    after_midnight = datetime(2025, 10, 13, 17, 30, tzinfo=UTC)  # 00:30 on the 14th in Viet Nam
    same_day = When(Anchor.DUE, MORNING)
    found = resolve(same_day, OCTOBER, {Anchor.DUE: after_midnight}, DAYS, HANOI)
    assert local(found) == "14/10/2025 08:30"


def test_a_zone_with_daylight_saving_keeps_the_time_on_the_wall() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before, after = (
        resolve(When(Anchor.DATE, MORNING, date=day), OCTOBER, {}, DAYS, berlin)
        for day in (date(2025, 10, 24), date(2025, 10, 27))
    )
    assert (before.hour, after.hour) == (6, 7)  # UTC
    lost = When(Anchor.DATE, time(2, 30), date=date(2026, 3, 29), shift=Shift.STAYS)
    assert resolve(lost, OCTOBER, {}, DAYS, berlin) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(
    st.sampled_from([Every.MONTH, Every.QUARTER, Every.HALF, Every.YEAR]),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.integers(0, 800),
)
def test_spans_follow_one_another_without_gap_and_cover_the_plan(
    every: Every, starts: date, length: int
) -> None:
    ends = date.fromordinal(starts.toordinal() + length)
    obligation = self_check(every)
    found = spans(obligation, plan_of(obligation, starts=starts, ends=ends), date.max)
    assert found[0].first <= starts <= found[0].last
    assert found[-1].first <= ends <= found[-1].last
    assert all(b.first.toordinal() - a.last.toordinal() == 1 for a, b in itertools.pairwise(found))
    assert len({span.key for span in found}) == len(found)


@given(st.dates(date(2024, 1, 1), date(2027, 6, 1)), st.integers(0, 800))
def test_every_period_opens_is_due_and_closes_in_that_order(starts: date, length: int) -> None:
    ends = date.fromordinal(starts.toordinal() + length)
    plan = plan_of(
        *(self_check(every) for every in (Every.MONTH, Every.YEAR)), starts=starts, ends=ends
    )
    for period in periods(plan, DAYS, HANOI, ends):
        assert period.opens < period.due < period.closes
