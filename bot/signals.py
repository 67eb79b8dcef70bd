"""Being told to stop by the system, on Windows too, where an event loop takes no handlers."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Ctrl-C, a service manager, and on Windows a window that is closed.
_SIGNALS = [signal.SIGINT, signal.SIGTERM, *filter(None, [getattr(signal, "SIGBREAK", None)])]


@contextmanager
def heeding_signals(act: Callable[[], None]) -> Iterator[None]:
    """Until the end of this, such a signal calls `act` in the running loop."""
    loop = asyncio.get_running_loop()

    def heard(*_: object) -> None:
        loop.call_soon_threadsafe(act)

    before = {number: signal.signal(number, heard) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def heed_no_signals() -> None:
    """The next one ends the process at once."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)
