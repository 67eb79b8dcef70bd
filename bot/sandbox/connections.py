"""How a call can end without an answer: the server drops it, or the client hangs up."""

import asyncio
import math
from collections.abc import Awaitable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.wire import Refusal

Answer = TypeVar("Answer")


class Dropped(Response):
    """An answer that promises a body and ends the connection before it."""

    def __init__(self) -> None:
        super().__init__(headers={"content-length": "2"})


async def unless_gone(request: Request, work: Awaitable[Answer]) -> Answer:
    """Await `work`, and give it up when the client hangs up meanwhile (a stopped poller)."""
    doing = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({doing, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            raise Refusal("the client hung up", 499)
        return doing.result()
    finally:
        doing.cancel()
        gone.cancel()


async def hold(request: Request, seconds: float) -> None:
    """Keep the client waiting for so many real seconds; math.inf: until it hangs up."""
    if math.isinf(seconds):
        await _gone(request)
    else:
        await asyncio.sleep(seconds)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
