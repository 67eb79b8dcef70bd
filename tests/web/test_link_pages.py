"""The pages of a link, as browsers and chat apps ask for them."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest
from starlette.types import ASGIApp, Message

from domain.message import Document
from storage import links
from storage.tables import PersonRow
from tests.office import SmallOffice
from tests.web.visiting import (
    PUBLIC,
    Browser,
    document_link,
    form_link,
    hidden,
    site_of,
    words,
)

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}


def test_a_document_is_fetched_as_often_as_one_likes(office: SmallOffice, app: ASGIApp) -> None:
    url = document_link(office, "Hùng", Document.MY_DATA)
    browser = Browser(app)
    assert "Tải về" in words(browser.opens(url))
    for _time in range(2):
        file = browser.get(f"{url}/document/file")
        assert file.status_code == 200
        assert file.headers["content-disposition"].startswith(
            "attachment; filename*=UTF-8''du-lieu"
        )
        assert "Trần Quốc Hùng" in file.content.decode()


def test_a_chat_apps_preview_learns_nothing_and_uses_nothing_up(
    office: SmallOffice, app: ASGIApp
) -> None:
    url = document_link(office, "Hùng", Document.MY_DATA)
    preview = Browser(app)
    seen = preview.get(url)
    assert seen.status_code == 200
    assert not seen.cookies
    for told in ("Hùng", "dữ liệu của tôi", "my_data"):
        assert told not in seen.text
    assert asyncio.run(preview.client.head(url)).status_code == 200
    assert preview.get(f"{url}/document/file").url == url  # back at the button
    assert "Tải về" in words(Browser(app).opens(url))


def test_a_used_link_is_refused_on_another_device(office: SmallOffice, app: ASGIApp) -> None:
    url = document_link(office, "Hùng", Document.MY_DATA)
    Browser(app).opens(url)
    refused = Browser(app).opens(url)
    assert refused.status_code == 403
    assert "trình duyệt khác" in words(refused)
    stranger = Browser(app)
    stranger.client.cookies.set("tusoi", "guessed", domain="tusoi.example", path="/l")
    assert stranger.get(f"{url}/document/file").status_code == 403


@pytest.mark.parametrize("change", ["cut", "tampered"])
def test_a_changed_link_says_so(office: SmallOffice, app: ASGIApp, change: str) -> None:
    url = document_link(office, "Hùng", Document.MY_DATA)
    url = url[:-1] if change == "cut" else f"{url}0"
    page = Browser(app).get(url)
    assert page.status_code == 404
    assert "Liên kết không đúng" in words(page)


def test_an_expired_link_says_so(office: SmallOffice, app: ASGIApp) -> None:
    url = form_link(office, "Hùng")
    office.now += timedelta(hours=12)
    page = Browser(app).get(url)
    assert page.status_code == 410
    assert "đã hết hạn" in words(page)


def test_a_link_whose_session_is_over_says_so(office: SmallOffice, app: ASGIApp) -> None:
    url = form_link(office, "Hùng")
    browser = Browser(app)
    browser.opens(url)
    office.now += timedelta(hours=2)
    for page in (browser.get(url), browser.get(f"{url}/form")):
        assert page.status_code == 410
        assert "đã dùng xong" in words(page)


def test_a_link_taken_back_says_so_even_amid_its_use(office: SmallOffice, app: ASGIApp) -> None:
    url = form_link(office, "Hùng")
    browser = Browser(app)
    browser.opens(url)
    office.types("Hùng", "thu hồi liên kết")
    page = browser.get(f"{url}/form")
    assert page.status_code == 410
    assert "đã được thu hồi" in words(page)


def test_another_persons_link_is_refused(office: SmallOffice, app: ASGIApp) -> None:
    browser = Browser(app)
    browser.opens(form_link(office, "Hùng"))
    page = browser.opens(form_link(office, "Tâm"))
    assert page.status_code == 403
    assert "liên kết của người khác" in words(page)


def test_a_link_does_not_reach_what_another_may_have(office: SmallOffice, app: ASGIApp) -> None:
    """The summary is for specialist and head: Hùng's link to it opens, but holds nothing."""
    subject = f"{office.now.isoformat()}/1"
    browser = Browser(app)
    url = document_link(office, "Hùng", Document.COMPLETION_WORKBOOK, subject)
    browser.opens(url)
    refused = browser.get(f"{url}/document/file")
    assert refused.status_code == 403
    assert "Không lấy được tài liệu này" in words(refused)


def test_rights_are_asked_again_when_the_document_is_fetched(
    office: SmallOffice, app: ASGIApp
) -> None:
    url = document_link(office, "Mai", Document.COMPLETION_WORKBOOK, f"{office.now.isoformat()}/1")
    browser = Browser(app)
    browser.opens(url)
    assert browser.get(f"{url}/document/file").content[:2] == b"PK"
    with office.work() as work:
        work.session.get_one(PersonRow, office.people["Mai"]).roles = "official"
    assert browser.get(f"{url}/document/file").status_code == 403


def test_a_form_is_no_document_and_a_document_no_form(office: SmallOffice, app: ASGIApp) -> None:
    form, document = form_link(office, "Hùng"), document_link(office, "Hùng", Document.MY_DATA)
    browser = Browser(app)
    browser.opens(form)
    browser.opens(document)
    assert browser.get(f"{form}/document/file").status_code == 404
    assert browser.get(f"{document}/form").status_code == 404


def test_who_closes_leaves_nothing_open(office: SmallOffice, app: ASGIApp) -> None:
    url = document_link(office, "Hùng", Document.MY_DATA)
    browser = Browser(app)
    page = browser.opens(url)
    closed = browser.post(f"{url}/close", hidden(page))
    assert "Đã đóng" in words(closed)
    assert not browser.client.cookies
    assert browser.get(url).status_code == 410


def test_the_cookie_stays_with_this_browser_and_these_pages(
    office: SmallOffice, app: ASGIApp
) -> None:
    url = document_link(office, "Hùng", Document.MY_DATA)
    browser = Browser(app)
    browser.client.follow_redirects = False
    answer = browser.sends(browser.get(url), url, {})
    cookie = answer.headers["set-cookie"].lower()
    assert answer.status_code == 303
    for part in ("httponly", "samesite=strict", "secure", "path=/l;", "max-age=7200"):
        assert part in f"{cookie};"
    assert url.rpartition("/")[2] not in cookie


def test_every_answer_has_the_strict_headers(office: SmallOffice, app: ASGIApp) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    answers = [
        browser.get(url),
        browser.opens(url),
        browser.get("/style.css"),
        browser.get("/favicon.ico"),
        browser.get("/l/nothing"),
        browser.post("/l/nothing", {"guard": ""}),
        browser.post("/style.css", {}),
        browser.post(url, {}, {"sec-fetch-site": "cross-site"}),
    ]
    statuses = [answer.status_code for answer in answers]
    assert statuses == [200, 200, 200, 404, 404, 403, 405, 403]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_nothing_on_a_page_comes_from_elsewhere_or_runs(office: SmallOffice, app: ASGIApp) -> None:
    page = Browser(app).opens(form_link(office, "Hùng")).text
    assert "<script" not in page
    assert "style=" not in page
    assert "http://" not in page.replace(PUBLIC, "")
    assert "https://" not in page.replace(PUBLIC, "")
    assert '<html lang="vi">' in page


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"content-type": "application/json"}, 415),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 200),
        ({"origin": PUBLIC}, 200),
    ],
)
def test_only_a_page_of_ours_opens_a_link(
    office: SmallOffice, app: ASGIApp, headers: dict[str, str], status: int
) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    sent = hidden(browser.get(url))
    assert browser.post(url, sent, headers).status_code == status


def test_a_form_without_its_guard_changes_nothing(office: SmallOffice, app: ASGIApp) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    page = browser.opens(url)
    forged = {**hidden(page), "guard": "0" * 64, "a.task": "x"}
    assert browser.post(f"{url}/form", forged).status_code == 403
    assert browser.post(f"{url}/close", {"guard": ""}).status_code == 403
    assert 'name="revision" value="0"' in browser.get(f"{url}/form").text


def test_the_guard_of_another_browser_does_not_fit(office: SmallOffice, app: ASGIApp) -> None:
    first, second = Browser(app), Browser(app)
    theirs = hidden(first.opens(form_link(office, "Tâm")))["guard"]
    url = form_link(office, "Hùng")
    mine = hidden(second.opens(url))
    assert second.post(f"{url}/form", {**mine, "guard": theirs}).status_code == 403


def test_a_body_that_is_too_large_is_not_read(office: SmallOffice, app: ASGIApp) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    page = browser.opens(url)
    assert browser.sends(page, f"{url}/form", {"a.task": "x" * 300_000}).status_code == 413
    many = {f"a.{number}": "x" for number in range(300)}
    assert browser.post(f"{url}/form", {**hidden(page), **many}).status_code == 400


def test_an_error_of_ours_says_nothing_of_what_happened(
    office: SmallOffice,
    app: ASGIApp,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = form_link(office, "Hùng")
    token = url.rpartition("/")[2]
    monkeypatch.setattr(links, "look", _broken)
    with caplog.at_level(logging.DEBUG):
        page = Browser(app).get(url)
    assert page.status_code == 500
    assert "sqlite" not in page.text
    assert page.headers["content-security-policy"] == HEADERS["content-security-policy"]
    said = [r.getMessage() for r in caplog.records if r.name.startswith(("tusoi", "uvicorn"))]
    assert said == ["a page could not be made: RuntimeError"]
    assert not any(token in line for line in said)


def _broken(_work: object, token: str) -> None:
    raise RuntimeError(f"sqlite stumbled over {token}")


def test_a_page_for_nobody_in_particular_speaks_both_languages(app: ASGIApp) -> None:
    said = words(Browser(app).get("/l/nothing"))
    assert said.index("Liên kết không đúng") < said.index("This link is not right")


def test_the_button_speaks_its_persons_language(office: SmallOffice, app: ASGIApp) -> None:
    office.speaks_english("Hùng")
    english, vietnamese = form_link(office, "Hùng"), form_link(office, "Tâm")
    assert "A form for you" in words(Browser(app).get(english))
    assert "Biểu mẫu gửi anh/chị" in words(Browser(app).get(vietnamese))


def test_who_comes_without_a_link_is_told_where_they_are(app: ASGIApp) -> None:
    page = Browser(app).get("/")
    assert page.status_code == 404
    assert "mở bằng liên kết trong chat" in words(page)


@pytest.mark.parametrize("host", ["tusoi.example", "elsewhere.example"])
def test_no_answer_leads_to_another_host_or_away_from_https(
    office: SmallOffice, app: ASGIApp, host: str
) -> None:
    url, browser = form_link(office, "Hùng"), Browser(app)
    browser.client.follow_redirects = False
    for path in ("/", "/form", "/form/", "/document/file/", "/%5C%5Celsewhere/form"):
        answer = asyncio.run(browser.client.get(f"{url}{path}", headers={"host": host}))
        assert answer.headers.get("location", "/l/").startswith("/l/")


def test_a_browsers_name_left_behind_by_another_opens_nothing(
    office: SmallOffice, app: ASGIApp
) -> None:
    """On a shared computer somebody leaves a cookie of their own for whoever comes next."""
    mine, url = document_link(office, "Tâm", Document.MY_DATA), form_link(office, "Hùng")
    shared, elsewhere = Browser(app), Browser(app)
    page = shared.opens(mine)
    planted = dict(shared.client.cookies)
    shared.post(f"{mine}/close", hidden(page))
    for browser in (shared, elsewhere):
        browser.client.cookies.set("tusoi", planted["tusoi"], domain="tusoi.example", path="/l")
    assert "<textarea" in shared.opens(url).text
    assert elsewhere.get(f"{url}/form").status_code == 403


async def _never() -> Message:
    await asyncio.Event().wait()
    raise AssertionError("nothing more comes")


def test_a_body_that_never_ends_is_not_waited_for(office: SmallOffice) -> None:
    url = form_link(office, "Hùng")
    app, answers = site_of(office, patience=0.01), []

    async def send(message: Message) -> None:
        answers.append(message.get("status"))

    kind = (b"content-type", b"application/x-www-form-urlencoded")
    scope = {"type": "http", "method": "POST", "path": url.removeprefix(PUBLIC), "headers": [kind]}

    async def asked() -> None:
        await app({**scope, "query_string": b""}, _never, send)

    asyncio.run(asked())
    assert answers[0] == 408
