"""What the desk shows: today, the list of people, and what is told in a chat."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import httpx
from starlette.types import ASGIApp

from storage.tables import PersonRow
from tests.office import ZONE, SmallOffice
from tests.web.sitting import DESK, at_the_desk
from tests.web.visiting import words


def names(page: httpx.Response) -> list[str]:
    """Those in a list of people, from above."""
    return re.findall(r'<a href="/desk/people/\d+">([^<]+)</a>', page.text)


def registers(office: SmallOffice, name: str, task: str) -> None:
    """Somebody registers a task in the chat."""
    for said in ("/dangky", task, "Quy trình mới; 95% hồ sơ đúng hạn", "hết tháng 11"):
        office.types(name, said)
    office.presses(name, "Gửi luôn")


def test_today_tells_what_waits_and_how_far_the_duties_are(
    office: SmallOffice, app: ASGIApp
) -> None:
    browser = at_the_desk(office, app, "Mai")
    assert "Hiện không có việc nào chờ chị" in words(browser.get(DESK))
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    office.unlink("Khôi")
    today = words(browser.get(DESK))
    assert "1 Bản đăng ký chờ duyệt" in today
    assert "1 Chưa kết nối" in today
    assert "1/7 người (14,3%)" in today
    assert "5 chưa gửi" in today
    assert "1 chưa kết nối" in today


def test_what_waits_leads_to_where_it_is_seen_to(office: SmallOffice, app: ASGIApp) -> None:
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    browser = at_the_desk(office, app, "Mai")
    hrefs = re.findall(r'<a href="([^"]+)"><b>', browser.get(DESK).text)
    assert hrefs
    for href in hrefs:
        assert browser.get(f"{DESK.removesuffix('/desk')}{href}").status_code == 200


def test_what_goes_out_is_told_until_it_has_gone(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    now = words(browser.get(DESK))
    assert "8 giờ 30 ngày 10/10/2025" in now
    assert "Đăng ký nhiệm vụ Nhắc những người còn thiếu 7" in now
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    assert "Đăng ký nhiệm vụ Nhắc những người còn thiếu 6" in words(browser.get(DESK))
    office.now = datetime(2025, 10, 10, 8, 31, tzinfo=ZONE)
    later = at_the_desk(office, app, "Mai").get(DESK)
    assert "8 giờ 30 ngày 10/10/2025" not in words(later)


def test_people_stand_in_the_order_of_a_vietnamese_list(office: SmallOffice, app: ASGIApp) -> None:
    found = names(at_the_desk(office, app, "Mai").get(f"{DESK}/people"))
    assert found == [
        "Lý Thái Bình",
        "Trần Quốc Hùng",
        "Ngô Đăng Khôi",
        "Vũ Ngọc Lan",
        "Phạm Thanh Mai",
        "Đỗ Hải Sơn",
        "Bùi Minh Tâm",
    ]


def test_people_are_found_without_accents_and_in_any_order(
    office: SmallOffice, app: ASGIApp
) -> None:
    browser = at_the_desk(office, app, "Mai")
    for typed in ("hung", "HÙNG tran", "Tran Quoc Hu\u0300ng", "quoc"):
        found = names(browser.get(str(httpx.URL(f"{DESK}/people", params={"q": typed}))))
        assert found == ["Trần Quốc Hùng"], typed
    for nobody in ("xyz", "%", "hung_"):
        page = browser.get(str(httpx.URL(f"{DESK}/people", params={"q": nobody})))
        assert not names(page), nobody
    unit = httpx.URL(f"{DESK}/people", params={"unit": "Tổ Tổng hợp"})
    assert names(browser.get(str(unit))) == ["Vũ Ngọc Lan", "Phạm Thanh Mai"]


def test_people_are_listed_by_what_they_lack(office: SmallOffice, app: ASGIApp) -> None:
    office.unlink("Khôi")
    with office.work() as work:
        work.session.get_one(PersonRow, office.people["Sơn"]).left = True
    browser = at_the_desk(office, app, "Mai")
    assert names(browser.get(f"{DESK}/people?which=not_connected")) == ["Ngô Đăng Khôi"]
    assert names(browser.get(f"{DESK}/people?which=left")) == ["Đỗ Hải Sơn"]
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    missing = re.findall(r'href="(/desk/people\?owing=\d+)"', browser.get(DESK).text)
    still = names(browser.get(f"{DESK.removesuffix('/desk')}{missing[0]}"))
    assert "Trần Quốc Hùng" not in still
    assert len(still) == 5


def test_a_long_list_is_turned_a_page_at_a_time(office: SmallOffice, app: ASGIApp) -> None:
    office.grow(60)
    browser = at_the_desk(office, app, "Mai")
    first = names(browser.get(f"{DESK}/people"))
    second = names(browser.get(f"{DESK}/people?page=1"))
    assert (len(first), len(second)) == (50, 10)
    assert names(browser.get(f"{DESK}/people?page=99")) == second
    assert not set(first) & set(second)


def test_strange_addresses_are_answered_calmly(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    for query in ("page=-1", "page=x", "which=nobody", "unit=Tổ ma", "owing=999", "page=9" * 40):
        assert browser.get(f"{DESK}/people?{query}").status_code == 200, query


def test_what_people_wrote_is_text_and_never_markup(office: SmallOffice, app: ASGIApp) -> None:
    nasty = '<script>alert(1)</script> "><img src=x> {{7*7}}'
    registers(office, "Hùng", nasty)
    with office.work() as work:
        work.session.get_one(PersonRow, office.people["Tâm"]).full_name = "<b>Tâm</b>"
    browser = at_the_desk(office, app, "Mai")
    for path in ("", "/people", "/look/review", "/look/review_one?about=1:1", "/look/nudge"):
        page = browser.get(f"{DESK}{path}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "<b>Tâm" not in page.text
        assert "49" not in re.findall(r"\{\{[^}]*\}\}|\b49\b", page.text)


def test_a_view_changes_nothing_and_a_button_does(office: SmallOffice, app: ASGIApp) -> None:
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    browser = at_the_desk(office, app, "Mai")
    refused = browser.get(f"{DESK}/look/review_decide?about=received@1:1")
    assert refused.status_code == 409
    assert "phải bấm nút" in words(refused)
    page = browser.get(f"{DESK}/look/review_one?about=1:1")
    done = browser.post(
        f"{DESK}/do",
        {
            "guard": page.text.partition('name="guard" value="')[2].partition('"')[0],
            "action": "review_decide",
            "about": "received@1:1",
        },
    )
    assert "đã tiếp nhận" in words(done)
    *_before, (_row, said) = office.said_to("Hùng")
    assert "đã được chị Mai tiếp nhận" in getattr(said, "text", "")
    *_before, (_row, said) = office.said_to("Mai")
    assert "tiếp nhận" not in getattr(said, "text", ""), "what is said on the page is not sent too"


def test_a_session_is_noted_as_used_once_a_minute(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    office.now += timedelta(minutes=5)
    browser.get(DESK)
    office.types("Mai", "/banlamviec")
    *_before, (_row, said) = office.said_to("Mai")
    assert "dùng lần cuối 9 giờ 05" in getattr(said, "text", "")


def test_the_pictures_of_the_chat_stand_on_the_page_with_their_facts_in_words(
    office: SmallOffice, app: ASGIApp
) -> None:
    browser = at_the_desk(office, app, "Mai")
    assert 'id="trend"' not in browser.get(DESK).text  # nothing that comes back has begun
    office.now = datetime(2026, 4, 20, 9, 0, tzinfo=ZONE)
    browser = at_the_desk(office, app, "Bình")
    page = browser.get(f"{DESK}?month=2026-02&duty=self-check-quarter")
    titles = re.findall(r"<title>([^<]+)</title>", page.text)[1:]
    assert titles[0].startswith("Diễn biến các kỳ: Tự soi, tự sửa hằng quý. quý IV/2025: 0/7 ")
    assert titles[1].startswith("Tháng 2/2026. 14–22/2: Nghỉ Tết Nguyên Đán")
    beside = re.findall(r'<a href="([^"]+)">tháng 3/2026</a>', page.text)
    assert beside == ["/desk?duty=self-check-quarter&amp;month=2026-03#month"]
    for wrong in ("month=0001-01", "month=9999-12", "month=%00", "duty=%00", "duty=registration"):
        assert browser.get(f"{DESK}?{wrong}").status_code == 200
        assert browser.get(f"{DESK}/look/month?about={wrong[6:]}").status_code == 200
