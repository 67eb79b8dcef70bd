"""Who joins while something is open has fair days for it; who leaves is asked for nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.completion import Completion
from domain.period import Period
from storage import completions, deadlines, periods
from storage.tables import PersonRow
from storage.unit_of_work import Work
from tests.office import SmallOffice
from tests.storage.living import Life, at


def registration(work: Work) -> Period:
    found = periods.find(work, "registration", "once")
    assert found is not None
    return found


def joins(office: SmallOffice, name: str, moment: str) -> None:
    """As the roster's import notes it."""
    with office.work() as work:
        work.session.get_one(PersonRow, office.people[name]).joined_at = at(moment)


def due_for(office: SmallOffice, name: str) -> str:
    with office.work() as work:
        theirs = deadlines.of(work, registration(work), office.people[name])
        return theirs.due.astimezone(work.office.zone).strftime("%d/%m/%Y %H:%M")


@pytest.mark.parametrize(
    ("joined", "due"),
    [
        ("06/10/2025 09:00", "14/10/2025 17:00"),  # three working days are over before that
        ("10/10/2025 09:00", "15/10/2025 17:00"),  # a Friday: Monday, Tuesday, Wednesday
        ("13/10/2025 09:00", "16/10/2025 17:00"),
        ("20/10/2025 09:00", "23/10/2025 17:00"),  # it was past, and has not closed
    ],
)
def test_who_joins_has_three_working_days_and_never_less_than_everybody(
    joined: str, due: str
) -> None:
    life = Life.begin()
    joins(life.office, "Khôi", joined)
    life.until(joined)
    life.go(joined.replace("09:00", "09:05"))
    assert due_for(life.office, "Khôi") == due
    assert due_for(life.office, "Hùng") == "14/10/2025 17:00"


def test_a_plan_sets_how_many() -> None:
    life = Life.begin()
    office = life.office.database.office
    assert office is not None
    life.office.database.office = replace(office, plan=replace(office.plan, newcomer_days=5))
    joins(life.office, "Khôi", "13/10/2025 09:00")
    life.go("13/10/2025 09:05")
    assert due_for(life.office, "Khôi") == "20/10/2025 17:00"


def test_who_joins_is_reminded_by_their_own_day() -> None:
    life = Life.begin()
    joins(life.office, "Khôi", "13/10/2025 09:00")
    life.until("20/10/2025 17:00")
    told = [moment for moment in life.told("Khôi") if moment >= "13/10/2025 09"]
    assert "16/10/2025 08:30" in told
    assert "14/10/2025 08:30" not in told


def test_who_came_with_the_office_is_no_newcomer_and_who_leaves_is_asked_for_nothing() -> None:
    life = Life.begin()
    life.go("13/10/2025 09:05")
    with life.office.work() as work:
        assert not deadlines.own(work, registration(work))
        work.session.get_one(PersonRow, life.office.people["Khôi"]).left = True
        table = completions.duty_table(work, registration(work))
        khoi = next(x for x in table.lines if x.person.id == life.office.people["Khôi"])
        assert khoi.completion is Completion.NOT_APPLICABLE
        assert khoi not in (*table.missing, *table.counted)
