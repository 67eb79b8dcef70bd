"""`make demo`: an invented office lives its plan in a browser, with a clock to turn.

Everything is real but Zalo, Telegram and the people: the same bot, database and planner as in an
office, in a temporary folder that goes when the demo ends. Nothing leaves the machine.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import click
from pydantic import SecretStr

from bot.address import Address
from bot.app import App
from bot.channels.base import Channel
from bot.channels.telegram_channel import TelegramChannel
from bot.channels.zalo_bot_channel import ZaloBotChannel
from bot.clock import SteppedClock
from bot.opening import set_up
from bot.pace import Pace, Sleep
from bot.sandbox.cast import Cast
from bot.sandbox.founding import BEGINS, PLAN, ZONE, demo_settings, hire
from bot.sandbox.office import channel_of
from bot.sandbox.page import Page
from bot.sandbox.platforms import Platforms
from bot.sandbox.stage import Stage
from bot.sandbox.telegram_server import TelegramSandbox
from bot.sandbox.zalo_server import ZaloSandbox
from bot.serving import serving
from bot.signals import heeding_signals
from bot.storing import Store
from scheduler.working_days import load_working_days
from storage.unit_of_work import Database, Office

log = logging.getLogger("tusoi.demo")

#: A visitor comes in, just after the reminder of three days before.
HALF_LIVED = datetime(2025, 10, 10, 8, 31, tzinfo=ZoneInfo(ZONE))


class Unhurried(Pace):
    """The pace of a platform without limits."""

    def __init__(self, sleep: Sleep) -> None:
        super().__init__(a_second=1e6, chat_gap=0, sleep=sleep)


@dataclass(frozen=True)
class Demo:
    """A running demo; `prelude` lives the first days, unless it was asked for fresh."""

    url: str
    stage: Stage
    cast: Cast
    prelude: asyncio.Task[None]


async def serve(port: int, *, fresh: bool) -> None:
    """Show the office on http://127.0.0.1:`port` until Ctrl-C. Raises `serving.PortTaken`."""
    stop = asyncio.Event()
    click.echo("Setting up an invented office in a temporary folder ...")
    with heeding_signals(stop.set):
        await _show(port, stop, fresh=fresh)
    click.echo("Ended; nothing is left behind.")


async def _show(port: int, stop: asyncio.Event, *, fresh: bool) -> None:
    async with open_demo(port, fresh=fresh) as demo:
        click.echo(f"Open {demo.url} in a browser. Ctrl-C ends the demo and forgets it.")
        click.echo("Bot, database and planner are real; Zalo, Telegram and the people are played.")
        demo.prelude.add_done_callback(_say_ready)
        await stop.wait()
        click.echo("\nEnding ...")


def _say_ready(prelude: asyncio.Task[None]) -> None:
    if not prelude.cancelled() and prelude.exception() is None:
        click.echo("The first days have been lived: the clock is yours.")


@asynccontextmanager
async def open_demo(port: int, *, fresh: bool) -> AsyncIterator[Demo]:
    """A demo from its first moment to its last; port 0 takes a free one."""
    clock = SteppedClock(BEGINS)
    on_telegram, on_zalo = (f"{bot}:{secrets.token_urlsafe(24)}" for bot in (34, 35))
    telegram = TelegramSandbox(on_telegram, clock.now)
    zalo = ZaloSandbox([on_zalo], clock.now, events=telegram.world.events)
    platforms = Platforms(telegram, zalo)
    page = Page(platforms)
    with TemporaryDirectory(prefix="tusoi-demo-") as folder:
        async with serving(page.app, port) as url:
            database, office = await asyncio.to_thread(_set_up, Path(folder), url)
            bots = (
                TelegramChannel(on_telegram, url),
                ZaloBotChannel(SecretStr(on_zalo), f"{url}/zalo"),
            )
            async with _app(database, clock, bots) as app:
                stage = Stage(app, clock, platforms, office)
                await stage.gather(lambda person: channel_of(person.full_name))
                cast = Cast(stage)
                page.play(stage, cast)
                prelude = asyncio.create_task(_prelude(stage, cast, fresh=fresh))
                try:
                    yield Demo(url, stage, cast, prelude)
                finally:
                    prelude.cancel()
                    page.close()
                    await platforms.close()


def _app(database: Database, clock: SteppedClock, bots: Sequence[Channel]) -> App:
    """The bot; its pages are served on a port of their own, as in an office."""
    days, here = load_working_days(), Address()
    store = Store(database, clock)
    return App(store, bots, days, triggers=False, pace=Unhurried, address=here)


def _set_up(folder: Path, url: str) -> tuple[Database, Office]:
    """An office's data, its plan and roster loaded."""
    database, _changes = set_up(demo_settings(folder, url), PLAN, BEGINS)
    with database.work(BEGINS) as work:
        hire(work)
        return database, work.office


async def _prelude(stage: Stage, cast: Cast, *, fresh: bool) -> None:
    """Live until a day on which something has happened already."""
    try:
        await stage.app.tick()
        cast.enter()
        if not fresh:
            await stage.advance(HALF_LIVED)
    except Exception:
        log.exception("the first days could not be lived to their end")
        raise
    finally:
        cast.may_be_touched = True
        stage.tell()
