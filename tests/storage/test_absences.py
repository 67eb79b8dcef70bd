"""Away: who may write it down, what it does to duties, and the one word of welcome afterwards."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlmodel import col, select

from domain.absence import AwayFor, AwayList, EndAbsence, Leaving, SaveAbsence
from domain.completion import Completion
from domain.effects import Refused
from domain.keeping import Terms
from scheduler.decent_hours import DecentHours
from storage import absences, completions, digests, my_data, owing, people, periods
from storage.retention import Clearing
from storage.tables import AbsenceRow, AuditRow
from storage.unit_of_work import Work
from tests.office import ZONE, SmallOffice
from tests.storage.living import DAYS, Life

OCTOBER = [date(2025, 10, day) for day in range(1, 32)]


def save(
    office: SmallOffice,
    by: str,
    whom: str,
    first: date,
    last: date,
    reason: AwayFor | None = AwayFor.LEAVE,
) -> Refused | None:
    with office.work() as work:
        who = people.person(work, office.people[by])
        return absences.save_absence(
            work, who, SaveAbsence(office.people[whom], first, last, reason)
        )


def standing(office: SmallOffice, name: str) -> Completion:
    with office.work() as work:
        period = periods.find(work, "registration", "once")
        assert period is not None
        table = completions.duty_table(work, period)
        told = {line.person.id: line.completion for line in table.lines}[office.people[name]]
        owes = office.people[name] in set(work.session.scalars(owing.owing(work, period, work.now)))
        assert told is Completion.NOT_SENT or not owes, "a reminder and a count disagree"
        return told


def stays(office: SmallOffice, name: str) -> list[tuple[date, date]]:
    with office.work() as work:
        query = select(AbsenceRow).where(AbsenceRow.person_id == office.people[name])
        rows = work.session.exec(query.order_by(col(AbsenceRow.first)))
        return [(row.first, row.last) for row in rows]


@pytest.mark.parametrize(
    ("first", "last", "as_of_the_20th"),
    [
        (date(2025, 10, 3), date(2025, 10, 14), Completion.EXCUSED),  # it opens and is due on these
        (date(2025, 9, 1), date(2025, 12, 1), Completion.EXCUSED),
        (date(2025, 10, 4), date(2025, 10, 14), Completion.NOT_SENT),
        (date(2025, 10, 3), date(2025, 10, 13), Completion.NOT_SENT),
        (date(2025, 10, 15), date(2025, 10, 31), Completion.ABSENT),
    ],
)
def test_a_duty_is_not_applicable_to_whom_one_stay_away_covers_from_opening_to_due(
    office: SmallOffice, first: date, last: date, as_of_the_20th: Completion
) -> None:
    assert save(office, "Mai", "Tâm", first, last) is None
    office.clock(datetime(2025, 10, 20, 9, 0))  # noqa: DTZ001 - local
    assert standing(office, "Tâm") is as_of_the_20th
    with office.work() as work:
        table = next(t for t in digests.everything_open(work) if t.period.kind == "registration")
    assert len(table.counted) == 7 - (as_of_the_20th is Completion.EXCUSED)


def test_stays_with_only_days_off_between_are_one(office: SmallOffice) -> None:
    hours = office.database.office
    assert hours is not None
    office.database.decent = DecentHours(DAYS, hours.plan.hours, ZONE).next
    save(office, "Mai", "Tâm", OCTOBER[2], OCTOBER[9])  # a Friday
    save(office, "Tâm", "Tâm", OCTOBER[12], OCTOBER[13], AwayFor.SICK)  # the Monday after
    assert stays(office, "Tâm") == [(OCTOBER[2], OCTOBER[13])]
    save(office, "Tâm", "Tâm", OCTOBER[20], OCTOBER[21])
    assert len(stays(office, "Tâm")) == 2
    office.clock(datetime(2025, 10, 20, 9, 0))  # noqa: DTZ001 - local
    assert standing(office, "Tâm") is Completion.EXCUSED


def seen_by(office: SmallOffice, name: str, work: Work) -> list[bool]:
    reader = people.person(work, office.people[name])
    found = absences.load_away(work, reader, "")
    if isinstance(found, Refused):
        return []
    return [absence.reason_for(reader) is not None for absence in found.absences]


def test_that_somebody_is_ill_is_seen_by_them_and_by_who_wrote_it_down(office: SmallOffice) -> None:
    save(office, "Hùng", "Hùng", OCTOBER[6], OCTOBER[8], AwayFor.SICK)
    save(office, "Mai", "Khôi", OCTOBER[6], OCTOBER[9], AwayFor.SICK)
    save(office, "Tâm", "Tâm", OCTOBER[6], OCTOBER[10], AwayFor.STUDY)
    with office.work() as work:
        assert seen_by(office, "Mai", work) == [False, True, True]
        assert seen_by(office, "Hùng", work) == seen_by(office, "Bình", work) == []
        mine = absences.of_person(work, people.person(work, office.people["Hùng"]))
        assert [absence.reason for absence in mine] == [AwayFor.SICK]
        told = my_data.gather(work, office.people["Hùng"])["absences"]
        assert [record["reason"] for record in told] == ["sick"]
        rows = work.session.exec(select(AbsenceRow)).all()
        assert not any(b"sick" in (row.sealed or b"") for row in rows)


def test_other_days_keep_the_reason_and_whose_secret_it_is(office: SmallOffice) -> None:
    save(office, "Hùng", "Hùng", OCTOBER[6], OCTOBER[8], AwayFor.SICK)
    with office.work() as work:
        mai = people.person(work, office.people["Mai"])
        (row,) = work.session.exec(select(AbsenceRow)).all()
        known = absences.load_change(work, mai, str(row.id))
        assert isinstance(known, Leaving)
        assert known.changed is not None
        changed = SaveAbsence(row.person_id, OCTOBER[6], OCTOBER[20], instead_of=row.id)
        assert absences.save_absence(work, mai, changed) is None
    with office.work() as work:
        assert seen_by(office, "Mai", work) == [False]
    assert stays(office, "Hùng") == [(OCTOBER[6], OCTOBER[20])]


def test_others_are_the_specialist_s_to_write_and_it_is_audited(office: SmallOffice) -> None:
    assert isinstance(save(office, "Tâm", "Hùng", OCTOBER[6], OCTOBER[8]), Refused)
    assert isinstance(save(office, "Bình", "Hùng", OCTOBER[6], OCTOBER[8]), Refused)
    assert save(office, "Mai", "Hùng", OCTOBER[1], OCTOBER[2]) is None
    with office.work() as work:
        tam, mai = (people.person(work, office.people[name]) for name in ("Tâm", "Mai"))
        hung = office.people["Hùng"]
        for load in (absences.load_leaving_of, absences.load_away, absences.load_one):
            assert isinstance(load(work, tam, ""), Refused)
        assert isinstance(absences.load_back(work, tam, str(hung)), Refused)
        assert isinstance(absences.end_absence(work, tam, EndAbsence(hung)), Refused)
        (row,) = work.session.exec(select(AbsenceRow)).all()
        assert isinstance(absences.load_change(work, tam, str(row.id)), Refused)
        assert isinstance(absences.load_away(work, mai, "x"), AwayList)
        assert absences.end_absence(work, mai, EndAbsence(hung)) is None
        rows = work.session.exec(select(AuditRow).where(AuditRow.actor == mai.id))
        did = [row.action for row in rows if row.subject == f"person:{hung}"]
    assert did == ["absence_noted", "absence_ended"]


def test_why_somebody_was_away_is_forgotten_and_that_they_were_stays(office: SmallOffice) -> None:
    save(office, "Hùng", "Hùng", OCTOBER[6], OCTOBER[8], AwayFor.SICK)
    office.clock(datetime(2025, 10, 10, 9, 0) + Terms().words)  # noqa: DTZ001 - local
    clearing = Clearing(Terms())
    more = True
    while more:
        with office.work() as work:
            more = clearing.step(work)
    with office.work() as work:
        hung = people.person(work, office.people["Hùng"])
        (row,) = work.session.exec(select(AbsenceRow)).all()
        assert (row.sealed, row.last) == (None, OCTOBER[8])
        assert absences.of_person(work, hung) == ()


def test_whoever_is_back_is_welcomed_once_on_the_first_working_day(any_url: str) -> None:
    life = Life.begin(url=any_url)
    save(life.office, "Tâm", "Tâm", OCTOBER[6], OCTOBER[9])  # Tuesday to Friday
    save(life.office, "Khôi", "Khôi", OCTOBER[6], OCTOBER[9])
    life.does("08/10/2025 10:00", "Khôi", "registration")
    life.until("13/10/2025 08:30")
    assert life.told("Tâm") == ["13/10/2025 08:30"]  # one message, though a rule fell on that day
    assert "đi làm trở lại" in life.last_words("Tâm")
    assert life.told("Khôi") == []  # nothing is open
    life.go("13/10/2025 09:00")
    life.go("13/10/2025 12:00")
    assert life.told("Tâm") == ["13/10/2025 08:30"]
    life.office.database.close()


def test_a_welcome_missed_while_the_machine_was_down_comes_later_that_day(any_url: str) -> None:
    life = Life.begin(url=any_url)
    save(life.office, "Tâm", "Tâm", OCTOBER[6], OCTOBER[14])
    life.until("15/10/2025 18:00")
    life.go("16/10/2025 11:00")
    assert [moment for moment in life.told("Tâm") if moment > "16"] == ["16/10/2025 11:00"]
    life.office.database.close()


def test_it_is_no_working_day_on_which_one_is_away_again(office: SmallOffice) -> None:
    life = Life(office)
    life.tick()
    save(office, "Tâm", "Tâm", OCTOBER[6], OCTOBER[7])
    save(office, "Tâm", "Tâm", OCTOBER[9], OCTOBER[18])  # Friday on; Thursday she was here
    life.until("20/10/2025 18:00")
    welcomed = [o.period_key for o in life.occurrences() if o.rule == "back"]
    assert welcomed == ["2025-10-09", "2025-10-20"]
