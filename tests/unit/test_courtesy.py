"""Catching up, and snoozes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plan import OfficeHours
from scheduler.courtesy import CaughtUp, Snooze, catch_up, snooze_until
from scheduler.decent_hours import DecentHours
from scheduler.planner import occurrences
from tests.unit.calendars import DAYS, HANOI, PLAN, at, local, periods_of
from tests.unit.test_decent_hours import some_moment

HOURS = OfficeHours()
DECENT = DecentHours(DAYS, HOURS, HANOI)
PERIODS = periods_of(PLAN)


def after_a_stop(stopped: str, back: str) -> CaughtUp:
    now = at(back)
    missed = occurrences(PLAN, PERIODS, DAYS, HANOI, at(stopped), now)
    return catch_up(missed, now, DECENT)


def sent(caught_up: CaughtUp) -> list[tuple[str, str, bool]]:
    return [(x.occurrence.rule, local(x.at), x.late) for x in caught_up.send]


def test_what_comes_on_time_is_not_called_late() -> None:
    assert sent(after_a_stop("2025-10-14 08:29", "2025-10-14 08:31")) == [
        ("due-0", "14/10/2025 08:31", False)
    ]


def test_the_digest_at_closing_time_goes_out_though_the_tick_is_seconds_after() -> None:
    assert sent(after_a_stop("2025-10-14 16:59", "2025-10-14 17:00:20")) == [
        ("digest-2", "14/10/2025 17:00", False)
    ]


def test_a_reminder_missed_in_the_morning_is_caught_up_at_noon_and_marked() -> None:
    assert sent(after_a_stop("2025-10-14 08:00", "2025-10-14 12:00")) == [
        ("due-0", "14/10/2025 12:00", True)
    ]


def test_a_digest_missed_at_closing_time_is_made_at_the_next_opening() -> None:
    caught_up = after_a_stop("2025-10-14 16:00", "2025-10-14 19:00")
    assert sent(caught_up) == [("digest-2", "15/10/2025 07:30", True)]


def test_a_reminder_is_skipped_when_the_next_opening_is_the_day_of_the_next_reminder() -> None:
    caught_up = after_a_stop("2025-10-13 08:29", "2025-10-13 18:00")
    assert [x.rule for x in caught_up.skipped] == ["due-1"]
    assert sent(caught_up) == [("weekly", "14/10/2025 07:30", True)]


def test_a_reminder_is_skipped_once_its_deadline_has_passed() -> None:
    caught_up = after_a_stop("2025-10-14 08:00", "2025-10-14 17:30")
    assert [x.rule for x in caught_up.skipped] == ["due-0"]
    assert sent(caught_up) == [("digest-2", "15/10/2025 07:30", True)]


def test_after_more_than_twelve_hours_a_reminder_is_skipped() -> None:
    caught_up = after_a_stop("2025-10-15 08:00", "2025-10-15 20:31")
    assert [x.rule for x in caught_up.skipped] == ["after"]
    assert caught_up.send == ()


def test_an_opening_is_carried_out_however_late() -> None:
    caught_up = after_a_stop("2025-10-01 08:00", "2025-10-06 22:00")
    assert sent(caught_up) == [("opening", "06/10/2025 22:00", True)]


# Snoozes


@pytest.mark.parametrize(
    ("choice", "now", "until"),
    [
        (Snooze.HOUR, "2025-10-07 09:10", "07/10/2025 10:10"),
        (Snooze.HOUR, "2025-10-07 16:30", "08/10/2025 07:30"),
        (Snooze.HOUR, "2025-10-10 16:30", "13/10/2025 07:30"),
        (Snooze.HOUR, "2025-10-07 05:00", "07/10/2025 07:30"),
        (Snooze.TOMORROW, "2025-10-07 09:10", "08/10/2025 08:30"),
        (Snooze.TOMORROW, "2025-10-10 09:10", "13/10/2025 08:30"),
        (Snooze.TOMORROW, "2025-12-31 09:10", "05/01/2026 08:30"),
        (Snooze.MONDAY, "2025-10-07 09:10", "13/10/2025 08:30"),
        (Snooze.MONDAY, "2025-10-13 09:10", "20/10/2025 08:30"),
        (Snooze.MONDAY, "2025-10-12 23:00", "13/10/2025 08:30"),
        (Snooze.MONDAY, "2026-02-12 09:10", "23/02/2026 08:30"),  # that Monday is Tet
    ],
)
def test_a_snooze_comes_back_at_a_decent_moment(choice: Snooze, now: str, until: str) -> None:
    assert local(snooze_until(choice, at(now), DAYS, HOURS, HANOI)) == until


@given(st.sampled_from(Snooze), some_moment)
def test_a_snooze_is_always_later_and_never_at_a_bad_time(choice: Snooze, now: datetime) -> None:
    until = snooze_until(choice, now, DAYS, HOURS, HANOI)
    assert now < until < now + timedelta(days=20)
    assert DECENT.next(until) == until
