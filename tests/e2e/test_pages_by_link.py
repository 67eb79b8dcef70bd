"""Documents and forms behind links, in a real browser on a small phone, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from domain.message import Attachment, Document
from domain.outgoing import Say
from storage import links, people
from tests.e2e.hands import NARROW
from tests.e2e.pages_running import served_office
from tests.office import ZONE, SmallOffice

pytestmark = pytest.mark.browser


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SmallOffice]:
    with served_office(tmp_path) as served:
        yield served


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    width, height = NARROW
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=False, locale="vi-VN"
    )
    yield context
    context.close()


def link_in_chat(office: SmallOffice, name: str) -> str:
    """The newest link in somebody's chat."""
    for _row, operation in reversed(office.said_to(name)):
        for row in operation.rows if isinstance(operation, Say) else ():
            for button in row:
                if button.url:
                    return button.url
    raise AssertionError(f"{name} got no link")


def said(office: SmallOffice, name: str) -> str:
    """The newest message in somebody's chat."""
    *_before, (_row, operation) = office.said_to(name)
    assert isinstance(operation, Say)
    return operation.text


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    page.get_by_role("button", name="Mở").click()
    page.wait_for_url(re.compile("/(form|document)$"))
    return page


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_task_is_registered_on_a_page_and_the_chat_acknowledges_it(
    office: SmallOffice, phone: BrowserContext
) -> None:
    office.types("Hùng", "/dangky")
    office.types("Hùng", "biểu mẫu")
    page = opened(phone, link_in_chat(office, "Hùng"))
    page.get_by_label("đăng ký nhiệm vụ gì").fill("Rút thời gian xác nhận hồ sơ còn 10 ngày")
    page.get_by_label("Sản phẩm hoặc kết quả").fill("Quy trình mới; 95% hồ sơ đúng hạn")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert fits(page)
    page.get_by_label("hoàn thành khi nào").fill("hết tháng 11")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.locator("main")).to_contain_text("Thời hạn: 30/11/2025")
    assert fits(page)
    page.get_by_role("button", name="Gửi luôn").click()
    expect(page.get_by_role("heading", name="Đã gửi")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Đã lưu lúc 9 giờ 00 ngày 07/10/2025")
    assert said(office, "Hùng").startswith("Đã lưu lúc 9 giờ 00 ngày 07/10/2025")


def test_one_checks_oneself_by_keyboard_alone(office: SmallOffice, phone: BrowserContext) -> None:
    office.now = datetime(2025, 10, 27, 9, 0, tzinfo=ZONE)
    office.types("Hùng", "biểu mẫu")
    office.presses("Hùng", "Tự soi")
    page = opened(phone, link_in_chat(office, "Hùng"))
    assert fits(page)
    page.get_by_label(re.compile(r"^\s*3\.")).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    remedy = page.get_by_label("Tham mưu vòng vo")
    remedy.fill("Ghi hạn từng việc, trước 15/12")
    for _step in range(10):
        page.keyboard.press("Tab")
        if page.locator("button.primary:focus").count():
            break
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("đã lưu lúc 9 giờ 00 ngày 27/10/2025")
    assert "Tự soi tháng 10/2025: đã lưu lúc" in said(office, "Hùng")
    assert "Ghi hạn" not in said(office, "Hùng")


def test_a_picture_is_fetched_by_its_link(office: SmallOffice, phone: BrowserContext) -> None:
    with office.work() as work:
        who = people.person(work, office.people["Mai"])
        about = Attachment(Document.PROGRESS_PICTURE, f"{office.now.isoformat()}/1")
        url = links.to_document(work, who.id, about) or ""
    page = opened(phone, url)
    with page.expect_download() as fetching:
        page.get_by_role("link", name="Tải ảnh về").click()
    assert fetching.value.suggested_filename == "tien-do-2025-10-07.png"
    assert Path(fetching.value.path()).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_form_is_accessible(office: SmallOffice, browser: Browser, scheme: str) -> None:
    """axe needs scripts, and is let past the policy that allows none."""
    office.types("Hùng", "biểu mẫu")
    office.presses("Hùng", "Đăng ký nhiệm vụ")
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, bypass_csp=True, locale="vi-VN"
    )
    dark = scheme == "dark"
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.goto(link_in_chat(office, "Hùng"))
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Mở").click()
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    assert Axe().run(page).response["violations"] == []
    context.close()


def test_nothing_but_the_page_and_its_style_is_asked_for(
    office: SmallOffice, phone: BrowserContext
) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    office.types("Hùng", "biểu mẫu")
    office.presses("Hùng", "Đăng ký nhiệm vụ")
    url = link_in_chat(office, "Hùng")
    opened(phone, url)
    home = url.partition("/l/")[0]
    assert {address.removeprefix(home) for address in asked} <= {
        url.removeprefix(home),
        f"{url.removeprefix(home)}/form",
        "/style.css",
        "/favicon.ico",
    }
