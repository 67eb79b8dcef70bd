"""The platform's manners, as the sandbox has them: the client sees what a bot would see."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from pydantic import SecretStr

from bot.channels.zalo_bot_client import ZaloBotClient
from bot.channels.zalo_bot_errors import (
    CATALOGUE,
    BadRequest,
    Forbidden,
    InDoubt,
    NotFound,
    Refused,
    TooMany,
    Unauthorized,
    Unreachable,
)
from bot.sandbox.events import EventLog
from bot.sandbox.phones import PhoneError
from bot.sandbox.zalo_phones import ZaloPhone
from bot.sandbox.zalo_server import ZaloSandbox
from bot.sandbox.zalo_world import ZaloLimits
from tests.channels.playing import SetClock
from tests.channels.zalo_playing import SECOND_TOKEN, ZALO_TOKEN, zalo

pytestmark = pytest.mark.anyio

SOON = timedelta(seconds=0.2)
Ask = Callable[[ZaloBotClient, str], Awaitable[object]]


@asynccontextmanager
async def asking(
    limits: ZaloLimits | None = None, clock: SetClock | None = None
) -> AsyncIterator[tuple[ZaloSandbox, ZaloBotClient, ZaloPhone]]:
    """The first bot's client, and Hùng, who has written to it."""
    async with zalo(limits, clock) as (sandbox, url):
        client = ZaloBotClient(SecretStr(ZALO_TOKEN), url)
        phone = sandbox.phone("2012", 7, "Hùng")
        phone.type("chào")
        yield sandbox, client, phone
        await client.close()


async def raw(url: str, method: str, body: object, token: str = ZALO_TOKEN) -> httpx.Response:
    async with httpx.AsyncClient() as http:
        return await http.post(f"{url}/bot{token}/{method}", json=body)


async def test_a_bot_learns_who_it_is() -> None:
    async with asking() as (_sandbox, client, _phone):
        me = await client.get_me()
        assert (me.id, me.account_name) == ("2012", "bot.2012")


async def test_refusals_come_with_http_200() -> None:
    async with zalo() as (_sandbox, url):
        for method, body, token, code in (
            ("getMe", {}, "9:none", 401),
            ("getme", {}, ZALO_TOKEN, 404),
            ("sendMessage", {"chat_id": "z1", "text": "a"}, ZALO_TOKEN, 404),
            ("getUpdates", {"timeout": 0}, ZALO_TOKEN, 408),
        ):
            answer = await raw(url, method, body, token)
            told = answer.json()
            assert (answer.status_code, told["ok"], told["error_code"]) == (200, False, code)


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("sendMessage", {"chat_id": 7, "text": "a"}),
        ("sendMessage", {"chat_id": "z1"}),
        ("sendMessage", {"chat_id": "z1", "text": "a", "parse_mode": "html"}),
        ("sendMessage", ["z1", "a"]),
        ("getUpdates", {"timeout": "30"}),
        ("getUpdates", {"timeout": True}),
        ("getUpdates", {"offset": 1}),
        ("setWebhook", {"url": "http://127.0.0.1:9/"}),
        ("setWebhook", {"url": "http://127.0.0.1:9/", "secret_token": "short"}),
        ("setWebhook", {"url": "http://127.0.0.1:9/", "secret_token": "x" * 257}),
        ("setWebhook", {"url": "https://example.org/", "secret_token": "long enough"}),
    ],
)
async def test_what_the_pages_do_not_describe_is_refused(method: str, body: object) -> None:
    async with zalo() as (_sandbox, url):
        assert (await raw(url, method, body)).json()["error_code"] == 400


@pytest.mark.parametrize(
    "ask",
    [
        lambda client, chat: client.send_message(chat, ""),
        lambda client, chat: client.send_message(chat, " \n "),
        lambda client, chat: client.send_message(chat, "🙂" * 1000 + "!"),
        lambda client, chat: client.send_photo(chat, "not an address"),
        lambda client, chat: client.send_photo(chat, "https://x.invalid/1.png", "a" * 2001),
        lambda client, chat: client.send_voice(chat, "https://x.invalid/1.mp3"),
    ],
    ids=range(6),
)
async def test_what_is_too_long_or_no_address_is_refused(ask: Ask) -> None:
    async with asking() as (_sandbox, client, phone):
        with pytest.raises(BadRequest):
            await ask(client, phone.chat_id)


async def test_every_kind_of_message_arrives() -> None:
    async with asking() as (_sandbox, client, phone):
        await client.send_message(phone.chat_id, "🙂" * 1000)
        await client.send_photo(phone.chat_id, "https://x.invalid/1.png", "chú thích")
        await client.send_sticker(phone.chat_id, "d063f44dc80821567819")
        await client.send_voice(phone.chat_id, "https://x.invalid/1.aac")
        await client.send_chat_action(phone.chat_id)
        assert [m.text for m in phone.messages[1:]] == ["🙂" * 1000, "chú thích", "", ""]
        assert phone.chat.actions == ["typing"]


async def test_an_idle_poll_brings_none() -> None:
    async with asking() as (_sandbox, client, _phone):
        assert await client.get_updates(timedelta(0)) is not None
        assert await client.get_updates(timedelta(0)) is None


async def test_a_waiting_poll_is_answered_as_soon_as_somebody_writes() -> None:
    async with asking() as (sandbox, client, phone):
        await client.get_updates(timedelta(0))
        polling = asyncio.create_task(client.get_updates(timedelta(seconds=20)))
        await sandbox.until(lambda: [c.method for c in sandbox.calls] == ["getUpdates"] * 2)
        phone.type("mới")
        update = await polling
        assert update is not None
        assert update["message"]["text"] == "mới"


async def test_what_people_write_while_the_bot_is_away_is_lost() -> None:
    async with asking(ZaloLimits(away=timedelta(0))) as (sandbox, client, phone):
        phone.type("ai đó?")
        assert sandbox.lost("2012") == 2
        assert await client.get_updates(timedelta(0)) is None


async def test_what_is_written_to_a_bot_that_listens_is_not_lost() -> None:
    async with asking(ZaloLimits(away=timedelta(0))) as (sandbox, client, phone):
        polling = asyncio.create_task(client.get_updates(timedelta(seconds=20)))
        await sandbox.until(lambda: sandbox.calls != [])
        phone.type("còn đây")
        assert await polling is not None


async def test_the_fifty_first_person_is_not_heard() -> None:
    async with asking(ZaloLimits(people=2)) as (sandbox, client, phone):
        sandbox.phone("2012", 8, "Lan").type("chào")
        late = sandbox.phone("2012", 9, "Tâm")
        late.type("có ai không")
        phone.type("tôi vẫn nói được")
        assert sandbox.pending == 3
        with pytest.raises(Forbidden):
            await client.send_message(late.chat_id, "chào")


async def test_another_bot_has_places_and_messages_of_its_own() -> None:
    async with asking(ZaloLimits(people=1, monthly=2)) as (sandbox, client, phone):
        sandbox.phone("2013", 8, "Lan").type("chào")
        await client.send_message(phone.chat_id, "một")
        assert (sandbox.spent("2012"), sandbox.spent("2013")) == (2, 1)


async def test_a_month_has_so_many_messages_both_ways() -> None:
    clock = SetClock(datetime(2026, 11, 30, 16, 59, tzinfo=UTC))  # a minute to December, there
    async with asking(ZaloLimits(monthly=3), clock) as (sandbox, client, phone):
        await client.send_message(phone.chat_id, "một")
        await client.send_message(phone.chat_id, "hai")
        with pytest.raises(TooMany):
            await client.send_message(phone.chat_id, "ba")
        assert sandbox.spent("2012") == 3
        clock.forward(minutes=1)
        await client.send_message(phone.chat_id, "ba")
        assert sandbox.spent("2012") == 1


async def test_what_people_write_may_be_free() -> None:
    async with asking(ZaloLimits(counts_received=False)) as (sandbox, _client, _phone):
        assert sandbox.spent("2012") == 0


async def test_polling_beside_a_webhook_is_refused_until_it_is_taken_away() -> None:
    async with asking() as (_sandbox, client, _phone):
        info = await client.set_webhook("http://127.0.0.1:9/hook", "long enough")
        assert info.url == "http://127.0.0.1:9/hook"
        with pytest.raises(BadRequest, match="webhook"):
            await client.get_updates(timedelta(0))
        assert (await client.get_webhook_info()).url == "http://127.0.0.1:9/hook"
        await client.delete_webhook()
        assert await client.get_updates(timedelta(0)) is not None


async def test_a_blocked_bot_is_not_told_and_may_not_write() -> None:
    async with asking() as (_sandbox, client, phone):
        phone.block()
        with pytest.raises(PhoneError):
            phone.type("?")
        with pytest.raises(Forbidden):
            await client.send_chat_action(phone.chat_id)


@pytest.mark.parametrize(("code", "kind"), CATALOGUE.items())
async def test_each_code_has_an_error_of_its_own(code: int, kind: type[Refused]) -> None:
    async with asking() as (sandbox, client, phone):
        sandbox.fail_next("sendMessage", code, "as you wish")
        with pytest.raises(Refused, match="as you wish") as refused:
            await client.send_message(phone.chat_id, "a")
        assert (type(refused.value), refused.value.code) == (kind, code)


@pytest.mark.parametrize("deliver", [True, False])
async def test_a_dropped_connection_leaves_the_bot_in_doubt(*, deliver: bool) -> None:
    async with asking() as (sandbox, client, phone):
        sandbox.fail_next("sendMessage", deliver=deliver)
        with pytest.raises(InDoubt):
            await client.send_message(phone.chat_id, "một")
        assert len(phone.messages) == (2 if deliver else 1)


async def test_a_gateway_that_knows_no_json_is_understood_by_its_status() -> None:
    async with asking() as (sandbox, client, phone):
        sandbox.fail_next("sendMessage", 503)
        sandbox.fail_next("sendMessage", 504)
        with pytest.raises(Unreachable):
            await client.send_message(phone.chat_id, "một")
        with pytest.raises(InDoubt):
            await client.send_message(phone.chat_id, "một")


async def test_a_page_where_the_platform_should_be_is_no_success() -> None:
    async with asking() as (_sandbox, client, phone):
        stranger = ZaloBotClient(SecretStr("1:a/../x?y"), client._base_url)
        with pytest.raises((NotFound, Unauthorized)):
            await stranger.send_message(phone.chat_id, "một")
        await stranger.close()


async def test_a_call_that_hangs_ends_when_the_client_does() -> None:
    async with asking() as (sandbox, client, _phone):
        sandbox.fail_next("getMe", delay=math.inf)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.get_me(), SOON.total_seconds())


async def test_two_sandboxes_may_share_one_log_of_events() -> None:
    async with zalo() as (sandbox, _url):
        log: EventLog = sandbox.world.events
        other = ZaloSandbox([SECOND_TOKEN], SetClock(), events=log)
        sandbox.phone("2012", 7, "Hùng").type("một")
        other.phone("2013", 8, "Lan").type("hai")
        assert [(e.number, e.kind, e.chat_id) for e in sandbox.events()] == [
            (1, "message", 7),
            (2, "message", 8),
        ]
