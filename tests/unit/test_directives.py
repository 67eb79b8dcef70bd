"""The directive and plan that come with tusoi say what their documents ask."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from directives import schema
from directives.frozen import (
    checklist_from_json,
    checklist_to_json,
    plan_from_json,
    plan_to_json,
)
from directives.loading import directives, load_checklist, load_directive, load_plan, plans
from domain.people import Standing
from domain.period import Period, short_titled
from domain.plan import Anchor, Audience, Kind, Rule, Shift, When
from domain.reminding import Duty
from domain.text import Localized
from handlers.duties import button
from locales.render import Reader, render
from scheduler.periods import moments_of, periods, resolve
from scheduler.working_days import load_working_days

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAYS = load_working_days()
PLAN = load_plan("hoa-cuong-2025")
PERIODS = {(p.obligation, p.key): p for p in periods(PLAN, DAYS, HANOI, date(2026, 12, 31))}


def local(moment: datetime) -> str:
    return moment.astimezone(HANOI).strftime("%d/%m/%Y %H:%M")


def three(period: Period) -> list[str]:
    return [local(period.opens), local(period.due), local(period.closes)]


def counted(when: When, period: Period) -> str:
    return local(resolve(when, period.span, moments_of(period), DAYS, HANOI))


def reminders(obligation: str, key: str) -> list[str]:
    period = PERIODS[obligation, key]
    rules = PLAN.obligation(obligation).rules
    return [counted(rule.when, period) for rule in rules if rule.escalate is None]


def digests(obligation: str, key: str) -> list[str]:
    period = PERIODS[obligation, key]
    return [counted(when, period) for when in PLAN.obligation(obligation).digests]


def test_the_directive_has_ten_signs_each_with_its_section() -> None:
    signs = load_checklist("34-CT-TU").signs
    assert [sign.number for sign in signs] == list(range(1, 11))
    assert [sign.section for sign in signs] == [f"34-CT/TU, mục 3 ({n})" for n in range(1, 11)]


@pytest.mark.parametrize(
    ("standing", "numbers"),
    [
        (Standing.STAFF, [1, 2, 3, 4, 5, 6, 7, 9]),
        (Standing.DEPUTY, [1, 2, 3, 4, 5, 6, 7, 9, 10]),
        (Standing.HEAD, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    ],
)
def test_each_standing_is_asked_its_own_signs(standing: Standing, numbers: list[int]) -> None:
    asked = load_checklist("34-CT-TU").for_standing(standing)
    assert [sign.number for sign in asked] == numbers


def test_only_leaders_read_the_second_half_of_sign_nine() -> None:
    nine = load_checklist("34-CT-TU").signs[8]
    assert nine.label_for(Standing.STAFF) == nine.label
    assert nine.label_for(Standing.DEPUTY) == nine.leaders_label != nine.label


def test_every_label_fits_a_phone_in_both_languages() -> None:
    for sign in load_checklist("34-CT-TU").signs:
        for label in filter(None, (sign.label, sign.leaders_label)):
            assert len(label.vi) <= 48, label.vi
            assert len(label.en) <= 60, label.en


def test_what_a_button_calls_a_duty_fits_a_small_phone() -> None:
    for (id_, _key), period in PERIODS.items():
        duty = PLAN.obligation(id_)
        short = short_titled(duty, period.span)
        assert duty.short is not None
        assert max(len(short.vi), len(short.en)) <= 32, short
    plain = replace(PLAN.obligation("result"), short=None)
    assert short_titled(plain, PERIODS["result", "once"].span) == plain.title


def test_self_checks_that_are_done_together_fit_one_button() -> None:
    keys = ("month", "2025-12"), ("quarter", "2025-Q4"), ("year", "2025")
    three = [PERIODS[f"self-check-{every}", key] for every, key in keys]
    label, _target = button(tuple(Duty(p, PLAN.obligation(p.obligation)) for p in three))
    assert render(label, Reader("vi", "anh", "", HANOI)) == "Tự soi tháng 12, quý IV, cả năm"
    assert render(label, Reader("en", "anh", "", HANOI)) == "Self-check: December, Q4, year"


def test_all_that_comes_with_tusoi_loads_under_its_own_name() -> None:
    assert [load_plan(id_).id for id_ in plans()] == plans()
    assert [load_directive(id_).id for id_ in directives()] == directives()
    assert {id_: load_plan(id_).directive for id_ in plans()} == {
        "da-nang-2014": "29-CT-TU",
        "da-nang-2023": "34-CT-TU",
        "hoa-cuong-2025": "34-CT-TU",
        "o-dien-2025": "24-CT-TU",
        "viet-hung-2026": "09-CT-TU",
    }


def test_the_plan_holds_every_duty_of_its_document() -> None:
    assert {o.id: (o.kind, o.who) for o in PLAN.obligations} == {
        "known": (Kind.INFORMATION, Audience.NOBODY),
        "registration": (Kind.REGISTRATION, Audience.OFFICIALS),
        "collective": (Kind.COLLECTIVE, Audience.HEAD),
        "summary": (Kind.REPORT, Audience.SPECIALIST),
        "self-check-month": (Kind.SELF_CHECK, Audience.OFFICIALS),
        "self-check-quarter": (Kind.SELF_CHECK, Audience.OFFICIALS),
        "self-check-year": (Kind.SELF_CHECK, Audience.OFFICIALS),
        "result": (Kind.RESULT, Audience.OFFICIALS),
        "report-half": (Kind.REPORT, Audience.SPECIALIST),
        "report-year": (Kind.REPORT, Audience.SPECIALIST),
        "report-34": (Kind.INFORMATION, Audience.NOBODY),
        "ad-hoc": (Kind.INFORMATION, Audience.OFFICIALS),
    }


def test_only_duties_without_a_day_in_the_document_are_assumed() -> None:
    dated = {"known", "registration", "summary", "report-34", "ad-hoc"}
    assert {o.id for o in PLAN.obligations if not o.assumed} == dated


def test_the_registration_is_due_before_the_fifteenth() -> None:
    registration = PERIODS["registration", "once"]
    assert three(registration) == ["03/10/2025 08:00", "14/10/2025 17:00", "31/12/2025 17:00"]
    assert reminders("registration", "once") == [
        "07/10/2025 08:30",
        "10/10/2025 08:30",  # T-3 is a Saturday
        "13/10/2025 08:30",
        "14/10/2025 08:30",
        "15/10/2025 08:30",
    ]
    words = PLAN.obligation("registration").deadline_words
    assert words == Localized("trước ngày 15/10/2025", "before 15/10/2025")


def test_the_inner_cutoff_brings_a_digest_and_opens_the_summary() -> None:
    cutoff = PLAN.obligation("registration").inner_cutoff
    assert cutoff is not None
    assert counted(cutoff, PERIODS["registration", "once"]) == "10/10/2025 16:30"
    assert digests("registration", "once") == ["10/10/2025 16:30", "14/10/2025 17:00"]
    assert three(PERIODS["summary", "once"])[:2] == ["10/10/2025 16:30", "14/10/2025 17:00"]


def test_the_collective_task_has_the_dates_of_the_others_and_a_fixed_content() -> None:
    assert three(PERIODS["collective", "once"]) == three(PERIODS["registration", "once"])
    content = PLAN.obligation("collective").content
    assert content is not None
    assert content.vi.startswith("Đẩy mạnh cải cách hành chính, chuyển đổi số")


def test_the_first_self_check_is_about_october_and_the_last_ends_with_the_plan() -> None:
    months = [key for obligation, key in PERIODS if obligation == "self-check-month"]
    assert (months[0], months[-1], len(months)) == ("2025-10", "2026-12", 15)
    october = PERIODS["self-check-month", "2025-10"]
    assert three(october) == ["27/10/2025 08:00", "31/10/2025 17:00", "14/11/2025 17:00"]
    assert reminders("self-check-month", "2025-10") == [
        "27/10/2025 08:30",
        "30/10/2025 08:30",
        "03/11/2025 08:30",
    ]
    assert digests("self-check-month", "2025-10") == ["31/10/2025 17:00"]


@pytest.mark.parametrize(
    ("month", "others"),
    [
        ("2025-12", [("quarter", "2025-Q4"), ("year", "2025")]),
        ("2026-06", [("quarter", "2026-Q2")]),
        ("2026-12", [("quarter", "2026-Q4"), ("year", "2026")]),
    ],
)
def test_self_checks_that_end_together_coincide(month: str, others: list[tuple[str, str]]) -> None:
    monthly = three(PERIODS["self-check-month", month])
    for every, key in others:
        assert three(PERIODS[f"self-check-{every}", key]) == monthly


def test_results_are_asked_for_at_the_end_of_the_year() -> None:
    result = PERIODS["result", "once"]
    assert three(result) == ["15/12/2025 08:00", "31/12/2025 17:00", "15/01/2026 17:00"]
    assert reminders("result", "once") == [
        "15/12/2025 08:30",
        "26/12/2025 08:30",
        "31/12/2025 08:30",
        "05/01/2026 08:30",  # 1 and 2 January are off
    ]


def test_reports_are_due_after_half_a_year_and_after_the_year() -> None:
    assert local(PERIODS["report-half", "once"].due) == "15/06/2026 17:00"
    assert local(PERIODS["report-year", "2025"].due) == "15/01/2026 17:00"
    assert local(PERIODS["report-year", "2026"].due) == "15/01/2027 17:00"


def test_the_week_begins_with_a_digest() -> None:
    assert PLAN.weekly_digest == When(Anchor.START, time(8), shift=Shift.AFTER)


def test_a_regulation_that_was_replaced_is_cited_with_its_successor() -> None:
    regulation = next(each for each in PLAN.citations if "124-QĐ/TW" in each.vi)
    assert "366-QĐ/TW" in regulation.vi
    assert "366-QĐ/TW" in regulation.en


def test_every_entry_of_the_schema_mirrors_its_value_of_the_domain() -> None:
    entries: set[type[schema.Entry]] = {*schema.Entry.__subclasses__(), schema.PlanEntry}
    for entry in entries - {schema.PlanFile}:
        assert is_dataclass(entry.stands_for)
        assert {f.name for f in fields(entry.stands_for)} == set(entry.model_fields)


def test_a_frozen_plan_and_checklist_come_back_the_same() -> None:
    assert plan_from_json(plan_to_json(PLAN)) == PLAN
    checklist = load_checklist("34-CT-TU")
    assert checklist_from_json(checklist_to_json(checklist)) == checklist


WHENS = st.builds(
    When,
    anchor=st.sampled_from(Anchor),
    at=st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    days=st.integers(-400, 400),
    working=st.booleans(),
    shift=st.sampled_from(Shift),
    date=st.none() | st.dates(),
)


@given(st.lists(WHENS, max_size=3))
def test_whatever_moments_a_plan_has_they_are_kept(moments: list[When]) -> None:
    rules = tuple(Rule(f"r{n}", when) for n, when in enumerate(moments))
    changed = replace(PLAN.obligations[1], rules=rules, digests=tuple(moments))
    plan = replace(PLAN, obligations=(changed,))
    assert plan_from_json(plan_to_json(plan)) == plan


def test_json_that_is_no_plan_is_refused() -> None:
    with pytest.raises(ValidationError):
        plan_from_json('{"id": "x"}')
