"""What a rehearsal warns of, and what it does not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.channels import ZALO
from domain.effects import Priority
from domain.plan import OfficeHours
from domain.quota import Outlook, Quota, Usage
from domain.rehearsal import Doubt, Month, Rehearsal
from scheduler.decent_hours import DecentHours
from tests.unit.calendars import DAYS, HANOI
from tests.unit.rehearsals import PEOPLE, deadline, judged, message, rehearsal

DUE = deadline("2025-10-03 08:00", "2025-10-14 17:00")


def doubts(lived: Rehearsal) -> list[Doubt]:
    return [concern.doubt for concern in judged(lived)]


def month(sent: int, forecast: int, withheld: int = 0) -> Month:
    used = Usage(ZALO, "001", "2025-10", Quota(100, 50), sent=sent)
    before = replace(used, sent=0)
    return Month(used, Outlook(1, before, forecast, 40), withheld)


def test_a_plan_that_reminds_once_before_each_deadline_is_fine() -> None:
    assert doubts(rehearsal([message("2025-10-07 08:30")], [DUE])) == []


@pytest.mark.parametrize("when", ["2025-10-02 08:30", "2025-10-15 08:30"])
def test_a_reminder_before_the_opening_or_after_the_deadline_does_not_count(when: str) -> None:
    assert doubts(rehearsal([message(when)], [DUE])) == [Doubt.NO_REMINDER]


def test_how_many_of_those_who_owe_are_not_reminded_is_told() -> None:
    owed = deadline("2025-10-03 08:00", "2025-10-14 17:00", owed=(1, 2, 3))
    (concern,) = judged(rehearsal([message("2025-10-07 08:30", person=2)], [owed]))
    assert (concern.text.params["count"], concern.text.params["all"]) == (2, 3)
    assert concern.day == date(2025, 10, 14)


def test_what_opened_before_the_rehearsal_may_have_been_reminded_of_before_it() -> None:
    assert doubts(rehearsal([], [DUE], first=date(2025, 10, 4))) == []


@pytest.mark.parametrize(
    "when", ["2025-10-07 07:29", "2025-10-07 17:01", "2025-10-11 08:30"], ids=str
)
def test_quiet_hours_and_days_off_are_told(when: str) -> None:
    assert doubts(rehearsal([message(when)])) == [Doubt.QUIET]


def test_two_reminders_on_one_day_are_told_but_not_on_the_due_day() -> None:
    twice = [message("2025-10-08 08:30"), message("2025-10-08 16:00")]
    assert doubts(rehearsal([*twice], [DUE])) == [Doubt.OFTEN]
    due_day = [message("2025-10-14 08:30"), message("2025-10-14 16:00")]
    assert doubts(rehearsal(due_day, [DUE])) == []


def test_a_digest_with_its_files_is_one_and_may_come_beside_a_reminder() -> None:
    digest = [message("2025-10-08 08:30", kind=Priority.DIGEST)] * 3
    assert doubts(rehearsal([*digest, message("2025-10-08 09:00")])) == []


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (month(sent=90, forecast=95), []),
        (month(sent=90, forecast=101), [Doubt.QUOTA]),
        (month(sent=100, forecast=90, withheld=1), [Doubt.QUOTA]),
        (month(sent=101, forecast=90), [Doubt.QUOTA]),
    ],
)
def test_a_month_that_is_not_enough_is_told(known: Month, told: list[Doubt]) -> None:
    assert doubts(rehearsal(months=[known])) == told


def test_a_duty_of_nobody_is_told_once_however_often_it_comes() -> None:
    nobodys = deadline("2025-10-03 08:00", "2025-10-14 17:00", owed=(), asked=())
    assert doubts(rehearsal([], [nobodys, nobodys])) == [Doubt.NOBODY]


def test_who_cannot_be_reached_is_counted() -> None:
    (concern,) = judged(replace(rehearsal(), unreached=frozenset({1, 3})))
    assert (concern.doubt, concern.text.params["count"]) == (Doubt.UNREACHED, 2)


def test_years_without_a_notice_of_days_off_are_provisional() -> None:
    lived = rehearsal(first=date(2026, 12, 1), last=date(2027, 1, 31))
    assert [x.text.params["year"] for x in judged(lived)] == ["2027"]


MOMENTS = st.builds(
    "2025-10-{:02} {:02}:{:02}".format, st.integers(1, 31), st.integers(0, 23), st.integers(0, 59)
)


@given(st.lists(st.tuples(MOMENTS, st.sampled_from(sorted(PEOPLE))), max_size=20))
def test_every_message_in_quiet_hours_is_counted_once(written: list[tuple[str, int]]) -> None:
    lived = rehearsal([message(when, person) for when, person in written])
    decent = DecentHours(DAYS, OfficeHours(), HANOI)
    quiet = sum(decent.next(x.at) != x.at for x in lived.messages)
    told = [x.text.params["count"] for x in judged(lived) if x.doubt is Doubt.QUIET]
    assert sum(int(str(count)) for count in told) == quiet


@given(st.lists(st.tuples(MOMENTS, st.sampled_from(sorted(PEOPLE))), max_size=20))
def test_the_days_on_which_somebody_hears_twice_are_those_told(
    written: list[tuple[str, int]],
) -> None:
    lived = rehearsal([message(when, person) for when, person in written])
    heard = Counter((when[:10], person) for when, person in set(written))
    days = sorted({date.fromisoformat(day) for (day, _person), count in heard.items() if count > 1})
    assert [x.day for x in judged(lived) if x.doubt is Doubt.OFTEN] == days


def test_the_gravest_comes_first() -> None:
    lived = rehearsal(
        [message("2025-10-11 08:30")], [deadline("2025-10-12 08:00", "2025-10-14 17:00")]
    )
    assert doubts(lived) == [Doubt.NO_REMINDER, Doubt.QUIET]
