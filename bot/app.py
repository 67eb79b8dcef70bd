"""The composition root: what runs, in which order it starts and how it stops.

A few loops and one trigger: each channel's inbox, the player of stored updates, the sender, what
fetches and keeps files, follows broadcasts and clears away, once a day, what has had its time; and
APScheduler, which does nothing but call `scheduler.tick`.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from dataclasses import dataclass
from functools import partial
from time import monotonic

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.address import Address
from bot.asking_again import ask_again
from bot.channels.base import Channel
from bot.failing import kept_up, where
from bot.fetching import fetch_wanted
from bot.inbox import Inbox
from bot.keeping_copies import keep_copies
from bot.pace import Pace
from bot.playing import TOGETHER, play_waiting
from bot.preparing import prepare
from bot.pulse import Pulse
from bot.rights import follow_grants
from bot.sender import Sender
from bot.storing import Store
from bot.subjects import registry
from scheduler.broadcast_progress import report
from scheduler.decent_hours import DecentHours
from scheduler.last_look import look
from scheduler.periods import periods
from scheduler.tick import Tick
from scheduler.working_days import WorkingDays
from storage import days_off, delivery, files, inbox, one_process, report_copies
from storage.periods import sync
from storage.queued import Queued
from storage.retention import Clearing
from storage.unit_of_work import Place, Work
from web.behind import Offices

log = logging.getLogger("tusoi.app")

_TICK_SECONDS = 20
_FOLLOW_SECONDS = 1.0
_CLEAR_SECONDS = 24 * 3600
_LONGEST_STOP = 8.5


@dataclass(frozen=True)
class _Group:
    """How many updates were played together, what goes at once because of them, whether more is to
    go, and whether a file is to be fetched or made."""

    played: int
    claimed: list[Queued]
    more: bool
    wanted: bool


class App:
    """One running bot. `async with App(...)` starts it; leaving stops it with nothing in flight."""

    def __init__(
        self,
        store: Store,
        channels: Sequence[Channel],
        days: WorkingDays,
        *,
        triggers: bool = True,
        pace: type[Pace] = Pace,
        address: Address | None = None,
        offices: Offices | None = None,
    ) -> None:
        """`store` is closed when the bot stops; `address`: where pages are served, if they are;
        `offices` are those of a ward, to be looked at there."""
        self.store = store
        self.days = days
        self.channels = {(c.name, c.bot): c for c in channels}
        self.pulse = Pulse()
        self.played = 0  # updates, since this process began
        self._registry = registry()
        self._arrived = asyncio.Event()
        self._wanted = asyncio.Event()
        self.sender = Sender(self.channels, self.store, prepare, pace, partial(look, days=days))
        heard = self.pulse.heard
        self._inboxes = [Inbox(c, store, self._arrived.set, heard=heard) for c in channels]
        self._triggers = AsyncIOScheduler() if triggers else None
        self._tasks: list[asyncio.Task[None]] = []
        self._sending: asyncio.Task[None] | None = None
        self._release: Callable[[], None] = lambda: None
        self._address = address
        self._offices = offices
        self._serving = AsyncExitStack()

    async def __aenter__(self) -> App:
        """Raises SendFailed for a token that is not taken, AlreadyRunning for a second process,
        PortTaken where nothing can be served."""
        self._release = one_process.claim(self.store.database.engine)
        try:
            await self._open()
        except BaseException:
            await self._close(monotonic() + _LONGEST_STOP)
            raise
        self._start()
        return self

    async def _open(self) -> None:
        for channel in self.channels.values():
            await channel.open()
            self.pulse.heard(channel.name, channel.bot)
        self.store.database.places = tuple(map(place_of, self.channels.values()))
        if self._address is not None:
            await self._serving.enter_async_context(self._served(self._address))
        await self.store.work(self._prepare)
        await self.play()  # first: it tells of replies in doubt that they did arrive
        doubtful = await self.store.work(delivery.recover)
        if doubtful:
            log.warning("%s messages were in flight at the last stop and go out again", doubtful)

    def _served(self, address: Address) -> AbstractAsyncContextManager[str]:
        """Most offices have no pages: what serves them is loaded for those that do."""
        from bot.web_server import web_server
        from bot.webhooks import webhook_routes

        brought = webhook_routes(self._inboxes)
        found = ((c.bot, getattr(c, "launch_key", None)) for c in self.channels.values())
        keys = {bot: key for bot, key in found if isinstance(key, bytes)}
        behind = (self.store, self._wake, self._registry)
        return web_server(address, *behind, brought, keys, self._offices)

    def _start(self) -> None:
        self._arrived.set()
        self._wanted.set()
        loops = {"playing": self._play, "fetching": self._fetch, "following": self._follow}
        loops["clearing"] = self._clear
        loops |= {f"receiving {way.name} {way.bot}": way.run for way in self._inboxes}
        self._tasks = [asyncio.create_task(kept_up(name, loop)) for name, loop in loops.items()]
        self._sending = asyncio.create_task(kept_up("sending", self.sender.run))
        if self._triggers is not None:
            # What was missed while the machine slept is done once, however late.
            once = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
            every = {"trigger": "interval", "seconds": _TICK_SECONDS}
            self._triggers.add_job(self._guarded, args=[self.tick], **every, **once)
            self._triggers.start()

    async def _guarded(self, act: Callable[[], Awaitable[object]]) -> None:
        try:
            await act()
        except Exception as error:  # noqa: BLE001 - the next one may go well
            log.error("a trigger failed: %s", where(error))

    async def __aexit__(self, *_error: object) -> None:
        """Within ten seconds: nothing new comes in, what is in flight lands. What a database that
        somebody else has locked does not take by then is as a crash would leave it."""
        ends = monotonic() + _LONGEST_STOP
        await self._serving.aclose()
        if self._triggers is not None:
            self._triggers.shutdown(wait=False)
        await self._take_nothing_more()
        self.sender.stop()
        if self._sending is not None:
            await asyncio.wait({self._sending}, timeout=_left(ends))
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)
        await self.sender.let_go()
        await self._close(ends)

    async def _take_nothing_more(self) -> None:
        """What is played is marked as on its way, and must go there: it is waited for."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST_STOP / 2), self.sender.claiming:
                self._cancel_tasks()
        self._cancel_tasks()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _cancel_tasks(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _close(self, ends: float) -> None:
        await self._serving.aclose()
        for channel in self.channels.values():
            await channel.close()
        await self.store.leave_off()
        if self.store.close(_left(ends)):
            self._release()  # else the database stays claimed as long as this process writes there

    def _prepare(self, work: Work) -> None:
        """What admins changed of days off counts for everything that this process does."""
        self.days.take(days_off.changes(work))
        decent = DecentHours(self.days, work.office.plan.hours, work.office.zone)
        self.store.database.decent = decent.next
        self._follow_plan(work)

    def _follow_plan(self, work: Work) -> None:
        plan = work.office.plan
        sync(work, periods(plan, self.days, work.office.zone, plan.ends))

    def _follow_days(self, work: Work) -> None:
        if self.days.take(days_off.changes(work)):
            self._follow_plan(work)

    async def _play(self) -> None:
        while True:
            await self.play()
            await self._arrived.wait()
            self._arrived.clear()

    async def play(self) -> None:
        """Play everything that waits in the inbox."""
        played = TOGETHER
        while played == TOGETHER:
            async with self.sender.claiming:
                group = await self.store.work(self._play_some)
                self.sender.carry(group.claimed)
            played = group.played
            self.played += played
            if group.more:
                self.sender.wake()
            if group.wanted:
                self._wanted.set()

    def _play_some(self, work: Work) -> _Group:
        """Play a group; what it says goes at once, as far as it can."""
        played = play_waiting(work, self._registry, self.channels)
        claimed = delivery.claim_said(work, self.sender.room)
        wanted = files.is_any_wanted(work) or report_copies.is_any_to_make(work)
        return _Group(played, claimed, delivery.is_any_due(work), wanted)

    def _wake(self) -> None:
        """Something was done on a page."""
        self._wanted.set()
        self.sender.wake()

    async def _fetch(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await keep_copies(self.store)
            if await fetch_wanted(self.store, self.channels):
                self.sender.wake()

    async def tick(self) -> int:
        """Let the planner write what is due by now; returns how many messages it queued."""
        self.pulse.tick_begins()
        await self.store.work(self._follow_days)
        tick = Tick(self.days)
        while await self.store.work(tick.step):
            pass  # between two steps others have their turn
        queued = tick.queued + await self.store.work(self._ask_again)
        self.pulse.tick_ends()
        if queued:
            self.sender.wake()
        return queued

    def _ask_again(self, work: Work) -> int:
        return ask_again(work, self._registry, self.days) + follow_grants(work)

    async def _clear(self) -> None:
        """Erase what has been kept long enough, now and once a day."""
        while True:
            clearing = Clearing(self.store.database.terms)
            while await self.store.work(clearing.step):
                pass  # between two steps others have their turn
            await asyncio.sleep(_CLEAR_SECONDS)

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(_FOLLOW_SECONDS)
            await self.follow_broadcasts()

    async def follow_broadcasts(self) -> int:
        """Bring the authors of broadcasts up to date."""
        queued = await self.store.work(report)
        if queued:
            self.sender.wake()
        return queued

    def silences(self) -> list[tuple[str, int, float]]:
        """Each polled bot: its channel, its place among that channel's, seconds without answer."""
        told, places = [], Counter[str]()
        for channel in self.channels.values():
            places[channel.name] += 1
            if channel.hook is None:
                silence = self.pulse.silence(channel.name, channel.bot)
                told.append((channel.name, places[channel.name], silence))
        return told

    async def settle(self) -> None:
        """Wait until everything that came in is played and everything due is sent."""
        while True:
            await self.play()
            self.sender.wake()
            await asyncio.sleep(0.01)
            if self.sender.busy or await self.pending() or await self.follow_broadcasts():
                continue
            return

    async def pending(self) -> list[str]:
        """What `settle` waits for, in words that name no one."""
        sending = ["the sender has not come to rest"] if self.sender.busy else []
        return sending + await self.store.work(_pending)


def _left(ends: float) -> float:
    """Seconds, and always enough to find that everything is done."""
    return max(ends - monotonic(), 0.5)


def place_of(channel: Channel) -> Place:
    """An opened channel, as everything else knows it."""
    return Place(channel.name, channel.bot, channel.link)


def _pending(work: Work) -> list[str]:
    unplayed = ["updates not played"] if inbox.waiting(work, 1) else []
    unfetched = ["files not fetched"] if files.wanted(work) else []
    unmade = ["documents not kept"] if report_copies.to_make(work) else []
    return [*unplayed, *unfetched, *unmade, *delivery.pending(work)]
