"""Registered tasks, results, obstacles and absences: whose they are, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.absence import EndAbsence, SaveAbsence
from domain.completion import Completion
from domain.effects import Refused
from domain.obstacle import AnswerObstacle, ObstacleState, ReportObstacle
from domain.people import Person
from domain.period import Period
from domain.registration import SaveRegistration, TaskContent
from domain.work import GivingResult, NoteKind, NoteTask, Outcome, SaveResult
from storage import absences, completions, obstacles, people, periods
from storage import work as tasks
from storage.overviews import load_overview
from storage.registrations import save_registration
from storage.unit_of_work import Work
from tests.office import SmallOffice

CONTENT = TaskContent("Rút thời gian giải quyết hồ sơ", "Quy trình mới", date(2025, 11, 30))


@pytest.fixture
def office() -> SmallOffice:
    return SmallOffice()


@pytest.fixture
def work(office: SmallOffice) -> Iterator[Work]:
    with office.work() as work:
        yield work


def person(office: SmallOffice, work: Work, name: str) -> Person:
    return people.person(work, office.people[name])


def register(work: Work, who: Person) -> int:
    period = found(work, "registration", "once")
    assert save_registration(work, who, SaveRegistration(period.id, CONTENT)) is None
    (task,) = tasks.tasks_of(work, who.id)
    return task.id


def found(work: Work, obligation: str, key: str) -> Period:
    period = periods.find(work, obligation, key)
    assert period is not None
    return period


def test_a_task_keeps_its_story_and_its_moved_date(office: SmallOffice, work: Work) -> None:
    hung = person(office, work, "Hùng")
    id_ = register(work, hung)
    tasks.note_task(work, hung, NoteTask(id_, NoteKind.PROGRESS, "  xong bước một "))
    tasks.note_task(work, hung, NoteTask(id_, NoteKind.MOVED, "chờ góp ý", date(2025, 12, 20)))
    (task,) = tasks.tasks_of(work, hung.id)
    assert [note.words for note in task.notes] == ["xong bước một", "chờ góp ý"]
    assert (task.due, task.done_at) == (date(2025, 12, 20), None)
    tasks.note_task(work, hung, NoteTask(id_, NoteKind.DONE))
    assert tasks.tasks_of(work, hung.id)[0].done_at == work.now
    tasks.note_task(work, hung, NoteTask(id_, NoteKind.REOPENED))
    assert tasks.tasks_of(work, hung.id)[0].done_at is None


@pytest.mark.parametrize("name", ["Mai", "Bình", "Tâm"])
def test_nobody_writes_into_the_story_of_another(
    office: SmallOffice, work: Work, name: str
) -> None:
    id_ = register(work, person(office, work, "Hùng"))
    other = person(office, work, name)
    assert isinstance(tasks.load_task(work, other, str(id_)), Refused)
    assert isinstance(tasks.note_task(work, other, NoteTask(id_, NoteKind.DONE)), Refused)
    (task,) = tasks.tasks_of(work, office.people["Hùng"])
    assert task.notes == ()


def test_a_result_does_its_duty_once(office: SmallOffice) -> None:
    with office.work() as work:
        register(work, person(office, work, "Hùng"))
    office.clock(datetime(2025, 12, 20, 9, 0))  # noqa: DTZ001 - local
    with office.work() as work:
        hung = person(office, work, "Hùng")
        period = found(work, "result", "once")
        assert tasks.resolve_result(work, hung, "") == str(period.id)
        loaded = tasks.load_result(work, hung, str(period.id))
        assert isinstance(loaded, GivingResult)
        assert loaded.task is not None
        effect = SaveResult(period.id, Outcome.PARTLY, "còn hai tổ")
        assert tasks.save_result(work, hung, effect) is None
        assert not completions.owed(work, hung, [period])
        assert isinstance(tasks.save_result(work, hung, effect), Refused)
        given = tasks.results_in(work, [period])
        assert (given[hung.id].outcome, given[hung.id].words) == (Outcome.PARTLY, "còn hai tổ")


@pytest.mark.parametrize("subject", ["", "1", "99999", "abc"])
def test_no_result_is_taken_before_it_is_asked_for(
    office: SmallOffice, work: Work, subject: str
) -> None:
    assert isinstance(tasks.resolve_result(work, person(office, work, "Hùng"), subject), Refused)


def report(office: SmallOffice, work: Work, name: str, words: str = "vướng thẩm quyền") -> str:
    who = person(office, work, name)
    number = obstacles.load_reporting(work, who, "").number
    assert obstacles.report_obstacle(work, who, ReportObstacle(number, "other", words, "")) is None
    return f"{who.id}:{number}"


def test_an_obstacle_reaches_those_who_can_help_and_nobody_else(
    office: SmallOffice, work: Work
) -> None:
    id_ = report(office, work, "Hùng")
    reached = {
        name: not isinstance(
            obstacles.load_answering(work, person(office, work, name), id_), Refused
        )
        for name in office.people
    }
    assert [name for name, can in reached.items() if can] == ["Mai"]
    assert len(obstacles.load_open(work, person(office, work, "Mai"), "").obstacles) == 1
    assert obstacles.load_open(work, person(office, work, "Tâm"), "").obstacles == ()


def test_the_only_specialist_is_helped_by_the_head(office: SmallOffice, work: Work) -> None:
    id_ = report(office, work, "Mai")
    assert isinstance(obstacles.load_answering(work, person(office, work, "Mai"), id_), Refused)
    seen = obstacles.load_answering(work, person(office, work, "Bình"), id_)
    assert not isinstance(seen, Refused)


def test_an_obstacle_is_answered_then_settled_and_stays(office: SmallOffice, work: Work) -> None:
    report(office, work, "Hùng", "việc thứ nhất")
    second = report(office, work, "Hùng", "việc thứ hai")
    hung, mai = person(office, work, "Hùng"), person(office, work, "Mai")
    answer = AnswerObstacle(hung.id, 2, ObstacleState.ANSWERED, "để chị hỏi phường")
    assert isinstance(obstacles.answer_obstacle(work, hung, answer), Refused)
    assert obstacles.answer_obstacle(work, mai, answer) is None
    settled = AnswerObstacle(hung.id, 2, ObstacleState.SETTLED)
    assert obstacles.answer_obstacle(work, mai, settled) is None
    assert isinstance(obstacles.answer_obstacle(work, mai, settled), Refused)
    seen = obstacles.load_answering(work, mai, second)
    assert not isinstance(seen, Refused)
    assert (seen.obstacle.words, seen.obstacle.answer) == ("việc thứ hai", "để chị hỏi phường")
    still = obstacles.load_open(work, mai, "").obstacles
    assert [obstacle.words for obstacle in still] == ["việc thứ nhất"]


@pytest.mark.parametrize("subject", ["", "1", "1:", ":1", "9999:1", "1:99", "x:y", "1:0", "1:-1"])
def test_a_button_that_names_no_obstacle_is_refused(
    office: SmallOffice, work: Work, subject: str
) -> None:
    mai = person(office, work, "Mai")
    assert isinstance(obstacles.load_answering(work, mai, subject), Refused)


def test_somebody_away_is_shown_as_absent_until_they_are_back(
    office: SmallOffice, work: Work
) -> None:
    tam = person(office, work, "Tâm")
    period = found(work, "registration", "once")

    def standing() -> Completion:
        lines = completions.duty_table(work, period).lines
        return next(line.completion for line in lines if line.person.id == tam.id)

    absences.save_absence(work, tam, SaveAbsence(tam.id, work.today, date(2025, 10, 20)))
    assert standing() is Completion.ABSENT
    absences.end_absence(work, tam, EndAbsence(tam.id))
    assert standing() is Completion.NOT_SENT


def test_days_away_end_no_earlier_than_they_begin(office: SmallOffice, work: Work) -> None:
    tam = person(office, work, "Tâm")
    backwards = SaveAbsence(tam.id, date(2025, 10, 20), date(2025, 10, 19))
    assert isinstance(absences.save_absence(work, tam, backwards), Refused)
    over = SaveAbsence(tam.id, date(2025, 10, 1), date(2025, 10, 6))
    assert isinstance(absences.save_absence(work, tam, over), Refused)


def test_the_overview_is_one_s_own(office: SmallOffice, work: Work) -> None:
    register(work, person(office, work, "Hùng"))
    office_wide = {
        name: load_overview(work, person(office, work, name), "") for name in office.people
    }
    assert [done.duty.period.obligation for done in office_wide["Hùng"].done] == ["registration"]
    assert office_wide["Hùng"].owed == ()
    assert office_wide["Tâm"].done == ()
    assert [duty.period.obligation for duty in office_wide["Tâm"].owed] == ["registration"]
    owed_by_head = {duty.period.obligation for duty in office_wide["Bình"].owed}
    assert owed_by_head == {"registration", "collective"}


def test_a_report_rests_on_what_was_registered_and_what_came_of_it(office: SmallOffice) -> None:
    with office.work() as work:
        register(work, person(office, work, "Hùng"))
    office.clock(datetime(2025, 12, 20, 9, 0))  # noqa: DTZ001 - local
    with office.work() as work:
        period = found(work, "result", "once")
        for name, outcome in (("Hùng", Outcome.PARTLY), ("Tâm", Outcome.DONE)):
            effect = SaveResult(period.id, outcome, "còn hai tổ")
            assert tasks.save_result(work, person(office, work, name), effect) is None
        lines = tasks.task_lines(work, person(office, work, "Mai"))
        told = [(line.person.given, line.revision is not None, line.result) for line in lines]
        assert [(name, kept) for name, kept, _result in told] == [("Hùng", True), ("Tâm", False)]
        assert [result.outcome for *_rest, result in told if result] == ["partly", "done"]
        assert tasks.task_counts(work, period).outcomes == {Outcome.PARTLY: 1, Outcome.DONE: 1}


def test_what_was_registered_is_read_by_its_reviewers_only(office: SmallOffice) -> None:
    with office.work() as work:
        register(work, person(office, work, "Hùng"))
        everyone = {name: person(office, work, name) for name in office.people}
        readers = [name for name, who in everyone.items() if tasks.task_lines(work, who)]
    assert readers == ["Bình", "Mai", "Hùng"]


def test_a_list_as_of_a_moment_leaves_out_what_came_later(office: SmallOffice) -> None:
    with office.work() as work:
        before = replace(work, now=work.now - timedelta(hours=1))
        register(work, person(office, work, "Hùng"))
        assert tasks.task_lines(before, person(office, work, "Mai")) == ()
