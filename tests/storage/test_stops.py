""" "Stop reminding me of this": silent for one person and one period, and the duty remains."""

from __future__ import annotations

from domain.completion import Completion
from domain.nudging import Nudging
from domain.people import Person
from domain.reminding import RemindAgain, StopReminding
from scheduler import asking, stopping
from storage import completions, owing, people, periods, stops
from storage.unit_of_work import Work
from tests.office import SmallOffice
from tests.storage.living import DAYS, Life


def tam(office: SmallOffice, work: Work) -> Person:
    return people.person(work, office.people["Tâm"])


def stop(life: Life, obligation: str = "registration") -> int:
    with life.office.work() as work:
        period = periods.find(work, obligation, "once")
        assert period is not None
        stops.stop(work, tam(life.office, work), StopReminding((period.id,)))
        stops.stop(work, tam(life.office, work), StopReminding((period.id,)))  # a second tap
        return period.id


def test_rules_are_silent_the_duty_is_still_owed_and_others_are_reminded(any_url: str) -> None:
    life = Life.begin(url=any_url)
    life.until("06/10/2025 12:00")
    stop(life)
    life.until("16/10/2025 18:00")
    assert [m for m in life.told("Tâm") if "/10/2025" in m and m > "07"] == []
    assert life.told("Khôi")
    with life.office.work() as work:
        period = periods.find(work, "registration", "once")
        assert period is not None
        lines = completions.duty_table(work, period).lines
        told = {line.person.id: line.completion for line in lines}
        assert told[life.office.people["Tâm"]] is Completion.NOT_SENT
    life.until("27/10/2025 18:00")
    assert [m for m in life.told("Tâm") if m.startswith("27")]  # another duty's rules go on
    life.office.database.close()


def test_it_is_as_the_plan_has_it_again_when_it_is_taken_back(any_url: str) -> None:
    life = Life.begin(url=any_url)
    id_ = stop(life)
    with life.office.work() as work:
        undo = stopping.load_undo(work, tam(life.office, work), str(id_), DAYS)
        assert [duty.period.id for duty in undo.duties] == [id_]
        stops.remind_again(work, tam(life.office, work), RemindAgain((id_,)))
        assert stopping.load_undo(work, tam(life.office, work), "", DAYS).duties == ()
    life.until("14/10/2025 18:00")
    assert life.told("Tâm") == life.told("Khôi")
    life.office.database.close()


def test_the_specialist_in_person_still_reaches_them(office: SmallOffice) -> None:
    life = Life(office)
    life.tick()
    stop(life)
    with office.work() as work:
        mai = people.person(work, office.people["Mai"])
        nudging = asking.load_nudging(work, mai, "", DAYS)
        assert isinstance(nudging, Nudging)
        assert office.people["Tâm"] in {person.id for person in nudging.receive}
        owed = owing.owed_by(work, [office.people["Tâm"]], stopped_too=True)
        assert [p.obligation for p in owed[office.people["Tâm"]]] == ["registration"]
        assert not owing.owed_by(work, [office.people["Tâm"]])


def test_this_is_what_the_last_reminder_was_about(office: SmallOffice) -> None:
    life = Life.begin("10/10/2025 08:00")
    life.go("10/10/2025 08:30")
    with life.office.work() as work:
        binh = people.person(work, life.office.people["Bình"])
        meant = stopping.load_stop(work, binh, "", DAYS)
        assert {d.period.obligation for d in meant.duties} == {"registration", "collective"}
        assert not meant.asked
        named = stopping.load_stop(work, binh, str(meant.duties[0].period.id), DAYS)
        assert named.asked
        assert len(named.duties) == 1
    life.office.database.close()
