"""Deadlines that are not the plan's: for one, for all, moved, opened again; and who is reminded."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlmodel import select

from domain.completion import DutyTable
from domain.deadline import SetDeadline, Why, extended, reopened
from domain.effects import Refused
from domain.period import Period
from storage import completions, deadlines, people, periods
from storage.accepting import not_accepting
from storage.extending import set_deadline
from storage.owing import owed_by
from storage.tables import AuditRow, DoneRow
from storage.unit_of_work import Work
from tests.office import SmallOffice
from tests.storage.living import Life, at, done

REGISTRATION, OCTOBER = ("registration", "once"), ("self-check-month", "2025-10")
#: What the plan sends of the registration, and by the due day that is set in these tests.
BY_THE_PLAN = ["07/10/2025 08:30", "10/10/2025 08:30", "13/10/2025 08:30", "14/10/2025 08:30"]
BY_THE_20TH = ["17/10/2025 08:30", "20/10/2025 08:30", "21/10/2025 08:30"]


def period(work: Work, which: tuple[str, str] = REGISTRATION) -> Period:
    found = periods.find(work, *which)
    assert found is not None
    return found


def give(office: SmallOffice, until: str, name: str | None = None, by: str = "Mai") -> None:
    """The specialist gives time for the registration: to one, or to all."""
    with office.work() as work:
        person = office.people[name] if name else None
        asked = period(work)
        stands = deadlines.of(work, asked, person) if person else asked
        effect = SetDeadline(asked.id, Why.EXTENDED, *extended(stands, at(until)), person)
        who = people.person(work, office.people[by])
        assert set_deadline(work, who, effect) is None


def reopen(office: SmallOffice, which: tuple[str, str], until: str, name: str | None) -> None:
    with office.work() as work:
        asked, person = period(work, which), office.people[name] if name else None
        effect = SetDeadline(asked.id, Why.REOPENED, *reopened(asked, at(until)), person)
        assert set_deadline(work, people.person(work, office.people["Mai"]), effect) is None


def table(office: SmallOffice) -> DutyTable:
    with office.work() as work:
        return completions.duty_table(work, period(work))


def late(office: SmallOffice, name: str) -> bool:
    with office.work() as work:
        row = completions.done_row(work, period(work).id, office.people[name])
        assert row is not None
        return row.late


def test_who_has_more_time_is_reminded_by_their_own_day_and_others_by_the_plans() -> None:
    life = Life.begin()
    life.until("13/10/2025 10:00")
    give(life.office, "20/10/2025 17:00", "Hùng")
    life.until("24/10/2025 17:00")
    assert life.told("Hùng") == [*BY_THE_PLAN[:3], *BY_THE_20TH]
    assert life.told("Khôi") == [*BY_THE_PLAN, "15/10/2025 08:30"]


def test_when_all_have_more_time_what_was_sent_stays_and_the_rest_comes_by_the_new_day() -> None:
    life = Life.begin()
    life.until("13/10/2025 10:00")
    give(life.office, "20/10/2025 17:00")
    life.until("24/10/2025 17:00")
    assert life.told("Hùng") == life.told("Khôi") == [*BY_THE_PLAN[:3], *BY_THE_20TH]


def test_a_reminder_that_waits_under_the_old_deadline_is_not_sent() -> None:
    life = Life.begin()
    life.until("13/10/2025 17:00")
    life.go("14/10/2025 08:30", send=False)
    give(life.office, "20/10/2025 17:00", "Hùng")
    waiting = [row for row in life.messages() if row.state == "queued"]
    assert life.office.people["Hùng"] not in {row.person_id for row in waiting}
    assert life.office.people["Khôi"] in {row.person_id for row in waiting}


def test_only_who_had_no_more_time_is_late(office: SmallOffice) -> None:
    office.now = at("13/10/2025 10:00")
    give(office, "20/10/2025 17:00", "Hùng")
    office.now = at("16/10/2025 09:00")
    with office.work() as work:
        for name in ("Hùng", "Khôi"):
            done(work, office.people[name], *REGISTRATION)
    assert not late(office, "Hùng")
    assert late(office, "Khôi")
    give(office, "17/10/2025 17:00")
    assert not late(office, "Khôi")


def test_what_everybody_gets_takes_nothing_from_who_has_more(office: SmallOffice) -> None:
    office.now = at("13/10/2025 10:00")
    give(office, "24/10/2025 17:00", "Hùng")
    give(office, "20/10/2025 17:00")
    office.now = at("22/10/2025 09:00")
    with office.work() as work:
        hung, khoi = office.people["Hùng"], office.people["Khôi"]
        assert deadlines.of(work, period(work), hung).due == at("24/10/2025 17:00")
        assert deadlines.of(work, period(work), khoi).due == at("20/10/2025 17:00")
        owed = owed_by(work, {hung, khoi})
        assert [p.due for p in owed[hung] if p.kind == "registration"] == [at("24/10/2025 17:00")]
        assert [p.due for p in owed[khoi] if p.kind == "registration"] == [at("20/10/2025 17:00")]
    assert [
        x.person.full_name for x in table(office).missing if x not in table(office).overdue
    ] == ["Trần Quốc Hùng"]


def test_the_last_word_for_one_person_counts(office: SmallOffice) -> None:
    office.now = at("13/10/2025 10:00")
    give(office, "24/10/2025 17:00", "Hùng")
    give(office, "17/10/2025 17:00", "Hùng")
    with office.work() as work:
        assert deadlines.of(work, period(work), office.people["Hùng"]).due == at("17/10/2025 17:00")


@pytest.mark.parametrize("name", ["Hùng", None])
def test_what_closed_is_opened_again_and_what_comes_then_is_late(
    office: SmallOffice, name: str | None
) -> None:
    office.now = at("20/11/2025 09:00")
    with office.work() as work:
        hung, khoi = (people.person(work, office.people[x]) for x in ("Hùng", "Khôi"))
        assert isinstance(not_accepting(work, hung, period(work, OCTOBER)), Refused)
    reopen(office, OCTOBER, "25/11/2025 17:00", name)
    with office.work() as work:
        assert not_accepting(work, hung, period(work, OCTOBER)) is None
        assert (not_accepting(work, khoi, period(work, OCTOBER)) is None) is (name is None)
        assert OCTOBER[1] in {
            p.key for p in completions.owed(work, hung, deadlines.begun(work, hung.id))
        }
        done(work, hung.id, *OCTOBER)
        row = work.session.exec(select(DoneRow).where(DoneRow.person_id == hung.id)).one()
        assert row.late
        actions = [row.action for row in work.session.exec(select(AuditRow))]
        assert actions.count("deadline_reopened") == 1
    office.now = at("26/11/2025 09:00")
    with office.work() as work:
        assert isinstance(not_accepting(work, hung, period(work, OCTOBER)), Refused)


@pytest.mark.parametrize(
    ("why", "due", "closes"),
    [
        (Why.EXTENDED, "12/10/2025 17:00", "31/12/2025 17:00"),
        (Why.MOVED, "20/10/2025 17:00", "19/10/2025 17:00"),
        (Why.REOPENED, "14/10/2025 17:00", "13/10/2025 09:00"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    office: SmallOffice, why: Why, due: str, closes: str
) -> None:
    office.now = at("13/10/2025 10:00")
    with office.work() as work:
        before, mai = period(work), people.person(work, office.people["Mai"])
        effect = SetDeadline(before.id, why, at(due), at(closes))
        assert isinstance(set_deadline(work, mai, effect), Refused)
        assert period(work) == before


def test_an_official_sets_no_deadline_and_closed_is_not_extended(office: SmallOffice) -> None:
    with office.work() as work:
        asked = period(work)
        effect = SetDeadline(asked.id, Why.MOVED, at("20/10/2025 17:00"), asked.closes)
        hung, head = (people.person(work, office.people[x]) for x in ("Hùng", "Bình"))
        assert isinstance(set_deadline(work, hung, effect), Refused)
        assert set_deadline(work, head, effect) is None
    office.now = at("05/01/2026 09:00")
    with office.work() as work:
        assert isinstance(set_deadline(work, head, moved_to(work, "10/01/2026 17:00")), Refused)


def moved_to(work: Work, due: str) -> SetDeadline:
    moment: datetime = at(due)
    return SetDeadline(period(work).id, Why.MOVED, moment, at("31/01/2026 17:00"))


def test_a_date_that_comes_nearer_brings_its_reminders_and_the_plans_words_go() -> None:
    life = Life.begin()
    life.until("07/10/2025 09:00")
    with life.office.work() as work:
        head = people.person(work, life.office.people["Bình"])
        asked = period(work)
        nearer = SetDeadline(asked.id, Why.MOVED, at("10/10/2025 17:00"), asked.closes)
        assert set_deadline(work, head, nearer) is None
        assert periods.obligation_of(work, period(work)).deadline_words is None
    life.until("16/10/2025 17:00")
    expected = ["07/10/2025 08:30", "09/10/2025 08:30", "10/10/2025 08:30", "13/10/2025 08:30"]
    assert life.told("Hùng") == expected


def test_month_quarter_and_year_that_are_one_sheet_get_one_deadline(office: SmallOffice) -> None:
    office.now = at("26/12/2025 09:00")
    names = [("self-check-month", "2025-12"), ("self-check-quarter", "2025-Q4")]
    with office.work() as work:
        mai, hung = (people.person(work, office.people[x]) for x in ("Mai", "Hùng"))
        month = period(work, names[0])
        due, closes = extended(month, at("08/01/2026 17:00"))
        effect = SetDeadline(month.id, Why.EXTENDED, due, closes, hung.id)
        assert set_deadline(work, mai, effect) is None
        theirs = {deadlines.of(work, period(work, x), hung.id).due for x in names}
        assert theirs == {due}
