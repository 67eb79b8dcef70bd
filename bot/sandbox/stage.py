"""The stage of the demo: an office, its bot, everyone's phones, and a clock that only goes forward.

Time is stepped through every occurrence on the way: the planner's own next moment, or what one of
the cast does next, whichever comes first. Nothing is skipped, so a visitor lives months in minutes.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import count
from typing import TypeAlias

from bot.app import App
from bot.clock import SteppedClock
from bot.sandbox.events import Event
from bot.sandbox.phones import Handset
from bot.sandbox.platforms import Platforms
from domain.channels import TELEGRAM
from domain.enrolment import Issued
from domain.people import Person
from scheduler.tick import next_moment
from storage import codes, delivery, people
from storage.issuing import connected
from storage.unit_of_work import Office, Work

Deed: TypeAlias = Callable[[], Awaitable[None]]
Watcher: TypeAlias = Callable[[Sequence[Event]], None]

#: Numbers of phones are their owner's number in the roster and one of these.
FIRST_PHONE = 1000
SECOND_PHONE = 1500  # a new one, where the first is not used any more
OTHER_APP = 2000
_SOON = timedelta(minutes=10)  # messages that are tried again wait no longer


@dataclass(frozen=True)
class Member:
    """One of the office, and a chat of theirs: on this channel, on this phone."""

    person: Person
    channel: str
    phone: Handset

    @property
    def id(self) -> int:
        """The phone's own number, as the sandbox knows it."""
        return self.phone.person.id

    @property
    def second(self) -> bool:
        """Whether it is a new phone, which waits for the specialist's word."""
        return self.id == SECOND_PHONE + self.person.id

    @property
    def other_app(self) -> bool:
        """Whether its owner has another chat, on another channel."""
        return self.id == OTHER_APP + self.person.id


@dataclass(frozen=True)
class Stop:
    """A moment on the way at which something happened, and whom the bot wrote to, message by
    message."""

    at: datetime
    told: tuple[int, ...]


class Unsettled(Exception):
    """The bot does not come to rest; `pending` says what it has still to do."""

    def __init__(self, at: datetime, pending: Sequence[str]) -> None:
        super().__init__(f"at {at:%Y-%m-%d %H:%M} UTC: {'; '.join(pending) or 'nothing pending'}")
        self.pending = pending


class Stage:
    """Plays an office from `clock.now()` on; `app` must have been entered.

    `patience`: real seconds within which the bot has to come to rest.
    """

    def __init__(
        self,
        app: App,
        clock: SteppedClock,
        platforms: Platforms,
        office: Office,
        patience: float = 60.0,
    ) -> None:
        self._patience = patience
        self.app = app
        self.office = office
        self.clock = clock
        self.platforms = platforms
        self.members: dict[int, Member] = {}
        self.stops: list[Stop] = []
        self.watchers: list[Watcher] = []
        self.way: tuple[datetime, datetime] | None = None  # from and to, while the clock moves
        self.trouble = ""  # why the clock stopped before it had arrived
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._numbers = count()
        self._moving = asyncio.Lock()
        self._seen = 0

    @property
    def zone(self) -> tzinfo:
        """The office's time zone."""
        return self.office.zone

    async def gather(self, channel_of: Callable[[Person], str] = lambda _person: TELEGRAM) -> None:
        """Give everyone on the roster a code and a phone."""
        for person in await self.app.store.work(_invite_all):
            self._give(person, channel_of(person), FIRST_PHONE)

    def _give(self, person: Person, channel: str, base: int) -> Member:
        phone = self.platforms.phone(channel, base + person.id, person.given)
        return self.members.setdefault(phone.person.id, Member(person, channel, phone))

    def new_phone(self, member: Member) -> Member:
        """A second phone of the same kind, which has not met the bot yet."""
        return self._give(member.person, member.channel, SECOND_PHONE)

    def other_app(self, member: Member) -> Member:
        """Their chat in the other app; the same one each time, and from there back again.

        ValueError where the office has only one.
        """
        if member.other_app:
            return self.members[FIRST_PHONE + member.person.id]
        others = [name for name in self.platforms.channels if name != member.channel]
        if not others:
            raise ValueError("this office has one app only")
        return self._give(member.person, others[0], OTHER_APP)

    async def invitation(self, person: Person) -> Issued:
        """The code and link that lets this person in; a new one where the last cannot be used."""

        def ask(work: Work) -> Issued:
            usable = codes.codes_of(work, [person.id])
            return usable.get(person.id) or codes.issue(work, person.id, by=None)

        return await self.app.store.work(ask)

    async def connected(self) -> frozenset[int]:
        """Whose phone is linked: numbers of the roster."""
        return await self.app.store.work(connected)

    def later(self, moment: datetime, deed: Deed) -> None:
        """Let something happen at a moment to come."""
        heapq.heappush(self._deeds, (moment, next(self._numbers), deed))

    async def settle(self) -> None:
        """Wait until the bot has heard everything and said everything that is due.

        Raises Unsettled when it does not come to rest.
        """
        try:
            async with asyncio.timeout(self._patience):
                await self._rest()
        except TimeoutError:
            raise Unsettled(self.clock.now(), await self._pending()) from None

    async def _rest(self) -> None:
        """A message that is tried again makes time pass: a clock that stands still keeps it."""
        again: datetime | None = self.clock.now()
        while again is not None:
            self.clock.forward(again)
            await self.platforms.until(lambda: not self.platforms.unheard())
            await self.app.settle()
            again = await self.app.store.work(lambda work: delivery.next_try(work, _SOON))

    async def _pending(self) -> Sequence[str]:
        told = self.platforms.unheard()
        try:
            async with asyncio.timeout(self._patience):
                return [*told, *await self.app.pending()]
        except TimeoutError:
            return [*told, "the database does not answer"]

    async def next_event(self) -> datetime | None:
        """Go to the planner's next moment and let it happen; None when nothing is left to come."""
        async with self._moving:
            moment = await self._planned()
            if moment is not None:
                await self._forward(moment)
            return moment

    async def advance(self, to: datetime) -> None:
        """Go to a moment, through everything that happens until then. ValueError for the past."""
        async with self._moving:
            if to < self.clock.now():
                raise ValueError("the clock only goes forward")
            await self._forward(to)

    async def answered(self) -> None:
        """Wait until the bot has answered what a visitor did."""
        async with self._moving:
            await self.settle()

    async def _forward(self, to: datetime) -> None:
        self.way, self.trouble = (self.clock.now(), to), ""
        try:
            self._notice()
            while (moment := await self._next()) is not None and moment <= to:
                self.clock.forward(max(moment, self.clock.now()))
                await self._happen(moment)
            self.clock.forward(max(to, self.clock.now()))
            await self.app.tick()
            await self.settle()
            self._stopped()
        except Exception as error:
            self.trouble = str(error) or type(error).__name__
            raise
        finally:
            self.way = None
            self.tell()

    async def _next(self) -> datetime | None:
        deed = self._deeds[0][0] if self._deeds else None
        moments = [moment for moment in (await self._planned(), deed) if moment is not None]
        return min(moments, default=None)

    async def _planned(self) -> datetime | None:
        def ask(work: Work) -> datetime | None:
            return next_moment(work, self.app.days, work.now)

        moment = await self.app.store.work(ask)
        return moment if moment is not None and moment > self.clock.now() else None

    async def _happen(self, moment: datetime) -> None:
        self.tell()
        while self._deeds and self._deeds[0][0] <= moment:
            await heapq.heappop(self._deeds)[2]()
        await self.app.tick()
        await self.settle()
        self._stopped()

    def _stopped(self) -> None:
        told = tuple(event.chat_id for event in self._notice() if self.is_from_bot(event))
        if told:
            self.stops.append(Stop(self.clock.now(), told))

    def _notice(self) -> Sequence[Event]:
        """Let the watchers see what happened since they last looked."""
        fresh = self.platforms.events(self._seen)
        self._seen += len(fresh)
        for watch in self.watchers:
            watch(fresh)
        return fresh

    def is_from_bot(self, event: Event) -> bool:
        """Whether it is a new message that the bot wrote."""
        if event.kind != "message" or event.chat_id not in self.members:
            return False
        messages = reversed(self.members[event.chat_id].phone.messages)
        return not next(m for m in messages if m.id == event.message_id).outgoing

    def tell(self) -> None:
        """Wake whoever follows the clock."""
        self.platforms.log.append(self.clock.now(), "clock", 0)


def _invite_all(work: Work) -> Iterator[Person]:
    everyone = people.people(work)
    for person in everyone:
        codes.issue(work, person.id, by=None)
    return iter(everyone)
