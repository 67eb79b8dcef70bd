"""A specialist's day at the desk: what comes in through the chats is seen to on the pages."""

from __future__ import annotations

import re
from datetime import datetime

import httpx
from starlette.types import ASGIApp

from tests.office import ZONE, SmallOffice
from tests.storage.test_report_copies import hands_in_what_was_made
from tests.web.sitting import DESK, at_the_desk
from tests.web.test_desk_pages import registers
from tests.web.test_desk_work import _form, press, told
from tests.web.visiting import Browser, words

HOME = DESK.removesuffix("/desk")


def leads(browser: Browser, label: str) -> httpx.Response:
    """Follow what waits on the first page, by its label."""
    today = browser.get(DESK)
    found = re.findall(r'<a href="([^"]+)"><b>\d+</b> <span>([^<]+)</span>', today.text)
    href = next(href for href, what in found if what == label)
    return browser.get(f"{HOME}{href}")


def button(page: httpx.Response, label: str) -> tuple[str, str]:
    """What a button of a message does, and about what."""
    forms = re.findall(
        r'name="action" value="([^"]+)">\s*<input[^>]*name="about" value="([^"]*)">\s*'
        r"<button[^>]*>([^<]+)</button>",
        page.text,
    )
    return next((action, about) for action, about, said in forms if said.strip() == label)


def test_a_replaced_phone_is_agreed_to(office: SmallOffice, app: ASGIApp) -> None:
    office.issue_code("Hùng")
    office.types("Máy mới", "100001")
    office.presses("Máy mới", "Đúng, là tôi")
    browser = at_the_desk(office, app, "Mai")
    page = leads(browser, "Điện thoại mới chờ đồng ý")
    action, about = button(page, "Đồng ý kết nối")
    done = press(browser, page, "/do", action=action, about=about)
    assert "Trần Quốc Hùng" in words(done)
    assert "đã đồng ý" in told(office, "Máy mới")
    assert "Điện thoại mới" not in words(browser.get(DESK))


def test_more_time_is_granted(office: SmallOffice, app: ASGIApp) -> None:
    office.now = datetime(2025, 10, 14, 8, 30, tzinfo=ZONE)
    for said in ("xin them thoi gian", "20/10", "Chờ số liệu đất đai của phường cũ"):
        office.types("Hùng", said)
    browser = at_the_desk(office, app, "Mai")
    page = leads(browser, "Xin thêm thời gian")
    assert "Chờ số liệu đất đai" in words(page)
    action, about = button(page, "Đồng ý")
    done = press(browser, page, "/do", action=action, about=about)
    assert done.status_code == 200
    assert "20/10/2025" in told(office, "Hùng")
    assert "Xin thêm thời gian" not in words(browser.get(DESK))


def test_who_needs_help_is_answered(office: SmallOffice, app: ASGIApp) -> None:
    office.types("Tâm", "/vuongmac")
    office.presses("Tâm", "Đăng ký nhiệm vụ")
    for said in ("Thiếu bản đồ quy hoạch", "Xin bản số"):
        office.types("Tâm", said)
    office.presses("Tâm", "Gửi")
    browser = at_the_desk(office, app, "Mai")
    page = leads(browser, "Đang chờ trả lời")
    href = re.findall(r'href="(/desk/form/answer_obstacle[^"]+)"', page.text)[0]
    url = f"{HOME}{href}"
    page = browser.get(url)
    answered = browser.post(url, {**_form(page), "a.answer": "Chiều nay chị gửi"})
    assert answered.status_code == 200
    assert "Chiều nay chị gửi" in told(office, "Tâm")


def test_an_announcement_is_written_looked_at_and_sent(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    url = f"{DESK}/form/broadcast"
    page = browser.post(url, {**_form(browser.get(url)), "a.words": "Họp lúc 14 giờ."})
    page = browser.post(url, {**_form(page), "a.audience": "all"})
    assert "XEM TRƯỚC" in words(page)
    assert "Họp lúc 14 giờ." in words(page)
    action, about = button(page, "Gửi 7 người")
    sent = press(browser, page, "/do", action=action, about=about)
    assert sent.status_code == 200
    again = press(browser, page, "/do", action=action, about=about)
    assert again.status_code == 409
    assert "Họp lúc 14 giờ" in words(browser.get(f"{DESK}/messages"))


def test_those_missing_are_reminded_after_a_look(office: SmallOffice, app: ASGIApp) -> None:
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    browser = at_the_desk(office, app, "Mai")
    page = browser.get(f"{DESK}/look/nudge")
    action, about = button(page, "Gửi 6 người")
    done = press(browser, page, "/do", action=action, about=about)
    assert "Đã nhắc 6 người" in words(done)


def test_the_workbook_is_fetched_as_of_now(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    page = browser.get(f"{DESK}/look/digest")
    hrefs = re.findall(r'href="(/desk/file/[^"]+)"', page.text)
    files = [HOME + href.replace("&amp;", "&") for href in hrefs]
    names = [browser.get(url).headers["content-disposition"] for url in files]
    assert any("tong-hop-2025-10-07.xlsx" in name for name in names)
    assert Browser(app).get(files[0]).status_code == 403


def test_what_was_handed_in_for_a_report_is_fetched_from_its_owners_file(
    office: SmallOffice, app: ASGIApp
) -> None:
    office.clock(datetime(2025, 10, 10, 16, 40, tzinfo=ZONE))
    hands_in_what_was_made(office)
    its_owners = f"{DESK}/people/{office.people['Mai']}"
    head = at_the_desk(office, app, "Bình")
    (href,) = re.findall(r'href="(/desk/file/report_copy[^"]+)"', head.get(its_owners).text)
    found = head.get(f"{HOME}{href}")
    assert "bao-cao-dang-ky-2025-10-10.docx" in found.headers["content-disposition"]
    admin = at_the_desk(office, app, "Lan")
    assert "report_copy" not in admin.get(its_owners).text
    assert admin.get(f"{HOME}{href}").status_code == 403
