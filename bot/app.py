"""The composition root: what runs, in which order it starts and how it stops.

Three loops and a few triggers: each channel's inbox, the player of stored updates, the sender; and
APScheduler, which does nothing but call `scheduler.tick`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import documents
from bot.channels.base import Channel
from bot.clock import Clock
from bot.fetching import fetch_wanted
from bot.inbox import Inbox, play_waiting
from bot.pace import Pace
from bot.sender import Sender
from bot.storing import Store
from bot.subjects import registry
from scheduler.broadcast_progress import report
from scheduler.decent_hours import DecentHours
from scheduler.periods import periods
from scheduler.tick import tick
from scheduler.working_days import WorkingDays
from storage import inbox, outbox
from storage.periods import sync
from storage.unit_of_work import Database, Work

log = logging.getLogger("tusoi.app")

_TICK_SECONDS = 20
_FOLLOW_SECONDS = 1.0


class App:
    """One running bot. `async with App(...)` starts it; leaving stops it with nothing in flight."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        channels: Sequence[Channel],
        days: WorkingDays,
        *,
        triggers: bool = True,
        pace: type[Pace] = Pace,
    ) -> None:
        self.store = Store(database, clock)
        self.days = days
        self.channels = {(c.name, c.bot): c for c in channels}
        self._registry = registry()
        self._arrived = asyncio.Event()
        self.sender = Sender(self.channels, self.store, documents.prepare, pace)
        self._inboxes = [Inbox(c, self.store, self._arrived.set) for c in channels]
        self._triggers = AsyncIOScheduler() if triggers else None
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> App:
        database = self.store.database
        database.decent = self._decent(database).next
        for channel in self.channels.values():
            await channel.open()
            database.link = channel.link
        doubtful = await self.store.work(self._prepare)
        if doubtful:
            log.warning("%s messages were in flight at the last stop and go out again", doubtful)
        loops = [self._play(), self.sender.run(), self._follow_broadcasts()]
        loops += [way.run() for way in self._inboxes]
        self._tasks = [asyncio.create_task(loop) for loop in loops]
        self._arrived.set()
        if self._triggers is not None:
            self._triggers.add_job(self.tick, "interval", seconds=_TICK_SECONDS, max_instances=1)
            self._triggers.start()
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._triggers is not None:
            self._triggers.shutdown(wait=False)
        for task in reversed(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for channel in self.channels.values():
            await channel.close()
        self.store.close()

    def _decent(self, database: Database) -> DecentHours:
        if database.office is None:
            raise RuntimeError("no plan has been loaded: run `tusoi init`")
        office = database.office
        return DecentHours(self.days, office.plan.hours, office.zone)

    def _prepare(self, work: Work) -> int:
        plan = work.office.plan
        sync(work, periods(plan, self.days, work.office.zone, plan.ends))
        return outbox.recover(work)

    async def _play(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            await self.play()

    async def play(self) -> None:
        """Play everything that waits in the inbox."""
        while await self.store.work(lambda w: play_waiting(w, self._registry, self.channels)):
            self.sender.wake()
        if await fetch_wanted(self.store, self.channels):
            self.sender.wake()

    async def tick(self) -> int:
        """Let the planner write what is due by now; returns how many messages it queued."""
        queued = await self.store.work(lambda work: tick(work, self.days))
        if queued:
            self.sender.wake()
        return queued

    async def _follow_broadcasts(self) -> None:
        while True:
            await asyncio.sleep(_FOLLOW_SECONDS)
            await self.follow_broadcasts()

    async def follow_broadcasts(self) -> int:
        """Bring the authors of broadcasts up to date."""
        queued = await self.store.work(report)
        if queued:
            self.sender.wake()
        return queued

    async def settle(self) -> None:
        """Wait until everything that came in is played and everything due is sent."""
        while True:
            await self.play()
            self.sender.wake()
            await asyncio.sleep(0.01)
            waiting = await self.store.work(
                lambda work: bool(inbox.waiting(work, 1)) or outbox.waits(work)
            )
            if not waiting and not self.sender.busy and not await self.follow_broadcasts():
                return
