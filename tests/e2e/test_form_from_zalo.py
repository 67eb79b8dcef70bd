"""An official whose phone has Zalo only: the task and the self-check by forms, the rest by chat."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import RunningDemo
from tests.e2e.hands import NARROW, Hand, Visitor

pytestmark = pytest.mark.browser

OFFICIAL = "Trịnh Xuân Phong"
TASK = "Rút thời gian xác nhận hồ sơ đất đai từ 15 xuống còn 10 ngày làm việc"


@pytest.fixture
def phones_browser(browser: Browser) -> Iterator[BrowserContext]:
    """What opens links on the official's own small phone; it runs no scripts."""
    width, height = NARROW
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=False
    )
    yield context
    context.close()


def opened(phone: Hand, context: BrowserContext, nth: int = 0) -> Page:
    """The page behind a chat's n-th link, its button pressed; later messages are no matter."""
    link = phone.root.locator("article.theirs a", has_text=re.compile("/l/")).nth(nth)
    page = context.new_page()
    page.goto(link.get_attribute("href") or "")
    page.get_by_role("button", name="Mở").click()
    page.wait_for_url(re.compile("/(form|document)$"))
    return page


def test_the_task_and_the_self_check_go_by_forms_and_the_chat_says_so(
    fresh_demo: RunningDemo, browser: Browser, phones_browser: BrowserContext
) -> None:
    visitor = Visitor(browser, fresh_demo.url)
    phone = visitor.phone(OFFICIAL)
    phone.root.locator(".open").click()
    phone.sees("Đây có phải là")
    phone.type("đúng")
    phone.type("đồng ý")
    phone.sees("Đã lưu đồng ý lúc")
    phone.type("đăng ký")
    phone.type("biểu mẫu")
    page = opened(phone, phones_browser)
    page.get_by_label("đăng ký nhiệm vụ gì").fill(TASK)
    page.get_by_label("Sản phẩm hoặc kết quả").fill("Quy trình mới; 95% hồ sơ trả đúng hạn")
    page.get_by_label("hoàn thành khi nào").fill("30/11")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_role("button", name="Gửi luôn").click()
    expect(page.get_by_role("heading", name="Đã gửi")).to_be_visible()
    phone.sees("Đăng ký nhiệm vụ trọng tâm cá nhân, lần 1")

    visitor.go_to("2025-10-27T09:00")
    phone.type("biểu mẫu")
    phone.type("2")
    page = opened(phone, phones_browser, 1)
    page.get_by_label("Đồng ý", exact=True).check()
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_label(re.compile(r"^\s*3\.")).check()
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_label("Tham mưu vòng vo").fill("ghi rõ hạn từng việc, trước 15/12")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.get_by_role("heading", name="Đã gửi")).to_be_visible()
    phone.sees("Tự soi tháng 10/2025: đã lưu lúc 9 giờ 00")
    visitor.close()


def test_a_document_comes_as_a_link_and_is_fetched(
    fresh_demo: RunningDemo, browser: Browser, phones_browser: BrowserContext
) -> None:
    visitor = Visitor(browser, fresh_demo.url)
    phone = visitor.phone(OFFICIAL)
    phone.root.locator(".open").click()
    phone.sees("Đây có phải là")
    phone.type("đúng")
    phone.type("/dulieu")
    page = opened(phone, phones_browser)
    with page.expect_download() as fetching:
        page.get_by_role("link", name="Tải về").click()
    assert OFFICIAL in fetching.value.path().read_text(encoding="utf-8")
    visitor.close()
