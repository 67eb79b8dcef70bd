"""A demo that runs beside the tests, and Debian's Chromium to look at it."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, sync_playwright

from bot.sandbox.demo import Demo, open_demo

T = TypeVar("T")
_LONGEST = 180.0  # seconds a test waits for the demo before it gives up


class RunningDemo:
    """A demo on a thread of its own, with its own event loop."""

    def __init__(self, *, fresh: bool) -> None:
        self._fresh = fresh
        self._up = threading.Event()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="demo", daemon=True)
        self._thread.start()
        if not self._up.wait(_LONGEST):
            raise TimeoutError("the demo did not come up")
        if self._failed is not None:
            raise self._failed

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        except BaseException as error:  # noqa: BLE001 - told to whoever waits for it
            self._failed = error
            self._up.set()

    async def _live(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with open_demo(0, fresh=self._fresh) as self.demo:
            self._up.set()
            await self._stop.wait()

    @property
    def url(self) -> str:
        return self.demo.url

    def wait(self, doing: Coroutine[Any, Any, T]) -> T:
        """Run something on the demo's own loop and give what it returns."""
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(_LONGEST)

    def lived(self) -> Demo:
        """The demo, once its first days have been lived."""
        self.wait(_done(self.demo.prelude))
        return self.demo

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_LONGEST)


async def _done(task: asyncio.Task[None]) -> None:
    await task


@contextmanager
def running(*, fresh: bool) -> Iterator[RunningDemo]:
    running_demo = RunningDemo(fresh=fresh)
    try:
        yield running_demo
    finally:
        running_demo.stop()


@pytest.fixture(scope="session")
def demo() -> Iterator[RunningDemo]:
    """A demo as `make demo` shows it, its first days lived; shared, so tests only go forward."""
    with running(fresh=False) as shared:
        shared.lived()
        yield shared


@pytest.fixture
def fresh_demo() -> Iterator[RunningDemo]:
    """A demo of one's own on the plan's first morning, nobody enrolled."""
    with running(fresh=True) as own:
        own.lived()
        yield own


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    # Chromium's own sandbox refuses to run as root, as in a container.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield opened
        opened.close()
