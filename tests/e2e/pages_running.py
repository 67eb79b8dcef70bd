"""A small office whose pages are really served, for a real browser."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.behind_pages import behind_pages
from bot.offices import Offices
from bot.serving import serving
from tests.office import SmallOffice
from tests.web.visiting import Direct
from web.site import site

_LONGEST = 30.0  # seconds until it is up


@contextmanager
def served_office(folder: Path, offices: Offices | None = None) -> Iterator[SmallOffice]:
    """The office; its pages are served on a loopback port by a thread of their own.

    `offices`, where it is a ward's.
    """
    office = SmallOffice(url=f"sqlite:///{folder / 'office.db'}")
    up, stop = threading.Event(), asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        loops.append(asyncio.get_running_loop())
        behind = behind_pages(Direct(office), office.registry, is_secure=False, offices=offices)
        pages = site(behind)
        async with serving(pages) as url:
            office.database.public_url = url
            up.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    if not up.wait(_LONGEST):
        raise TimeoutError("the pages did not come up")
    try:
        yield office
    finally:
        loops[0].call_soon_threadsafe(stop.set)
        thread.join(_LONGEST)
        office.database.close()
