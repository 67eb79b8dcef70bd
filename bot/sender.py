"""Sending: claims rows of the outbox, hands them to their channel, writes down what became of them.

A row is marked `sending` before the request and `sent` after it, so a crash leaves only those in
doubt that were in flight. One recipient's failure touches nobody else.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import TypeVar

from bot import undelivered
from bot.channels.base import Channel, File, Problem, SendFailed, Sent
from bot.failing import where
from bot.pace import Pace
from bot.storing import Store
from domain.effects import Priority
from domain.message import Attachment
from domain.outgoing import Acknowledge, Say
from storage import broadcast_files as shared_files
from storage import delivery
from storage.ailing import ailment
from storage.delivery import Look
from storage.queued import Queued
from storage.unit_of_work import Work

T = TypeVar("T")

log = logging.getLogger("tusoi.sender")

IN_FLIGHT = 128
#: What waits for its turn in the even pace of a bot leaves the rest to replies.
_UNHURRIED_IN_FLIGHT = 16
_LOOK_AGAIN = 1.0
#: A stop takes less than ten seconds: what is in flight then is in doubt, as after a crash.
_LANDING = 8.0

#: Loads what a document is made of inside a transaction; the returned function makes its bytes.
Prepare = Callable[[Work, Attachment, int | None], Callable[[], File]]


class Unasked(Exception):
    """This row was not asked of the platform: the sender stops, or it was held meanwhile."""


class Sender:
    """Sends for all channels of this process until it is stopped."""

    def __init__(
        self,
        channels: Mapping[tuple[str, str], Channel],
        store: Store,
        prepare: Prepare,
        pace: type[Pace] = Pace,
        look: Look | None = None,
    ) -> None:
        self._channels = channels
        self._store = store
        self._note = store.insist  # what became of a row
        self._prepare = prepare
        self._look = look  # at reminders, before they go
        self._pace = {bot: pace(sleep=self._sleep) for bot in channels}
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        #: Held from when rows are marked `sending` until they are carried.
        self.claiming = asyncio.Lock()
        self._flying: dict[asyncio.Task[bool], Queued] = {}
        self._running = False
        self._more = False  # whether something stood back at the last claim
        self.sent = 0  # since this process began
        self.problems: Counter[Problem] = Counter()
        self._going_up: dict[tuple[str, str, Attachment], asyncio.Lock] = {}

    def wake(self) -> None:
        """Something has been queued."""
        self._wake.set()

    @property
    def room(self) -> int:
        """How many more may be on their way now."""
        running = self._running and not self._stopping.is_set()
        return IN_FLIGHT - len(self._flying) if running else 0

    def stop(self) -> None:
        """Claim nothing more; `run` ends when what is in flight has landed."""
        self._stopping.set()
        self._wake.set()

    @property
    def busy(self) -> bool:
        return bool(self._flying) or self._wake.is_set()

    async def run(self) -> None:
        self._running = True
        while not self._stopping.is_set():
            self._wake.clear()
            if not await self.send_some():
                await self._rest()
        await self._land()

    async def _land(self) -> None:
        if self._flying:
            await asyncio.wait(list(self._flying), timeout=_LANDING)
        await self.let_go()

    async def let_go(self) -> None:
        """What has not landed by now stays in flight in the books: in doubt at the next start."""
        flying = list(self._flying)
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)

    async def send_some(self) -> int:
        """Claim what may go now and start sending it; returns how many were claimed."""
        async with self.claiming:
            return await self._send_some()

    async def _send_some(self) -> int:
        room = IN_FLIGHT - len(self._flying)
        if room <= 0:
            self._more = True
            return 0
        busy = [row.account.id for row in self._flying.values()]
        unhurried = sum(row.kind is not Priority.REPLY for row in self._flying.values())
        slow = _UNHURRIED_IN_FLIGHT - unhurried

        def claim(work: Work) -> tuple[list[Queued], bool]:
            claimed = delivery.claim(work, room, busy, slow, self._look)
            return claimed, delivery.is_any_due(work)

        claimed, self._more = await self._store.work(claim)
        self.carry(claimed)
        if self._more and not set(busy) <= {row.account.id for row in self._flying.values()}:
            self._wake.set()  # a chat that was busy when this began is free by now
        return len(claimed)

    def carry(self, claimed: Iterable[Queued]) -> None:
        """Start sending rows that are marked `sending`."""
        for row in claimed:
            task = asyncio.create_task(self._deliver(row))
            self._flying[task] = row
            task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[bool]) -> None:
        del self._flying[task]
        sent = not task.cancelled() and task.exception() is None and task.result()
        if self._more or not sent:
            self._wake.set()

    async def _rest(self) -> None:
        if self._stopping.is_set():
            return
        try:
            async with asyncio.timeout(_LOOK_AGAIN):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _sleep(self, seconds: float) -> None:
        """For `Pace`: what waits for its turn waits no longer when the sender stops.

        Raises Unasked.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
        raise Unasked

    async def _deliver(self, row: Queued) -> bool:
        """Whether it went; what did not may go again, or another way."""
        try:
            done = await self._send(row)
        except Unasked:
            await self._note(lambda work: delivery.give_back(work, row.id))
        except SendFailed as failure:
            await self._failed(row, failure)
        except Exception as error:  # noqa: BLE001 - one row must not stop the others
            await self._broken(row, error)
        else:
            await self._note(lambda work: delivery.sent(work, row.id, done.message, done.parts))
            self.sent += 1
            return True
        return False

    async def _broken(self, row: Queued, error: Exception) -> None:
        if ailment(error):
            await self._note(lambda work: delivery.give_back(work, row.id))
            return
        log.error("row %s could not be sent: %s", row.id, where(error))
        kind = type(error).__name__
        await self._note(lambda work: undelivered.give_up(work, row, kind))

    async def _send(self, row: Queued) -> Sent:
        channel = self._channels.get((row.account.channel, row.account.bot))
        if channel is None:
            raise SendFailed(Problem.REFUSED, "no such bot any more")
        shared = _attachment(row)
        if shared is None or not shared.is_shared or await self._known(row, shared):
            return await self._ask(row, channel)
        return await self._send_up(row, channel, shared)

    async def _send_up(self, row: Queued, channel: Channel, shared: Attachment) -> Sent:
        """A file that many get goes up with the first of them; the others wait for that."""
        bot = (row.account.channel, row.account.bot)
        async with self._going_up.setdefault((*bot, shared), asyncio.Lock()):
            sent = await self._ask(row, channel)
            if sent.file:
                await self._note(lambda work: shared_files.went_up(work, shared, bot, sent.file))
        return sent

    async def _ask(self, row: Queued, channel: Channel) -> Sent:
        file = await self._unless_stopped(self._file(row)) if _attachment(row) else None
        await self._turn(row)
        if row.kind is Priority.BROADCAST and await self._is_held(row):
            raise Unasked
        return await channel.send(row.account.chat, row.operation, row.edits, file)

    async def _is_held(self, row: Queued) -> bool:
        """A broadcast may be paused or taken back while a message of it waits for its turn."""
        return await self._store.work(lambda work: delivery.is_held(work, row.id))

    async def _known(self, row: Queued, shared: Attachment) -> str:
        """What the platform calls a file that it has already."""
        bot = (row.account.channel, row.account.bot)
        return await self._store.work(lambda work: shared_files.known(work, shared, bot))

    async def _unless_stopped(self, work: Coroutine[None, None, T]) -> T:
        """Carry on until the sender stops. Raises Unasked."""
        doing, stopped = asyncio.create_task(work), asyncio.create_task(self._stopping.wait())
        await asyncio.wait({doing, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if doing.done():
            return doing.result()
        doing.cancel()
        raise Unasked

    async def _file(self, row: Queued) -> File | None:
        attachment = _attachment(row)
        if attachment is None:
            return None
        if attachment.is_shared and (known := await self._known(row, attachment)):
            return File("", b"", known)
        make = await self._store.work(lambda work: self._prepare(work, attachment, row.person))
        return await asyncio.to_thread(make)

    async def _turn(self, row: Queued) -> None:
        pace = self._pace[row.account.channel, row.account.bot]
        if isinstance(row.operation, Acknowledge) or row.edits is not None:
            await pace.unpaused()
        elif row.kind is Priority.REPLY:
            await pace.reply(row.account.chat)
        else:
            await pace.bulk(row.account.chat)

    async def _failed(self, row: Queued, failure: SendFailed) -> None:
        self.problems[failure.problem] += 1
        undelivered.tell(row, failure)
        if failure.problem is Problem.PAUSE:
            self._pace[row.account.channel, row.account.bot].pause(
                failure.retry_after.total_seconds()
            )
        await self._note(lambda work: undelivered.write_down(work, row, failure))


def _attachment(row: Queued) -> Attachment | None:
    return row.operation.attachment if isinstance(row.operation, Say) else None
