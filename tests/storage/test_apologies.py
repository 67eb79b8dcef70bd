"""Letters of apology: whose they are, what is counted, and how long it is kept whom they are to."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from sqlmodel import select

from bot.documents import prepare
from domain.apology import Addressee, DecideLetter, KeepLetter, LateFile, LetterCounts, LetterState
from domain.data_rights import EraseMyData
from domain.effects import Refused
from domain.message import Attachment, Document
from domain.people import Person
from reports.my_data import my_data_text
from storage import apologies, data_rights, my_data, people, reporting
from storage.desk import needs
from storage.ledger import proof
from storage.retention import Clearing
from storage.tables import ApologyRow, AuditRow
from storage.unit_of_work import Work
from tests.office import SmallOffice

WHOM = "Nguyễn Văn Ví Dụ"
FILE = LateFile(
    addressee=Addressee.MAN,
    whom=WHOM,
    about="Cấp giấy phép xây dựng nhà ở",
    receipt="H17.02-251001-0007",
    promised=date(2025, 10, 3),
    stands="chờ ý kiến",
    reason="bàn giao chậm",
    until=date(2025, 10, 14),
)

EVERYONE = ("Hùng", "Mai", "Bình", "Sơn", "Lan", "Tâm")


def who(office: SmallOffice, work: Work, name: str) -> Person:
    return people.person(work, office.people[name])


def drafts(office: SmallOffice, name: str, number: int = 1) -> str:
    with office.work() as work:
        author = who(office, work, name)
        assert apologies.keep(work, author, KeepLetter(number, FILE)) is None
        return f"{author.id}:{number}"


def decides(office: SmallOffice, name: str, letter: str, state: LetterState) -> Refused | None:
    with office.work() as work:
        return apologies.decide(work, who(office, work, name), DecideLetter(letter, state))


def words(office: SmallOffice, name: str, letter: str) -> str:
    with office.work() as work:
        made = prepare(work, Attachment(Document.APOLOGY, letter), office.people[name])
    document = docx.Document(BytesIO(made().content))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + [c.text for c in cells])


def counted(office: SmallOffice) -> LetterCounts:
    with office.work() as work:
        return reporting.stretch(work, reporting.span_of("half:2025-07-01")).letters


def clear(office: SmallOffice) -> None:
    clearing = Clearing(office.database.terms)
    while step(office, clearing):
        pass


def step(office: SmallOffice, clearing: Clearing) -> bool:
    with office.work() as work:
        return clearing.step(work)


def test_a_letter_is_for_its_author_the_specialist_and_the_head(office: SmallOffice) -> None:
    letter = drafts(office, "Hùng")
    for name in ("Hùng", "Mai", "Bình"):
        said = words(office, name, letter)
        assert f"Ông {WHOM}" in said
        assert "14/10/2025" in said
        assert "Lý Thái Bình" in said
    for name in ("Sơn", "Lan", "Tâm"):
        with pytest.raises(PermissionError):
            words(office, name, letter)
    with office.work() as work:
        seen = {
            n: len(apologies.load_list(work, who(office, work, n), "").letters) for n in EVERYONE
        }
        assert seen == {"Hùng": 1, "Mai": 1, "Bình": 1, "Sơn": 0, "Lan": 0, "Tâm": 0}
        waits = {n: needs(work, who(office, work, n)).letters for n in ("Mai", "Bình", "Lan")}
        assert waits == {"Mai": 1, "Bình": 1, "Lan": 0}
        for subject in ("", "5", "5:9", "x:1", "5:", "5:9999999999", "9999999999:1"):
            assert apologies.load_one(work, who(office, work, "Mai"), subject) == apologies.NOT_HERE


def test_whom_it_is_to_lies_sealed_and_stands_in_no_record(office: SmallOffice) -> None:
    letter = drafts(office, "Hùng")
    assert decides(office, "Mai", letter, LetterState.SENT) is None
    with office.work() as work:
        row = work.session.exec(select(ApologyRow)).one()
        assert WHOM not in repr(row.model_dump())
        assert WHOM.encode() not in (row.sealed or b"")
        (audit,) = work.session.exec(select(AuditRow).where(AuditRow.action == "letter_sent"))
        assert (audit.subject, audit.details) == (f"person:{office.people['Hùng']}", "letter:1")


def test_only_what_waits_is_sent_or_taken_back_by_those_who_look_after_it(
    office: SmallOffice,
) -> None:
    letter = drafts(office, "Hùng")
    for name in ("Hùng", "Sơn", "Lan"):
        assert decides(office, name, letter, LetterState.SENT) == apologies.NOT_HERE
    steps = (
        ("Bình", LetterState.SENT, True),
        ("Mai", LetterState.SENT, False),
        ("Mai", LetterState.TAKEN_BACK, False),
        ("Mai", LetterState.DRAFTED, True),
        ("Mai", LetterState.TAKEN_BACK, True),
        ("Bình", LetterState.SENT, False),
        ("Bình", LetterState.DRAFTED, True),
    )
    done = [decides(office, name, letter, state) is None for name, state, _may in steps]
    assert done == [may for _name, _state, may in steps]


def test_a_date_that_has_come_meanwhile_and_a_second_tap_keep_nothing(office: SmallOffice) -> None:
    with office.work() as work:
        hung = who(office, work, "Hùng")
        assert apologies.keep(work, hung, KeepLetter(1, FILE)) is None
        assert isinstance(apologies.keep(work, hung, KeepLetter(1, FILE)), Refused)
    office.now += timedelta(days=7)
    with office.work() as work:
        assert work.today == FILE.until
        assert isinstance(apologies.keep(work, hung, KeepLetter(2, FILE)), Refused)
        assert len(work.session.exec(select(ApologyRow)).all()) == 1


def test_the_half_years_report_counts_late_files_and_letters(office: SmallOffice) -> None:
    letters = [drafts(office, "Hùng", n) for n in (1, 2, 3)]
    assert counted(office) == LetterCounts(late=3)
    decides(office, "Mai", letters[0], LetterState.SENT)
    decides(office, "Mai", letters[1], LetterState.TAKEN_BACK)
    assert counted(office) == LetterCounts(late=2, sent=1)
    with office.work() as work:
        assert reporting.stretch(work, reporting.span_of("half:2026-01-01")).letters.late == 0


def test_whom_it_was_to_goes_in_time_and_that_there_was_one_stays(office: SmallOffice) -> None:
    sent, dropped = drafts(office, "Hùng", 1), drafts(office, "Hùng", 2)
    decides(office, "Mai", sent, LetterState.SENT)
    decides(office, "Mai", dropped, LetterState.TAKEN_BACK)
    office.now += office.database.terms.lying + timedelta(minutes=1)
    clear(office)
    assert decides(office, "Mai", dropped, LetterState.DRAFTED) == apologies.NOT_HERE
    assert WHOM in words(office, "Mai", sent)
    office.now += office.database.terms.letters
    clear(office)
    with pytest.raises(PermissionError):
        words(office, "Mai", sent)
    with office.work() as work:
        assert apologies.load_list(work, who(office, work, "Mai"), "").letters == ()
        assert [row.sealed for row in work.session.exec(select(ApologyRow))] == [None, None]
    assert counted(office) == LetterCounts(late=1, sent=1)


def test_ones_own_data_hold_ones_own_letters_alone_and_they_outlive_deletion(
    office: SmallOffice,
) -> None:
    letter = drafts(office, "Hùng")
    decides(office, "Mai", letter, LetterState.SENT)
    with office.work() as work:
        told = {}
        for name in ("Hùng", "Mai"):
            person = who(office, work, name)
            data = my_data.gather(work, person.id)
            told[name] = my_data_text(data, work.now, people.reader(work, person)).decode()
        assert WHOM in told["Hùng"]
        assert "Thư gửi: Ông" in told["Hùng"]
        assert "thư xin lỗi đã ký và gửi" in told["Hùng"]
        assert WHOM not in told["Mai"]
        given = [str(one.given) for one in proof(work, who(office, work, "Hùng")).answered]
        assert "letter" in given
        data_rights.erase(work, who(office, work, "Hùng"), EraseMyData())
    assert WHOM in words(office, "Mai", letter)
