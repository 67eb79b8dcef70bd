"""The plan of another office, run: who owes a duty is reminded of it and marks it, nobody else."""

from __future__ import annotations

from datetime import datetime

from domain.message import Do
from domain.plan import Audience
from storage import completions, periods
from storage.tables import DoneRow
from tests.office import ZONE, SmallOffice
from tests.storage.test_rights import contents, pressed_by, taken_back

OCTOBER = datetime(2025, 10, 1, 8, 31, tzinfo=ZONE)


def o_dien() -> SmallOffice:
    """On the morning on which its first cell meeting opens, reminders written."""
    office = SmallOffice(datetime(2025, 9, 30, 9, tzinfo=ZONE), plan_id="o-dien-2025")
    office.tick()
    office.clock(OCTOBER)
    office.tick()
    return office


def test_a_head_is_reminded_of_the_cell_meeting_and_marks_it_as_done() -> None:
    office = o_dien()
    assert {chat for chat, _row, _op in office.fresh()} == {"Bình"}
    office.presses("Bình", "Đã thực hiện")
    with office.work() as work:
        first = min(periods.all_periods(work), key=lambda period: period.opens)
        assert periods.obligation_of(work, first).who is Audience.HEAD
        assert completions.done_row(work, first.id, office.people["Bình"]) is not None


def test_whose_duty_it_is_not_cannot_mark_it() -> None:
    office = o_dien()
    with office.work() as work:
        first = min(periods.all_periods(work), key=lambda period: period.opens)
    for name in ("Sơn", "Mai", "Hùng"):
        with taken_back(office) as work:
            before = contents(work)[DoneRow.__name__]
            told = pressed_by(work, office, name, Do("report_done", str(first.id)))
            assert "/menu" in told[0]
            assert contents(work)[DoneRow.__name__] == before == []


def test_an_office_without_signs_or_registrations_says_so() -> None:
    office = o_dien()
    office.fresh()
    office.types("Hùng", "/tusoi")
    office.types("Hùng", "/dangky")
    said = [getattr(operation, "text", "") for _chat, _row, operation in office.fresh()]
    assert ["không còn kỳ tự soi" in said[0], "không yêu cầu đăng ký" in said[1]] == [True, True]
