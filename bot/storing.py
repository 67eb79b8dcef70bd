"""The one thread that may touch the database, and how the network's side asks it."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
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
    """Something to be written down, and who waits for that; `error` is why it cannot be."""

    act: Callable[[Work], None]
    waiting: asyncio.Future[None]
    tried: bool = False
    error: Exception | None = None

    def settle(self) -> None:
        """Whoever waits for it waits no longer."""
        if self.waiting.done():
            return
        if self.error is not None:
            self.waiting.set_exception(self.error)
        else:
            self.waiting.set_result(None)


class Store:
    """Runs transactions one after another on a thread of its own; the event loop never waits."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
        self.closed = False
        self._notes: deque[_Note] = deque()
        self._writing: asyncio.Task[None] | None = None

    async def work(self, act: Callable[[Work], T]) -> T:
        """Carry `act` out in a transaction at the present moment.

        What waits to be written down is written before: who answers at once what has just been
        delivered finds it delivered.
        """
        loop = asyncio.get_running_loop()
        return await self.run(lambda: self._after_notes(act, loop))

    async def insist(self, act: Callable[[Work], None]) -> None:
        """Write down what cannot be found out again; a database that fails is asked until it works.

        What waits to be written down at the same time goes in one transaction. Raises what is no
        failure of the database.
        """
        note = _Note(act, asyncio.get_running_loop().create_future())
        self._notes.append(note)
        self._begin_writing()
        await note.waiting

    def _begin_writing(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_on())

    async def _write_on(self) -> None:
        """Until no note is left, a transaction for all that have come meanwhile."""
        loop = asyncio.get_running_loop()
        wait = _FIRST_WAIT
        while self._notes:
            try:
                await self.run(lambda: self._write_down(loop))
                wait = _FIRST_WAIT
            except Exception as error:  # noqa: BLE001 - the database may work again later
                log.error("something could not be written yet: %s", where(error))
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)

    def _after_notes(self, act: Callable[[Work], T], loop: asyncio.AbstractEventLoop) -> T:
        try:
            self._write_down(loop)
        except Exception:
            loop.call_soon_threadsafe(self._begin_writing)  # the notes stay until it works again
            raise
        return self._in_transaction(act)

    def _write_down(self, loop: asyncio.AbstractEventLoop) -> None:
        """All notes there are by now; raises where the database fails, and they wait on."""
        notes = list(self._taken())
        if not notes:
            return
        try:
            self._write(notes)
        except Exception:
            self._notes.extendleft(reversed(notes))
            raise
        loop.call_soon_threadsafe(_settle, notes)

    def _taken(self) -> Iterator[_Note]:
        """Notes come from the event loop meanwhile: one by one they are taken by nobody twice."""
        while self._notes:
            note = self._notes.popleft()
            if not note.waiting.done():
                yield note

    def _write(self, notes: Sequence[_Note]) -> None:
        """All of them; where one of them fails, each alone."""
        try:
            self._write_all([note for note in notes if not note.tried])
        except Exception as error:
            if ailment(error):
                raise
            for note in notes:
                self._write_alone(note)

    def _write_alone(self, note: _Note) -> None:
        try:
            self._write_all([] if note.tried else [note])
        except Exception as error:
            if ailment(error):
                raise
            note.tried, note.error = True, error

    def _write_all(self, notes: Sequence[_Note]) -> None:
        if not notes:
            return
        with self.database.work(self.clock.now()) as work:
            for note in notes:
                note.act(work)
        for note in notes:
            note.tried = True

    def _in_transaction(self, act: Callable[[Work], T]) -> T:
        with self.database.work(self.clock.now()) as work:
            return act(work)

    async def run(self, act: Callable[[], T]) -> T:
        """Anything else that must happen on the database's thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, act)

    @property
    def unwritten(self) -> int:
        """How many things wait to be written down."""
        return len(self._notes)

    async def leave_off(self) -> None:
        """What could not be written down by now is not tried again."""
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)

    def close(self, within: float | None = None) -> bool:
        """Wait for the transaction under way, and let the database go.

        `within` so many seconds, or else both are left to themselves: then it is not `closed`.
        """
        last = self._thread.submit(bool)
        self._thread.shutdown(wait=False)
        wait({last}, timeout=within)
        if last.done():
            self.database.close()
            self.closed = True
        else:
            log.error("the database does not answer: what it was asked last is left to itself")
        return self.closed


def _settle(notes: Sequence[_Note]) -> None:
    for note in notes:
        note.settle()
