"""The demo's page in a real browser: its shape, its phones, its clock, its doors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import RunningDemo
from tests.e2e.hands import NARROW, WIDE, Hand, Visitor

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, demo: RunningDemo) -> Iterator[Visit]:
    visitors: list[Visitor] = []

    def come(size: tuple[int, int] = WIDE) -> Visitor:
        visitors.append(Visitor(browser, demo.url, size))
        return visitors[-1]

    yield come
    errors = [error for visitor in visitors for error in visitor.errors]
    for visitor in visitors:
        visitor.close()
    assert errors == []


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_nothing_has_to_be_scrolled_sideways(visit: Visit, size: tuple[int, int]) -> None:
    page = visit(size).page
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Visit, size: tuple[int, int], scheme: str) -> None:
    page = visit(size).page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its literals
    serious = [
        (found["id"], [node["target"] for node in found["nodes"]])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_three_phones_stand_side_by_side_where_there_is_room(visit: Visit) -> None:
    boxes = [phone.bounding_box() for phone in visit().page.locator(".phone").all()]
    assert len({box["y"] for box in boxes if box}) == 1
    assert len({box["x"] for box in boxes if box}) == 3


def test_on_a_narrow_screen_tabs_change_the_phone(visit: Visit) -> None:
    page = visit(NARROW).page
    expect(page.locator(".phone:visible")).to_have_count(1)
    page.locator("#tabs button").nth(1).click()
    expect(page.locator(".phone:visible .who strong")).to_have_text("Tạ Khánh Vy")


def test_a_visitor_finds_something_that_has_happened_already(visit: Visit) -> None:
    visitor = visit()
    assert visitor.now == "2025-10-10T08:31"
    visitor.phone("Trịnh Xuân Phong").sees("đăng ký nhiệm vụ")
    expect(visitor.page.locator("#log-list li")).not_to_have_count(0)


def test_anyone_is_found_without_accents(visit: Visit) -> None:
    page = visit().page
    page.locator(".person").first.click()
    page.locator("#search").fill("to dat dai hua thi")
    page.keyboard.press("Enter")
    expect(page.locator(".who strong").first).to_have_text("Hứa Thị Minh Châu")


def test_what_was_typed_is_shown_as_it_is(visit: Visit) -> None:
    phone = visit().phone("Hứa Thị Minh Châu")
    phone.type("<b>đậm</b> <img src=x onerror=alert(1)>")
    expect(phone.root.locator("article.mine .text").last).to_have_text(
        "<b>đậm</b> <img src=x onerror=alert(1)>"
    )


def test_the_menu_of_commands_opens_and_sends(visit: Visit) -> None:
    phone = visit().phone("Sầm Quốc Việt")
    phone.root.locator(".menu").click()
    phone.root.locator(".commands button").filter(has_text="/trogiup").click()
    expect(phone.root.locator("article.mine .text").last).to_have_text("/trogiup")


def test_a_command_in_a_message_can_be_tapped(visit: Visit) -> None:
    phone = visit().phone("Đinh Công Sử")
    phone.root.locator(".word").filter(has_text="/menu").first.click()
    expect(phone.root.locator("article.mine .text").last).to_have_text("/menu")


@pytest.mark.parametrize(
    ("name", "called"), [("Viên Thị Xuân Mai", "chị Mai"), ("Tiêu Chí Kiên", "anh Kiên")]
)
def test_somebody_who_is_not_in_is_offered_their_invitation(
    visit: Visit, name: str, called: str
) -> None:
    phone = visit().phone(name)
    phone.type("xin chào")
    phone.sees("Để kết nối")
    phone.root.locator(".open").click()
    phone.sees(name)
    expect(phone.root.locator(".open")).to_have_count(0)
    phone.take("Đúng")
    phone.sees(f"Chào {called}")


def test_a_zalo_phone_says_so_and_is_for_typing(visit: Visit) -> None:
    phone = visit().phone("Trịnh Xuân Phong")
    expect(phone.root.locator(".app")).to_have_text("Zalo")
    expect(phone.root.locator(".menu")).to_be_hidden()
    expect(phone.root.locator(".key")).to_have_count(0)
    phone.take("Cần hỗ trợ")
    phone.sees("✓ Cần hỗ trợ")


def test_an_address_on_a_zalo_phone_opens_the_bots_own_page(visit: Visit) -> None:
    visitor = visit()
    phone = visitor.phone("Đàm Thị Lệ Giang")
    phone.type("/dulieu")
    phone.sees("http://127.0.0.1:")
    with visitor.page.context.expect_page() as opening:
        phone.last.locator("a.word").click()
    opened = opening.value
    opened.wait_for_load_state()
    expect(opened.locator("main, body").first).to_be_visible()
    assert opened.url.startswith("http://127.0.0.1:")
    opened.close()


def test_one_person_has_a_chat_in_each_app(visit: Visit) -> None:
    """A code that one shows opens the other, and the link beside it leads there."""
    phone = visit().phone("Quách Thị Yến")
    phone.type("/kenh")
    phone.tap("Thêm Zalo")
    phone.sees("Gửi vào đó mã này")
    code = re.findall(r"\b\d{3} \d{3}\b", phone.last.inner_text())[-1]
    phone.last.locator(".word").first.click()
    other = visit_other(phone)
    other.type(code)
    other.sees("Kênh Zalo này giờ cũng là của chị Yến")
    other.other_app().has_seen("Vừa kết nối thêm Zalo")


def visit_other(phone: Hand) -> Hand:
    """The Zalo chat that a link of a Telegram chat has put in its place."""
    page = phone.root.page
    there = page.locator(".phone[data-channel=zalo]").filter(
        has=page.locator(".who strong", has_text="Quách Thị Yến")
    )
    expect(there).to_be_visible()
    return Hand(page, there)


def test_a_file_reaches_the_bot(visit: Visit) -> None:
    phone = visit().phone("Đoàn Trọng Nhân")
    file = {"name": "ghi-chu.txt", "mimeType": "text/plain", "buffer": b"khong phai danh sach"}
    phone.root.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # a FilePayload
    expect(phone.root.locator("article.mine .document")).to_contain_text("ghi-chu.txt")
    expect(phone.last).to_have_class("theirs")


def test_blocking_is_shown_and_can_be_taken_back(visit: Visit) -> None:
    phone = visit().phone("Châu Ngọc Diệp")
    phone.root.locator(".block").click()
    expect(phone.root.locator(".notice")).to_contain_text("đã chặn")
    expect(phone.root.locator("textarea")).to_be_disabled()
    phone.root.locator(".block").click()
    expect(phone.root.locator("textarea")).to_be_enabled()


def test_the_page_speaks_english_too(visit: Visit) -> None:
    page = visit().page
    page.get_by_text("English").click()
    expect(page.locator("#next")).to_have_text("Next event")
    expect(page.locator("#now")).to_contain_text("Friday")


def test_a_suggestion_shows_what_to_tap(visit: Visit) -> None:
    page = visit().page
    page.locator("#tries-list button").nth(2).click()
    expect(page.locator("#next")).to_have_class("strong hint")
    expect(page.locator("#next")).to_be_focused()


def test_the_clock_only_goes_forward(demo: RunningDemo) -> None:
    told = httpx.post(f"{demo.url}/api/clock", json={"to": "2025-10-09T08:00"})
    assert (told.status_code, told.text) == (409, "the clock only goes forward")


@pytest.mark.parametrize(
    "headers",
    [{"host": "evil.example"}, {"origin": "https://evil.example"}],
    ids=["host", "origin"],
)
def test_another_site_may_not_use_the_page(demo: RunningDemo, headers: dict[str, str]) -> None:
    path = f"{demo.url}/api/phones/1001"
    refused = httpx.post(path, json={"deed": "type", "text": "x"}, headers=headers)
    assert refused.status_code in (400, 403)


def test_the_page_may_load_nothing_from_elsewhere(demo: RunningDemo) -> None:
    policy = httpx.get(demo.url).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "http" not in policy


def test_the_next_event_moves_the_clock_and_is_logged(visit: Visit) -> None:
    visitor = visit()
    before = visitor.page.locator("#log-list li").count()
    after = visitor.next_event()
    assert after > "2025-10-10T08:31"
    expect(visitor.page.locator("#log-list li")).not_to_have_count(before)


def test_whoever_got_a_message_unseen_is_marked(visit: Visit) -> None:
    visitor = visit()
    visitor.go_to("2025-10-13T08:31")
    visitor.page.locator(".person").first.click()
    marked = visitor.page.locator("#people button").filter(has=visitor.page.locator(".mark"))
    expect(marked).not_to_have_count(0)
    marked.first.click()
    visitor.page.locator(".person").first.click()
    name = visitor.page.locator(".who strong").first.text_content() or ""
    held = visitor.page.locator("#people button").filter(has_text=name)
    expect(held.locator(".mark")).to_have_count(0)


def test_the_demos_plan_is_rehearsed_on_a_page_of_its_own(visit: Visit) -> None:
    page = visit().page
    with page.context.expect_page(timeout=120_000) as opened:
        page.locator("#rehearsal").click()
    rehearsed = opened.value
    expect(rehearsed.locator("h1")).to_have_text("Chạy thử kế hoạch", timeout=120_000)
    expect(rehearsed.locator("#c2026-02-17")).to_contain_text("Tết Nguyên Đán")
    due_day = rehearsed.locator("#c2025-10-14")
    expect(due_day).to_contain_text("Đăng ký nhiệm vụ trọng tâm cá nhân: 41")
    expect(due_day).to_have_css("border-top-width", "2px")  # its own style is let through
