"""How updates reach the bot: by polling with offsets, or by a webhook."""

import asyncio
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import BadRequest, Conflict

from bot.serving import serving
from tests.channels.playing import TOKEN, playing, ptb_bot, said

pytestmark = pytest.mark.anyio


async def _ids(client: httpx.AsyncClient, url: str, **given: Any) -> list[int]:
    answer = await client.post(f"{url}/bot{TOKEN}/getUpdates", json=given, timeout=20)
    return [update["update_id"] for update in answer.json()["result"]]


async def test_updates_stay_until_a_higher_offset_acknowledges_them() -> None:
    async with playing() as (sandbox, url), httpx.AsyncClient() as client:
        phone = sandbox.phone(7, "Hùng")
        for text in "abc":
            phone.type(text)
        assert await _ids(client, url) == [1, 2, 3]
        assert await _ids(client, url, limit=1) == [1]
        assert await _ids(client, url, offset=3) == [3]
        assert await _ids(client, url) == [3]
        assert await _ids(client, url, offset=4) == []


async def test_a_negative_offset_keeps_only_the_newest() -> None:
    async with playing() as (sandbox, url), httpx.AsyncClient() as client:
        phone = sandbox.phone(7, "Hùng")
        for text in "abc":
            phone.type(text)
        assert await _ids(client, url, offset=-1) == [3]
        assert await _ids(client, url) == [3]


async def test_a_waiting_poll_wakes_when_someone_writes() -> None:
    async with playing() as (sandbox, url), httpx.AsyncClient() as client:
        poll = asyncio.create_task(_ids(client, url, timeout=50))
        await sandbox.until(lambda: bool(sandbox.requests))
        sandbox.phone(7, "Hùng").type("a")
        assert await poll == [1]


async def test_a_poll_without_news_ends_empty() -> None:
    async with playing() as (_, url), httpx.AsyncClient() as client:
        assert await _ids(client, url, timeout=1) == []


async def test_the_older_of_two_polls_ends_in_conflict() -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as one, ptb_bot(url) as other:
        first = asyncio.create_task(one.get_updates(timeout=30))
        await sandbox.until(lambda: sandbox.requests[-1].method == "getUpdates")
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match=said("terminated by other getUpdates request")):
            await first
        sandbox.phone(7, "Hùng").type("a")
        assert [update.update_id for update in await second] == [1]


async def test_a_poller_that_hung_up_loses_nothing() -> None:
    async with playing() as (sandbox, url):
        async with httpx.AsyncClient() as client:
            poll = asyncio.create_task(_ids(client, url, timeout=50))
            await sandbox.until(lambda: bool(sandbox.requests))
            poll.cancel()
            await asyncio.gather(poll, return_exceptions=True)
        sandbox.phone(7, "Hùng").type("a")
        async with httpx.AsyncClient() as client:
            assert await _ids(client, url) == [1]


async def test_kinds_nobody_asked_for_are_not_kept() -> None:
    async with playing() as (sandbox, url), httpx.AsyncClient() as client:
        assert await _ids(client, url, allowed_updates=["my_chat_member"]) == []
        phone = sandbox.phone(7, "Hùng")
        phone.type("a")
        phone.block()
        assert await _ids(client, url) == [1]
        assert "my_chat_member" in sandbox.updates[0]


async def test_the_same_update_comes_twice_when_it_is_repeated() -> None:
    async with playing() as (sandbox, url), httpx.AsyncClient() as client:
        phone = sandbox.phone(7, "Hùng")
        phone.type("a")
        assert await _ids(client, url) == [1]
        phone.repeat_last_update()
        assert await _ids(client, url, offset=2) == [1]
        assert await _ids(client, url, offset=2) == []


async def test_a_malformed_update_is_handed_out_as_it_is() -> None:
    async with playing(well_formed=False) as (sandbox, url), httpx.AsyncClient() as client:
        sandbox.phone(7, "Hùng").raw({"message": {"message_id": "no number"}})
        answer = await client.get(f"{url}/bot{TOKEN}/getUpdates")
        expected = {"update_id": 1, "message": {"message_id": "no number"}}
        assert answer.json()["result"] == [expected]


async def test_nothing_can_be_repeated_before_there_was_an_update() -> None:
    async with playing() as (sandbox, _):
        with pytest.raises(LookupError):
            sandbox.phone(7, "Hùng").repeat_last_update()


class _Receiver:
    """A bot's webhook that refuses the first delivery."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.secrets: set[str | None] = set()
        self.done = asyncio.Event()
        self.app = Starlette(routes=[Route("/hook", self._hook, methods=["POST"])])

    async def _hook(self, request: Request) -> Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.received.append(await request.json())
        if len(self.received) == 3:
            self.done.set()
        return Response(status_code=500 if len(self.received) == 1 else 200)


async def test_a_webhook_gets_each_update_with_the_secret_until_it_takes_it() -> None:
    receiver = _Receiver()
    async with serving(receiver.app) as hook, playing() as (sandbox, url), ptb_bot(url) as bot:
        await bot.set_webhook(f"{hook}/hook", secret_token="s3cret")
        phone = sandbox.phone(7, "Hùng")
        phone.type("a")
        phone.type("b")
        await receiver.done.wait()
        assert [update["update_id"] for update in receiver.received] == [1, 1, 2]
        assert receiver.secrets == {"s3cret"}
        info = await bot.get_webhook_info()
        assert info.last_error_message == "Wrong response from the webhook: 500"
        with pytest.raises(Conflict, match=said("webhook is active")):
            await bot.get_updates()
        await bot.delete_webhook(drop_pending_updates=True)
        assert (await bot.get_webhook_info()).url == ""
        assert await bot.get_updates() == ()


async def test_setting_a_webhook_ends_a_waiting_poll() -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=30))
        await sandbox.until(lambda: sandbox.requests[-1].method == "getUpdates")
        await bot.set_webhook("http://127.0.0.1:9/hook")
        with pytest.raises(Conflict, match=said("terminated by setWebhook")):
            await poll


async def test_a_webhook_outside_this_machine_or_with_an_odd_secret_is_refused() -> None:
    async with playing() as (_, url), ptb_bot(url) as bot:
        with pytest.raises(BadRequest, match=said("loopback")):
            await bot.set_webhook("https://example.org/hook")
        with pytest.raises(BadRequest, match=said("unallowed characters")):
            await bot.set_webhook("http://127.0.0.1:9/", secret_token="a b")
