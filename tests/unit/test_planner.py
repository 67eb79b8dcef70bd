"""When reminders, digests and openings happen."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.people import Standing
from domain.period import Period
from domain.plan import (
    Anchor,
    Every,
    Obligation,
    OfficeHours,
    Plan,
    Repeat,
    Rule,
    Shift,
    When,
    Whom,
)
from scheduler.courtesy import CATCH_UP_LIMIT, catch_up
from scheduler.decent_hours import DecentHours
from scheduler.periods import periods
from scheduler.planner import Occasion, Occurrence, next_occurrence, occurrences
from tests.unit.calendars import (
    DAYS,
    EVENING,
    HANOI,
    MORNING,
    PLAN,
    REGISTRATION,
    at,
    before_due,
    local,
    periods_of,
    plan_of,
    self_check,
)

FIRST = datetime(2020, 1, 1, tzinfo=UTC)
LAST = datetime(2035, 1, 1, tzinfo=UTC)


def planned(
    plan: Plan, kind: Occasion, after: datetime = FIRST, until: datetime = LAST
) -> tuple[Occurrence, ...]:
    found = occurrences(plan, periods_of(plan), DAYS, HANOI, after, until)
    return tuple(x for x in found if x.kind is kind)


def moments(plan: Plan, kind: Occasion, period_key: str = "once") -> list[str]:
    return [local(x.at) for x in planned(plan, kind) if x.period_key == period_key]


def reminded(obligation: Obligation, *rules: Rule) -> list[str]:
    """When these rules remind of this obligation."""
    return moments(plan_of(replace(obligation, rules=rules)), Occasion.REMINDER)


def on(day: date, clock: time = MORNING, shift: Shift = Shift.BEFORE) -> Rule:
    return Rule(f"on-{day}-{clock}", When(Anchor.DATE, clock, date=day, shift=shift))


def test_registration_is_reminded_on_the_days_s0_leaves() -> None:
    assert moments(PLAN, Occasion.REMINDER) == [
        "07/10/2025 08:30",
        "10/10/2025 08:30",  # three days before is a Saturday
        "13/10/2025 08:30",
        "14/10/2025 08:30",
        "15/10/2025 08:30",  # once after it
    ]


def test_the_specialist_has_digests_at_the_inner_cutoff_and_at_the_deadline() -> None:
    assert moments(PLAN, Occasion.DIGEST) == ["10/10/2025 16:30", "14/10/2025 17:00"]


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2025-10", ["24/10/2025 08:30", "30/10/2025 08:30", "03/11/2025 08:30"]),
        ("2025-11", ["21/11/2025 08:30", "27/11/2025 08:30", "01/12/2025 08:30"]),
        # the 1st of January and, by the swap, the 2nd are off
        ("2025-12", ["24/12/2025 08:30", "30/12/2025 08:30", "05/01/2026 08:30"]),
    ],
)
def test_a_self_check_is_reminded_at_opening_a_working_day_before_and_once_after(
    month: str, expected: list[str]
) -> None:
    assert moments(PLAN, Occasion.REMINDER, month) == expected


def test_december_reminds_of_month_quarter_and_year_at_the_same_moments() -> None:
    december = moments(PLAN, Occasion.REMINDER, "2025-12")
    assert moments(PLAN, Occasion.REMINDER, "2025-Q4") == december
    assert moments(PLAN, Occasion.REMINDER, "2025") == december


def test_tet_2026_is_left_alone() -> None:
    plan = plan_of(self_check(Every.MONTH), starts=date(2026, 2, 1), ends=date(2026, 2, 28))
    assert moments(plan, Occasion.REMINDER, "2026-02") == [
        "13/02/2026 08:30",  # five working days before the 27th: the Friday before Tet
        "26/02/2026 08:30",
        "02/03/2026 08:30",
    ]


def test_tet_2027_is_left_alone_as_it_is_expected() -> None:
    plan = plan_of(self_check(Every.MONTH), starts=date(2027, 2, 1), ends=date(2027, 2, 28))
    week_before = replace(REGISTRATION, due=When(Anchor.DATE, EVENING, date=date(2027, 2, 11)))
    week_before = replace(week_before, closes=When(Anchor.DATE, EVENING, date=date(2027, 3, 1)))
    assert moments(plan, Occasion.REMINDER, "2027-02") == [
        "19/02/2027 08:30",
        "25/02/2027 08:30",
        "01/03/2027 08:30",
    ]
    # The day before and four days before are days off: the last working day before Tet, once.
    rules = (before_due(1), before_due(1, working=True), before_due(4))
    assert reminded(week_before, *rules) == ["03/02/2027 08:30"]


def test_new_years_bridge_of_2026_moves_what_falls_on_it_to_the_year_before() -> None:
    month = plan_of(self_check(Every.MONTH), starts=date(2025, 12, 1), ends=date(2025, 12, 31))
    assert moments(month, Occasion.REMINDER, "2025-12") == [
        "24/12/2025 08:30",
        "30/12/2025 08:30",
        "05/01/2026 08:30",  # not on Friday 02/01, which is off
    ]


def test_a_worked_saturday_is_written_on() -> None:
    assert reminded(
        replace(REGISTRATION, closes=When(Anchor.DATE, EVENING, date=date(2026, 2, 1))),
        on(date(2026, 1, 10)),
    ) == ["10/01/2026 08:30"]


def test_a_leap_day_is_a_last_working_day_like_any_other() -> None:
    plan = plan_of(self_check(Every.MONTH), starts=date(2028, 2, 1), ends=date(2028, 2, 29))
    assert moments(plan, Occasion.REMINDER, "2028-02")[1:] == [
        "28/02/2028 08:30",
        "01/03/2028 08:30",
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (on(date(2025, 10, 8), time(5, 0)), "08/10/2025 07:30"),  # too early: at opening
        (on(date(2025, 10, 8), time(21, 0)), "09/10/2025 07:30"),  # too late: next opening
        (on(date(2025, 10, 11)), "10/10/2025 08:30"),  # a day off: the working day before
        (on(date(2025, 10, 11), time(22, 0)), "10/10/2025 17:00"),
        (on(date(2025, 10, 18)), "17/10/2025 08:30"),
        (on(date(2025, 10, 14), time(23, 0)), "15/10/2025 07:30"),  # after due: stays after
        (on(date(2025, 9, 1)), "03/10/2025 08:30"),  # before it opens: when it opens
    ],
)
def test_a_reminder_at_a_bad_moment_moves_to_a_decent_one(rule: Rule, expected: str) -> None:
    assert reminded(REGISTRATION, rule) == [expected]


def test_a_reminder_stays_on_a_day_off_only_where_the_plan_says_so() -> None:
    saturday = date(2025, 10, 11)
    assert reminded(REGISTRATION, on(saturday, shift=Shift.STAYS)) == ["11/10/2025 08:30"]
    assert reminded(REGISTRATION, on(saturday, shift=Shift.AFTER)) == ["13/10/2025 08:30"]


def test_a_rule_that_comes_again_ends_after_its_times_or_at_closing() -> None:
    after = When(Anchor.DUE, MORNING, days=1, working=True)
    again = Rule("again", after, every=Repeat(2), at_most=3)
    plan = plan_of(replace(REGISTRATION, rules=(again,)))
    assert [(x.rule, local(x.at)) for x in planned(plan, Occasion.REMINDER)] == [
        ("again", "15/10/2025 08:30"),
        ("again.2", "17/10/2025 08:30"),
        ("again.3", "21/10/2025 08:30"),
    ]
    closes = When(Anchor.DATE, EVENING, date=date(2025, 10, 17))
    assert len(reminded(replace(REGISTRATION, closes=closes), again)) == 2


def test_rules_for_different_people_may_meet_on_one_day() -> None:
    heads = replace(on(date(2025, 10, 8)), id="heads", who=Whom(standing=(Standing.HEAD,)))
    others = replace(on(date(2025, 10, 8)), id="all")
    assert reminded(REGISTRATION, heads, others) == ["08/10/2025 08:30"] * 2
    assert reminded(REGISTRATION, others, replace(others, id="twice")) == ["08/10/2025 08:30"]


def test_who_was_given_more_time_is_reminded_by_rules_that_count_from_their_day() -> None:
    (period,) = periods_of(plan_of(REGISTRATION))
    theirs = replace(
        period,
        due=at("2025-10-20 17:00"),
        planned=period.due,
        changed_at=at("2025-10-13 10:00"),
        personal=True,
    )
    found = occurrences(PLAN, [theirs], DAYS, HANOI, FIRST, LAST)
    counted = [(x.rule, local(x.at)) for x in found if x.at > at("2025-10-13 10:00")]
    assert {x.kind for x in found} <= {Occasion.REMINDER, Occasion.WEEKLY_DIGEST}
    assert ("due-0@2025-10-20", "20/10/2025 08:30") in counted
    assert not [x for x in found if "@" in x.rule and x.own != theirs]


def test_a_reminder_is_sent_earlier_rather_than_after_what_it_is_for() -> None:
    at_six = replace(REGISTRATION, due=When(Anchor.DATE, time(6, 0), date=date(2025, 10, 14)))
    assert reminded(at_six, on(date(2025, 10, 13), time(20, 0))) == ["13/10/2025 17:00"]


def test_an_overdue_reminder_on_a_weekend_waits_rather_than_come_before_due() -> None:
    friday = replace(REGISTRATION, due=When(Anchor.DATE, EVENING, date=date(2025, 10, 17)))
    assert reminded(friday, on(date(2025, 10, 18))) == ["20/10/2025 07:30"]


def test_a_reminder_without_any_decent_moment_is_not_sent() -> None:
    night = replace(
        REGISTRATION,
        opens=When(Anchor.DUE, time(18, 0)),
        due=When(Anchor.DATE, time(20, 0), date=date(2025, 10, 14)),
    )
    assert reminded(night, on(date(2025, 10, 14), time(19, 0))) == []


def test_a_period_that_opens_on_a_day_off_is_announced_on_the_working_day_after() -> None:
    saturday = replace(
        REGISTRATION,
        opens=When(Anchor.DATE, time(0, 0), date=date(2025, 10, 4), shift=Shift.STAYS),
        rules=(Rule("opening", When(Anchor.OPENS, MORNING)),),
    )
    plan = plan_of(saturday)
    assert moments(plan, Occasion.OPENING) == ["04/10/2025 00:00"]
    assert moments(plan, Occasion.REMINDER) == ["06/10/2025 07:30"]


def test_two_rules_on_one_day_remind_once_except_on_the_due_day() -> None:
    rules = (
        on(date(2025, 10, 9), time(9, 0)),
        on(date(2025, 10, 9), time(15, 0)),
        on(date(2025, 10, 14), time(9, 0)),
        on(date(2025, 10, 14), time(15, 0)),
    )
    assert reminded(REGISTRATION, *rules) == [
        "09/10/2025 09:00",
        "14/10/2025 09:00",
        "14/10/2025 15:00",
    ]


def test_a_digest_outside_office_hours_is_made_at_the_next_opening() -> None:
    night = replace(REGISTRATION, digests=(When(Anchor.DUE, time(23, 59)),))
    assert moments(plan_of(night), Occasion.DIGEST) == ["15/10/2025 07:30"]


def test_two_digests_that_move_to_one_moment_are_one() -> None:
    twice = (When(Anchor.DUE, time(22, 0)), When(Anchor.DUE, time(23, 0)))
    assert moments(plan_of(replace(REGISTRATION, digests=twice)), Occasion.DIGEST) == [
        "15/10/2025 07:30"
    ]


def test_the_weekly_digest_comes_on_mondays_while_something_is_open() -> None:
    short = replace(REGISTRATION, closes=When(Anchor.DATE, EVENING, date=date(2025, 10, 24)))
    plan = replace(plan_of(short), weekly_digest=PLAN.weekly_digest)
    weekly = planned(plan, Occasion.WEEKLY_DIGEST)
    assert [(x.period_key, local(x.at)) for x in weekly] == [
        ("2025-W41", "06/10/2025 08:30"),
        ("2025-W42", "13/10/2025 08:30"),
        ("2025-W43", "20/10/2025 08:30"),
    ]


def test_the_week_of_tet_has_no_weekly_digest_and_the_next_only_its_own() -> None:
    open_till_march = replace(
        REGISTRATION, closes=When(Anchor.DATE, EVENING, date=date(2026, 3, 1))
    )
    plan = replace(plan_of(open_till_march), weekly_digest=PLAN.weekly_digest)
    after = [local(x.at) for x in planned(plan, Occasion.WEEKLY_DIGEST, at("2026-02-01 00:00"))]
    assert after == ["02/02/2026 08:30", "09/02/2026 08:30", "23/02/2026 08:30"]


def test_a_plan_without_periods_has_no_occurrences() -> None:
    assert occurrences(PLAN, (), DAYS, HANOI, FIRST, LAST) == ()
    assert next_occurrence(PLAN, (), DAYS, HANOI, FIRST) is None


def test_a_stretch_of_time_is_open_at_its_start_and_closed_at_its_end() -> None:
    seventh = at("2025-10-07 08:30")
    assert len(planned(PLAN, Occasion.REMINDER, seventh - timedelta(seconds=1), seventh)) == 1
    assert planned(PLAN, Occasion.REMINDER, seventh, seventh + timedelta(seconds=1)) == ()


def test_stepping_from_one_occurrence_to_the_next_meets_every_moment() -> None:
    known = periods_of(PLAN)
    now, seen = FIRST, []
    while (coming := next_occurrence(PLAN, known, DAYS, HANOI, now)) is not None:
        now = coming.at
        seen.append(now)
    everything = occurrences(PLAN, known, DAYS, HANOI, FIRST, LAST)
    assert seen == sorted({x.at for x in everything})
    assert local(seen[0]) == "03/10/2025 08:30"


def test_a_reminder_is_of_use_until_the_day_of_the_next_or_its_deadline() -> None:
    last_use = [
        local(x.helps_until)
        for x in planned(PLAN, Occasion.REMINDER)
        if x.obligation == "registration"
    ]
    assert last_use == [
        "10/10/2025 00:00",
        "13/10/2025 00:00",
        "14/10/2025 00:00",
        "14/10/2025 17:00",
        "31/12/2025 17:00",
    ]


def test_reminders_keep_to_the_clock_on_the_wall_where_daylight_saving_ends() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    due = When(Anchor.DATE, EVENING, date=date(2025, 10, 28))
    daily = tuple(Rule(str(n), When(Anchor.DUE, MORNING, days=-n)) for n in (5, 1))
    plan = plan_of(replace(REGISTRATION, due=due, rules=daily))
    found = occurrences(plan, periods(plan, DAYS, berlin, plan.ends), DAYS, berlin, FIRST, LAST)
    assert [
        f"{x.at.astimezone(berlin):%d %H:%M %z}" for x in found if x.kind is Occasion.REMINDER
    ] == ["23 08:30 +0200", "27 08:30 +0100"]


# Any plan at all

clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
any_when = st.builds(
    When,
    anchor=st.sampled_from([Anchor.START, Anchor.END, Anchor.OPENS, Anchor.DUE, Anchor.CLOSES]),
    at=clocks,
    days=st.integers(-40, 40),
    working=st.booleans(),
    shift=st.sampled_from(Shift),
)


@st.composite
def any_obligation(draw: st.DrawFn, name: str) -> Obligation:
    return replace(
        REGISTRATION,
        id=name,
        every=draw(st.sampled_from(Every)),
        opens=When(Anchor.DUE, draw(clocks), days=-draw(st.integers(1, 40)), shift=Shift.BEFORE),
        due=When(Anchor.END, draw(clocks), days=draw(st.integers(-5, 5)), shift=Shift.STAYS),
        closes=When(Anchor.DUE, draw(clocks), days=draw(st.integers(1, 40)), shift=Shift.AFTER),
        rules=tuple(
            Rule(f"rule-{n}", when) for n, when in enumerate(draw(st.lists(any_when, max_size=5)))
        ),
        digests=tuple(draw(st.lists(any_when, max_size=3))),
    )


@st.composite
def any_plan(draw: st.DrawFn) -> Plan:
    starts = draw(st.dates(date(2025, 1, 1), date(2026, 6, 1)))
    plan = plan_of(
        *(draw(any_obligation(f"duty-{n}")) for n in range(draw(st.integers(1, 3)))),
        starts=starts,
        ends=starts + timedelta(days=draw(st.integers(0, 120))),
    )
    opens = draw(st.times(max_value=time(11, 0)))
    hours = OfficeHours(opens=opens, closes=draw(st.times(min_value=time(13, 0))))
    weekly = When(Anchor.START, draw(clocks), days=draw(st.integers(0, 6)))
    return replace(plan, hours=hours, weekly_digest=draw(st.sampled_from([None, weekly])))


zones = st.sampled_from([HANOI, ZoneInfo("Europe/Berlin"), ZoneInfo("America/St_Johns")])
some_moment = st.datetimes(
    datetime(2024, 10, 1),  # noqa: DTZ001  Hypothesis wants naive bounds
    datetime(2027, 6, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
anything = settings(max_examples=60, deadline=None)


def everything(plan: Plan, zone: ZoneInfo) -> tuple[tuple[Period, ...], tuple[Occurrence, ...]]:
    known = periods(plan, DAYS, zone, plan.ends)
    return known, occurrences(plan, known, DAYS, zone, FIRST, LAST)


def _stays(plan: Plan, occurrence: Occurrence) -> bool:
    """Whether the plan says so of this rule."""
    if not occurrence.obligation:
        return False
    rule = plan.obligation(occurrence.obligation).rule(occurrence.rule)
    return rule is not None and rule.when.shift is Shift.STAYS


@anything
@given(any_plan(), zones)
def test_nobody_is_written_to_in_quiet_hours_or_on_a_day_off(plan: Plan, zone: ZoneInfo) -> None:
    for occurrence in everything(plan, zone)[1]:
        local_time = occurrence.at.astimezone(zone)
        if occurrence.kind is not Occasion.OPENING:
            assert DAYS.is_working(local_time.date()) or _stays(plan, occurrence)
            assert plan.hours.opens <= local_time.time() <= plan.hours.closes


@anything
@given(any_plan(), zones)
def test_occurrences_come_in_order_each_with_a_key_of_its_own(plan: Plan, zone: ZoneInfo) -> None:
    _, found = everything(plan, zone)
    assert [x.at for x in found] == sorted(x.at for x in found)
    assert len({x.key for x in found}) == len(found)
    assert all(x.at <= x.helps_until for x in found)


@anything
@given(any_plan(), zones)
def test_no_reminder_comes_before_its_period_opens_or_after_it_closes(
    plan: Plan, zone: ZoneInfo
) -> None:
    known, found = everything(plan, zone)
    by_key = {(x.obligation, x.key): x for x in known}
    for occurrence in found:
        if occurrence.kind is Occasion.REMINDER:
            period = by_key[occurrence.obligation, occurrence.period_key]
            assert period.opens <= occurrence.at <= period.closes


@anything
@given(any_plan(), some_moment, some_moment, some_moment)
def test_a_stretch_cut_in_two_has_the_same_occurrences(
    plan: Plan, one: datetime, two: datetime, three: datetime
) -> None:
    after, between, until = sorted([one, two, three])
    known = periods(plan, DAYS, HANOI, plan.ends)
    first = occurrences(plan, known, DAYS, HANOI, after, between)
    second = occurrences(plan, known, DAYS, HANOI, between, until)
    assert first + second == occurrences(plan, known, DAYS, HANOI, after, until)


@anything
@given(any_plan(), some_moment, st.timedeltas(timedelta(0), timedelta(days=10)))
def test_catching_up_never_doubles_nor_writes_at_night(
    plan: Plan, stopped: datetime, stop: timedelta
) -> None:
    known = periods(plan, DAYS, HANOI, plan.ends)
    decent = DecentHours(DAYS, plan.hours, HANOI)
    now = stopped + stop
    missed = occurrences(plan, known, DAYS, HANOI, stopped, now)
    caught_up = catch_up(missed, now, decent)
    carried_out = [x.occurrence for x in caught_up.send]
    assert Counter([*carried_out, *caught_up.skipped]) == Counter(missed)
    late = [x for x in caught_up.send if x.late and x.occurrence.kind is not Occasion.OPENING]
    assert all(decent.next(x.at) == x.at >= now for x in late)
    assert all(now - x.occurrence.at <= CATCH_UP_LIMIT for x in late)
    reminders = [x for x in late if x.occurrence.kind is Occasion.REMINDER]
    duties = Counter((x.occurrence.obligation, x.occurrence.period_key) for x in reminders)
    assert all(count == 1 for count in duties.values())
    # what is put off to the next opening leaves that day's own reminder room
    following = occurrences(plan, known, DAYS, HANOI, now, LAST)
    for x in reminders:
        clash = [
            y
            for y in following
            if (y.kind, y.obligation, y.period_key)
            == (x.occurrence.kind, x.occurrence.obligation, x.occurrence.period_key)
            and y.at <= x.at
        ]
        assert clash == []
