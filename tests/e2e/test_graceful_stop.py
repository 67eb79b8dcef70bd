"""A stop takes less than ten seconds and leaves nothing in flight: several channels, pages and a
webhook, sends that are slow and one that never ends."""

from __future__ import annotations

import asyncio
import math
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from types import CoroutineType

import httpx
import pytest
from pydantic import SecretStr

import bot
from bot.address import Address
from bot.app import App
from bot.channels.telegram_channel import TelegramChannel
from bot.channels.zalo_bot_channel import ZaloBotChannel
from bot.channels.zalo_bot_hook import ZaloBotHook
from bot.opening import open_office
from bot.sandbox.phones import Phone
from bot.storing import Store
from bot.webhooks import hook_path
from domain.people import Role
from scheduler.working_days import load_working_days
from storage.figures import figures
from tests.channels.playing import TOKEN
from tests.channels.zalo_playing import ZALO_TOKEN, zalo
from tests.e2e.running import House, enrolled, heard, housed
from tests.e2e.test_crashes import process, until_heard
from tests.e2e.test_pages_of_a_process import free_port

pytestmark = pytest.mark.anyio

_LONGEST = 10.0  # seconds: what docs/operations.md promises


@asynccontextmanager
async def two_enrolled(folder: Path) -> AsyncIterator[tuple[House, Phone, Phone]]:
    async with housed(folder) as house:
        async with house.bot() as stage:
            phones = [await enrolled(stage, Role.OFFICIAL, at) for at in (0, 1)]
        yield house, phones[0], phones[1]


async def until_asked(house: House) -> None:
    """Every fault has found its call: the request is in flight."""
    async with asyncio.timeout(30):
        await house.sandbox.until(lambda: not any(house.sandbox._faults.waiting.values()))


async def test_what_is_slow_lands_and_what_never_ends_is_left_to_the_next_start(
    tmp_path: Path,
) -> None:
    async with (
        two_enrolled(tmp_path) as (house, slow, hung),
        zalo(clock=house.clock.now) as (zalos, zalo_url),  # type: ignore[arg-type]  # a clock is a clock
    ):
        port = free_port()
        own = f"http://127.0.0.1:{port}"
        hook = ZaloBotHook("2012", own + hook_path("zalo", "2012"), SecretStr("agreed-on"))
        bots = (
            TelegramChannel(TOKEN, house.settings.telegram_base_url),
            ZaloBotChannel(SecretStr(ZALO_TOKEN), zalo_url, hook),
        )
        store = Store(open_office(house.settings), house.clock)
        app = App(store, bots, load_working_days(), address=Address(port=port, public_url=own))
        await app.__aenter__()
        said = len(heard(slow)), len(heard(hung))
        house.sandbox.fail_next("sendMessage", 200, delay=2, deliver=True)
        slow.type("/menu")
        await until_asked(house)
        house.sandbox.fail_next("sendMessage", delay=math.inf)
        hung.type("/menu")
        stranger = zalos.phone("2012", 7, "Khách")
        stranger.type("chào")
        await until_asked(house)
        assert "Sender._deliver" in left_running()
        async with asyncio.timeout(_LONGEST):
            await app.__aexit__()
        assert len(heard(slow)) > said[0]
        assert len(heard(hung)) == said[1]
        assert left_running() == set()
        async with httpx.AsyncClient(trust_env=False) as client:
            with pytest.raises(httpx.ConnectError):
                await client.post(own + hook_path("zalo", "2012"), json={})
        assert waiting(house) == 1
        async with house.bot() as stage:
            await stage.settle()
            assert len(heard(hung)) == said[1] + 1
            assert len(heard(slow)) == said[0] + 1
        assert waiting(house) == 0


def left_running() -> set[str]:
    """What the bot's own code is doing, beside the sandbox's."""
    coroutines = (task.get_coro() for task in asyncio.all_tasks())
    own = (c for c in coroutines if isinstance(c, CoroutineType))
    return {c.__qualname__ for c in own if _is_the_bots(Path(c.cr_code.co_filename))}


def _is_the_bots(file: Path) -> bool:
    folder = Path(bot.__file__).parent
    return file.is_relative_to(folder) and not file.is_relative_to(folder / "sandbox")


def waiting(house: House) -> object:
    """How many messages wait or are in flight."""
    database = open_office(house.settings)
    try:
        with database.work(house.clock.now()) as work:
            return figures(work)["waiting"]
    finally:
        database.close()


async def test_a_database_that_somebody_else_has_locked_holds_no_stop_up(tmp_path: Path) -> None:
    async with two_enrolled(tmp_path) as (house, phone, _other):
        said = len(heard(phone))
        async with process(house) as running:
            assert running.stdout is not None
            while b"tusoi runs" not in await running.stdout.readline():
                pass
            with closing(sqlite3.connect(tmp_path / "tusoi.db", isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                phone.type("/menu")
                running.send_signal(signal.SIGTERM)
                async with asyncio.timeout(_LONGEST + 3):  # whoever waits for the lock waits 15
                    told = await running.stdout.read()
                    assert await running.wait() == 0
        assert b"Stopped while the database was locked" in told
        async with process(house) as again:
            await until_heard(house, phone, said + 1)
            again.send_signal(signal.SIGTERM)
            await again.communicate()
            assert again.returncode == 0


async def test_asked_twice_a_process_ends_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    async with two_enrolled(tmp_path) as (house, hung, _other):
        said = len(heard(hung))
        house.sandbox.fail_next("sendMessage", delay=math.inf)
        async with process(house) as running:
            hung.type("/menu")
            await until_asked(house)
            running.send_signal(signal.SIGINT)
            assert running.stdout is not None
            async with asyncio.timeout(30):
                while b"once more" not in await running.stdout.readline():
                    pass
            running.send_signal(signal.SIGINT)
            async with asyncio.timeout(_LONGEST / 2):  # the gentle stop would wait for the send
                assert await running.wait() == -signal.SIGINT
        async with process(house) as again:
            await until_heard(house, hung, said + 1)
            again.send_signal(signal.SIGTERM)
            await again.communicate()
            assert again.returncode == 0
