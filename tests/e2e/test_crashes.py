"""The bot as a process of its own: killed in the middle, stopped gently, started twice."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.phones import Phone
from domain.people import Role
from storage.figures import figures
from tests.channels.playing import TOKEN
from tests.e2e.running import SECRET, House, enrolled, heard, housed

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def process(house: House, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """`tusoi run` on this house, with `more` settings; killed at the end if it still runs."""
    environment = os.environ | {
        "TUSOI_DATA_DIR": str(house.settings.data_dir),
        "TUSOI_DATABASE_URL": house.settings.database_url,
        "TUSOI_SECRET_KEY": SECRET,
        "TUSOI_TELEGRAM_TOKEN": TOKEN,
        "TUSOI_TELEGRAM_BASE_URL": house.settings.telegram_base_url,
        "TUSOI_CLOCK": house.clock.now().isoformat(),
        **more,
    }
    command = [sys.executable, "-m", "bot", "run"]
    pipe = asyncio.subprocess.PIPE
    root = Path(__file__).parents[2]
    running = await asyncio.create_subprocess_exec(
        *command, cwd=root, env=environment, stdout=pipe, stderr=asyncio.subprocess.STDOUT
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


async def until_heard(house: House, phone: Phone, count: int) -> None:
    async with asyncio.timeout(60):
        await house.sandbox.until(lambda: len(heard(phone)) >= count)


async def test_killed_in_the_middle_of_sending_it_loses_and_doubles_nothing(tmp_path: Path) -> None:
    async with housed(tmp_path) as house:
        async with house.bot() as stage:
            phone = await enrolled(stage, Role.OFFICIAL)
        before = len(heard(phone))
        house.sandbox.fail_next("sendMessage", 500, delay=3600)  # asked, and never answered
        async with process(house) as first:
            phone.type("/dangky")
            async with asyncio.timeout(60):
                await house.sandbox.until(
                    lambda: (
                        any(r.method.lower() == "sendmessage" for r in house.sandbox.requests[-2:])
                        and not house.sandbox._faults.waiting.get("sendmessage")
                    )
                )
            first.send_signal(signal.SIGKILL)
            await first.wait()
        phone.type("Rút thời gian giải quyết hồ sơ còn 10 ngày")
        async with process(house) as second:
            await until_heard(house, phone, before + 2)
            second.send_signal(signal.SIGTERM)
            await second.communicate()
        house.clock.forward(house.clock.now() + timedelta(minutes=5))  # the process's clock ran on
        async with house.bot() as stage:
            await stage.settle()
            told = await stage.app.store.work(figures)
        said = heard(phone)[before:]
        assert len(said) == len(set(said))
        assert (told["waiting"], told["failed"], told["doubled_keys"]) == (0, 0, 0)
        inbox = told["inbox"]
        assert isinstance(inbox, dict)
        assert set(inbox) == {"played"}


async def test_told_to_stop_it_lets_what_is_in_flight_land(tmp_path: Path) -> None:
    async with housed(tmp_path) as house:
        async with house.bot() as stage:
            phone = await enrolled(stage, Role.OFFICIAL)
        before = len(heard(phone))
        async with process(house) as running:
            phone.type("/menu")
            await until_heard(house, phone, before + 1)
            running.send_signal(signal.SIGTERM)
            output, _none = await asyncio.wait_for(running.communicate(), 10)
        assert running.returncode == 0
        assert b"Stopped; nothing is in flight." in output
        assert phone.person.first_name.encode() not in output
        assert TOKEN.encode() not in output


async def test_a_pause_of_the_platform_does_not_hold_up_the_stop(tmp_path: Path) -> None:
    async with housed(tmp_path) as house:
        async with house.bot() as stage:
            phone = await enrolled(stage, Role.OFFICIAL)
            house.sandbox.fail_next("sendMessage", 429, retry_after=600)
            phone.type("/menu")
            async with asyncio.timeout(30):
                await house.sandbox.until(
                    lambda: not house.sandbox._faults.waiting.get("sendmessage")
                )
                await asyncio.sleep(0.2)
        async with asyncio.timeout(30), house.bot() as stage:
            before = len(heard(phone))
            await stage.settle()
            assert len(heard(phone)) > before - 1
            told = await stage.app.store.work(figures)
            assert told["waiting"] == 0


async def test_a_second_bot_on_the_same_office_is_refused(tmp_path: Path) -> None:
    async with housed(tmp_path) as house, house.bot(), process(house) as second:
        output, _none = await asyncio.wait_for(second.communicate(), 60)
        assert second.returncode == 2
        assert output.decode().strip() == (
            "Error: another tusoi runs on this database: stop it first"
        )
