"""Bringing updates to a bot's own address on this machine, one after another."""

import asyncio
from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlsplit

import httpx

from bot.sandbox.wire import Json, Refusal, in_ascii

LOOPBACK = ("127.0.0.1", "::1", "localhost")
RETRY_SECONDS = 0.2
_JSON = {"content-type": "application/json"}


class Waiting(Protocol):
    """Updates that wait."""

    async def next(self) -> Json:
        """The oldest, as soon as there is one."""
        ...

    def drop(self, update: Json) -> None:
        """Forget one that was taken."""
        ...


class Delivery:
    """POSTs what waits until it is taken; `wrapped` is what a platform puts around an update."""

    def __init__(self, waiting: Waiting, wrapped: Callable[[Json], Json] = lambda u: u) -> None:
        self._waiting = waiting
        self._wrapped = wrapped
        self._running: asyncio.Task[None] | None = None
        self.last_error = ""

    async def start(self, url: str, headers: dict[str, str]) -> None:
        """Deliver to this address from now on. Raises Refusal for one outside this machine."""
        if urlsplit(url).hostname not in LOOPBACK:
            raise Refusal("bad webhook: the sandbox delivers to loopback addresses only")
        await self.stop()
        self._running = asyncio.create_task(self._deliver(url, headers))

    async def stop(self) -> None:
        """Deliver nothing more."""
        self.last_error = ""
        if self._running:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            self._running = None

    async def _deliver(self, url: str, headers: dict[str, str]) -> None:
        async with httpx.AsyncClient(headers=headers, trust_env=False) as client:
            while True:
                update = await self._waiting.next()
                if await self._post(client, url, update):
                    self._waiting.drop(update)
                else:
                    await asyncio.sleep(RETRY_SECONDS)

    async def _post(self, client: httpx.AsyncClient, url: str, update: Json) -> bool:
        try:
            answer = await client.post(url, content=in_ascii(self._wrapped(update)), headers=_JSON)
        except httpx.HTTPError as error:
            self.last_error = f"Connection failed: {type(error).__name__}"
            return False
        if not answer.is_success:
            self.last_error = f"Wrong response from the webhook: {answer.status_code}"
        return answer.is_success
