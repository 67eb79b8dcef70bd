"""Every route of the desk, attacked: without a session, with one that is over, from elsewhere, with
a forged form, and with ids that are not its reader's. A route that is added is attacked too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.behind_pages import behind_pages
from domain.message import Document
from storage.tables import AuditRow, DeskSessionRow, PersonRow
from tests.office import SmallOffice
from tests.web.sitting import DESK, at_the_desk
from tests.web.test_desk_inquiries import asks
from tests.web.test_desk_pages import registers
from tests.web.test_desk_work import press
from tests.web.visiting import PUBLIC, Browser, Direct, words
from web.desk.pages import desk_routes

#: What lies before the desk: a door, Telegram's launch, and files that say nothing of the office.
OPEN = {
    "/desk/in/{token}",
    "/desk/telegram",
    "/desk/telegram.js",
    "/desk/keys.js",
    "/desk/style.css",
}
#: What stands in the addresses: something that is there, and what is nobody's.
THERE = {
    "person": "5",
    "version": "1:1",
    "action": "digest",
    "conversation": "register_for",
    "document": "completion_workbook",
    "duty": "result",
    "number": "1",
    "inquiry": "1",
}
NOBODYS = (
    "0",
    "-1",
    "999",
    "2147483648",
    "99999999999999999999",
    "x",
    "..%2f..%2fetc",
    "%00",
)


def routes(office: SmallOffice) -> list[Route]:
    behind = behind_pages(Direct(office), office.registry, is_secure=True)
    return [route for route in desk_routes(behind) if route.path not in OPEN]


def at(route: Route, **ids: str) -> str:
    """The address of a route; KeyError where a new parameter has nothing to be tried with."""
    names = re.findall(r"\{(\w+)(?::\w+)?\}", route.path)
    path = re.sub(r":\w+\}", "}", route.path).format(**{n: {**THERE, **ids}[n] for n in names})
    return f"{PUBLIC}{path}"


def tries(office: SmallOffice) -> Iterator[tuple[str, str]]:
    for route in routes(office):
        for method in sorted((route.methods or set()) - {"HEAD"}):
            yield method, at(route)


def ask(browser: Browser, method: str, url: str, **fields: str) -> httpx.Response:
    return browser.get(url) if method == "GET" else browser.post(url, dict(fields))


_COUNTED_NOT = {DeskSessionRow.__tablename__, AuditRow.__tablename__}


def rows(office: SmallOffice) -> dict[str, int]:
    """How many rows each table has; sessions aside."""
    tables = [t for t in SQLModel.metadata.sorted_tables if t.name not in _COUNTED_NOT]
    with office.work() as work:
        return {
            t.name: work.session.scalar(select(func.count()).select_from(t)) or 0 for t in tables
        }


@pytest.fixture
def busy(office: SmallOffice, app: ASGIApp) -> SmallOffice:
    """An office with a registration, a draft of the plan and a question that was asked."""
    registers(office, "Hùng", "Rút thời gian xác nhận hồ sơ còn 10 ngày")
    browser = at_the_desk(office, app, "Mai")
    press(browser, browser.get(f"{DESK}/plan"), "/plan/begin", what="change")
    asks(office)
    return office


@pytest.mark.parametrize("how", ["none", "forged", "expired", "ended"])
def test_without_a_session_no_route_answers(busy: SmallOffice, app: ASGIApp, how: str) -> None:
    browser = Browser(app)
    if how == "forged":
        browser.client.cookies.set("tusoi-desk", "guessed", domain="tusoi.example", path="/desk")
    if how in {"expired", "ended"}:
        browser = at_the_desk(busy, app, "Mai")
        page, kept = browser.get(DESK), dict(browser.client.cookies)
        if how == "ended":
            press(browser, page, "/close")
            browser.client.cookies.update(kept)
        busy.now += timedelta(hours=2)
    before = rows(busy)
    for method, url in tries(busy):
        answer = ask(browser, method, url, guard="x", press="save", revision="1")
        assert answer.status_code == 403, (method, url)
        for secret in ("Trần Quốc Hùng", "Rút thời gian", "hoa-cuong", "trễ hạn"):
            assert secret not in answer.text, (method, url)
    assert rows(busy) == before


@pytest.mark.parametrize("forged", ["", "guessed", "another's"])
def test_no_form_is_taken_without_the_guard_of_its_own_browser(
    busy: SmallOffice, app: ASGIApp, forged: str
) -> None:
    browser, guard = at_the_desk(busy, app, "Mai"), forged
    if forged == "another's":
        other = at_the_desk(busy, app, "Lan").get(DESK).text
        guard = other.partition('name="guard" value="')[2].partition('"')[0]
    before = rows(busy)
    posts = [url for method, url in tries(busy) if method == "POST"]
    assert len(posts) > 5
    for url in posts:
        assert browser.post(url, {"guard": guard, "press": "discard"}).status_code == 403, url
    assert rows(busy) == before


def test_nothing_is_answered_to_what_another_site_sends(busy: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(busy, app, "Mai")
    guard = browser.get(DESK).text.partition('name="guard" value="')[2].partition('"')[0]
    browser.client.headers["sec-fetch-site"] = "cross-site"
    for method, url in tries(busy):
        assert ask(browser, method, url, guard=guard).status_code == 403, (method, url)


@pytest.mark.parametrize("name", ["Mai", "Bình", "Lan"])
def test_ids_of_nobody_and_of_nothing_are_refused_everywhere(
    busy: SmallOffice, app: ASGIApp, name: str
) -> None:
    """Another office's ids are none of this one's."""
    browser = at_the_desk(busy, app, name)
    guard = browser.get(DESK).text.partition('name="guard" value="')[2].partition('"')[0]
    before = rows(busy)
    for route in routes(busy):
        named = re.findall(r"\{(\w+)", route.path)
        for wrong in NOBODYS if named else ():
            for method in sorted((route.methods or set()) - {"HEAD"}):
                url = at(route, **dict.fromkeys(named, wrong))
                answer = ask(browser, method, url, guard=guard, press="keep", revision="1")
                assert 400 <= answer.status_code < 500, (method, url, answer.status_code)
    assert rows(busy) == before


@pytest.mark.parametrize(
    "field", ["action", "about", "tick", "untick", "missed", "restore", "what"]
)
def test_ids_of_nobody_in_a_form_change_nothing(
    busy: SmallOffice, app: ASGIApp, field: str
) -> None:
    browser = at_the_desk(busy, app, "Mai")
    guard = browser.get(DESK).text.partition('name="guard" value="')[2].partition('"')[0]
    before = rows(busy)
    for method, url in tries(busy):
        if method == "POST" and not url.endswith("/close"):
            for wrong in ("999", "999:999:1", "x", "received@999:1", "-1", "9" * 30):
                given = {"action": "paper_tick", "revision": "999", field: wrong}
                assert ask(browser, method, url, guard=guard, **given).status_code < 500, (
                    url,
                    wrong,
                )
    assert rows(busy) == before


@pytest.mark.parametrize("name", ["Mai", "Bình", "Lan"])
def test_what_belongs_to_one_person_is_fetched_by_nobody_else(
    busy: SmallOffice, app: ASGIApp, name: str
) -> None:
    browser, hung = at_the_desk(busy, app, name), busy.people["Hùng"]
    theirs = (Document.MY_DATA, Document.CALENDAR)
    for document in Document:
        for about in (str(hung), f"person:{hung}", "x:y@z"):
            found = browser.get(f"{DESK}/file/{document}?about={about}")
            assert found.status_code in {200, 403}, (document, about, found.status_code)
            if document in theirs and found.status_code == 200:
                assert "Trần Quốc Hùng".encode() not in found.content, (document, about)
    with busy.work() as work:
        assert work.session.get_one(PersonRow, hung).full_name == "Trần Quốc Hùng"


@pytest.mark.parametrize("about", ["999:999:999", "x:y@z"])
def test_whatever_an_address_names_a_view_or_a_form_is_calm(
    busy: SmallOffice, app: ASGIApp, about: str
) -> None:
    browser = at_the_desk(busy, app, "Mai")
    views = [f"look/{action}" for action in busy.registry.actions]
    forms = [f"form/{conversation}" for conversation in busy.registry.conversations]
    before = rows(busy)
    for path in (*views, *forms):
        assert browser.get(f"{DESK}/{path}?about={about}").status_code < 500, path
    assert {k: v for k, v in rows(busy).items() if k != "draft"} == {
        k: v for k, v in before.items() if k != "draft"
    }


def test_a_refused_paper_is_told_and_not_ticked(busy: SmallOffice, app: ASGIApp) -> None:
    browser = at_the_desk(busy, app, "Mai")
    page = browser.get(f"{DESK}/papers")
    done = press(browser, page, "/papers", tick=["1:999:0", "1:998:0"])
    assert done.status_code == 200
    assert "Đã ghi nhận" not in words(done)
