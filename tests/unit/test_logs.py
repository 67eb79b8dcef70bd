"""The log holds no one's words, whoever writes it."""

from __future__ import annotations

import asyncio
import gc
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.logs import Discreet

_WORDS = "chị Ngô Thị Ví Dụ nộp chậm"


@contextmanager
def read(name: str) -> Iterator[io.StringIO]:
    """What comes to stand in the log of one logger."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Discreet("%(name)s: %(message)s"))
    logger = logging.getLogger(name)
    logger.addHandler(handler)
    try:
        yield written
    finally:
        logger.removeHandler(handler)


def test_a_task_that_nobody_waited_for_tells_its_kind_and_place_only() -> None:
    async def fail() -> None:
        raise ValueError(_WORDS)

    async def forget() -> None:
        task = asyncio.create_task(fail())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task
        gc.collect()

    with read("asyncio") as written:
        asyncio.run(forget())
    assert "ValueError in fail:" in written.getvalue()
    assert "Ngô" not in written.getvalue()


def test_of_a_library_only_what_was_written_beforehand_is_kept() -> None:
    library = logging.getLogger("some.library")
    with read("some.library") as written:
        library.warning("asked %s again", _WORDS)
        library.warning(f"asked {_WORDS}")
    assert written.getvalue().splitlines() == [
        "some.library: asked %s again",
        "some.library: (its words are withheld: they may hold a person's)",
    ]


def test_our_own_lines_stand_as_they_are() -> None:
    with read("tusoi.sender") as written:
        logging.getLogger("tusoi.sender").warning("row %s was refused", 7)
    assert written.getvalue() == "tusoi.sender: row 7 was refused\n"
