"""Telegram's launch of the desk: what is forged, old or used again lets nobody in."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from starlette.types import ASGIApp

from bot.behind_pages import behind_pages
from domain.launching import launch_key
from storage import people
from storage.tables import AccountRow
from tests.office import BOT, SmallOffice
from tests.web.sitting import DESK
from tests.web.visiting import PUBLIC, Browser, Direct
from web.site import site

TOKEN = "100:a-token-of-the-tests"
LAUNCH = f"{DESK}/telegram"
#: Mai's number at Telegram, which is that of her private chat.
MAI = 4242


@pytest.fixture
def app(office: SmallOffice) -> ASGIApp:
    office.database.public_url = PUBLIC
    with office.work() as work:
        account = people.account_of_chat(work, *BOT, "Mai")
        work.session.get_one(AccountRow, account.id).chat = str(MAI)
    keys = {BOT[1]: launch_key(TOKEN)}
    behind = behind_pages(Direct(office), office.registry, is_secure=True, launch_keys=keys)
    return site(behind)


def signed(office: SmallOffice, user: object = MAI, token: str = TOKEN, **more: str) -> str:
    """Launch data as Telegram signs it."""
    fields = {
        "auth_date": str(int(office.now.timestamp())),
        "query_id": "AAE",
        "user": json.dumps({"id": user, "first_name": "Mai & co"}),
        **more,
    }
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    words = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    digest = hmac.new(secret, words.encode(), hashlib.sha256).hexdigest()
    return urlencode({**fields, "hash": digest})


def test_telegram_lets_its_person_in_once(office: SmallOffice, app: ASGIApp) -> None:
    data = signed(office)
    browser = Browser(app)
    page = browser.post(LAUNCH, {"data": data})
    assert page.url == DESK
    assert "Phạm Thanh Mai" in page.text
    replayed = Browser(app).post(LAUNCH, {"data": data})
    assert replayed.status_code == 403
    shouted = data.rpartition("hash=")
    again = Browser(app).post(LAUNCH, {"data": f"{shouted[0]}hash={shouted[2].upper()}"})
    assert again.status_code == 403


@pytest.mark.parametrize(
    "wrong", ["token", "user", "tampered", "unsigned", "twice", "nonsense", "boolean", "stranger"]
)
def test_what_is_forged_lets_nobody_in(office: SmallOffice, app: ASGIApp, wrong: str) -> None:
    data = {
        "token": signed(office, token="100:another"),
        "user": signed(office, user="4242"),
        "tampered": signed(office).replace("4242", "4243"),
        "unsigned": signed(office).partition("&hash=")[0],
        "twice": f"{signed(office)}&auth_date=1",
        "nonsense": "hash=%00&user={{{",
        "boolean": signed(office, user=True),
        "stranger": signed(office, user=99),
    }[wrong]
    browser = Browser(app)
    assert browser.post(LAUNCH, {"data": data}).status_code == 403
    assert browser.get(DESK).status_code == 403


@pytest.mark.parametrize("minutes", [-2, 6, 60 * 24 * 365])
def test_an_old_launch_or_one_of_the_future_is_refused(
    office: SmallOffice, app: ASGIApp, minutes: int
) -> None:
    data = signed(office)
    office.now += timedelta(minutes=minutes)
    assert Browser(app).post(LAUNCH, {"data": data}).status_code == 403


def test_an_official_is_not_let_in_by_telegram_either(office: SmallOffice, app: ASGIApp) -> None:
    with office.work() as work:
        account = people.account_of_chat(work, *BOT, "Hùng")
        work.session.get_one(AccountRow, account.id).chat = "77"
    assert Browser(app).post(LAUNCH, {"data": signed(office, user=77)}).status_code == 403


def test_the_page_that_telegram_opens_asks_nothing_of_others(app: ASGIApp) -> None:
    page = Browser(app).get(LAUNCH)
    assert "http" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert Browser(app).get(f"{DESK}/telegram.js").status_code == 200


def test_telegram_in_a_browser_may_show_that_page_in_its_frame_and_nobody_any_other(
    app: ASGIApp,
) -> None:
    policy = Browser(app).get(LAUNCH).headers["content-security-policy"]
    assert "frame-ancestors https://web.telegram.org;" in policy
    for address in (DESK, f"{DESK}/telegram.js", "/style.css"):
        policy = Browser(app).get(address).headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
    forged = Browser(app).post(LAUNCH, {"data": "user=1"})
    assert "frame-ancestors 'none'" in forged.headers["content-security-policy"]
