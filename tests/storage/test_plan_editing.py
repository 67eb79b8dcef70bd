"""A plan changed at the desk: what the look before saving tells is what saving does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from domain.effects import Refused
from domain.people import Person
from domain.plan import Audience, Obligation, Plan
from domain.plan_editing import Beginning, Preview, Readers, Shifted
from domain.self_check import Remedy
from domain.text import Localized
from domain.work import NoteKind, NoteTask
from scheduler.coming import coming
from scheduler.plan_editing import PlanEditing
from scheduler.planner import Occasion
from scheduler.working_days import load_working_days
from storage import people, periods, plan_drafts, remedies, reminders
from storage.tables import AuditRow, PeriodRow, PlanVersionRow
from storage.unit_of_work import Work
from storage.work import note_task, tasks_of, unfinished
from tests.office import ZONE, SmallOffice
from tests.web.test_desk_pages import registers
from tests.web.test_desk_work import told

DAYS = load_working_days()
DESK = PlanEditing()


def at_the_desk(work: Work, office: SmallOffice, name: str = "Mai") -> Person:
    return people.person(work, office.people[name])


def change(work: Work, who: Person, id_: str, how: Callable[[Obligation], Obligation]) -> None:
    draft = DESK.draft(work)
    assert draft is not None
    duty = draft.plan.obligation(id_)
    assert DESK.keep_duty(work, who, draft.revision, how(duty)) == ()


def due_on(day: date) -> Callable[[Obligation], Obligation]:
    def moved(duty: Obligation) -> Obligation:
        assert duty.due is not None
        return replace(duty, due=replace(duty.due, date=day))

    return moved


def owed_by_the_head(duty: Obligation) -> Obligation:
    return replace(duty, who=Audience.HEAD)


def save(work: Work, who: Person) -> None:
    draft = DESK.draft(work)
    assert draft is not None
    assert DESK.save(work, who, draft.revision) is None


def messages(work: Work) -> dict[str, datetime]:
    """Every message that the plan still brings, by its key."""
    known = [p for p in periods.all_periods(work) if p.closes > work.now]
    far = work.now + timedelta(days=2000)
    found = coming(work, known, DAYS, work.now, far)
    return {x.key: x.at for x in found if x.kind is not Occasion.OPENING}


def look(work: Work) -> Preview:
    found = DESK.preview(work)
    assert isinstance(found, Preview)
    return found


def counted(told: Preview) -> Counter[Shifted]:
    counts: Counter[Shifted] = Counter()
    for shift in told.shifts:
        counts[shift.kind] += shift.count
    return counts


def test_the_look_tells_what_saving_does_and_changes_nothing_itself(office: SmallOffice) -> None:
    with office.work() as work:
        mai = at_the_desk(work, office)
        assert DESK.begin(work, mai, Beginning.NEXT_YEAR) is None
        change(work, mai, "result", due_on(date(2025, 12, 26)))
        before, rows = messages(work), set(work.session.exec(select(PeriodRow.id)))
        told = look(work)
        assert messages(work) == before
        assert set(work.session.exec(select(PeriodRow.id))) == rows
        assert len(work.session.exec(select(PlanVersionRow)).all()) == 1
        assert work.office.plan.id == "hoa-cuong-2025"
        save(work, mai)
        after = messages(work)
    assert counted(told) == {
        Shifted.ADDED: len(after.keys() - before.keys()),
        Shifted.MOVED: sum(at != before[key] for key, at in after.items() if key in before),
    }
    assert not before.keys() - after.keys()
    assert office.database.office is not None
    assert office.database.office.plan.id == "hoa-cuong-2026"
    with office.work() as work:
        audited = work.session.exec(select(AuditRow).where(AuditRow.action == "plan_changed")).one()
        assert (audited.actor, audited.subject) == (office.people["Mai"], "plan:hoa-cuong-2026")


def test_whose_reminders_is_told_with_the_first_moment_of_each(office: SmallOffice) -> None:
    with office.work() as work:
        mai = at_the_desk(work, office)
        assert DESK.begin(work, mai, Beginning.CHANGE) is None
        change(work, mai, "result", due_on(date(2025, 12, 26)))
        change(work, mai, "report-half", owed_by_the_head)
        told = look(work)
    reminded = [s for s in told.shifts if not s.readers.telling]
    moved = next(s for s in reminded if s.kind is Shifted.MOVED)
    assert moved.duty == work.office.plan.obligation("result").title
    assert moved.people == 7
    assert moved.readers == Readers(Audience.OFFICIALS)
    assert moved.instead is not None
    assert moved.first.astimezone(ZONE).date() == date(2025, 12, 23)
    assert moved.instead.astimezone(ZONE).date() == date(2025, 12, 26)
    half = work.office.plan.obligation("report-half").title
    gone, added = (
        next(s for s in reminded if s.kind is kind and s.duty == half)
        for kind in (Shifted.GONE, Shifted.ADDED)
    )
    assert (gone.readers.audience, gone.people) == (Audience.SPECIALIST, 1)
    assert (added.readers.audience, added.people) == (Audience.HEAD, 1)
    assert (gone.count, gone.first) == (added.count, added.first)


def test_what_is_open_keeps_what_it_opened_with(office: SmallOffice) -> None:
    with office.work() as work:
        mai = at_the_desk(work, office)
        assert DESK.begin(work, mai, Beginning.CHANGE) is None
        change(work, mai, "registration", due_on(date(2025, 11, 14)))
        assert not look(work).shifts
        before = periods.find(work, "registration", "once")
        save(work, mai)
        assert periods.find(work, "registration", "once") == before
        assert before is not None
        assert work.office.plan_version != before.version


def test_a_plan_ends_and_what_is_open_is_carried_over(office: SmallOffice) -> None:
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    office.now = datetime(2025, 10, 28, 9, tzinfo=ZONE)
    hung = office.people["Hùng"]
    with office.work() as work:
        check = periods.find(work, "self-check-month", "2025-10")
        assert check is not None
        remedies.promise(
            work, hung, check.id, Remedy(3, "Trả lời dân trong ngày", date(2026, 1, 9))
        )
        mai = at_the_desk(work, office)
        assert isinstance(DESK.begin(work, mai, Beginning.END, date(2025, 10, 1)), Refused)
        assert DESK.begin(work, mai, Beginning.END, date(2025, 11, 28)) is None
        told = look(work)
        assert told.tasks == unfinished(work) == 1
        save(work, mai)
        opens = {p.obligation: p.opens for p in periods.all_periods(work)}
        assert max(opens.values()).astimezone(ZONE).date() <= date(2025, 11, 28)
        assert {"registration", "collective", "summary", "self-check-month"} == set(opens)
        assert periods.find(work, "self-check-month", "2025-11") is not None
        assert [task.title for task in tasks_of(work, hung)] == [
            "Rút thời gian xác nhận hồ sơ còn 10 ngày"
        ]
        assert [r.action for r in remedies.open_remedies(work, hung)] == ["Trả lời dân trong ngày"]
        assert reminders.next_promise(work, date(2026, 1, 1)) == date(2026, 1, 9)


@pytest.mark.parametrize("name", ["Bình", "Hùng", "Sơn"])
def test_only_specialist_and_admin_change_the_plan(office: SmallOffice, name: str) -> None:
    with office.work() as work:
        other, lan = at_the_desk(work, office, name), at_the_desk(work, office, "Lan")
        assert DESK.begin(work, other, Beginning.CHANGE) == plan_drafts.NOT_YOURS
        assert DESK.begin(work, lan, Beginning.CHANGE) is None
        duty = work.office.plan.obligation("result")
        assert DESK.keep_duty(work, other, 1, duty) == plan_drafts.NOT_YOURS
        for step in (DESK.save, DESK.discard):
            assert step(work, other, 1) == plan_drafts.NOT_YOURS
        assert DESK.drop(work, other, 1, "result") == plan_drafts.NOT_YOURS
        assert DESK.version(work, other, 1) == plan_drafts.NOT_YOURS


def test_nobody_writes_over_what_they_have_not_seen(office: SmallOffice) -> None:
    with office.work() as work:
        mai, lan = at_the_desk(work, office), at_the_desk(work, office, "Lan")
        assert DESK.begin(work, mai, Beginning.CHANGE) is None
        assert isinstance(DESK.begin(work, lan, Beginning.NEXT_YEAR), Refused)
        assert DESK.drop(work, lan, 1, "report-half") is None
        assert DESK.drop(work, mai, 1, "result") == plan_drafts.OVERTAKEN
        assert DESK.save(work, mai, 1) == plan_drafts.OVERTAKEN
        assert DESK.restore(work, mai, 2, "report-half") is None
        assert not look(work).shifts


def test_a_draft_of_a_plan_that_is_no_more_in_force_is_not_saved(office: SmallOffice) -> None:
    with office.work() as work:
        mai = at_the_desk(work, office)
        assert DESK.begin(work, mai, Beginning.CHANGE) is None
    plan = office.database.office.plan if office.database.office else None
    assert isinstance(plan, Plan)
    other = replace(plan, title=Localized("Kế hoạch khác", "Another plan"), version="other")
    with office.work() as work:
        from storage import plans

        plans.put_in_force(work, other)
        assert isinstance(DESK.save(work, at_the_desk(work, office), 1), Refused)
        assert work.office.plan == other


def test_what_cannot_be_carried_out_is_told_by_its_field(office: SmallOffice) -> None:
    with office.work() as work:
        mai = at_the_desk(work, office)
        assert DESK.begin(work, mai, Beginning.CHANGE) is None
        result = work.office.plan.obligation("result")
        for wrong, field in (
            (due_on(date(2025, 12, 1))(result), "due"),
            (due_on(date(2026, 2, 1))(result), "due"),
        ):
            problems = DESK.keep_duty(work, mai, 1, wrong)
            assert not isinstance(problems, Refused)
            assert [problem.field for problem in problems] == [field]
        monthly = work.office.plan.obligation("self-check-month")
        problems = DESK.keep_duty(work, mai, 1, replace(monthly, last=date(2024, 1, 1)))
        assert not isinstance(problems, Refused)
        assert [problem.field for problem in problems] == ["last"]


def test_the_next_round_starts_from_the_task_that_is_not_done(office: SmallOffice) -> None:
    for name in ("Hùng", "Tâm"):
        registers(office, name, "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    with office.work() as work:
        mai = at_the_desk(work, office)
        assert DESK.begin(work, mai, Beginning.NEXT_YEAR) is None
        save(work, mai)
        task = tasks_of(work, office.people["Tâm"])[0]
        tam = at_the_desk(work, office, "Tâm")
        assert note_task(work, tam, NoteTask(task.id, NoteKind.DONE)) is None
    office.now = datetime(2026, 10, 6, 9, tzinfo=ZONE)
    for name in ("Hùng", "Tâm"):
        office.types(name, "/dangky")
    asked, anew = told(office, "Hùng"), told(office, "Tâm")
    assert "Rút thời gian xác nhận hồ sơ còn 10 ngày" in asked
    assert "giữ nguyên để làm tiếp" in asked
    assert "Rút thời gian" not in anew
    for label in ("Giữ nguyên", "Giữ nguyên"):
        office.presses("Hùng", label)
    office.types("Hùng", "hết tháng 11")
    office.presses("Hùng", "Gửi luôn")
    with office.work() as work:
        rounds = [task.filed.period.key for task in tasks_of(work, office.people["Hùng"])]
        assert rounds == ["once", "once"]
        assert tasks_of(work, office.people["Hùng"])[1].due == date(2026, 11, 30)
