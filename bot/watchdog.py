"""Telling the service manager that the bot is ready and still alive (sd_notify(3)).

Where nothing listens (Windows, a terminal, a container) nothing is told.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress


def tell(words: str) -> None:
    """Send `READY=1`, `WATCHDOG=1` or `STOPPING=1`."""
    where = os.environ.get("NOTIFY_SOCKET", "")
    if not where:
        return
    if where.startswith("@"):  # an abstract address
        where = "\0" + where[1:]
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
        to.sendto(words.encode(), where)


@asynccontextmanager
async def watched(is_alive: Callable[[], bool]) -> AsyncIterator[None]:
    """Ready from here to the end, and alive as long as `is_alive` says so."""
    tell("READY=1")
    beating = asyncio.create_task(_beat(is_alive))
    try:
        yield
    finally:
        tell("STOPPING=1")
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


async def _beat(is_alive: Callable[[], bool]) -> None:
    """Twice in the time after which the manager would lose patience (WATCHDOG_USEC)."""
    patience = int(os.environ.get("WATCHDOG_USEC") or 0) / 1_000_000
    while patience:
        if is_alive():
            tell("WATCHDOG=1")
        await asyncio.sleep(patience / 2)
