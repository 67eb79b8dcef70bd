"""Each plan that comes with tusoi asks for what its document asks, when it asks for it."""

from __future__ import annotations

from datetime import datetime

import pytest

from directives.loading import load_plan, plans
from domain.period import Period, short_titled
from domain.plan import Audience, Every, Kind, Plan
from scheduler.periods import periods
from tests.unit.calendars import DAYS, HANOI


def periods_of(plan: Plan) -> list[Period]:
    return list(periods(plan, DAYS, HANOI, plan.ends))


def day(moment: datetime) -> str:
    return moment.astimezone(HANOI).strftime("%d/%m/%Y")


def due_days(plan: str, obligation: str) -> list[str]:
    """The last days of a duty, in order."""
    known = periods_of(load_plan(plan))
    return [day(period.due) for period in known if period.obligation == obligation]


def asked(plan: str) -> dict[str, tuple[Kind, Audience]]:
    """What somebody is asked for, without what the plan merely tells."""
    duties = load_plan(plan).obligations
    return {o.id: (o.kind, o.who) for o in duties if o.kind is not Kind.INFORMATION}


def assumed(plan: str) -> set[str]:
    return {o.id for o in load_plan(plan).obligations if o.assumed}


OF_HEADS, OF_THE_SPECIALIST = (Kind.REPORT, Audience.HEAD), (Kind.REPORT, Audience.SPECIALIST)
BY_EVERYONE = (Kind.REGISTRATION, Audience.OFFICIALS)


@pytest.mark.parametrize("id_", plans())
def test_every_duty_cites_its_section(id_: str) -> None:
    for duty in load_plan(id_).obligations:
        assert "mục " in duty.source, duty.id


@pytest.mark.parametrize("id_", plans())
def test_a_day_is_the_documents_own_words_or_said_to_be_assumed(id_: str) -> None:
    for duty in load_plan(id_).obligations:
        assert duty.due is None or duty.assumed or duty.deadline_words, duty.id


@pytest.mark.parametrize("id_", plans())
def test_what_is_asked_for_begins_and_ends_on_working_days_and_is_announced_before(
    id_: str,
) -> None:
    plan = load_plan(id_)
    for period in periods_of(plan):
        for moment in (period.opens, period.due, period.closes):
            local = moment.astimezone(HANOI).date()
            assert DAYS.on_or_before(local) == local, (period.obligation, period.key)
        assert plan.obligation(period.obligation).rules


@pytest.mark.parametrize("id_", plans())
def test_the_short_name_of_every_duty_fits_a_small_phone(id_: str) -> None:
    plan = load_plan(id_)
    for period in periods_of(plan):
        short = short_titled(plan.obligation(period.obligation), period.span)
        assert max(len(short.vi), len(short.en)) <= 32, short


def test_the_plan_of_2014_asks_for_five_things_and_two_reports_a_year() -> None:
    assert asked("da-nang-2014") == {
        "criteria": OF_HEADS,
        "registration": BY_EVERYONE,
        "sensitive": OF_HEADS,
        "suggestions": OF_HEADS,
        "report-half": OF_HEADS,
        "report-year": OF_HEADS,
    }
    assert assumed("da-nang-2014") == set()


def test_before_15_february_2014_is_due_on_friday_the_fourteenth() -> None:
    for first in ("criteria", "registration", "sensitive", "suggestions"):
        assert due_days("da-nang-2014", first) == ["14/02/2014"]


def test_before_15_june_and_december_is_due_on_the_working_day_before_in_leap_years_too() -> None:
    halves = ["13/06/2014", "12/06/2015", "14/06/2016"]  # 14/06: a Saturday, a Sunday, a Tuesday
    assert due_days("da-nang-2014", "report-half") == halves
    years = ["12/12/2014", "14/12/2015", "14/12/2016"]  # 14/12/2014 is a Sunday
    assert due_days("da-nang-2014", "report-year") == years


def test_viet_hung_surveys_schools_in_may_and_offices_in_september() -> None:
    assert due_days("viet-hung-2026", "survey-schools") == ["29/05/2026"]
    assert due_days("viet-hung-2026", "survey-offices") == ["30/09/2026"]
    plan = load_plan("viet-hung-2026")
    assert "5 trường" in plan.obligation("survey-schools").title.vi
    for period in periods_of(plan):
        if period.obligation.startswith("survey"):
            assert day(period.opens)[3:] == day(period.due)[3:]  # within the month


def test_viet_hung_hears_from_its_units_every_quarter_and_year_and_after_one_year() -> None:
    assert asked("viet-hung-2026") == {
        "survey-schools": OF_THE_SPECIALIST,
        "survey-offices": OF_THE_SPECIALIST,
        "report-quarter": OF_HEADS,
        "report-year": OF_HEADS,
        "review": OF_HEADS,
    }
    assert assumed("viet-hung-2026") == {"report-quarter", "report-year", "review"}
    quarters = due_days("viet-hung-2026", "report-quarter")
    assert quarters[:3] == ["30/06/2026", "30/09/2026", "31/12/2026"]
    assert len(quarters) == 7
    assert due_days("viet-hung-2026", "report-year") == ["15/01/2027", "14/01/2028"]
    assert due_days("viet-hung-2026", "review") == ["31/05/2027"]


def test_o_dien_speaks_of_the_directive_in_the_cells_and_assesses_officials_every_month() -> None:
    assert asked("o-dien-2025") == {
        "cell-meeting": OF_HEADS,
        "assessment-month": OF_THE_SPECIALIST,
        "assessment-year": OF_THE_SPECIALIST,
        "report-year": OF_HEADS,
    }
    assert assumed("o-dien-2025") == set(asked("o-dien-2025"))
    months = due_days("o-dien-2025", "cell-meeting")
    assert months == due_days("o-dien-2025", "assessment-month")
    assert (months[0], months[-1], len(months)) == ("31/10/2025", "31/12/2026", 15)
    assert due_days("o-dien-2025", "assessment-year") == ["31/12/2025", "31/12/2026"]
    assert due_days("o-dien-2025", "report-year") == ["15/01/2026", "15/01/2027"]


def test_what_the_directive_itself_asks_comes_back_every_year() -> None:
    assert asked("da-nang-2023") == {"commitment": BY_EVERYONE, "report-year": OF_THE_SPECIALIST}
    assert assumed("da-nang-2023") == {"report-year"}
    assert load_plan("da-nang-2023").obligation("report-year").every is Every.YEAR
    assert due_days("da-nang-2023", "commitment") == ["29/12/2023"]  # 31/12 is a Sunday
    years = ["15/12/2023", "13/12/2024", "15/12/2025", "15/12/2026"]
    assert due_days("da-nang-2023", "report-year") == years
