"""A period keeps the plan and the checklist it opened with; what is still to open follows the new.

The middle of October is 27/10/2025: October's self-check is open, the next ones are to come.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import select

from directives.loading import load_checklist, load_plan
from domain.people import Standing
from domain.period import Period
from domain.plan import Anchor, Audience, Checklist, Obligation, Plan, Rule, When
from domain.plan_changes import plan_changes
from domain.self_check import Remedy, SaveSelfCheck, SelfChecking, SignReading
from domain.text import Localized
from locales.render import Reader, render
from scheduler.coming import coming
from scheduler.periods import periods as planned
from scheduler.planner import Occasion
from scheduler.working_days import load_working_days
from storage import completions, digests, overviews, people, periods, plans, remedies, self_checks
from storage.owing import open_periods
from storage.tables import OccurrenceRow, PlanVersionRow
from storage.unit_of_work import Office, Work
from tests.office import ZONE, SmallOffice

DAYS = load_working_days()
PLAN, CHECKLIST = load_plan("hoa-cuong-2025"), load_checklist("34-CT-TU")
MONTHLY = "self-check-month"
OTHER_TITLE = Localized("Soi mình hằng tháng", "Monthly look at oneself")


@pytest.fixture(autouse=True)
def in_the_middle_of_october(office: SmallOffice) -> None:
    office.clock(datetime(2025, 10, 27, 9, 0))  # noqa: DTZ001 - local, as `clock` takes it


def load(office: SmallOffice, plan: Plan = PLAN, checklist: Checklist = CHECKLIST) -> None:
    """Put a plan in force, as `tusoi init --plan` does."""
    with office.database.session() as session:
        version = plans.keep(session, plan, checklist, office.now)
    office.database.office = Office(plan, checklist, version, ZONE)
    with office.work() as work:
        periods.sync(work, planned(plan, DAYS, ZONE, plan.ends))


def renumbered() -> Checklist:
    """Signs 3 and 4 have changed places."""
    numbers = {3: 4, 4: 3}
    signs = (replace(s, number=numbers.get(s.number, s.number)) for s in CHECKLIST.signs)
    return replace(CHECKLIST, signs=tuple(sorted(signs, key=lambda s: s.number)))


def with_duty(plan: Plan, changed: Obligation) -> Plan:
    duties = (changed if duty.id == changed.id else duty for duty in plan.obligations)
    return replace(plan, obligations=tuple(duties))


def without(plan: Plan, id_: str) -> Plan:
    return replace(plan, obligations=tuple(d for d in plan.obligations if d.id != id_))


def monthly(work: Work, key: str) -> Period:
    found = periods.find(work, MONTHLY, key)
    assert found is not None
    return found


def labels(work: Work, name: int, key: str) -> list[str]:
    loaded = self_checks.load(work, people.person(work, name), str(monthly(work, key).id))
    assert isinstance(loaded, SelfChecking)
    return [sign.label.vi for sign in loaded.signs]


def rules_of(work: Work, key: str) -> set[str]:
    until = work.now.replace(year=work.now.year + 1)
    found = coming(work, [monthly(work, key)], DAYS, work.now, until)
    return {x.rule for x in found if x.kind is Occasion.REMINDER}


def check(office: SmallOffice, name: str, key: str, *signs: int, remedy: str = "") -> None:
    with office.work() as work:
        which = self_checks.load(
            work, people.person(work, office.people[name]), str(monthly(work, key).id)
        )
        assert isinstance(which, SelfChecking)
        promised = tuple(Remedy(n, remedy, date(2025, 12, 15)) for n in signs if remedy)
        effect = SaveSelfCheck(tuple(p.id for p in which.periods), signs, promised)
        assert self_checks.save_self_check(work, which.who, effect) is None


def asked_of_staff(checklist: Checklist) -> list[str]:
    return [sign.label.vi for sign in checklist.for_standing(Standing.STAFF)]


def test_what_was_loaded_last_is_in_force_where_the_clock_was_set_back(
    office: SmallOffice,
) -> None:
    other = replace(PLAN, place="Nơi khác")
    load(office, other)
    office.now -= timedelta(days=1)
    for plan in (PLAN, other, other, PLAN):
        load(office, plan)
        with office.database.session() as session:
            in_force = plans.office(session, ZONE)
        assert in_force is not None
        assert in_force.plan == plan


def test_an_open_self_check_keeps_its_signs_and_the_next_has_the_new(office: SmallOffice) -> None:
    old, new = asked_of_staff(CHECKLIST), asked_of_staff(renumbered())
    assert old != new
    load(office, checklist=renumbered())
    with office.work() as work:
        assert labels(work, office.people["Hùng"], "2025-10") == old
    office.clock(datetime(2025, 11, 25, 9, 0))  # noqa: DTZ001 - local
    with office.work() as work:
        assert labels(work, office.people["Hùng"], "2025-11") == new


def test_a_sign_is_read_as_the_open_self_check_numbers_it(office: SmallOffice) -> None:
    load(office, checklist=renumbered())
    with office.work() as work:
        who = people.person(work, office.people["Hùng"])
        then = self_checks.load_sign(work, who, f"3@{monthly(work, '2025-10').id}")
        now = self_checks.load_sign(work, who, "3@")
    assert isinstance(then, SignReading)
    assert isinstance(now, SignReading)
    assert then.open == CHECKLIST.signs[2]
    assert now.open == renumbered().signs[2]


def test_what_was_noticed_and_promised_keeps_its_sign(office: SmallOffice) -> None:
    check(office, "Hùng", "2025-10", 3, 5, remedy="ghi rõ người")
    load(office, checklist=renumbered())
    with office.work() as work:
        (kept,) = self_checks.self_checks_of(work, office.people["Hùng"])
        assert kept.signs == (CHECKLIST.signs[2], CHECKLIST.signs[4])
        promised = {r.sign: r.label for r in remedies.remedies_of(work, office.people["Hùng"])}
        assert promised == {3: CHECKLIST.signs[2].label, 5: None}


def test_a_quarter_takes_in_what_its_months_noticed_under_its_own_numbers(
    office: SmallOffice,
) -> None:
    check(office, "Hùng", "2025-10", 3, 5)
    load(office, checklist=renumbered())
    office.clock(datetime(2025, 12, 26, 9, 0))  # noqa: DTZ001 - local
    with office.work() as work:
        who = people.person(work, office.people["Hùng"])
        quarter = self_checks.load(work, who, str(monthly(work, "2025-12").id))
    assert isinstance(quarter, SelfChecking)
    assert {before.signs for before in quarter.before} == {(4, 5)}


def test_checks_that_ask_different_signs_are_no_one_conversation(office: SmallOffice) -> None:
    load(office, without(PLAN, "self-check-quarter"))
    office.clock(datetime(2025, 12, 26, 9, 0))  # noqa: DTZ001 - local
    load(office, PLAN, renumbered())
    with office.work() as work:
        who = people.person(work, office.people["Hùng"])
        month = self_checks.load(work, who, str(monthly(work, "2025-12").id))
        added = periods.find(work, "self-check-quarter", "2025-Q4")
        assert added is not None
        quarter = self_checks.load(work, who, str(added.id))
    assert isinstance(month, SelfChecking)
    assert isinstance(quarter, SelfChecking)
    assert [p.obligation for p in month.periods] == [MONTHLY, "self-check-year"]
    assert [p.obligation for p in quarter.periods] == ["self-check-quarter"]


def test_reminders_follow_the_rules_a_period_opened_with(office: SmallOffice) -> None:
    rules = (Rule("noon", When(Anchor.DUE, time(11, 0), days=-2)),)
    load(office, with_duty(PLAN, replace(PLAN.obligation(MONTHLY), rules=rules)))
    with office.work() as work:
        assert rules_of(work, "2025-10") == {"t-1", "after"}  # it has opened already
        assert rules_of(work, "2025-11") == {"noon"}


def test_a_tick_fires_old_and_new_rules_side_by_side(office: SmallOffice) -> None:
    quarterly = PLAN.obligation("self-check-quarter")
    quarterly = replace(quarterly, opens=When(Anchor.END, time(8, 0), days=-2))
    load(office, with_duty(PLAN, quarterly))
    office.clock(datetime(2025, 12, 25, 9, 0))  # noqa: DTZ001 - local; the month's has opened
    office.tick()
    rules = (Rule("noon", When(Anchor.OPENS, time(11, 0))),)
    changed = with_duty(PLAN, replace(quarterly, rules=rules))
    load(office, with_duty(changed, replace(PLAN.obligation(MONTHLY), rules=rules)))
    for day, hour in ((29, 12), (30, 9)):
        office.clock(datetime(2025, 12, day, hour, 0))  # noqa: DTZ001 - local
        office.tick()
    with office.work() as work:
        fired = work.session.exec(select(OccurrenceRow.obligation, OccurrenceRow.rule)).all()
    checks = {(duty, rule) for duty, rule in fired if duty in {MONTHLY, "self-check-quarter"}}
    assert checks == {(MONTHLY, "t-1"), ("self-check-quarter", "noon")}


def test_titles_dates_and_whom_it_is_for_stay_as_they_opened(office: SmallOffice) -> None:
    changed = replace(
        PLAN.obligation(MONTHLY),
        title=OTHER_TITLE,
        who=Audience.HEAD,
        due=When(Anchor.END, time(12, 0), days=-1),
    )
    with office.work() as work:
        before = monthly(work, "2025-10")
    load(office, with_duty(PLAN, changed))
    with office.work() as work:
        october, november = monthly(work, "2025-10"), monthly(work, "2025-11")
        assert october == before
        assert periods.title_of(work, october).vi == "Tự soi, tự sửa hằng tháng: tháng 10/2025"
        assert periods.title_of(work, november).vi == "Soi mình hằng tháng: tháng 11/2025"
        assert november.due.astimezone(ZONE).strftime("%d/%m %H:%M") == "28/11 12:00"
        counted = [len(table.counted) for table in digests.tables(work, [october, november])]
    assert counted == [len(office.people), 1]


def test_a_dropped_duty_lives_on_where_it_is_open_and_opens_no_more(office: SmallOffice) -> None:
    load(office, without(PLAN, MONTHLY))
    with office.work() as work:
        assert [p.key for p in periods.all_periods(work) if p.obligation == MONTHLY] == ["2025-10"]
        october = monthly(work, "2025-10")
        assert october in open_periods(work, work.now)
        assert rules_of(work, "2025-10") == {"t-1", "after"}
        who = people.person(work, office.people["Hùng"])
        assert completions.owed(work, who, [october]) == (october,)
    check(office, "Hùng", "2025-10")
    with office.work() as work:
        done = overviews.load_overview(work, people.person(work, office.people["Hùng"]), "").done
        assert [duty.duty.period.key for duty in done] == ["2025-10"]


def test_an_earlier_plan_loaded_again_is_in_force_again(office: SmallOffice) -> None:
    load(office, without(PLAN, MONTHLY))
    load(office)
    with office.work() as work:
        assert len([p for p in periods.all_periods(work) if p.obligation == MONTHLY]) == 15
        assert plans.of_period(work, monthly(work, "2025-11")).plan == PLAN


def test_a_duty_added_later_is_not_asked_for_what_is_over(office: SmallOffice) -> None:
    office.clock(datetime(2025, 12, 1, 9, 0))  # noqa: DTZ001 - local
    added = replace(PLAN.obligation(MONTHLY), id="another")
    load(office, replace(PLAN, obligations=(*PLAN.obligations, added)))
    with office.work() as work:
        keys = sorted(p.key for p in periods.all_periods(work) if p.obligation == "another")
    assert keys[0] == "2025-11"  # still open


def test_whatever_differs_makes_a_version_and_nothing_else_does(office: SmallOffice) -> None:
    load(office)
    load(office, checklist=renumbered())  # the plan's own version is the same
    load(office, checklist=renumbered())
    load(office, replace(PLAN, title=OTHER_TITLE))  # and here too: content decides
    with office.work() as work:
        assert len(work.session.exec(select(PlanVersionRow)).all()) == 3


def test_a_running_office_is_told_what_a_new_plan_changes(office: SmallOffice) -> None:
    before = office.database.office
    changed = with_duty(
        without(PLAN, "report-half"), replace(PLAN.obligation(MONTHLY), title=OTHER_TITLE)
    )
    changed = with_duty(changed, replace(PLAN.obligation("registration"), title=OTHER_TITLE))
    load(office, changed)
    after = office.database.office
    assert before is not None
    assert after is not None
    with office.work() as work:
        kept = {period: periods.title_of(work, period) for period in periods.all_periods(work)}
    told = plan_changes(plans.of_office(before), plans.of_office(after), kept, office.now)
    reader = Reader("vi", "anh", "", ZONE)
    assert [render(line, reader) for line in told] == [
        "“Đăng ký nhiệm vụ trọng tâm cá nhân” đã mở nên giữ nguyên đến khi đóng "
        "(17 giờ 00 ngày 31/12/2025).",
        "“Tự soi, tự sửa hằng tháng: tháng 10/2025” đã mở nên giữ nguyên đến khi đóng "
        "(17 giờ 00 ngày 14/11/2025).",
        "“Soi mình hằng tháng: tháng 11/2025” mở lúc 8 giờ 00 ngày 24/11/2025, theo kế hoạch mới.",
        "“Báo cáo kết quả thực hiện Kế hoạch, 06 tháng đầu năm 2026” không còn trong kế hoạch: "
        "sẽ không mở thêm kỳ nào.",
    ]
    same = plan_changes(plans.of_office(after), plans.of_office(after), kept, office.now)
    assert [render(x, reader) for x in same] == ["Kế hoạch như cũ, không có gì thay đổi."]


def test_a_round_that_has_closed_says_that_it_does_not_open_again(office: SmallOffice) -> None:
    office.clock(datetime(2026, 2, 2, 9, 0))  # noqa: DTZ001 - local
    before = office.database.office
    load(office, with_duty(PLAN, replace(PLAN.obligation("registration"), title=OTHER_TITLE)))
    after = office.database.office
    assert before is not None
    assert after is not None
    with office.work() as work:
        kept = {period: periods.title_of(work, period) for period in periods.all_periods(work)}
    (told,) = plan_changes(plans.of_office(before), plans.of_office(after), kept, office.now)
    assert "không mở lại" in render(told, Reader("vi", "anh", "", ZONE))
