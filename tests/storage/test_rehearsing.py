"""An office rehearsed: as the real planner and sender would have it, and its own data untouched."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from bot.rehearsal import rehearsed
from directives.loading import load_plan, plans
from domain.channels import TELEGRAM, ZALO
from domain.deadline import Why
from domain.effects import Priority
from domain.quota import Quota
from domain.rehearsal import Doubt, Rehearsal
from storage import periods
from storage.rehearsals import copy_rows
from storage.tables import DeadlineRow, GrantRow
from storage.unit_of_work import make_engine
from tests.office import ZONE, SmallOffice
from tests.storage.living import Life, at, done, local

_LONGEST = timedelta(days=200)  # `make bench` lives 15 months


def lived(office: SmallOffice, last: date, answering: int = 0) -> Rehearsal:
    return rehearsed(office.database, office.now, last, answering)[0]


def begun(words: str = "03/10/2025 07:00", channel: str = TELEGRAM) -> SmallOffice:
    return SmallOffice(at(words), channel=channel)


@pytest.mark.parametrize("plan_id", plans())
def test_every_plan_rehearses_and_reminds_before_each_deadline(plan_id: str) -> None:
    plan = load_plan(plan_id)
    begins = datetime.combine(plan.starts, time.min, ZONE)
    office = SmallOffice(begins, plan_id=plan_id, channel=ZALO)
    office.database.quotas = {ZALO: Quota(3000, 50)}
    last = min(plan.ends, plan.starts + _LONGEST)
    told, warnings = rehearsed(office.database, begins.astimezone(UTC), last)
    assert told.messages
    assert told.deadlines
    assert {concern.doubt for concern in warnings} <= {Doubt.PROVISIONAL}


def foretold(told: Rehearsal) -> Counter[tuple[str, int | None, str]]:
    return Counter((local(x.at), x.person, x.reason) for x in told.messages)


def happened(life: Life) -> Counter[tuple[str, int | None, str]]:
    return Counter(
        (local(row.not_before), row.person_id, row.reason)
        for kind in ("reminder", "digest")
        for row in life.messages(kind)
    )


def test_it_is_what_the_planner_and_the_sender_do() -> None:
    told = lived(begun(), date(2025, 11, 10))
    life = Life.begin()
    life.until("10/11/2025 23:00")
    names = {id_: name for name, id_ in life.office.people.items()}
    assert foretold(told) == happened(life)
    for name in ("Hùng", "Bình", "Mai"):
        last = [x for x in told.messages if names[x.person] == name and x.kind == "reminder"][-1]
        assert last.text == last_reminder(life, name)


def stands_in_and_has_more_time(office: SmallOffice) -> None:
    """Tâm is the specialist from the 13th to the 20th, Sơn the head; Khôi has until the 24th."""
    first, last, due = date(2025, 10, 13), date(2025, 10, 20), at("24/10/2025 17:00")
    with office.work() as work:
        for name, role in (("Tâm", "specialist"), ("Sơn", "head")):
            who = office.people[name]
            grant = GrantRow(person_id=who, role=role, first=first, last=last, at=work.now)
            work.session.add(grant)
        period = periods.find(work, "registration", "once")
        assert period is not None
        later = DeadlineRow(
            period_id=period.id,
            person_id=office.people["Khôi"],
            why=Why.EXTENDED,
            due=due,
            closes=period.closes,
            at=work.now,
        )
        work.session.add(later)


def test_who_stands_in_for_a_time_and_who_has_more_time_is_known() -> None:
    office, life = begun(), Life.begin()
    stands_in_and_has_more_time(office)
    stands_in_and_has_more_time(life.office)
    life.until("31/10/2025 23:00")
    assert foretold(lived(office, date(2025, 10, 31))) == happened(life)
    assert "20/10/2025 08:00" in life.told("Tâm", "digest")
    assert "24/10/2025 08:30" in life.told("Khôi")


def last_reminder(life: Life, name: str) -> str:
    said = life.office.said_to(name)
    return next(op.text for row, op in reversed(said) if row.kind == "reminder")  # type: ignore[union-attr]


def test_a_reminder_tells_its_duty_and_its_source() -> None:
    office = begun()
    told = lived(office, date(2025, 10, 7))
    first = next(x for x in told.messages if x.person == office.people["Hùng"])
    assert local(first.at) == "07/10/2025 08:30"
    assert {title.vi for title in first.duties} == {"Đăng ký nhiệm vụ trọng tâm cá nhân"}
    assert "mục III.2" in str(first.why[0].params["source"])


def test_who_does_a_duty_when_first_reminded_is_reminded_once() -> None:
    told = lived(begun(), date(2025, 10, 10), answering=100)
    reminded = Counter(x.person for x in told.messages if x.kind is Priority.REMINDER)
    assert set(reminded.values()) == {1}
    assert len(reminded) == 7


def test_half_of_them_do_and_half_do_not() -> None:
    office = begun()
    office.grow(40)
    told = lived(office, date(2025, 10, 14), answering=50)
    (registration,) = (x for x in told.deadlines if x.obligation.id == "registration")
    assert 15 <= len(registration.owed) <= 25


def test_what_a_month_takes_is_counted_and_what_has_no_room_is_told() -> None:
    office = begun(channel=ZALO)
    office.database.quotas = {ZALO: Quota(10, 50)}
    told, warnings = rehearsed(office.database, office.now, date(2025, 11, 30))
    assert [month.usage.month for month in told.months] == ["2025-10", "2025-11"]
    assert sum(month.withheld for month in told.months) > 0
    assert Doubt.QUOTA in {concern.doubt for concern in warnings}
    october = told.months[0].usage
    assert october.used == sum(x.parts for x in told.messages if x.at < at("01/11/2025 00:00"))


def test_what_people_have_done_is_known() -> None:
    office = begun()
    with office.work() as work:
        done(work, office.people["Hùng"], "registration")
    told = lived(office, date(2025, 10, 7))
    assert office.people["Hùng"] not in {x.person for x in told.messages}


def test_who_is_not_connected_is_told() -> None:
    office = begun()
    office.unlink("Tâm")
    office.forget_consent("Khôi")
    told, warnings = rehearsed(office.database, office.now, date(2025, 10, 7))
    assert told.unreached == {office.people["Tâm"], office.people["Khôi"]}
    assert Doubt.UNREACHED in {concern.doubt for concern in warnings}


@pytest.fixture
def office_on_disk(any_url: str, tmp_path: Path) -> SmallOffice:
    url = f"sqlite:///{tmp_path / 'office.db'}" if any_url == "sqlite://" else any_url
    return SmallOffice(url=url)


def rows(engine_of: SmallOffice) -> dict[str, list[str]]:
    with engine_of.database.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in SQLModel.metadata.sorted_tables
        }


def test_a_copy_has_every_row_and_changes_none(office_on_disk: SmallOffice) -> None:
    office = office_on_disk
    office.types("Hùng", "/dangky")
    office.tick()
    before = rows(office)
    copy = make_engine("sqlite://")
    SQLModel.metadata.create_all(copy)
    copy_rows(office.database.engine, copy)
    with copy.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            assert sorted(map(repr, connection.execute(table.select()))) == before[table.name]
    assert rows(office) == before
    office.database.close()
