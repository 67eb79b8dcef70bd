"""Days off that an admin changes: who may, what moves, and that everything follows."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from domain.days_off import ChangeDay, DayChange, Overrides
from domain.effects import Refused
from scheduler import days_off
from storage import people, periods
from storage.tables import AuditRow
from storage.unit_of_work import Work
from tests.office import SmallOffice

LAST = date(2025, 10, 31)  # a Friday, on which October's self-check is due


def due(work: Work) -> date:
    period = periods.find(work, "self-check-month", "2025-10")
    assert period is not None
    return period.due.astimezone(work.office.zone).date()


def change(office: SmallOffice, by: str, worked: bool | None) -> Refused | None:
    with office.work() as work:
        return days_off.save(work, people.person(work, office.people[by]), ChangeDay(LAST, worked))


def test_coming_periods_follow_a_change_and_its_taking_back(office: SmallOffice) -> None:
    with office.work() as work:
        lan = people.person(work, office.people["Lan"])
        told = days_off.load_change(work, lan, f"{LAST.isoformat()}:off")
        assert isinstance(told, DayChange)
        assert due(work) == LAST
        assert [m.after.astimezone(work.office.zone).day for m in told.moves] == [30]
        assert told.reminders > 0
    assert change(office, "Lan", worked=False) is None
    with office.work() as work:
        assert due(work) == date(2025, 10, 30)
        assert not days_off.days_of(work).is_working(LAST)
        assert [day for day, _worked in days_off.load(work, lan, "").changed] == [LAST]
    assert change(office, "Lan", worked=None) is None
    with office.work() as work:
        assert due(work) == LAST
        query = select(AuditRow).where(AuditRow.action == "day_changed")
        assert [row.details for row in work.session.exec(query)] == ["off", "as before"]


def test_only_the_admin_changes_days_and_none_that_is_past(office: SmallOffice) -> None:
    assert isinstance(change(office, "Mai", worked=False), Refused)
    with office.work() as work:
        mai, lan = (people.person(work, office.people[name]) for name in ("Mai", "Lan"))
        assert isinstance(days_off.load_change(work, mai, f"{LAST.isoformat()}:off"), Refused)
        for nothing in ("", "x:off", f"{LAST.isoformat()}:maybe"):
            assert isinstance(days_off.load_change(work, lan, nothing), Refused)
        past = ChangeDay(date(2025, 10, 1), worked=False)
        assert isinstance(days_off.save(work, lan, past), Refused)
        assert days_off.load(work, mai, "").changed == ()


def test_the_offices_own_file_counts_and_the_chat_before_it(office: SmallOffice) -> None:
    office.database.overrides = Overrides(0, {LAST: False})
    with office.work() as work:
        assert not days_off.days_of(work).is_working(LAST)
    assert change(office, "Lan", worked=True) is None
    with office.work() as work:
        assert days_off.days_of(work).is_working(LAST)
