"""Telegram's updates come in: polled or brought, through silence, beside another instance."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.channels.base import Problem, SendFailed, Typed
from bot.channels.telegram_channel import TelegramChannel
from bot.channels.telegram_hook import HEADER, TelegramHook
from bot.clock import SteppedClock
from bot.inbox import Inbox
from bot.sandbox.telegram_server import TelegramSandbox
from bot.serving import serving
from bot.storing import Store
from bot.webhooks import hook_path, webhook_routes
from storage import inbox
from tests.channels.playing import TOKEN, playing
from tests.office import START, SmallOffice

pytestmark = pytest.mark.anyio

SECRET = "agreed-on-beforehand"
PATH = hook_path("telegram", "4242")


@dataclass
class Receiver:
    """A channel and its inbox against the sandbox."""

    channel: TelegramChannel
    inbox: Inbox
    store: Store

    async def waiting(self) -> list[object]:
        """What was said and waits to be played, in its order."""
        kept = await self.store.work(lambda work: inbox.waiting(work, 10))
        incoming = [self.channel.read(one.update) for one in kept]
        return [one.event for one in incoming if one is not None]


@asynccontextmanager
async def receiving(
    folder: Path, url: str, own: str = "", patience: float = 60.0
) -> AsyncIterator[Receiver]:
    """Polling, or brought to `own` where that is given."""
    office = SmallOffice(url=f"sqlite:///{folder / 'inbox.db'}")
    store = Store(office.database, SteppedClock(START))
    hook = TelegramHook("4242", own + PATH, SecretStr(SECRET)) if own else None
    channel = TelegramChannel(TOKEN, url, hook)
    await channel.open()
    yield Receiver(channel, Inbox(channel, store, lambda: None, patience), store)
    await channel.close()
    store.close()


@asynccontextmanager
async def meanwhile(work: Awaitable[object]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(work)
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def acknowledged(sandbox: TelegramSandbox) -> None:
    async with asyncio.timeout(60):
        await sandbox.until(lambda: sandbox.world.updates.pending == 0)


async def test_a_poll_that_never_ends_is_begun_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with playing() as (sandbox, url), receiving(tmp_path, url, patience=0.2) as us:
        sandbox.fail_next("getUpdates", delay=math.inf)
        async with meanwhile(us.inbox.run()):
            sandbox.phone(7, "Hùng").type("chào")
            await acknowledged(sandbox)
        assert await us.waiting() == [Typed("chào")]
    assert "polling failed: silent for 0 s; begun anew" in caplog.text


async def test_a_second_instance_is_told_plainly(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with playing() as (sandbox, url), receiving(tmp_path, url) as us:
        sandbox.fail_next("getUpdates", 409, "terminated by other getUpdates request")
        async with meanwhile(us.inbox.run()):
            sandbox.phone(7, "Hùng").type("chào")
            await acknowledged(sandbox)
    (line,) = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
    assert line == (
        "telegram cannot be polled: another instance of this bot is running: stop it first"
    )


async def test_what_is_brought_is_stored_in_its_order(tmp_path: Path) -> None:
    app = Starlette()
    async with (
        playing() as (sandbox, url),
        serving(app) as own,
        receiving(tmp_path, url, own) as us,
    ):
        app.router.routes.extend(webhook_routes([us.inbox]))
        async with meanwhile(us.inbox.run()):
            for words in ("một", "hai", "ba"):
                sandbox.phone(7, "Hùng").type(words)
            await acknowledged(sandbox)
        assert await us.waiting() == [Typed("một"), Typed("hai"), Typed("ba")]
        assert {r.method for r in sandbox.requests} == {"getMe", "setWebhook"}


async def test_who_polls_takes_a_webhook_away_that_is_still_set(tmp_path: Path) -> None:
    async with playing() as (sandbox, url), receiving(tmp_path, url) as us:
        hooked = receiving(tmp_path, url, "http://127.0.0.1:9")
        async with hooked as before, meanwhile(before.inbox.run()):
            await sandbox.until(lambda: sandbox.world.updates.webhook_set)
        async with meanwhile(us.inbox.run()):
            sandbox.phone(7, "Hùng").type("chào")
            await acknowledged(sandbox)
        assert await us.waiting() == [Typed("chào")]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({HEADER: SECRET}, 200),
        ({}, 403),
        ({HEADER: ""}, 403),
        ({HEADER: SECRET[:-1]}, 403),
        ({HEADER: "mật khẩu"}, 403),
        ({"X-Bot-Api-Secret-Token": SECRET}, 403),
    ],
    ids=str,
)
async def test_only_with_the_secret_is_anything_taken(
    tmp_path: Path, headers: dict[str, str], status: int
) -> None:
    who = {"id": 7, "is_bot": False, "first_name": "Hùng"}
    chat = {"id": 7, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": who, "text": "chào"}
    sent = {name.encode(): value.encode() for name, value in headers.items()}
    async with playing() as (_sandbox, url), receiving(tmp_path, url, "http://own") as us:
        transport = httpx.ASGITransport(Starlette(routes=webhook_routes([us.inbox])))
        async with httpx.AsyncClient(transport=transport, base_url="http://own") as asking:
            body = {"update_id": 5, "message": message}
            for _twice in range(2):
                answer = await asking.post(PATH, json=body, headers=sent)
                assert answer.status_code == status
        assert await us.waiting() == ([Typed("chào")] if status == 200 else [])


async def test_a_wrong_token_is_told_by_a_webhook_too(tmp_path: Path) -> None:
    async with playing() as (sandbox, url), receiving(tmp_path, url, "http://own") as us:
        sandbox.fail_next("setWebhook", 401)
        with pytest.raises(SendFailed, match="TUSOI_TELEGRAM_TOKEN") as failure:
            await us.inbox.poll()
        assert failure.value.problem is Problem.STOPPED
