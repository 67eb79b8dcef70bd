"""What was handed in for a report: kept as it was, for those who write and sign, for two years."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import docx
import pytest

from bot import keeping_copies
from bot.channels import base
from bot.clock import SteppedClock
from bot.documents import prepare
from bot.fetching import hand_over
from bot.storing import Store
from domain.data_rights import EraseMyData
from domain.effects import Refused
from domain.ledger import Given
from domain.message import Attachment, Document
from domain.people import Person
from domain.reminding import ReportSent
from domain.report_copies import AwaitCopy, KeepMade
from reports.my_data import my_data_text
from storage import (
    completions,
    data_rights,
    dossier,
    files,
    ledger,
    my_data,
    people,
    periods,
    report_copies,
    reports_sent,
)
from storage.retention import Clearing
from storage.unit_of_work import Work
from tests.office import ZONE, SmallOffice

SCAN = b"%PDF-1.7 signed and stamped"
#: The report on the registrations has opened.
AS_OF_SUMMARY = datetime(2025, 10, 11, 9, 0, tzinfo=ZONE).astimezone(UTC)


def who(office: SmallOffice, work: Work, name: str) -> Person:
    return people.person(work, office.people[name])


def summary(work: Work) -> int:
    """The specialist's report on the registrations."""
    period = periods.find(work, "summary", "once")
    assert period is not None
    return period.id


def made(office: SmallOffice) -> None:
    with office.work() as work:
        for one in report_copies.to_make(work):
            keeping_copies.hand_over(work, one, prepare(work, one.document, one.person)())


def hands_in(office: SmallOffice) -> None:
    """The specialist takes the report and says that it was handed in."""
    office.types("Mai", "/baocao")
    office.presses("Mai", "Báo cáo kết quả đăng ký")
    office.presses("Mai", "Đã nộp, lưu kèm: Báo cáo đăng ký")


def hands_in_what_was_made(office: SmallOffice) -> None:
    hands_in(office)
    made(office)


def sends_the_scan(office: SmallOffice, name: str = "Mai") -> None:
    office.happens(name, base.Attached("file-1", "ban-ky.pdf", len(SCAN)))
    with office.work() as work:
        for wanted in files.wanted(work):
            hand_over(work, wanted, SCAN)


def awaits(office: SmallOffice, name: str = "Mai") -> None:
    with office.work() as work:
        assert (
            report_copies.await_copy(work, who(office, work, name), AwaitCopy(summary(work)))
            is None
        )


def fetched(office: SmallOffice, name: str, copy: int = 1) -> bytes:
    with office.work() as work:
        attachment = Attachment(Document.REPORT_COPY, str(copy))
        return prepare(work, attachment, office.people[name])().content


def texts(content: bytes) -> str:
    return "\n".join(str(t.text) for t in docx.Document(BytesIO(content)).element.body.iter())


@pytest.fixture
def office(office: SmallOffice) -> SmallOffice:
    office.now = AS_OF_SUMMARY
    return office


def test_a_document_stays_as_it_was_handed_in(office: SmallOffice) -> None:
    hands_in_what_was_made(office)
    with office.work() as work:
        assert completions.done_row(work, summary(work), office.people["Mai"]) is not None
    before = fetched(office, "Mai")
    assert "Kinh tế, Hạ tầng" in texts(before)
    office.now += timedelta(days=3)
    for said in ("/dangky", "Rút thời gian xác nhận hồ sơ", "95% hồ sơ đúng hạn", "hết tháng 11"):
        office.types("Hùng", said)
    office.presses("Hùng", "Gửi luôn")
    assert fetched(office, "Bình") == before


def test_it_is_for_its_owner_the_specialist_and_the_head(office: SmallOffice) -> None:
    hands_in_what_was_made(office)
    for name in ("Mai", "Bình"):
        assert fetched(office, name)
    for name in ("Hùng", "Sơn", "Lan"):
        with pytest.raises(PermissionError):
            fetched(office, name)
    with office.work() as work:
        for name, seen in (("Mai", 1), ("Bình", 1), ("Lan", 0), ("Hùng", 0)):
            assert len(report_copies.load_kept(work, who(office, work, name), "")) == seen
        lan = dossier.load(work, who(office, work, "Lan"), office.people["Mai"])
        head = dossier.load(work, who(office, work, "Bình"), office.people["Mai"])
        assert not isinstance(lan, Refused)
        assert not isinstance(head, Refused)
        names = [[c.name for duty in found.duties for c in duty.copies] for found in (lan, head)]
        assert names == [[], [f"bao-cao-dang-ky-{work.today}.docx"]]
        assert isinstance(report_copies.load_own(work, who(office, work, "Bình"), "1"), Refused)


def test_only_whose_duty_it_is_hands_in(office: SmallOffice) -> None:
    document = Attachment(Document.COVER_REPORT, "2025-10-11T02:00:00+00:00/2")
    with office.work() as work:
        for name in ("Bình", "Lan", "Hùng"):
            somebody, period = who(office, work, name), summary(work)
            for refused in (
                report_copies.keep_made(work, somebody, KeepMade(period, document)),
                report_copies.await_copy(work, somebody, AwaitCopy(period)),
                reports_sent.save_report_sent(work, somebody, ReportSent(period)),
            ):
                assert refused == reports_sent.NOT_A_REPORT
        assert report_copies.to_make(work) == ()


def test_a_file_is_taken_for_the_report_within_a_day_and_once(office: SmallOffice) -> None:
    awaits(office)
    office.now += timedelta(hours=23)
    sends_the_scan(office)
    assert fetched(office, "Bình") == SCAN
    with office.work() as work:
        assert files.wanted(work) == ()
        assert not report_copies.awaits_file(work, who(office, work, "Mai"))
    awaits(office)
    office.now += timedelta(hours=25)
    with office.work() as work:
        assert not report_copies.awaits_file(work, who(office, work, "Mai"))


def test_a_file_that_cannot_be_had_leaves_nothing_behind(office: SmallOffice) -> None:
    awaits(office)
    office.happens("Mai", base.Attached("file-1", "ban-ky.pdf", len(SCAN)))
    with office.work() as work:
        for wanted in files.wanted(work):
            hand_over(work, wanted, None)
        assert report_copies.load_kept(work, who(office, work, "Mai"), "") == ()


@pytest.mark.anyio
async def test_it_is_made_after_the_turn_and_kept_once(tmp_path: Path) -> None:
    office = SmallOffice(AS_OF_SUMMARY, url=f"sqlite:///{tmp_path / 'office.db'}")
    store = Store(office.database, SteppedClock(office.now))
    hands_in(office)
    assert [await keeping_copies.keep_copies(store) for _again in range(2)] == [1, 0]
    office.presses("Mai", "Đã nộp, lưu kèm: Báo cáo đăng ký")
    assert await keeping_copies.keep_copies(store) == 0
    store.close()
    (_row, said) = office.said_to("Mai")[-1]
    assert "đã được lưu kèm" in getattr(said, "text", "")


def test_a_document_that_cannot_be_made_is_told(office: SmallOffice) -> None:
    hands_in(office)
    with office.work() as work:
        (one,) = report_copies.to_make(work)
        keeping_copies.hand_over(work, one, None)
        assert report_copies.to_make(work) == ()
    (_row, said) = office.said_to("Mai")[-1]
    assert "Chưa lưu được văn bản" in getattr(said, "text", "")


def test_what_was_handed_in_goes_after_two_years_and_that_it_was_stays(
    office: SmallOffice,
) -> None:
    hands_in_what_was_made(office)
    for days, still in ((729, True), (2, False)):
        office.now += timedelta(days=days)
        clearing = Clearing(office.database.terms)
        while step(office, clearing):
            pass
        with office.work() as work:
            mai = who(office, work, "Mai")
            assert bool(report_copies.load_kept(work, mai, "")) is still
            assert completions.done_row(work, summary(work), mai.id) is not None
            given = [x for x in ledger.proof(work, mai).answered if x.given is Given.REPORT_COPY]
            assert [x.version for x in given] == ["bao-cao-dang-ky-2025-10-11.docx"]
    with pytest.raises(LookupError):
        fetched(office, "Mai")


def step(office: SmallOffice, clearing: Clearing) -> bool:
    with office.work() as work:
        return clearing.step(work)


def test_it_is_told_of_in_ones_data_and_stays_the_offices(office: SmallOffice) -> None:
    awaits(office)
    sends_the_scan(office)
    with office.work() as work:
        mai = who(office, work, "Mai")
        reader = people.reader(work, mai)
        told = my_data_text(my_data.gather(work, mai.id), work.now, reader).decode()
        assert "ban-ky.pdf" in told
        assert "stamped" not in told
        data_rights.erase(work, mai, EraseMyData())
    assert fetched(office, "Bình") == SCAN
