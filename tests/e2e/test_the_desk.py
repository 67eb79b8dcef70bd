"""A specialist's day at the desk, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.offices import Offices
from bot.settings import Settings
from domain.plan_editing import Beginning
from scheduler.plan_editing import PlanEditing
from storage import people
from tests.e2e.hands import NARROW, WIDE
from tests.e2e.pages_running import served_office
from tests.e2e.test_pages_by_link import fits
from tests.housed import housed
from tests.office import SmallOffice
from tests.storage.test_apologies import drafts
from tests.web.sitting import way_in
from tests.web.test_desk_inquiries import asks
from tests.web.test_desk_pages import registers

pytestmark = pytest.mark.browser

#: Every page of the desk, by what one sees there.
PAGES = (
    "/desk",
    "/desk?month=2026-02",
    "/desk/offices",
    "/desk/people",
    "/desk/people?q=khong+co+ai",
    "/desk/people/5",
    "/desk/registrations",
    "/desk/registrations/1:1",
    "/desk/papers",
    "/desk/messages",
    "/desk/inquiries",
    "/desk/inquiries/1",
    "/desk/look/inquiry_preview",
    "/desk/plan",
    "/desk/plan/draft",
    "/desk/plan/draft/preview",
    "/desk/plan/draft/hours",
    "/desk/plan/draft/duty/registration-2026",
    "/desk/plan/draft/duty/self-check-month",
    "/desk/telegram",
    "/desk/form/register_for?about=7",
    "/desk/form/staff_change?about=7",
    "/desk/look/nudge",
    "/desk/look/nothing",
    "/desk/look/letter?about=5:1",
    "/desk/form/broadcast",
    "/desk/form/return_registration?about=1:1",
)


_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SmallOffice]:
    (tmp_path / "don-vi.txt").write_text(
        f"Trường Mầm non = {tmp_path / 'school'}\nTrạm Y tế\nChợ = {tmp_path / 'nowhere'}\n",
        encoding="utf-8",
    )
    housed(tmp_path / "school", "Trường Mầm non").database.close()
    ward = Settings(data_dir=tmp_path, offices=tmp_path / "don-vi.txt", database_url="")
    with served_office(tmp_path, Offices(ward)) as served:
        yield served


def sits_down(office: SmallOffice, page: Page, name: str = "Mai") -> str:
    """Open the desk from the chat; gives the address of the site."""
    url = way_in(office, name)
    page.goto(url)
    page.get_by_role("button", name="Mở bàn làm việc").click()
    page.wait_for_url("**/desk")
    return url.partition("/desk")[0]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_is_accessible_and_fits(
    office: SmallOffice, browser: Browser, size: tuple[int, int]
) -> None:
    """By day and by night; axe needs scripts of its own, so it is let past the policy."""
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    asks(office)
    drafts(office, "Hùng")
    office.fresh()
    office.types("Hùng", "12")
    with office.work() as work:
        mai = people.person(work, office.people["Mai"])
        assert PlanEditing().begin(work, mai, Beginning.NEXT_YEAR) is None
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, bypass_csp=True, locale="vi-VN"
    )
    page = context.new_page()
    home = sits_down(office, page)
    for path in PAGES:
        page.goto(f"{home}{path}")
        assert fits(page), path
        for scheme in _SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page).response["violations"]
            assert [(path, scheme, one["id"], one["nodes"]) for one in found] == []
    context.close()


def key(page: Page, name: str) -> None:
    """Press a key of the pile, once the page and its script are there."""
    page.wait_for_load_state("load")
    expect(page.locator("[data-keys]")).to_be_focused()
    page.keyboard.press(name)


def test_the_pile_is_gone_through_with_one_key_each(office: SmallOffice, browser: Browser) -> None:
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    registers(office, "Tâm", "Cấp phép xây dựng trong 7 ngày làm việc")
    page = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]}, locale="vi-VN")
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    home = sits_down(office, page)
    page.get_by_role("link", name="Bản đăng ký chờ duyệt").click()
    page.get_by_role("link", name="Duyệt lần lượt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trần Quốc Hùng")
    key(page, "3")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bùi Minh Tâm")
    key(page, "1")
    expect(page.get_by_role("status")).to_contain_text("Bùi Minh Tâm: đã tiếp nhận")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trần Quốc Hùng")
    key(page, "2")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đề nghị bổ sung")
    page.get_by_role("textbox").fill("1 bước nữa: ghi rõ sản phẩm")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("main")).to_contain_text("Đã gửi anh Hùng")
    page.goto(f"{home}/desk")
    expect(page.locator("main")).to_contain_text("Hiện không có việc nào chờ chị")
    assert wrong == []
    page.close()


def test_without_scripts_the_same_is_there_as_buttons(
    office: SmallOffice, browser: Browser
) -> None:
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    home = sits_down(office, page)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.goto(f"{home}/desk/registrations/1:1")
    page.get_by_role("button", name="Đã tiếp nhận").click()
    expect(page.get_by_role("status")).to_contain_text("đã tiếp nhận")
    with page.expect_download() as fetching:
        page.goto(f"{home}/desk/registrations?which=all")
        page.get_by_role("link", name="In tất cả phiếu").click()
    assert fetching.value.suggested_filename == "dang-ky-nhiem-vu-2025-10-07.docx"
    context.close()
