"""Paper that somebody says is handed in: they are left alone until the specialist has looked."""

from __future__ import annotations

from domain.completion import Completion
from domain.effects import Refused
from domain.outgoing import Say
from domain.papers import MissPaper
from domain.plan import Kind
from storage import completions, people, periods
from storage.claims import claimed_by, miss_paper
from storage.owing import owed_by
from tests.office import SmallOffice
from tests.storage.living import at

CLAIM, MISTAKE, MISSING, IN = "da nop giay", "Chưa nộp", "Chưa nhận được", "Đã nhận bản ký"


def reminded(office: SmallOffice, name: str, moment: str) -> bool:
    """Whether the planner writes a reminder to somebody at this local time."""
    office.now = at(moment)
    before = {row.id for row, _said in office.said_to(name)}
    office.tick()
    said = (row for row, _said in office.said_to(name) if row.id not in before)
    return any(row.kind == "reminder" for row in said)


def owed(office: SmallOffice, name: str) -> list[str]:
    with office.work() as work:
        return [p.obligation for p in owed_by(work, {office.people[name]})[office.people[name]]]


def told(office: SmallOffice, name: str) -> str:
    said = office.said_to(name)[-1][1]
    assert isinstance(said, Say)
    return said.text


def claiming() -> SmallOffice:
    office = SmallOffice(at("09/10/2025 17:00"))
    office.tick()
    office.types("Khôi", CLAIM)
    return office


def test_who_says_that_the_paper_is_in_is_not_reminded_of_it() -> None:
    office = claiming()
    assert not reminded(office, "Khôi", "10/10/2025 08:30")
    assert reminded(office, "Hùng", "13/10/2025 08:30")
    assert not reminded(office, "Khôi", "14/10/2025 08:30")


def test_a_duty_said_to_be_in_still_counts_as_missing() -> None:
    office = claiming()
    with office.work() as work:
        period = periods.find(work, "registration", "once")
        assert period is not None
        lines = completions.duty_table(work, period).missing
    standing = {line.person.id: line.completion for line in lines}
    assert standing[office.people["Khôi"]] is Completion.CLAIMED
    assert standing[office.people["Hùng"]] is Completion.NOT_SENT


def test_who_pressed_it_by_mistake_is_reminded_again() -> None:
    office = claiming()
    office.presses("Khôi", MISTAKE)
    assert "registration" in owed(office, "Khôi")
    assert reminded(office, "Khôi", "10/10/2025 08:30")


def test_paper_that_is_not_there_lets_reminders_go_on() -> None:
    office = claiming()
    office.presses("Mai", MISSING)
    assert "chưa nhận được bản giấy" in told(office, "Khôi")
    assert reminded(office, "Khôi", "10/10/2025 08:30")


def test_it_can_be_said_again_after_it_was_not_there_and_is_told_again() -> None:
    office = claiming()
    office.presses("Mai", MISSING)
    office.now = at("10/10/2025 10:00")
    before = len(office.said_to("Mai"))
    office.types("Khôi", CLAIM)
    assert len(office.said_to("Mai")) == before + 1


def test_a_second_word_about_the_same_paper_is_settled_already() -> None:
    office = claiming()
    office.presses("Mai", MISSING)
    before = len(office.said_to("Khôi"))
    office.repeat_last("Mai")
    assert len(office.said_to("Khôi")) == before


def test_only_the_specialist_says_that_a_paper_is_not_there() -> None:
    office = claiming()
    khoi = office.people["Khôi"]
    with office.work() as work:
        period = periods.find(work, "registration", "once")
        assert period is not None
        refused = miss_paper(
            work, people.person(work, office.people["Hùng"]), MissPaper(period.id, khoi)
        )
        assert isinstance(refused, Refused)
        assert claimed_by(work, khoi) == {period.id}


def test_a_tick_taken_back_leaves_what_was_said() -> None:
    office = claiming()
    office.presses("Mai", IN)
    office.presses("Mai", "Bỏ ghi nhận")
    assert "registration" not in owed(office, "Khôi")
    with office.work() as work:
        assert len(claimed_by(work, office.people["Khôi"])) == 1


def test_month_quarter_and_year_are_one_sheet_said_and_ticked_together() -> None:
    office = SmallOffice(at("25/12/2025 09:00"))
    checks = {"self-check-month", "self-check-quarter", "self-check-year"}
    with office.work() as work:
        for period in periods.begun(work, (Kind.REGISTRATION,)):
            completions.mark_done(work, period, office.people["Khôi"])
    assert checks <= set(owed(office, "Khôi"))
    office.types("Khôi", CLAIM)
    assert not checks & set(owed(office, "Khôi"))
    office.presses("Mai", "Ghi nhận")
    with office.work() as work:
        khoi, begun = office.people["Khôi"], periods.begun(work, (Kind.SELF_CHECK,))
        assert [completions.done_row(work, p.id, khoi) is not None for p in begun] == [True] * 3


def test_what_is_to_be_looked_for_stands_first_in_the_list() -> None:
    office = claiming()
    office.types("Mai", "/banky")
    listed = told(office, "Mai").splitlines()
    assert "1. Ngô Đăng Khôi" in next(line for line in listed if line.startswith("☐"))
