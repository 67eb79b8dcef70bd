"""Waking those who wait for something to happen in the sandbox."""

import asyncio
from collections.abc import Callable

Waiter = tuple[asyncio.AbstractEventLoop, "asyncio.Future[None]"]


class Bell:
    """Rung at every change, from any thread; wakes every coroutine that waits on it."""

    def __init__(self) -> None:
        self._waiting: set[Waiter] = set()

    def ring(self) -> None:
        """Wake everyone who waits now."""
        for loop, heard in tuple(self._waiting):
            loop.call_soon_threadsafe(_wake, heard)

    async def until(self, ready: Callable[[], bool]) -> None:
        """Wait until `ready()`; asked at once and again at every ring."""
        loop = asyncio.get_running_loop()
        while True:
            waiter = (loop, loop.create_future())
            self._waiting.add(waiter)  # before looking, so that no ring falls in between
            try:
                if ready():
                    return
                await waiter[1]
            finally:
                self._waiting.discard(waiter)


def _wake(heard: "asyncio.Future[None]") -> None:
    if not heard.done():
        heard.set_result(None)
