"""The stage of the demo: an office, its bot, everyone's phones, and a clock that only goes forward.

Time is stepped through every occurrence on the way: the planner's own next moment, or what one of
the cast does next, whichever comes first. Nothing is skipped, so a visitor lives months in minutes.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import TypeAlias

from bot.app import App
from bot.clock import SteppedClock
from bot.sandbox.phones import Phone
from bot.sandbox.telegram_server import TelegramSandbox
from domain.people import Person
from scheduler.tick import next_moment
from storage import people
from storage.unit_of_work import Work

Deed: TypeAlias = Callable[[], Awaitable[None]]

#: Telegram ids of the cast are their number in the roster and this.
FIRST_ID = 1000


@dataclass(frozen=True)
class Member:
    """One of the office, and their phone."""

    person: Person
    phone: Phone


class Stage:
    """Plays an office from `clock.now()` on; `app` must have been entered."""

    def __init__(self, app: App, clock: SteppedClock, sandbox: TelegramSandbox) -> None:
        self.app = app
        self.clock = clock
        self.sandbox = sandbox
        self.members: dict[int, Member] = {}
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._numbers = count()
        self._moving = asyncio.Lock()

    async def gather(self) -> None:
        """Give everyone on the roster a phone."""
        for person in await self.app.store.work(people.people):
            phone = self.sandbox.phone(FIRST_ID + person.id, person.given)
            self.members[person.id] = Member(person, phone)

    def later(self, moment: datetime, deed: Deed) -> None:
        """Let something happen at a moment to come."""
        heapq.heappush(self._deeds, (moment, next(self._numbers), deed))

    async def settle(self) -> None:
        """Wait until the bot has heard everything and said everything that is due."""
        await self.sandbox.until(lambda: self.sandbox.world.updates.pending == 0)
        await self.app.settle()

    async def next_event(self) -> datetime | None:
        """Go to the planner's next moment and let it happen; None when nothing is left to come."""
        async with self._moving:
            moment = await self._planned()
            if moment is None:
                return None
            await self._forward(moment)
            return moment

    async def advance(self, to: datetime) -> None:
        """Go to a moment, through everything that happens until then. ValueError for the past."""
        async with self._moving:
            if to < self.clock.now():
                raise ValueError("the clock only goes forward")
            await self._forward(to)

    async def _forward(self, to: datetime) -> None:
        while (moment := await self._next()) is not None and moment <= to:
            self.clock.forward(max(moment, self.clock.now()))
            await self._happen(moment)
        self.clock.forward(to)
        await self.app.tick()
        await self.settle()

    async def _next(self) -> datetime | None:
        planned = await self._planned()
        moments = [m for m in (planned, self._deeds[0][0] if self._deeds else None) if m]
        return min(moments, default=None)

    async def _planned(self) -> datetime | None:
        def ask(work: Work) -> datetime | None:
            return next_moment(work, self.app.days, work.now)

        return await self.app.store.work(ask)

    async def _happen(self, moment: datetime) -> None:
        deeds = []
        while self._deeds and self._deeds[0][0] <= moment:
            deeds.append(heapq.heappop(self._deeds)[2])
        await asyncio.gather(*(deed() for deed in deeds))
        await self.app.tick()
        await self.settle()


def soon(stage: Stage, minutes: float) -> datetime:
    """A moment some minutes from the stage's present."""
    return stage.clock.now() + timedelta(minutes=minutes)
