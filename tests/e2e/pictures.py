"""Pictures of the real thing for the documentation: `python -m tests.e2e.pictures [FOLDER]`.

Not part of the tests: whoever changes what people see takes them anew and looks at each.
"""

from __future__ import annotations

import os
import re
import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import click
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests import machine
from tests.e2e.conftest import running
from tests.e2e.hands import NARROW, WIDE, Hand, Visitor
from tests.e2e.pages_running import served_office
from tests.e2e.test_pages_by_link import link_in_chat, opened
from tests.office import ZONE

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
#: Officials who have not registered when a visitor comes in, one in each app.
ON_ZALO, ON_TELEGRAM, SPECIALIST = "Trịnh Xuân Phong", "Quách Thị Yến", "Tạ Khánh Vy"
TASK = "Rút thời gian xác nhận hồ sơ đất đai từ 15 xuống còn 10 ngày làm việc"
PRODUCT = "Quy trình mới; 95% hồ sơ trả đúng hạn"


class Camera:
    """Takes pictures into a folder and says which."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, visitor: Visitor, name: str) -> None:
        visitor.page.wait_for_timeout(400)  # until the newest message has come to rest
        self.shoot(visitor.page, name)

    def shoot(self, page: Page, name: str) -> None:
        path = self._folder / f"{name}.png"
        page.screenshot(path=path)
        click.echo(f"{path} ({path.stat().st_size // 1024} KB)")


def pictures(browser: Browser, url: str, camera: Camera) -> None:
    """A visitor's first minutes, wide and on a small phone."""
    wide = Visitor(browser, url)
    camera.take(wide, "demo")
    wide.page.emulate_media(color_scheme="dark")
    camera.take(wide, "demo-dark")
    wide.page.emulate_media(color_scheme="light")
    specialist = wide.phone(SPECIALIST)
    specialist.type("/duyet")
    specialist.sees("chờ xử lý")
    small = Visitor(browser, url, NARROW)
    _register_on_zalo(small, camera)
    _register(small, camera)
    small.go_to("2025-10-10T16:30")
    specialist.has_seen("16 giờ 30 ngày 10/10/2025")
    camera.take(wide, "digest")
    specialist.root.locator(".photo").last.click()
    camera.take(wide, "digest-picture")
    wide.page.locator("#picture-close").click()
    small.go_to("2025-10-27T08:31")
    _self_check(small.phone(ON_TELEGRAM), small, camera, "")
    _self_check(small.phone(ON_ZALO), small, camera, "zalo-")
    _add_zalo(small.phone(ON_TELEGRAM), small, camera)


def _register_on_zalo(small: Visitor, camera: Camera) -> None:
    phone = small.phone(ON_ZALO)
    _fill_the_screen(phone)
    camera.take(small, "zalo-reminder-small")
    phone.take("Đăng ký nhiệm vụ")
    phone.sees("trả lời gộp")
    camera.take(small, "zalo-questions-small")
    phone.type(f"1. {TASK}\n2. {PRODUCT}\n3. 30/11")
    phone.sees("Thời hạn: 30/11/2025")
    camera.take(small, "zalo-review-small")
    phone.take("Gửi luôn")
    phone.sees("Đã lưu")
    camera.take(small, "zalo-saved-small")


def _register(small: Visitor, camera: Camera) -> None:
    phone = small.phone(ON_TELEGRAM)
    _fill_the_screen(phone)
    camera.take(small, "reminder-small")
    phone.tap("Đăng ký nhiệm vụ")
    phone.type(TASK)
    phone.type(PRODUCT)
    phone.sees("khi nào")
    camera.take(small, "calendar-small")
    phone.type("30/11")
    phone.sees("Thời hạn: 30/11/2025")
    camera.take(small, "review-small")
    phone.tap("Gửi luôn")
    phone.sees("Đã lưu")
    camera.take(small, "saved-small")


def _fill_the_screen(phone: Hand) -> None:
    phone.root.evaluate("phone => phone.scrollIntoView({ block: 'end' })")


def _self_check(phone: Hand, small: Visitor, camera: Camera, prefix: str) -> None:
    _fill_the_screen(phone)
    phone.take("Tự soi tháng 10/2025")
    phone.sees("Trước lần tự soi đầu tiên")
    camera.take(small, f"{prefix}consent-small")
    phone.take("Đồng ý")
    phone.sees("thấy mình có biểu hiện nào?")
    phone.root.locator(".chat").evaluate("chat => chat.scrollTo(0, chat.scrollHeight)")
    camera.take(small, f"{prefix}self-check-small")


def _add_zalo(phone: Hand, small: Visitor, camera: Camera) -> None:
    _fill_the_screen(phone)
    phone.type("/kenh")
    phone.tap("Thêm Zalo")
    phone.sees("Gửi vào đó mã này")
    camera.take(small, "add-zalo-small")
    (code,) = re.findall(r"\b\d{3} \d{3}\b", phone.last.inner_text())
    zalo = phone.other_app()
    _fill_the_screen(zalo)
    zalo.type(code)
    zalo.sees("Kênh Zalo này giờ cũng là của chị Yến")
    camera.take(small, "zalo-added-small")


def forms(browser: Browser, camera: Camera) -> None:
    """What a one-time link leads to, on a small phone: a form by day, a self-check by night."""
    width, height = NARROW
    with TemporaryDirectory() as folder, served_office(Path(folder)) as office:
        for when, label, scheme, name in _FORMS:
            office.now = when
            office.types("Hùng", "biểu mẫu")
            office.presses("Hùng", label)
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            camera.shoot(opened(context, link_in_chat(office, "Hùng")), name)
            context.close()


_FORMS: tuple[tuple[datetime, str, Literal["light", "dark"], str], ...] = (
    (datetime(2025, 10, 7, 9, tzinfo=ZONE), "Đăng ký nhiệm vụ", "light", "form-small"),
    (datetime(2025, 10, 27, 9, tzinfo=ZONE), "Tự soi", "dark", "form-check-small"),
)


def rehearsal(browser: Browser, url: str, camera: Camera) -> None:
    """The demo's plan ahead of time, where its calendar begins."""
    size = ViewportSize(width=WIDE[0], height=900)
    page = browser.new_context(viewport=size, reduced_motion="reduce").new_page()
    page.goto(f"{url}/rehearsal", timeout=180_000)
    page.locator(".month").first.scroll_into_view_if_needed()
    camera.shoot(page, "rehearsal")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with running(fresh=False) as demo, sync_playwright() as playwright:
        demo.lived()
        browser = playwright.chromium.launch(executable_path=machine.chromium(), args=arguments)
        camera = Camera(folder)
        pictures(browser, demo.url, camera)
        forms(browser, camera)
        rehearsal(browser, demo.url, camera)
        browser.close()


if __name__ == "__main__":
    main()
