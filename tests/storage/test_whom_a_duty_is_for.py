"""Whom a duty is for: results ask only those with a task, and nobody who has left is counted."""

from __future__ import annotations

from datetime import datetime

from domain.completion import Completion
from storage import completions, periods
from storage.owing import owed_by
from storage.tables import PersonRow
from tests.office import SmallOffice


def office_in_december() -> SmallOffice:
    office = SmallOffice()
    for words in ("/dangky", "Số hóa hồ sơ cấp phép xây dựng", "Kho hồ sơ số", "hết tháng 11"):
        office.types("Tâm", words)
    office.presses("Tâm", "Gửi luôn")
    office.clock(datetime(2025, 12, 16, 9, 0))  # noqa: DTZ001 - the office's local time
    return office


def test_who_never_registered_a_task_is_not_asked_how_it_ended() -> None:
    office = office_in_december()
    with office.work() as work:
        result = periods.find(work, "result", "once")
        assert result is not None
        table = completions.duty_table(work, result)
        concerned = {line.person.given for line in table.counted}
        owed = owed_by(work, office.people.values())
        reminded = {name for name, id_ in office.people.items() if result in owed.get(id_, [])}
    assert concerned == reminded == {"Tâm"}


def test_a_task_registered_on_paper_has_a_result_too() -> None:
    office = office_in_december()
    with office.work() as work:
        registration = periods.find(work, "registration", "once")
        result = periods.find(work, "result", "once")
        assert registration is not None
        assert result is not None
        completions.mark_done(work, registration, office.people["Khôi"], how="paper")
        lines = completions.duty_table(work, result).lines
        of_khoi = next(x for x in lines if x.person.given == "Khôi")
    assert of_khoi.completion is Completion.NOT_SENT


def test_who_has_left_is_counted_no_more_even_after_registering() -> None:
    office = office_in_december()
    with office.work() as work:
        work.session.get_one(PersonRow, office.people["Tâm"]).left = True
        registration = periods.find(work, "registration", "once")
        assert registration is not None
        table = completions.duty_table(work, registration)
    assert (table.done, "Tâm" in {x.person.given for x in table.counted}) == (0, False)
