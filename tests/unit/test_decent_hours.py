"""Where moments go that are not decent."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plan import OfficeHours
from scheduler.decent_hours import DecentHours
from tests.unit.calendars import DAYS, HANOI, at, local

DECENT = DecentHours(DAYS, OfficeHours(), HANOI)
some_moment = st.datetimes(
    datetime(2025, 1, 1),  # noqa: DTZ001  Hypothesis wants naive bounds
    datetime(2027, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(
    ("moment", "following", "preceding"),
    [
        ("2025-10-10 07:30", "10/10/2025 07:30", "10/10/2025 07:30"),
        ("2025-10-10 17:00", "10/10/2025 17:00", "10/10/2025 17:00"),
        ("2025-10-10 17:01", "13/10/2025 07:30", "10/10/2025 17:00"),
        ("2025-10-13 07:29", "13/10/2025 07:30", "10/10/2025 17:00"),
        ("2025-10-11 10:00", "13/10/2025 07:30", "10/10/2025 17:00"),
        ("2026-02-17 00:00", "23/02/2026 07:30", "13/02/2026 17:00"),  # Tet
        ("2026-01-02 09:00", "05/01/2026 07:30", "31/12/2025 17:00"),
        ("2026-01-10 09:00", "10/01/2026 09:00", "10/01/2026 09:00"),  # a Saturday worked
    ],
)
def test_a_moment_goes_to_the_next_opening_or_the_last_closing(
    moment: str, following: str, preceding: str
) -> None:
    assert local(DECENT.next(at(moment))) == following
    assert local(DECENT.previous(at(moment))) == preceding


LUNCH = DecentHours(DAYS, OfficeHours(lunch_from=time(11, 30), lunch_to=time(13, 30)), HANOI)


@pytest.mark.parametrize(
    ("moment", "following", "preceding"),
    [
        ("2025-10-10 11:30", "10/10/2025 11:30", "10/10/2025 11:30"),
        ("2025-10-10 11:31", "10/10/2025 13:30", "10/10/2025 11:30"),
        ("2025-10-10 13:29", "10/10/2025 13:30", "10/10/2025 11:30"),
        ("2025-10-10 13:30", "10/10/2025 13:30", "10/10/2025 13:30"),
        ("2025-10-11 12:00", "13/10/2025 07:30", "10/10/2025 17:00"),
    ],
)
def test_nobody_is_written_to_at_lunch(moment: str, following: str, preceding: str) -> None:
    assert local(LUNCH.next(at(moment))) == following
    assert local(LUNCH.previous(at(moment))) == preceding
    assert local(LUNCH.working_day_before(at("2025-10-11 12:15"))) == "10/10/2025 11:30"


def test_the_working_day_before_keeps_the_time_of_day_within_office_hours() -> None:
    assert local(DECENT.working_day_before(at("2025-10-11 08:30"))) == "10/10/2025 08:30"
    assert local(DECENT.working_day_before(at("2025-10-11 22:00"))) == "10/10/2025 17:00"
    assert local(DECENT.working_day_before(at("2025-10-11 05:00"))) == "10/10/2025 07:30"


@given(some_moment, st.sampled_from([DECENT, LUNCH]))
def test_what_is_decent_stays_and_what_is_not_moves_to_what_is(
    moment: datetime, decent: DecentHours
) -> None:
    following, preceding = decent.next(moment), decent.previous(moment)
    assert preceding <= moment <= following
    assert decent.next(following) == decent.previous(following) == following
    assert decent.next(preceding) == decent.previous(preceding) == preceding


@given(some_moment, some_moment)
def test_later_moments_never_go_before_earlier_ones(one: datetime, other: datetime) -> None:
    earlier, later = sorted([one, other])
    assert DECENT.next(earlier) <= DECENT.next(later)
    assert DECENT.previous(earlier) <= DECENT.previous(later)
