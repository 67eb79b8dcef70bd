"""A whole bot against the sandbox, over HTTP: what the end-to-end tests start."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bot.app import App
from bot.channels.telegram_channel import TelegramChannel
from bot.clock import SteppedClock
from bot.opening import set_up
from bot.sandbox.office import demo_roster
from bot.sandbox.stage import Stage
from bot.sandbox.telegram_server import TelegramSandbox
from bot.settings import Settings
from domain.roster import compare
from reports.roster_sheet import read_roster
from scheduler.working_days import load_working_days
from storage import codes, roster
from storage.unit_of_work import Work
from tests.channels.playing import TOKEN
from tests.channels.serving import serving
from tests.office import ZONE

BEGIN = datetime(2025, 10, 3, 8, 0, tzinfo=ZONE)


@asynccontextmanager
async def staged(folder: Path, begin: datetime = BEGIN) -> AsyncIterator[Stage]:
    """The invented office on its first morning: everyone has a code, nobody has enrolled."""
    clock = SteppedClock(begin)
    sandbox = TelegramSandbox(TOKEN, clock.now)
    async with serving(sandbox.app) as url:
        settings = Settings(
            data_dir=folder,
            telegram_token=SecretStr(TOKEN),
            telegram_base_url=url,
            secret_key=SecretStr("a secret of the tests"),
        )
        database = set_up(settings, "hoa-cuong-2025", clock.now())
        channel = TelegramChannel(TOKEN, url)
        async with App(database, clock, [channel], load_working_days(), triggers=False) as app:
            await app.store.work(_import)
            stage = Stage(app, clock, sandbox)
            await stage.gather()
            yield stage


def _import(work: Work) -> None:
    sheet = read_roster(demo_roster(), "roster.xlsx")
    roster.apply(work, compare(roster.existing(work), sheet.entries, sheet.silent), actor=None)


async def link_of(stage: Stage, person: int) -> str:
    """A fresh deep-link payload for one person."""
    issued = await stage.app.store.work(lambda work: codes.issue(work, person, by=None))
    return issued.token


def find(stage: Stage, name: str) -> int:
    """The number of the person of that full name."""
    return next(id_ for id_, m in stage.members.items() if m.person.full_name == name)
