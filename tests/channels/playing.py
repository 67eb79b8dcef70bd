"""A sandbox to play in: served on loopback, with a clock the test sets, checked by aiogram."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.sandbox.limits import Limits
from bot.sandbox.telegram_server import TelegramSandbox
from bot.serving import serving
from tests.channels.aiogram_check import check_all

TOKEN = "4242:loopback-only"


def said(words: str) -> re.Pattern[str]:
    """Telegram's words as python-telegram-bot passes them on, which changes their case."""
    return re.compile(re.escape(words), re.IGNORECASE)


class SetClock:
    """A clock that stands still until the test moves it."""

    def __init__(self, now: datetime = datetime(2025, 10, 3, 1, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        """Move the clock by a timedelta's arguments."""
        self.now += timedelta(**duration)


@asynccontextmanager
async def playing(
    limits: Limits | None = None, clock: SetClock | None = None, *, well_formed: bool = True
) -> AsyncIterator[tuple[TelegramSandbox, str]]:
    """A served sandbox and its base URL.

    When the play is over, every request and every update must be one that aiogram understands,
    unless the play is about malformed ones (`well_formed=False`).
    """
    sandbox = TelegramSandbox(TOKEN, clock or SetClock(), limits=limits)
    async with serving(sandbox.app) as url:
        yield sandbox, url
        await sandbox.close()
    if well_formed:
        check_all(sandbox.requests, sandbox.updates)


@asynccontextmanager
async def ptb_bot(url: str, read_timeout: float = 5) -> AsyncIterator[Bot]:
    """python-telegram-bot's stock Bot that talks to a sandbox; `read_timeout` in seconds."""
    bot = Bot(
        TOKEN,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=HTTPXRequest(connection_pool_size=8, read_timeout=read_timeout),
    )
    async with bot:
        yield bot
