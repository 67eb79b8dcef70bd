"""What a log may say of an error of ours: its kind and where, never what somebody wrote."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from time import monotonic

from storage.ailing import ailment

log = logging.getLogger("tusoi.failing")

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0


def where(error: BaseException) -> str:
    """The kind of an error and where it happened; its message may hold a person's words.

    What the database itself suffers from is told as it is.
    """
    if (words := ailment(error)) is not None:
        return f"the database {words}"
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} in {place}"


async def kept_up(name: str, loop: Callable[[], Awaitable[None]]) -> None:
    """Run a loop until it returns or is cancelled; after an error again, with a growing pause.

    A database that is locked or a disk that is full for a moment must not leave a deaf bot behind.
    """
    wait = _FIRST_WAIT
    while True:
        begun = monotonic()
        try:
            return await loop()
        except Exception as error:  # noqa: BLE001 - whatever it is, the loop goes on
            log.error("%s stumbled and goes on: %s", name, where(error))
        if monotonic() - begun > _LONGEST_WAIT:
            wait = _FIRST_WAIT  # it had gone well for long
        await asyncio.sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT)
