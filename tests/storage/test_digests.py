"""Digests: who is told when, once each; nudges; and the documents that go with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from bot.documents import MAKERS, prepare
from domain.channels import ZALO
from domain.effects import Refused
from domain.message import Attachment, Do, Document, Message
from domain.nudging import Nudge, Nudging
from domain.quota import Quota
from locales.render import Reader, render
from scheduler import asking, summary
from scheduler.pictures import month_of
from storage import people, periods, trends
from storage.unit_of_work import Work
from tests.office import ZONE, SmallOffice
from tests.storage.living import DAYS, Life, at, done, local

READER = Reader("vi", "chị", "Mai", ZONE)
EVERYONE = ("Bình", "Sơn", "Mai", "Lan", "Hùng", "Tâm", "Khôi")


@pytest.fixture
def life() -> Iterator[Life]:
    begun = Life.begin()
    yield begun
    begun.office.database.close()


def test_the_specialist_is_told_weekly_and_at_each_deadline_the_head_at_deadlines(
    life: Life,
) -> None:
    life.until("15/10/2025 07:00")
    weekly, deadlines = ("06/10 08:00", "13/10 08:00"), ("10/10 16:30", "14/10 17:00")
    told = {moment.replace("/2025", "") for moment in life.told("Mai", "digest")}
    assert told == {*weekly, *deadlines}
    assert set(life.told("Bình", "digest")) == {"14/10/2025 17:00"}
    assert life.told("Hùng", "digest") == []


def test_a_digest_is_a_text_a_picture_and_a_workbook(life: Life) -> None:
    life.until("06/10/2025 08:00")
    documents = [
        getattr(operation, "attachment", None)
        for row, operation in life.office.said_to("Mai")
        if row.kind == "digest"
    ]
    assert [x.document if x else None for x in documents] == [
        None,
        Document.PROGRESS_PICTURE,
        Document.COMPLETION_WORKBOOK,
    ]


def test_that_everyone_is_done_is_told_at_once_and_once(life: Life) -> None:
    for name in EVERYONE:
        life.does("08/10/2025 09:00", name, "registration")
    life.later("08/10/2025 09:00", lambda _work: None)
    life.until("08/10/2025 09:00")
    keys = [row.key for row in life.messages("digest") if (row.key or "").startswith("alldone")]
    assert len(keys) == 3
    life.until("09/10/2025 12:00")
    later = [row.key for row in life.messages("digest") if (row.key or "").startswith("alldone")]
    assert later == keys


def test_in_quiet_hours_it_waits_for_the_morning(life: Life) -> None:
    for name in EVERYONE:
        life.does("08/10/2025 21:00", name, "registration")
    life.until("08/10/2025 21:01")
    told = [row for row in life.messages("digest") if (row.key or "").startswith("alldone")]
    assert {local(row.not_before) for row in told} == {"09/10/2025 07:30"}


def _nudging(life: Life, work: Work, name: str, subject: str = "") -> Nudging | Refused:
    who = people.person(work, life.office.people[name])
    return asking.load_nudging(work, who, subject, DAYS)


def test_a_nudge_reaches_those_who_owe_once_however_often_it_is_tapped(life: Life) -> None:
    life.does("08/10/2025 09:00", "Hùng", "registration")
    life.office.unlink("Khôi")
    life.until("08/10/2025 10:00")
    before = len(life.messages())
    for _tap in range(2):
        with life.office.work() as work:
            who = people.person(work, life.office.people["Mai"])
            nudge = _nudging(life, work, "Mai", ":stamp")
            assert isinstance(nudge, Nudging)
            asked = tuple(person.id for person in nudge.receive)
            asking.send_nudge(work, who, Nudge(asked, work.now, "stamp"), DAYS)
    sent = life.messages()[before:]
    assert len(sent) == len({row.person_id for row in sent}) == 5
    assert life.office.people["Hùng"] not in {row.person_id for row in sent}


def test_whoever_was_reminded_today_is_left_out_of_a_nudge(life: Life) -> None:
    life.until("07/10/2025 10:00")
    with life.office.work() as work:
        nudge = _nudging(life, work, "Mai")
    assert isinstance(nudge, Nudging)
    assert (len(nudge.receive), len(nudge.already)) == (0, 7)


def test_on_the_last_day_a_nudge_may_come_on_top(life: Life) -> None:
    life.until("14/10/2025 10:00")
    with life.office.work() as work:
        nudge = _nudging(life, work, "Mai")
    assert isinstance(nudge, Nudging)
    assert len(nudge.receive) == 7


def test_an_official_nudges_nobody(life: Life) -> None:
    with life.office.work() as work:
        assert isinstance(_nudging(life, work, "Hùng"), Refused)


@pytest.fixture
def office() -> Iterator[SmallOffice]:
    made = SmallOffice(at("10/10/2025 16:30"))
    yield made
    made.database.close()


def _made(office: SmallOffice, document: Document, subject: str, name: str) -> tuple[str, bytes]:
    with office.work() as work:
        make = prepare(work, Attachment(document, subject), office.people[name])
    file = make()
    return file.name, file.content


def _progress(office: SmallOffice) -> str:
    with office.work() as work:
        period = periods.find(work, "registration", "once")
        assert period is not None
        return f"{work.now.isoformat()}/{period.id}"


def test_the_picture_and_the_workbook_are_named_by_their_day(office: SmallOffice) -> None:
    name, picture = _made(office, Document.PROGRESS_PICTURE, _progress(office), "Mai")
    assert (name, picture[:4]) == ("tien-do-2025-10-10.png", b"\x89PNG")
    name, workbook = _made(office, Document.COMPLETION_WORKBOOK, _progress(office), "Bình")
    assert (name, workbook[:2]) == ("tong-hop-2025-10-10.xlsx", b"PK")


def test_a_document_shows_how_things_stood_at_its_moment(office: SmallOffice) -> None:
    subject = _progress(office)
    earlier = _made(office, Document.PROGRESS_PICTURE, subject, "Mai")
    office.now = at("11/10/2025 09:00")
    with office.work() as work:
        done(work, office.people["Hùng"], "registration")
    assert _made(office, Document.PROGRESS_PICTURE, subject, "Mai") == earlier


@pytest.mark.parametrize("document", [Document.PROGRESS_PICTURE, Document.COMPLETION_WORKBOOK])
def test_who_has_done_what_is_not_for_everyone(office: SmallOffice, document: Document) -> None:
    with pytest.raises(PermissionError):
        _made(office, document, _progress(office), "Hùng")


@pytest.mark.parametrize(
    ("document", "subject", "name"),
    [
        (Document.TREND_PICTURE, "2026-01-05T01:30:00+00:00/{duty}", "dien-bien-2026-01-05.png"),
        (Document.MONTH_PICTURE, "2026-02", "lich-2026-02.png"),
    ],
)
def test_how_the_months_went_and_the_offices_calendar_are_pictures_for_those_who_see_everyone(
    office: SmallOffice, document: Document, subject: str, name: str
) -> None:
    office.now = at("05/01/2026 08:30")
    with office.work() as work:
        duty, begun = next(iter(trends.recurring(work).items()))
        assert [period.key for period in begun] == ["2025-10", "2025-11", "2025-12"]
    about = subject.format(duty=duty)
    made, picture = _made(office, document, about, "Bình")
    assert (made, picture[:4]) == (name, b"\x89PNG")
    with pytest.raises(PermissionError):
        _made(office, document, about, "Hùng")


def test_the_calendar_names_deadlines_on_their_local_days_and_days_off(office: SmallOffice) -> None:
    with office.work() as work:
        month = month_of(work, date(2026, 1, 1))
    assert [day.isoformat() for day in month.due] == ["2026-01-15", "2026-01-30"]
    assert date(2026, 1, 1) in month.off
    assert date(2026, 1, 5) not in month.off
    assert any("Tết Dương lịch" in special.name.vi for special in month.special)


@pytest.mark.parametrize(
    ("document", "subject"),
    [
        (Document.CODE_SHEET, ""),
        (Document.REGISTRATION_FORMS, "period:1"),
        (Document.BROADCAST_RESULT, "1"),
    ],
)
def test_what_is_not_ones_own_is_not_made(
    office: SmallOffice, document: Document, subject: str
) -> None:
    with pytest.raises(PermissionError):
        _made(office, document, subject, "Hùng")


def test_ones_own_data_are_ones_own_whatever_was_asked(office: SmallOffice) -> None:
    name, content = _made(office, Document.MY_DATA, str(office.people["Bình"]), "Hùng")
    assert name == "du-lieu-cua-toi-2025-10-10.txt"
    assert "Trần Quốc Hùng" in content.decode()
    assert "Lý Thái Bình" not in content.decode()


def test_the_template_and_the_sheet_of_codes_can_be_made(office: SmallOffice) -> None:
    office.issue_code("Khôi")
    with office.work() as work:
        subject = str(office.people["Khôi"])
        make = prepare(work, Attachment(Document.CODE_SHEET, subject), office.people["Mai"])
    assert make().name == "ma-tham-gia-2025-10-10.docx"
    name, template = _made(office, Document.ROSTER_TEMPLATE, "", "Lan")
    assert (name, template[:2]) == ("mau-danh-sach.xlsx", b"PK")


def test_every_kind_of_document_has_its_maker() -> None:
    assert set(MAKERS) == set(Document)


def _told(office: SmallOffice, name: str, subject: str = "") -> tuple[Message, ...]:
    with office.work() as work:
        found = summary.load(work, people.person(work, office.people[name]), subject, DAYS)
    assert not isinstance(found, Refused)
    return found


def test_what_has_closed_is_still_told_when_nothing_is_open_any_more(life: Life) -> None:
    life.does("10/10/2025 09:00", "Hùng", "registration")
    life.does("28/10/2025 09:00", "Hùng", "self-check-month", "2025-10")
    life.until("20/01/2026 09:00")
    told, paragraphs, workbook = _told(life.office, "Mai")
    headlines = {render(line, READER) for line in told.body} - {""}
    assert len(headlines) == 8  # two registrations, three months, a quarter, a year, the results
    assert "1/7" in render(paragraphs.body[0], READER)
    assert workbook.attachment is not None
    assert workbook.attachment.document is Document.COMPLETION_WORKBOOK


def test_everything_since_the_start_is_a_tap_away_for_the_specialist_and_the_head(
    life: Life,
) -> None:
    life.until("05/11/2025 09:00")
    for name in ("Mai", "Bình"):
        now, *_rest = _told(life.office, name)
        targets = [choice.target for row in now.choices for choice in row]
        assert Do("digest", "whole") in targets
        whole = {render(line, READER) for line in _told(life.office, name, "whole")[0].body} - {""}
        assert len(whole) == 3
    with life.office.work() as work:
        hung = people.person(work, life.office.people["Hùng"])
        assert isinstance(summary.load(work, hung, "whole", DAYS), Refused)


def test_who_can_do_something_about_it_reads_what_a_metered_bot_has_used(any_url: str) -> None:
    office = SmallOffice(at("10/10/2025 09:00"), url=any_url, channel=ZALO)
    office.database.quotas = {ZALO: Quota(3000, 50)}
    for name, told in (("Mai", True), ("Lan", True), ("Bình", False)):
        lines = [render(line, READER) for line in _told(office, name)[0].body]
        assert any("Zalo, bot 1" in line and "7/50" in line for line in lines) is told
    office.database.close()
