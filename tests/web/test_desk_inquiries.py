"""Questions at short notice, asked and collected at the desk."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO

import httpx
import pytest
from openpyxl import load_workbook
from sqlmodel import col, select
from starlette.types import ASGIApp

from domain.inquiry import InquiryState
from storage.tables import AskedRow, AuditRow, InquiryRow
from tests.office import ZONE, SmallOffice
from tests.web.sitting import DESK, at_the_desk
from tests.web.test_desk_work import press, told
from tests.web.visiting import PUBLIC, Browser, hidden, words

WORDS = "Bao nhiêu hồ sơ trễ hạn thuộc lĩnh vực phụ trách?"
ONE = f"{DESK}/inquiries/1"


def asks(office: SmallOffice, name: str = "Mai") -> None:
    """Somebody asks everyone for a figure by 16:30, in the chat."""
    office.now = datetime(2025, 10, 8, 15, 30, tzinfo=ZONE)
    for said in ("/hoinhanh", WORDS):
        office.types(name, said)
    office.presses(name, "Một con số")
    for said in ("hồ sơ", "0-500"):
        office.types(name, said)
    office.presses(name, "Tất cả")
    office.types(name, "16h30 hôm nay")
    office.presses(name, "Hỏi 6 người")


@pytest.fixture
def asked(office: SmallOffice) -> SmallOffice:
    """Mai has asked; two have answered."""
    asks(office)
    office.fresh()  # it has arrived in their chats
    office.types("Hùng", "12")
    office.types("Tâm", "1,5")
    return office


def period_of(office: SmallOffice) -> int:
    """The number under which answering it is owed."""
    with office.work() as work:
        return work.session.exec(select(InquiryRow.period_id)).one() or 0


def fill(browser: Browser, page: httpx.Response, **answers: str) -> httpx.Response:
    """Send the form of a conversation that is on a page."""
    form = page.text.partition('<form method="post" action="/desk/form')[2]
    url = f"{DESK}/form{form.partition(chr(34))[0]}"
    return browser.post(url, {**hidden_of(form), **answers})


def hidden_of(form: str) -> dict[str, str | list[str]]:
    return hidden(httpx.Response(200, text=f"<form{form}"))


def test_what_came_in_is_looked_at_pasted_and_fetched(asked: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(asked, app, "Mai")
    listed = words(browser.get(f"{DESK}/inquiries"))
    assert f"{WORDS} Phạm Thanh Mai 16 giờ 30 ngày 08/10/2025 2/6 hạn" in listed
    page = browser.get(ONE)
    said = words(page)
    assert "2/6 người đã trả lời, tính đến 15 giờ 30 ngày 08/10/2025" in said
    assert "Trần Quốc Hùng Chuyên viên, Tổ Đất đai 12 hồ sơ" in said
    assert "Chưa trả lời: 4" in said
    assert "tổng 13,5 hồ sơ" in page.text.partition("<textarea")[2].partition("</textarea>")[0]
    table = browser.get(f"{DESK}/file/inquiry_answers?about=1")
    rows = load_workbook(BytesIO(table.content)).active
    assert rows is not None
    assert 12 in [cell.value for row in rows.iter_rows() for cell in row]


def test_what_is_phoned_in_is_noted_from_its_line(asked: SmallOffice, app: ASGIApp) -> None:
    browser, khoi = at_the_desk(asked, app, "Mai"), asked.people["Khôi"]
    links = re.findall(
        r'href="([^"]+)" aria-label="Ghi câu trả lời: ([^"]+)"', browser.get(ONE).text
    )
    note = browser.get(next(f"{PUBLIC}{href}" for href, name in links if name == "Ngô Đăng Khôi"))
    assert note.url.params["about"].endswith(f":{khoi}")
    assert fill(browser, note, **{"a.answer": "501"}).status_code == 422
    done = fill(browser, browser.get(str(note.url)), **{"a.answer": "7"})
    assert "Đã ghi hộ Ngô Đăng Khôi" in words(done)
    assert "7 hồ sơ" in told(asked, "Khôi")
    assert "ghi hộ: Phạm Thanh Mai" in words(browser.get(ONE))


def test_it_is_asked_again_closed_and_taken_back_from_its_page(
    asked: SmallOffice, app: ASGIApp
) -> None:
    browser = at_the_desk(asked, app, "Mai")
    page = browser.get(ONE)
    again = page.text.partition('value="inquiry_again"')[2].partition('name="about" value="')[2]
    subject = again.partition('"')[0]
    assert "Đã hỏi lại 4 người" in words(
        press(browser, page, "/do", action="inquiry_again", about=subject)
    )
    press(browser, page, "/do", action="inquiry_close", about="1")
    closed = browser.get(ONE)
    assert "inquiry_again" not in closed.text
    assert "Ghi câu trả lời" not in words(closed)
    press(browser, page, "/do", action="inquiry_cancel", about="1")
    assert "đã thu hồi" in words(browser.get(f"{DESK}/inquiries"))
    with asked.work() as work:
        done = set(work.session.exec(select(AuditRow.action)))
    assert {"inquiry.again", "inquiry.close", "inquiry.cancel"} <= done


def test_whose_it_is_not_reads_or_changes_nothing_of_it(asked: SmallOffice, app: ASGIApp) -> None:
    """The head reads it and no more; the admin does not even read it."""
    lan, binh = at_the_desk(asked, app, "Lan"), at_the_desk(asked, app, "Bình")
    assert WORDS not in words(lan.get(f"{DESK}/inquiries"))
    assert lan.get(ONE).status_code == 409
    head = binh.get(ONE)
    assert "12 hồ sơ" in words(head)
    assert 'name="action"' not in head.text
    assert "Ghi câu trả lời" not in words(head)
    khoi, stamp = f"{period_of(asked)}:{asked.people['Khôi']}", "1:20251008T083000"
    for browser in (lan, binh):
        for action, about in (
            ("inquiry_again", stamp),
            ("inquiry_close", "1"),
            ("inquiry_cancel", "1"),
            ("inquiry_typed", f"{khoi}\n7"),
        ):
            assert press(browser, head, "/do", action=action, about=about).status_code in {403, 409}
            guarded = browser.get(f"{DESK}/inquiries")
            done = press(browser, guarded, "/do", action=action, about=about)
            assert done.status_code == 409, action
        for form in (f"answer?about={khoi}", "enter?about=1", "extend?about=1"):
            assert browser.get(f"{DESK}/form/inquiry_{form}").status_code == 409, form
    for document in ("inquiry_answers", "inquiry_files"):
        assert lan.get(f"{DESK}/file/{document}?about=1").status_code == 403
    with asked.work() as work:
        assert work.session.exec(select(InquiryRow.state)).all() == [InquiryState.ASKED]
        answered = select(AskedRow).where(col(AskedRow.at).is_not(None))
        assert len(work.session.exec(answered).all()) == 2


def test_a_draft_that_was_dropped_has_nothing_to_show(office: SmallOffice, app: ASGIApp) -> None:
    """Neither on its page nor as the chat would tell it."""
    browser = at_the_desk(office, app, "Mai")
    for said in ("/hoinhanh", WORDS):
        office.types("Mai", said)
    office.presses("Mai", "Một dòng chữ")
    office.presses("Mai", "Tất cả")
    office.types("Mai", "16h30 hôm nay")
    listed = browser.get(f"{DESK}/inquiries")
    assert "Chưa gửi" in words(listed)
    assert "XEM TRƯỚC" in words(browser.get(f"{DESK}/look/inquiry_preview?about=1"))
    assert browser.get(ONE).status_code == 409
    press(browser, listed, "/do", action="inquiry_drop", about="1")
    assert browser.get(ONE).status_code == 409
    assert browser.get(f"{DESK}/look/inquiry_result?about=1").status_code == 409
    assert "Chưa hỏi câu nào" in words(browser.get(f"{DESK}/inquiries"))
