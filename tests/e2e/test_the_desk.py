"""A specialist's day at the desk, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.hands import NARROW, WIDE
from tests.e2e.pages_running import served_office
from tests.e2e.test_pages_by_link import fits
from tests.office import SmallOffice
from tests.web.sitting import way_in
from tests.web.test_desk_pages import registers

pytestmark = pytest.mark.browser

#: Every page of the desk, by what one sees there.
PAGES = (
    "/desk",
    "/desk/people",
    "/desk/people?q=khong+co+ai",
    "/desk/look/review",
    "/desk/look/review_one?about=1:1",
    "/desk/look/nudge",
    "/desk/look/nothing",
    "/desk/form/broadcast",
    "/desk/form/return_registration?about=1:1",
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SmallOffice]:
    with served_office(tmp_path) as served:
        yield served


def sits_down(office: SmallOffice, page: Page, name: str = "Mai") -> str:
    """Open the desk from the chat; gives the address of the site."""
    url = way_in(office, name)
    page.goto(url)
    page.get_by_role("button", name="Mở bàn làm việc").click()
    page.wait_for_url("**/desk")
    return url.partition("/desk")[0]


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide", "narrow"]
)
def test_every_page_is_accessible_and_fits(
    office: SmallOffice, browser: Browser, size: tuple[int, int], scheme: str
) -> None:
    """axe needs scripts of its own, and is let past the policy that allows ours alone."""
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, bypass_csp=True, locale="vi-VN"
    )
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    home = sits_down(office, page)
    for path in PAGES:
        page.goto(f"{home}{path}")
        found = Axe().run(page).response["violations"]
        assert [(path, one["id"], one["nodes"]) for one in found] == []
        assert fits(page), path
    context.close()
