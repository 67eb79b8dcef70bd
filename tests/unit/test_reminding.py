"""What a reminder says at each stage, and its buttons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from directives.loading import load_plan
from domain.message import Choice, Do, Message, Start, Style
from domain.period import Period
from domain.reminding import Duty, Reminder, Stage
from domain.text import Text
from handlers.reminding import reminder
from locales.render import Reader, render
from scheduler.periods import periods
from tests.unit.calendars import DAYS, HANOI, at

PLAN = load_plan("hoa-cuong-2025")
PERIODS = tuple(
    replace(period, id=number)
    for number, period in enumerate(periods(PLAN, DAYS, HANOI, PLAN.ends), start=1)
)
ENGLISH = Reader("en", "anh", "Hùng", HANOI)
CUTOFF = at("2025-10-10 16:30")


def period(obligation: str, key: str = "once") -> Period:
    return next(p for p in PERIODS if (p.obligation, p.key) == (obligation, key))


def duty(obligation: str, key: str = "once", cutoff: datetime | None = None) -> Duty:
    return Duty(period(obligation, key), PLAN.obligation(obligation), cutoff)


def told(*duties: Duty, on: str, late: bool = False, promised: date | None = None) -> Message:
    return reminder(Reminder(duties, at(on), HANOI, "chị Mai", late, promised))


def words(message: Message) -> str:
    return "\n".join(render(line, ENGLISH) for line in message.body)


def buttons(message: Message) -> list[Choice]:
    return [choice for row in message.choices for choice in row]


REGISTRATION = duty("registration", cutoff=CUTOFF)


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2025-10-03 08:30", Stage.OPENING),
        ("2025-10-10 08:30", Stage.BEFORE),
        ("2025-10-14 08:30", Stage.DUE_DAY),
        ("2025-10-14 17:01", Stage.AFTER),
    ],
)
def test_a_day_has_its_stage(day: str, stage: Stage) -> None:
    assert REGISTRATION.stage(at(day), HANOI) is stage


def test_before_the_cut_off_it_is_a_wish_and_the_deadline_is_the_plans_own() -> None:
    said = words(told(REGISTRATION, on="2025-10-10 08:30"))
    assert "before 16:30 today" in said
    assert "summary" in said
    assert "deadline is before 15/10/2025" in said


def test_after_the_cut_off_only_the_deadline_is_told() -> None:
    said = words(told(REGISTRATION, on="2025-10-13 08:30"))
    assert "16:30" not in said
    assert "before 15/10/2025" in said


def test_on_the_last_day_the_hour_is_told() -> None:
    assert "17:00" in words(told(REGISTRATION, on="2025-10-14 08:30"))


def test_after_the_deadline_there_is_help_and_no_blame() -> None:
    message = told(REGISTRATION, on="2025-10-15 08:30")
    assert "chị Mai will help" in words(message)
    assert any(choice.label.msgid == "I need more time" for choice in buttons(message))


def test_the_first_button_does_the_thing_and_only_that_is_marked() -> None:
    first, *others = buttons(told(REGISTRATION, on="2025-10-10 08:30"))
    assert first.target == Start("register", str(REGISTRATION.period.id))
    assert first.style is Style.PRIMARY
    assert {choice.style for choice in others} == {Style.PLAIN}


def test_every_reminder_has_paper_help_and_three_snoozes() -> None:
    targets = [choice.target for choice in buttons(told(REGISTRATION, on="2025-10-10 08:30"))]
    number = str(REGISTRATION.period.id)
    assert targets[1:] == [
        Do("paper_handed_in", number),
        Do("need_help", number),
        Do("about_reminder", number),
        Do("snooze", "hour"),
        Do("snooze", "tomorrow"),
        Do("snooze", "monday"),
    ]


def test_self_checks_that_coincide_are_one_thing_to_do() -> None:
    three = (
        duty("self-check-month", "2025-12"),
        duty("self-check-quarter", "2025-Q4"),
        duty("self-check-year", "2025"),
    )
    message = told(*three, on="2025-12-30 08:30")
    starts = [c.target for c in buttons(message) if isinstance(c.target, Start)]
    assert starts == [Start("self_check", ",".join(str(x.period.id) for x in three))]
    assert "December 2025, quarter IV of 2025, the year 2025" in words(message)


def test_several_duties_are_a_list_with_a_button_each() -> None:
    message = told(REGISTRATION, duty("summary"), on="2025-10-13 08:30")
    assert [c.target for c in buttons(message)[:2]] == [
        Start("register", str(REGISTRATION.period.id)),
        Do("report_done", str(period("summary").id)),
    ]
    assert "2 things" in words(message)


def test_what_goes_to_nobody_is_done_and_not_sent() -> None:
    report = duty("report-half")
    meeting = replace(report, obligation=replace(report.obligation, to=None))
    for what, state in ((report, "sent"), (meeting, "done")):
        assert f"not marked as {state} yet" in words(told(what, on="2026-06-10 08:30"))
        assert f"still be marked as {state}" in words(told(what, on="2026-06-16 08:30"))
    label = buttons(told(meeting, on="2026-06-10 08:30"))[0].label
    assert render(label, ENGLISH) == "It is done"
    label = buttons(told(REGISTRATION, meeting, on="2026-06-10 08:30"))[1].label
    assert render(label, ENGLISH).startswith("Done: ")


def test_a_report_cannot_be_handed_in_on_paper_here() -> None:
    targets = [c.target for c in buttons(told(duty("summary"), on="2025-10-13 08:30"))]
    assert not any(isinstance(t, Do) and t.action == "paper_handed_in" for t in targets)


def test_a_late_message_says_so() -> None:
    said = words(told(REGISTRATION, on="2025-10-10 11:30", late=True))
    assert "comes late" in said


def test_a_promise_alone_leads_to_ones_work_and_names_nothing() -> None:
    message = told(on="2025-10-17 08:30", promised=date(2025, 10, 17))
    assert [c.target for c in buttons(message)] == [Do("work")]
    assert "/viec" in words(message)


def test_beside_a_duty_a_promise_has_its_button_too() -> None:
    message = told(REGISTRATION, on="2025-10-10 08:30", promised=date(2025, 10, 10))
    assert Do("work") in [choice.target for choice in buttons(message)]


@pytest.mark.parametrize("obligation", [x.id for x in PLAN.obligations if x.opens])
def test_no_stage_of_any_duty_names_a_sign_or_a_missing_parameter(obligation: str) -> None:
    which = next(p for p in PERIODS if p.obligation == obligation)
    one = Duty(which, PLAN.obligation(obligation))
    for moment in (which.opens, which.due.replace(hour=1), which.closes):
        message = reminder(Reminder((one,), moment, HANOI, Text("the office")))
        said = words(message) + "".join(render(c.label, ENGLISH) for c in buttons(message))
        assert "{" not in said
        assert "sign " not in said.lower()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2025-12-25 08:30", "something opens today"),
        ("2025-12-26 08:30", "a deadline comes near"),
        ("2025-12-30 08:30", "the next working day is the last"),
        ("2025-12-31 08:30", "today is the last day"),
        ("2026-01-05 08:30", "a deadline has passed"),
    ],
)
def test_one_of_several_alike_says_why_it_came_that_day(day: str, said: str) -> None:
    check = replace(duty("self-check-month", "2025-12"), eve=date(2025, 12, 30))
    message = reminder(Reminder((check, REGISTRATION), at(day), HANOI, "chị Mai", brought=check))
    greeting, many, *_lines = [render(line, ENGLISH) for line in message.body]
    assert said in greeting
    assert many == "2 things are waiting for you:"


def test_on_the_eve_the_one_thing_says_that_the_next_day_is_the_last() -> None:
    check = replace(duty("self-check-month", "2025-12"), eve=date(2025, 12, 30))
    assert "next working day is the last: it is due by 17:00" in words(
        told(check, on="2025-12-30 08:30")
    )
    registration = replace(REGISTRATION, eve=date(2025, 10, 13))
    said = words(told(registration, on="2025-10-13 08:30"))
    assert "next working day is the last; the plan's deadline is before 15/10/2025" in said
