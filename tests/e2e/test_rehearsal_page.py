"""The rehearsal's page in a real browser: on a desk, on a phone, on paper, without scripts."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from domain.people import Person
from locales.render import Reader, render
from reports.rehearsal_page import rehearsal_page
from tests.e2e.hands import NARROW, WIDE
from tests.unit.calendars import HANOI
from tests.unit.rehearsals import PEOPLE, deadline, judged, message, rehearsal

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three months with Tet in them, reminders, a deadline and something to warn of."""
    lived = rehearsal(
        [
            message(f"2026-02-{day} 08:30", person)
            for day in ("09", "13", "14")
            for person in PEOPLE
        ],
        [deadline("2026-02-02 08:00", "2026-02-27 17:00", owed=(1, 2, 3))],
        first=date(2026, 1, 1),
        last=date(2026, 3, 31),
    )
    say = partial(render, reader=Reader("vi", Person.salutation, "", HANOI))
    path = tmp_path_factory.mktemp("rehearsal") / "rehearsal.html"
    path.write_text(rehearsal_page(lived, judged(lived), say, "vi"), encoding="utf-8")
    return path


def opened(browser: Browser, file: Path, size: tuple[int, int], *, scripts: bool = False) -> Page:
    page = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts, bypass_csp=True
    ).new_page()
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    browser: Browser, file: Path, size: tuple[int, int], scheme: str
) -> None:
    page = opened(browser, file, size, scripts=True)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its literals
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    serious = [
        (found["id"], [node["target"] for node in found["nodes"]])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_a_day_leads_to_its_messages_without_scripts(browser: Browser, file: Path) -> None:
    page = opened(browser, file, WIDE)
    letter = page.locator("blockquote").first
    expect(letter).to_be_hidden()
    page.get_by_role("link", name="9/2", exact=True).click()
    expect(letter).to_be_visible()
    expect(letter).to_contain_text("Chào anh Hùng")


def test_on_a_phone_the_days_on_which_nothing_is_are_left_out(browser: Browser, file: Path) -> None:
    page = opened(browser, file, NARROW)
    expect(page.locator("#c2026-02-09")).to_be_visible()
    expect(page.locator("#c2026-02-17")).to_contain_text("Tết Nguyên Đán")
    expect(page.locator("#c2026-02-10")).to_be_hidden()


def test_a_month_is_a_page_on_paper(browser: Browser, file: Path) -> None:
    paper = opened(browser, file, WIDE).pdf(prefer_css_page_size=True)
    pages = re.findall(rb"/Type /Page\b", paper)
    assert len(pages) == 1 + 3 + 1  # warnings, months, and the messages, folded
