"""Everything kept about a person can be seen by them; what is theirs goes when they say so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import SQLModel, col, select

from domain.broadcast import AudienceKind, ChosenAudience
from domain.correction import AskCorrection, FinishCorrection, OpenCorrections
from domain.data_rights import EraseMyData
from domain.effects import Refused
from domain.message import say
from domain.people import Person
from domain.text import Localized, verbatim
from reports.my_data import FIELDS, SECTIONS
from storage import (
    broadcasts,
    codes,
    consents,
    corrections,
    data_rights,
    drafts,
    my_data,
    outbox,
    people,
)
from storage.consents import Purpose
from storage.tables import (
    AccountRow,
    AuditRow,
    ConsentRow,
    DoneRow,
    MenuRow,
    OutboxRow,
    PeriodRow,
    PersonRow,
    RemedyRow,
    SelfCheckRow,
)
from storage.unit_of_work import Work
from tests.office import SmallOffice


def person(office: SmallOffice, work: Work, name: str) -> Person:
    return people.person(work, office.people[name])


def live(office: SmallOffice) -> None:
    """Tâm has done things: a self-check, a remedy, a draft, a message, a duty done."""
    with office.work() as work:
        tam = person(office, work, "Tâm")
        period = work.session.exec(select(PeriodRow)).first()
        assert period is not None
        period_id = period.id or 0
        sealed = work.vault.seal({"signs": [3], "note": "riêng tôi"})
        rows: list[SQLModel] = [
            SelfCheckRow(
                period_id=period_id, person_id=tam.id, sealed=sealed, done_at=work.now, late=False
            ),
            RemedyRow(
                person_id=tam.id,
                period_id=period_id,
                sealed=work.vault.seal({"sign": 3, "action": "trả lời ngay"}),
                promised_at=work.now,
            ),
            DoneRow(period_id=period_id, person_id=tam.id, at=work.now, late=False),
        ]
        work.session.add_all(rows)
        drafts.open_draft(work, tam.id, "register", "1")
        codes.issue(work, tam.id, by=office.people["Mai"])
        account = people.accounts_of(work, tam.id)[0]
        outbox.say(work, account, people.reader(work, tam), say(verbatim("Nhắc chị Tâm")))
    office.now += timedelta(minutes=1)


def test_the_file_holds_what_is_sealed_opened_for_its_owner() -> None:
    office = SmallOffice()
    live(office)
    with office.work() as work:
        found = my_data.gather(work, office.people["Tâm"])
        assert all(isinstance(done["period"], Localized) for done in found["duties_done"])
    assert found["self_checks"][0]["note"] == "riêng tôi"
    assert found["remedies"][0]["action"] == "trả lời ngay"
    assert found["messages"][0]["text"] == "Nhắc chị Tâm"
    assert found["codes"][0]["issued_by"] == "Phạm Thanh Mai"
    assert found["person"][0]["full_name"] == "Bùi Minh Tâm"
    assert {record["purpose"] for record in found["consents"]} == {"keep", "self_check"}
    assert any(record["action"] == "code_issued" for record in found["audit"])


def test_nothing_of_anybody_else_is_in_the_file() -> None:
    office = SmallOffice()
    live(office)
    with office.work() as work:
        found = my_data.gather(work, office.people["Hùng"])
    assert "riêng tôi" not in str(found)
    assert "self_checks" not in found


def test_an_unused_codes_digits_are_not_in_the_file() -> None:
    office = SmallOffice()
    live(office)
    with office.work() as work:
        issued = codes.codes_of(work, [office.people["Tâm"]])[office.people["Tâm"]]
        assert issued.digits not in str(my_data.gather(work, office.people["Tâm"]))


def test_nobody_of_that_number_is_an_error_of_ours() -> None:
    office = SmallOffice()
    with office.work() as work, pytest.raises(LookupError):
        my_data.gather(work, 999)


def test_every_table_that_knows_a_person_is_in_the_file() -> None:
    known = {
        table.name for table in SQLModel.metadata.sorted_tables if "person_id" in table.columns
    }
    assert known == {table.__tablename__ for table in my_data.SECTIONS.values()}


def test_every_column_and_section_of_the_file_has_a_label() -> None:
    tables: list[type[SQLModel]] = [PersonRow, *my_data.SECTIONS.values()]
    tables += [*my_data.OF_REGISTRATION.values(), *my_data.OF_AUTHOR.values()]
    columns = {name for table in tables for name in table.model_fields}
    hidden = my_data.INTERNAL | {"sealed", "period_id"}
    assert columns - hidden - FIELDS.keys() == set()
    sections = my_data.SECTIONS.keys() | my_data.OF_REGISTRATION.keys() | my_data.OF_AUTHOR.keys()
    assert sections | {"person", "audit"} == SECTIONS.keys()


def test_what_one_wrote_to_many_is_in_the_file_of_its_author_alone() -> None:
    office = SmallOffice()
    with office.work() as work:
        mai, lan = office.people["Mai"], office.people["Lan"]
        broadcasts.draft(work, mai, "Họp giao ban thứ Sáu", ChosenAudience(AudienceKind.ALL))
        (written,) = my_data.gather(work, mai)["announcements_written"]
        assert (written["words"], written["audience"]) == ("Họp giao ban thứ Sáu", "all")
        assert "announcements_written" not in my_data.gather(work, lan)


def test_erasing_takes_what_is_ones_own_and_leaves_the_offices_record() -> None:
    office = SmallOffice()
    live(office)
    with office.work() as work:
        tam = person(office, work, "Tâm")
        data_rights.erase(work, tam, EraseMyData())
        for table in (SelfCheckRow, RemedyRow):
            assert work.session.exec(select(table)).all() == []
        assert drafts.drafts_of(work, tam.id) == ()
        assert people.accounts_of(work, tam.id) == ()
        assert codes.codes_of(work, [tam.id]) == {}
        assert consents.given_now(work, tam.id) == ()
        assert work.session.exec(select(MenuRow)).all() == []
        (message,) = work.session.exec(select(OutboxRow)).all()
        assert (message.sealed, message.state) == (None, "cancelled")
        assert len(work.session.exec(select(DoneRow)).all()) == 1
        kept = select(ConsentRow).where(ConsentRow.person_id == tam.id)
        assert len(work.session.exec(kept).all()) == 2 * len(Purpose)


def test_erasing_touches_nobody_else() -> None:
    office = SmallOffice()
    live(office)
    with office.work() as work:
        before = len(work.session.exec(select(AccountRow)).all())
        data_rights.erase(work, person(office, work, "Hùng"), EraseMyData())
        assert len(work.session.exec(select(SelfCheckRow)).all()) == 1
        assert len(work.session.exec(select(AccountRow)).all()) == before
        assert people.accounts_of(work, office.people["Tâm"]) != ()


def test_a_correction_is_open_until_the_specialist_has_seen_to_it() -> None:
    office = SmallOffice()
    with office.work() as work:
        tam, mai = person(office, work, "Tâm"), person(office, work, "Mai")
        for words in ("sai chức vụ", "sai tổ"):
            corrections.ask_correction(work, tam, AskCorrection(words))
        assert isinstance(corrections.load(work, tam, f"{tam.id}:1"), Refused)
        assert isinstance(corrections.load_open(work, tam, ""), Refused)
        waiting = corrections.load_open(work, mai, "")
        assert not isinstance(waiting, Refused)
        assert [(x.id, x.words) for x in waiting.waiting] == [
            (f"{tam.id}:1", "sai chức vụ"),
            (f"{tam.id}:2", "sai tổ"),
        ]
        effect = FinishCorrection(tam.id, 1)
        assert isinstance(corrections.finish(work, tam, effect), Refused)
        assert corrections.finish(work, mai, effect) is None
        assert isinstance(corrections.finish(work, mai, effect), Refused)
        assert isinstance(corrections.load(work, mai, f"{tam.id}:1"), Refused)
        assert isinstance(corrections.load(work, mai, f"{tam.id}:3"), Refused)
        assert corrections.finish(work, mai, FinishCorrection(tam.id, 2, "đúng rồi")) is None
        assert corrections.load_open(work, mai, "") == OpenCorrections(())
        assert my_data.gather(work, tam.id)["corrections"][1]["answer"] == "đúng rồi"
        told = work.session.exec(select(AuditRow.action).order_by(col(AuditRow.id))).all()
        assert list(told)[-2:] == ["correction_done", "correction_refused"]
