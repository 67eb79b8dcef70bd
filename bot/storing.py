"""The one thread that may touch the database, and how the network's side asks it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from bot.clock import Clock
from bot.failing import where
from storage.ailing import ailment
from storage.unit_of_work import Database, Work

T = TypeVar("T")

log = logging.getLogger("tusoi.storing")

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0  # seconds


@dataclass(eq=False)
class _Note:
    """Something to be written down, and whether it has been."""

    act: Callable[[Work], None]
    written: bool = False


class Store:
    """Runs transactions one after another on a thread of its own; the event loop never waits."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
        self._notes: list[_Note] = []

    async def work(self, act: Callable[[Work], T]) -> T:
        """Carry `act` out in a transaction at the present moment."""
        return await self.run(lambda: self._in_transaction(act))

    async def insist(self, act: Callable[[Work], None]) -> None:
        """Write down what cannot be found out again; a database that fails is asked until it works.

        What waits to be written down at the same time goes in one transaction. Raises what is no
        failure of the database.
        """
        note = _Note(act)
        self._notes.append(note)
        try:
            await self._insist(note)
        finally:
            self._notes.remove(note)

    async def _insist(self, note: _Note) -> None:
        wait = _FIRST_WAIT
        while True:
            try:
                return await self.run(lambda: self._write(note))
            except Exception as error:
                if not ailment(error):
                    raise
                log.error("something could not be written yet: %s", where(error))
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    def _write(self, note: _Note) -> None:
        """All that waits; where one of them fails, this one alone."""
        waiting = [] if note.written else [one for one in self._notes.copy() if not one.written]
        try:
            self._write_all(waiting)
        except Exception as error:
            if ailment(error) or len(waiting) == 1:
                raise
            self._write_all([note])

    def _write_all(self, notes: Sequence[_Note]) -> None:
        if not notes:
            return
        with self.database.work(self.clock.now()) as work:
            for note in notes:
                note.act(work)
        for note in notes:
            note.written = True

    def _in_transaction(self, act: Callable[[Work], T]) -> T:
        with self.database.work(self.clock.now()) as work:
            return act(work)

    async def run(self, act: Callable[[], T]) -> T:
        """Anything else that must happen on the database's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, act)

    def close(self) -> None:
        """Wait for the transaction under way, and let the database go."""
        self._thread.shutdown(wait=True)
        self.database.close()
