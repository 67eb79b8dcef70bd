"""The way to the desk and its end: links that open once, sessions, what other sites send."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.types import ASGIApp

from domain.delegation import Delegated, RevokeGrant, SaveGrant
from domain.people import Role, Standing
from storage import delegating, people
from storage.tables import AuditRow, DeskSessionRow, PersonRow
from tests.office import SmallOffice
from tests.web.sitting import DESK, at_the_desk, way_in
from tests.web.visiting import PUBLIC, Browser, words


def test_a_link_opens_the_desk_once(office: SmallOffice, app: ASGIApp) -> None:
    url = way_in(office, "Mai")
    browser = Browser(app)
    assert "Hôm nay" in words(browser.opens(url))
    for other in (browser, Browser(app)):
        used = other.get(url)
        assert used.status_code == 410
        assert "thu hồi liên kết" in words(used)
    assert browser.get(DESK).status_code == 200


def test_a_preview_of_the_link_names_nobody_and_uses_nothing_up(
    office: SmallOffice, app: ASGIApp
) -> None:
    url = way_in(office, "Mai")
    seen = Browser(app).get(url)
    assert "Mai" not in seen.text
    assert not seen.cookies
    assert Browser(app).opens(url).url == DESK


def test_a_link_waits_a_quarter_of_an_hour(office: SmallOffice, app: ASGIApp) -> None:
    url = way_in(office, "Mai")
    office.now += timedelta(minutes=15)
    assert Browser(app).get(url).status_code == 410
    assert Browser(app).get(url[:-1]).status_code == 404


def test_the_cookie_is_for_the_desk_alone_and_no_script_reads_it(
    office: SmallOffice, app: ASGIApp
) -> None:
    browser = Browser(app)
    browser.client.follow_redirects = False
    given = browser.opens(way_in(office, "Mai")).headers["set-cookie"]
    for part in ("tusoi-desk=", "HttpOnly", "Path=/desk", "SameSite=strict", "Secure"):
        assert part in given


def test_only_digests_of_ways_in_and_browsers_are_kept(office: SmallOffice, app: ASGIApp) -> None:
    url = way_in(office, "Mai")
    browser = Browser(app)
    browser.opens(url)
    known = {url.rpartition("/")[2], *browser.client.cookies.values()}
    with office.work() as work:
        row = work.session.get_one(DeskSessionRow, 1)
        assert not known & {row.digest, row.device}


@pytest.mark.parametrize("name", ["Hùng", "Sơn"])
def test_officials_and_deputies_get_no_way_in(office: SmallOffice, app: ASGIApp, name: str) -> None:
    with pytest.raises(IndexError):
        way_in(office, name)
    *_before, (_row, said) = office.said_to(name)
    assert "dành cho chuyên viên" in getattr(said, "text", "")
    assert Browser(app).get(DESK).status_code == 403


def test_a_session_ends_when_nobody_uses_it_for_an_hour(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    for _time in range(3):
        office.now += timedelta(minutes=59)
        assert browser.get(DESK).status_code == 200
    office.now += timedelta(minutes=60)
    page = browser.get(DESK)
    assert page.status_code == 403
    assert "tự đóng" in words(page)


def test_a_session_ends_after_a_working_day_however_busy(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    for _time in range(12):
        office.now += timedelta(minutes=45)
        assert browser.get(DESK).status_code == 200
    office.now += timedelta(minutes=60)
    assert browser.get(DESK).status_code == 403


def test_sessions_are_shown_and_closed_in_the_chat(office: SmallOffice, app: ASGIApp) -> None:
    here, there = (at_the_desk(office, app, "Mai") for _time in range(2))
    office.types("Mai", "bàn làm việc")
    *_before, (_row, said) = office.said_to("Mai")
    assert getattr(said, "text", "").count("Đang mở từ 9 giờ 00 ngày 07/10/2025") == 2
    office.presses("Mai", "Đóng tất cả")
    for browser in (here, there):
        assert "đã được đóng" in words(browser.get(DESK))


@pytest.mark.parametrize("typed", ["thu hồi liên kết", "/xoa"])
def test_taking_links_back_closes_the_desk_too(
    office: SmallOffice, app: ASGIApp, typed: str
) -> None:
    browser = at_the_desk(office, app, "Mai")
    office.types("Mai", typed)
    if typed == "/xoa":
        office.presses("Mai", "Xóa ngay")
    assert browser.get(DESK).status_code == 403


@pytest.mark.parametrize("change", ["role", "left", "unlinked"])
def test_a_session_ends_with_the_role_the_person_and_the_chat(
    office: SmallOffice, app: ASGIApp, change: str
) -> None:
    browser = at_the_desk(office, app, "Mai")
    with office.work() as work:
        row = work.session.get_one(PersonRow, office.people["Mai"])
        if change == "role":
            row.roles = Role.OFFICIAL
        elif change == "left":
            row.left = True
        else:
            from storage.enrolment import unlink

            unlink(work, office.account(work, "Mai").id or 0)
    assert browser.get(DESK).status_code == 403
    with office.work() as work:
        row = work.session.get_one(PersonRow, office.people["Mai"])
        row.roles, row.left = f"{Role.OFFICIAL},{Role.SPECIALIST}", False
    assert browser.get(DESK).status_code == 403, "what has ended does not begin again"


def test_a_head_loses_the_desk_with_the_post(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Bình")
    assert browser.get(DESK).status_code == 200
    with office.work() as work:
        work.session.get_one(PersonRow, office.people["Bình"]).standing = Standing.STAFF
    assert browser.get(DESK).status_code == 403


def delegate(office: SmallOffice, to: str, role: Delegated = Delegated.SPECIALIST) -> None:
    """For today and tomorrow, by whoever has the role by the roster."""
    giver = "Mai" if role is Delegated.SPECIALIST else "Bình"
    with office.work() as work:
        tomorrow = work.today + timedelta(days=1)
        grant = SaveGrant(role, office.people[to], work.today, tomorrow)
        assert delegating.save(work, people.person(work, office.people[giver]), grant) is None


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Delegated.SPECIALIST, ("/registrations", "/papers", "/plan/now.yaml")),
        (Delegated.HEAD, ("/registrations", "/plan")),
    ],
)
def test_whoever_stands_in_sees_the_desk_while_it_lasts(
    office: SmallOffice, app: ASGIApp, role: Delegated, sees: tuple[str, ...]
) -> None:
    with pytest.raises(IndexError):
        way_in(office, "Sơn")
    delegate(office, "Sơn", role)
    browser = at_the_desk(office, app, "Sơn")
    for path in sees:
        assert browser.get(f"{DESK}{path}").status_code == 200, path
    if role is Delegated.HEAD:
        assert browser.get(f"{DESK}/papers").status_code == 409
    office.now += timedelta(days=1, hours=14, minutes=30)  # its last evening, half past eleven
    browser = at_the_desk(office, app, "Sơn")
    office.now += timedelta(minutes=29)
    assert browser.get(DESK).status_code == 200
    office.now += timedelta(minutes=1)
    assert browser.get(DESK).status_code == 403
    office.types("Sơn", "/banlamviec")
    *_before, (_row, said) = office.said_to("Sơn")
    assert "dành cho chuyên viên" in getattr(said, "text", "")


def test_a_delegation_that_is_taken_back_closes_the_desk_at_once(
    office: SmallOffice, app: ASGIApp
) -> None:
    delegate(office, "Tâm")
    browser = at_the_desk(office, app, "Tâm")
    page = browser.get(DESK)
    guard = page.text.partition('name="guard" value="')[2].partition('"')[0]
    with office.work() as work:
        mai = people.person(work, office.people["Mai"])
        assert delegating.revoke(work, mai, RevokeGrant(1)) is None
    assert browser.post(f"{DESK}/papers", {"guard": guard}).status_code == 403
    assert browser.get(DESK).status_code == 403


def test_the_desk_is_closed_on_its_page(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    before = dict(browser.client.cookies)
    closed = browser.sends(browser.get(DESK), f"{DESK}/close", {})
    assert "Đã đóng" in words(closed)
    browser.client.cookies.update(before)
    assert browser.get(DESK).status_code == 403
    with office.work() as work:
        seen = set(work.session.exec(select(AuditRow.action)))
    assert {"desk_opened", "desk_closed"} <= seen


def test_beside_another_persons_desk_none_is_opened(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    refused = browser.opens(way_in(office, "Lan"))
    assert refused.status_code == 403
    assert "bàn làm việc của người khác" in words(refused)
    assert "Phạm Thanh Mai" in browser.get(DESK).text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_sends_or_leads_to_is_refused(
    office: SmallOffice, app: ASGIApp, site: str
) -> None:
    browser = at_the_desk(office, app, "Mai")
    guard = browser.get(DESK).text.partition('name="guard" value="')[2].partition('"')[0]
    sent = browser.post(f"{DESK}/close", {"guard": guard}, {"sec-fetch-site": site})
    assert sent.status_code == 403
    browser.client.headers["sec-fetch-site"] = site
    assert browser.get(DESK).status_code == 403
    del browser.client.headers["sec-fetch-site"]
    assert browser.get(DESK).status_code == 200


@pytest.mark.parametrize("guard", ["", "guessed", "another's"])
def test_a_form_without_its_guard_is_refused(office: SmallOffice, app: ASGIApp, guard: str) -> None:
    browser = at_the_desk(office, app, "Mai")
    if guard == "another's":
        other = at_the_desk(office, app, "Lan").get(DESK).text
        guard = other.partition('name="guard" value="')[2].partition('"')[0]
    for path in ("close", "do", "form/broadcast"):
        refused = browser.post(f"{DESK}/{path}", {"guard": guard, "action": "desk_close"})
        assert refused.status_code == 403
    assert browser.get(DESK).status_code == 200


def test_every_answer_is_strict(office: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(office, app, "Mai")
    for path in ("", "/people", "/look/broadcasts", "/look/nowhere", "/nowhere", "/style.css"):
        headers = browser.get(f"{DESK}{path}").headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"


def test_without_pages_the_chat_says_so(office: SmallOffice) -> None:
    office.types("Mai", "/banlamviec")
    *_before, (_row, said) = office.said_to("Mai")
    assert "chưa mở trang web" in getattr(said, "text", "")


def test_a_link_of_the_desk_opens_nothing_else(office: SmallOffice, app: ASGIApp) -> None:
    token = way_in(office, "Mai").rpartition("/")[2]
    assert Browser(app).get(f"{PUBLIC}/l/{token}").status_code == 404
