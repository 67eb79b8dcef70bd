"""A Zalo sandbox to play in, served on loopback, and a channel that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import SecretStr

from bot.channels.zalo_bot_channel import ZaloBotChannel
from bot.channels.zalo_bot_hook import ZaloBotHook
from bot.sandbox.zalo_phones import ZaloPhone
from bot.sandbox.zalo_server import ZaloSandbox
from bot.sandbox.zalo_world import ZaloLimits
from bot.serving import serving
from tests.channels.playing import SetClock

SECRET_PART = "never-to-be-seen"
ZALO_TOKEN = f"2012:{SECRET_PART}"
SECOND_TOKEN = f"2013:{SECRET_PART}-either"


@asynccontextmanager
async def zalo(
    limits: ZaloLimits | None = None, clock: SetClock | None = None
) -> AsyncIterator[tuple[ZaloSandbox, str]]:
    """A served sandbox of two bots, and its base URL."""
    sandbox = ZaloSandbox([ZALO_TOKEN, SECOND_TOKEN], clock or SetClock(), limits)
    async with serving(sandbox.app) as url:
        yield sandbox, url
        await sandbox.close()


@asynccontextmanager
async def zalo_channel(
    limits: ZaloLimits | None = None,
    clock: SetClock | None = None,
    hook: ZaloBotHook | None = None,
) -> AsyncIterator[tuple[ZaloSandbox, ZaloBotChannel, ZaloPhone]]:
    """A channel that Hùng has written to."""
    async with zalo(limits, clock) as (sandbox, url):
        channel = ZaloBotChannel(SecretStr(ZALO_TOKEN), url, hook)
        await channel.open()
        phone = sandbox.phone("2012", 7, "Hùng")
        phone.type("chào")
        if hook is None:
            await channel.receive(None)
        try:
            yield sandbox, channel, phone
        finally:
            await channel.close()
