"""What a bot may send in a month: levels, what stays at each, and the forecast from the plan."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.channels import ZALO
from domain.period import Period, Span
from domain.plan import Every, Kind
from domain.quota import SPARE_PLACES, Level, Quota, Usage, Worth, spread
from scheduler.planner import Occasion, Occurrence
from scheduler.quota import (
    CONVERSATION,
    DIGEST,
    ENROLMENT,
    EVERYDAY,
    REVIEW,
    Ahead,
    Crowd,
    needed,
)
from tests.office import ZONE

QUOTA = Quota(1000, 50)
BEGIN, END = (datetime(2025, 11, 1, tzinfo=ZONE), datetime(2025, 11, 30, 23, 59, tzinfo=ZONE))


def used(count: int, **more: bool) -> Usage:
    return Usage(ZALO, "1", "2025-11", QUOTA, 0, count, **more)


@pytest.mark.parametrize(
    ("count", "level"),
    [(0, None), (699, None), (700, 70), (849, 70), (850, 85), (949, 85), (950, 95), (1200, 95)],
)
def test_a_level_is_reached_at_its_percent(count: int, level: int | None) -> None:
    assert used(count).level == level


@pytest.mark.parametrize(
    ("count", "staying"),
    [
        (849, set()),
        (850, {Worth.SPARE}),
        (949, {Worth.SPARE}),
        (950, {Worth.SPARE, Worth.USEFUL}),
        (2000, {Worth.SPARE, Worth.USEFUL}),
    ],
)
def test_what_matters_least_stays_first_and_replies_never_do(
    count: int, staying: set[Worth]
) -> None:
    assert {worth for worth in Worth if used(count).stays(worth)} == staying


def test_a_bot_that_is_spent_keeps_everything_but_what_must_not_be_dropped() -> None:
    known = used(10, spent=True)
    assert {worth for worth in Worth if known.stays(worth)} == {Worth.SPARE, Worth.USEFUL}
    assert known.left == 0
    assert known.level is Level.LAST


def test_what_people_send_counts_unless_the_operator_knows_better() -> None:
    both, one_way = Quota(1000, 50), Quota(1000, 50, both_ways=False)
    assert Usage(ZALO, "1", "2025-11", both, 30, 40).used == 70
    assert Usage(ZALO, "1", "2025-11", one_way, 30, 40).used == 40


def test_announcements_leave_room_for_what_matters_more() -> None:
    assert used(900).room(Worth.USEFUL) == 50
    assert used(960).room(Worth.USEFUL) == 0
    assert used(960).room(Worth.VITAL) == 40


@given(
    st.integers(0, 200),
    st.dictionaries(st.text("abc", min_size=1), st.integers(0, 60), max_size=5),
)
def test_people_are_spread_evenly_and_never_beyond_the_spare_places(
    people: int, taken: dict[str, int]
) -> None:
    found = spread(range(people), taken, 50)
    filled = {bot: list(found.values()).count(bot) for bot in taken}
    assert all(filled[b] == 0 or taken[b] + filled[b] <= 50 - SPARE_PLACES for b in taken)
    room = sum(max(0, 50 - SPARE_PLACES - count) for count in taken.values())
    assert len(found) == min(people, room)
    touched = [taken[bot] + filled[bot] for bot in taken if filled[bot]]
    assert not touched or max(touched) - min(touched) <= 1


def a_period(kind: Kind, day: int, obligation: str = "x") -> Period:
    def at(day: int, hour: int) -> datetime:
        return datetime(2025, 11, day, hour, tzinfo=ZONE).astimezone(UTC)

    span = Span(Every.MONTH, date(2025, 11, 1), date(2025, 11, 30))
    return Period(obligation, kind, span, at(day - 3, 8), at(day, 17), at(day + 5, 17))


def reminder(period: Period, day: int, hour: int = 8) -> Occurrence:
    at = datetime(2025, 11, day, hour, 30, tzinfo=ZONE).astimezone(UTC)
    return Occurrence(Occasion.REMINDER, f"r{day}-{hour}", period.obligation, period.key, at)


def month(periods: list[Period], occurrences: list[Occurrence]) -> Ahead:
    return Ahead(periods, occurrences, BEGIN.astimezone(UTC), END.astimezone(UTC), ZONE)


def owing(periods: list[Period], count: int) -> Crowd:
    return Crowd(0, owing={(p.obligation, p.key): count for p in periods})


def test_a_duty_is_a_conversation_of_everyone_who_owes_it() -> None:
    checks = [a_period(Kind.SELF_CHECK, 20)]
    assert needed(month(checks, []), owing(checks, 45)) == 45 * CONVERSATION[Kind.SELF_CHECK]


def test_self_checks_that_are_due_together_are_one_conversation() -> None:
    checks = [a_period(Kind.SELF_CHECK, 20, "month"), a_period(Kind.SELF_CHECK, 20, "quarter")]
    assert needed(month(checks, []), owing(checks, 45)) == 45 * CONVERSATION[Kind.SELF_CHECK]


def test_a_registration_is_reviewed_too() -> None:
    registering = [a_period(Kind.REGISTRATION, 20)]
    expected = 10 * (CONVERSATION[Kind.REGISTRATION] + REVIEW)
    assert needed(month(registering, []), owing(registering, 10)) == expected


def test_reminders_of_one_day_are_one_message_but_a_due_day_has_its_own() -> None:
    one, other = a_period(Kind.REPORT, 20, "a"), a_period(Kind.REPORT, 25, "b")
    crowd = owing([one, other], 10)
    talks = 20 * CONVERSATION[Kind.REPORT]
    same_day = month([one, other], [reminder(one, 18), reminder(other, 18, 9)])
    assert needed(same_day, crowd) == talks + 10
    due_day = month([one, other], [reminder(one, 20), reminder(other, 20, 9)])
    assert needed(due_day, crowd) == talks + 20


def test_digests_of_one_moment_are_one_for_each_reader_and_one_more_when_all_is_done() -> None:
    at = datetime(2025, 11, 10, 8, tzinfo=ZONE).astimezone(UTC)
    weekly = Occurrence(Occasion.WEEKLY_DIGEST, "weekly", "", "2025-W46", at)
    due = Occurrence(Occasion.DIGEST, "digest-1", "x", "2025-11", at)
    assert needed(month([], [weekly, due]), Crowd(0, readers=2)) == 2 * DIGEST


def test_those_still_to_come_in_and_everyday_questions_are_counted() -> None:
    assert needed(month([], []), Crowd(31, to_enrol=2)) == 2 * ENROLMENT + 30 * EVERYDAY


def test_what_is_past_or_of_another_month_asks_for_nothing() -> None:
    later = a_period(Kind.SELF_CHECK, 20)
    short = Ahead([later], [], BEGIN.astimezone(UTC), datetime(2025, 11, 10, tzinfo=UTC), ZONE)
    assert needed(short, owing([later], 45)) == 0
