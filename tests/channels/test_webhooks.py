"""Updates that are brought: proved, stored before the answer, harmless when they come twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.channels.base import Typed
from bot.channels.zalo_bot_channel import ZaloBotChannel
from bot.channels.zalo_bot_hook import ZaloBotHook
from bot.clock import SteppedClock
from bot.inbox import Inbox
from bot.sandbox.zalo_server import ZaloSandbox
from bot.serving import serving
from bot.storing import Store
from bot.webhooks import LARGEST, hook_path, webhook_routes
from storage import inbox
from storage.inbox import CLASSIFIED, Arrived, Waiting
from tests.channels.zalo_playing import ZALO_TOKEN, zalo
from tests.office import START, SmallOffice

pytestmark = pytest.mark.anyio

SECRET = "agreed-on-beforehand"
HEADER = {"X-Bot-Api-Secret-Token": SECRET}
PATH = hook_path("zalo", "2012")
NOWHERE = "http://127.0.0.1:9"


def delivery(text: str = "chào", message: str = "m1") -> dict[str, object]:
    chat = {"id": "z7", "chat_type": "PRIVATE"}
    who = {"id": "z7", "display_name": "Hùng", "is_bot": False}
    said = {"from": who, "chat": chat, "text": text, "message_id": message, "date": 1}
    return {"event_name": "message.text.received", "message": said}


@dataclass
class Receiver:
    """An inbox that updates are brought to; `rang` counts what it told the player."""

    store: Store
    inbox: Inbox
    channel: ZaloBotChannel
    rang: list[None] = field(default_factory=list)

    async def waiting(self) -> list[Waiting]:
        return await self.store.work(lambda work: inbox.waiting(work, 10))


@asynccontextmanager
async def receiving(
    folder: Path, base_url: str = NOWHERE, own: str = NOWHERE
) -> AsyncIterator[Receiver]:
    office = SmallOffice(url=f"sqlite:///{folder / 'inbox.db'}")
    store = Store(office.database, SteppedClock(START))
    hook = ZaloBotHook("2012", own + PATH, SecretStr(SECRET))
    channel = ZaloBotChannel(SecretStr(ZALO_TOKEN), base_url, hook)
    rang: list[None] = []
    yield Receiver(store, Inbox(channel, store, lambda: rang.append(None)), channel, rang)
    await channel.close()
    store.close()


@asynccontextmanager
async def client(receiver: Receiver) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=webhook_routes([receiver.inbox]))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as asking:
        yield asking


@pytest.mark.parametrize("wrapped", [True, False])
async def test_a_delivery_is_stored_before_it_is_answered(tmp_path: Path, wrapped: bool) -> None:
    body = {"ok": True, "result": delivery()} if wrapped else delivery()
    async with receiving(tmp_path) as receiver, client(receiver) as asking:
        answer = await asking.post(PATH, json=body, headers=HEADER)
        assert (answer.status_code, answer.json()) == (200, {"ok": True})
        (waiting,) = await receiver.waiting()
        assert waiting.update.key == "z7:m1"
        assert "Hùng" not in str(waiting.update.payload)
        assert len(receiver.rang) == 1


async def test_a_delivery_that_comes_twice_is_kept_once(tmp_path: Path) -> None:
    async with receiving(tmp_path) as receiver, client(receiver) as asking:
        for _ in range(2):
            answer = await asking.post(PATH, json=delivery(), headers=HEADER)
            assert answer.status_code == 200
        assert len(await receiver.waiting()) == 1


async def test_what_was_brought_and_polled_is_the_same(tmp_path: Path) -> None:
    async with receiving(tmp_path) as receiver, client(receiver) as asking:
        await asking.post(PATH, json=delivery(), headers=HEADER)
        assert await receiver.inbox.keep([Arrived("zalo", "2012", "z7:m1", delivery())]) == 0


async def test_words_that_bear_a_mark_are_not_stored(tmp_path: Path) -> None:
    async with receiving(tmp_path) as receiver, client(receiver) as asking:
        await asking.post(PATH, json=delivery("TỐI MẬT"), headers=HEADER)
        (waiting,) = await receiver.waiting()
        assert waiting.update.payload[CLASSIFIED] is True
        assert "MẬT" not in str(waiting.update.payload)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Bot-Api-Secret-Token": ""},
        {"X-Bot-Api-Secret-Token": SECRET + "x"},
        {"X-Bot-Api-Secret-Token": SECRET[:-1]},
        {"X-Bot-Api-Secret-Token": "mật khẩu"},
        {"X-Telegram-Bot-Api-Secret-Token": SECRET},
    ],
    ids=str,
)
async def test_without_the_secret_nothing_is_taken(
    tmp_path: Path, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    sent = {name.encode(): value.encode() for name, value in headers.items()}
    async with receiving(tmp_path) as receiver, client(receiver) as asking:
        answer = await asking.post(PATH, json=delivery("riêng tư"), headers=sent)
        assert answer.status_code == 403
        assert await receiver.waiting() == []
    assert "not the platform's" in caplog.text
    assert SECRET not in caplog.text
    assert "riêng tư" not in caplog.text


async def test_too_large_a_body_is_refused(tmp_path: Path) -> None:
    async with receiving(tmp_path) as receiver, client(receiver) as asking:
        answer = await asking.post(PATH, content=b" " * (LARGEST + 1), headers=HEADER)
        assert answer.status_code == 413
        assert await receiver.waiting() == []


@pytest.mark.parametrize(
    "body", [b"", b"no JSON", b"[1]", b"[" * 100_000, b"\xff\xfe", b'"text"'], ids=range(6)
)
async def test_what_cannot_be_read_is_refused(tmp_path: Path, body: bytes) -> None:
    async with receiving(tmp_path) as receiver, client(receiver) as asking:
        assert (await asking.post(PATH, content=body, headers=HEADER)).status_code == 400
        assert await receiver.waiting() == []


async def test_an_event_without_a_message_is_taken_and_forgotten(tmp_path: Path) -> None:
    event = {"event_name": "message.unsupported.received"}
    async with receiving(tmp_path) as receiver, client(receiver) as asking:
        assert (await asking.post(PATH, json=event, headers=HEADER)).status_code == 200
        assert (await receiver.waiting(), receiver.rang) == ([], [])


async def test_what_could_not_be_stored_is_not_said_to_be(tmp_path: Path) -> None:
    async with receiving(tmp_path) as receiver, client(receiver) as asking:
        receiver.store.database.engine.dispose()
        (tmp_path / "inbox.db").rename(tmp_path / "gone.db")
        assert (await asking.post(PATH, json=delivery(), headers=HEADER)).status_code == 503
        receiver.store.database.engine.dispose()
        (tmp_path / "gone.db").rename(tmp_path / "inbox.db")
        assert (await asking.post(PATH, json=delivery(), headers=HEADER)).status_code == 200
        assert len(await receiver.waiting()) == 1


async def test_only_deliveries_are_taken_there(tmp_path: Path) -> None:
    async with receiving(tmp_path) as receiver, client(receiver) as asking:
        assert (await asking.get(PATH, headers=HEADER)).status_code == 405
        assert (await asking.post(hook_path("zalo", "2013"), headers=HEADER)).status_code == 404


async def test_zalo_is_told_where_to_bring_updates_and_brings_them(tmp_path: Path) -> None:
    app = Starlette()
    async with zalo() as (sandbox, url), serving(app) as own, receiving(tmp_path, url, own) as us:
        app.router.routes.extend(webhook_routes([us.inbox]))
        async with run(us.channel.receive(None)):
            await sandbox.until(lambda: of(sandbox) == own + PATH)
            sandbox.phone("2012", 7, "Hùng").type("chào")
            await sandbox.until(lambda: sandbox.pending == 0)
        (waiting,) = await us.waiting()
        incoming = us.channel.read(waiting.update)
        assert incoming is not None
        assert incoming.event == Typed("chào")


async def test_who_polls_takes_a_webhook_away_that_is_still_set(tmp_path: Path) -> None:
    async with zalo() as (sandbox, url), receiving(tmp_path, url) as brought:
        async with run(brought.channel.receive(None)):
            await sandbox.until(lambda: of(sandbox) != "")
        polling = ZaloBotChannel(SecretStr(ZALO_TOKEN), url)
        async with run(polling.receive(None)):
            await sandbox.until(lambda: of(sandbox) == "")
        await polling.close()


@asynccontextmanager
async def run(work: Awaitable[object]) -> AsyncIterator[None]:
    """Something that goes on meanwhile."""
    task = asyncio.ensure_future(work)
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def of(sandbox: ZaloSandbox) -> object:
    """Where the first bot's updates are brought."""
    return sandbox.world.bots[ZALO_TOKEN].webhook["url"]
