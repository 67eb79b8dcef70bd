"""Sending: claims rows of the outbox, hands them to their channel, writes down what became of them.

A row is marked `sending` before the request and `sent` after it, so a crash leaves only those in
doubt that were in flight. One recipient's failure touches nobody else.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from bot.channels.base import Channel, File, Problem, SendFailed
from bot.pace import Pace
from bot.storing import Store
from domain.effects import Priority
from domain.message import Attachment
from domain.outgoing import Say
from storage import outbox, people
from storage.outbox import Queued, SendState
from storage.people import AccountState
from storage.unit_of_work import Work

log = logging.getLogger("tusoi.sender")

IN_FLIGHT = 24
_LOOK_AGAIN = 1.0
_ATTEMPTS = 8
_DOUBTFUL_ATTEMPTS = 3
_LONGEST_BACKOFF = timedelta(minutes=5)
_AWAY = {Problem.BLOCKED: AccountState.BLOCKED, Problem.GONE: AccountState.GONE}

#: Loads what a document is made of inside a transaction; the returned function makes its bytes.
Prepare = Callable[[Work, Attachment, int | None], Callable[[], File]]


class Sender:
    """Sends for all channels of this process until it is cancelled."""

    def __init__(
        self,
        channels: Mapping[tuple[str, str], Channel],
        store: Store,
        prepare: Prepare,
        pace: Callable[[], Pace] = Pace,
    ) -> None:
        self._channels = channels
        self._store = store
        self._prepare = prepare
        self._pace = {bot: pace() for bot in channels}
        self._wake = asyncio.Event()
        self._flying: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Something has been queued."""
        self._wake.set()

    @property
    def busy(self) -> bool:
        return bool(self._flying) or self._wake.is_set()

    async def run(self) -> None:
        try:
            while True:
                self._wake.clear()
                if not await self.send_some():
                    await self._rest()
        finally:
            await self.land()

    async def land(self) -> None:
        """Wait for what is in flight: a graceful stop leaves nothing in doubt."""
        await asyncio.gather(*self._flying.values(), return_exceptions=True)

    async def send_some(self) -> int:
        """Claim what may go now and start sending it; returns how many were claimed."""
        room = IN_FLIGHT - len(self._flying)
        if room <= 0:
            return 0
        busy = list(self._flying)
        claimed = await self._store.work(lambda work: outbox.claim(work, room, busy))
        for row in claimed:
            task = asyncio.create_task(self._deliver(row))
            self._flying[row.account.id] = task
            task.add_done_callback(partial(self._landed, row.account.id))
        return len(claimed)

    def _landed(self, account: int, _task: asyncio.Task[None]) -> None:
        self._flying.pop(account, None)
        self._wake.set()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(_LOOK_AGAIN):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _deliver(self, row: Queued) -> None:
        channel = self._channels.get((row.account.channel, row.account.bot))
        if channel is None:
            await self._note(lambda work: outbox.failed(work, row.id, "no such bot any more"))
            return
        try:
            file = await self._file(row)
            await self._wait_for_turn(row)
            platform_id = await channel.send(row.account.chat, row.operation, row.edits, file)
        except SendFailed as failure:
            await self._failed(row, failure)
        except Exception as error:  # noqa: BLE001 - one row must not stop the others
            log.error("row %s could not be sent: %s", row.id, type(error).__name__)
            kind = type(error).__name__
            await self._note(lambda work: outbox.failed(work, row.id, kind))
        else:
            await self._note(lambda work: outbox.sent(work, row.id, platform_id))

    async def _note(self, act: Callable[[Work], None]) -> None:
        await self._store.work(act)

    async def _file(self, row: Queued) -> File | None:
        attachment = row.operation.attachment if isinstance(row.operation, Say) else None
        if attachment is None:
            return None
        make = await self._store.work(lambda work: self._prepare(work, attachment, row.person))
        return await asyncio.to_thread(make)

    async def _wait_for_turn(self, row: Queued) -> None:
        pace = self._pace[row.account.channel, row.account.bot]
        if row.kind is Priority.REPLY:
            await pace.reply()
        else:
            await pace.bulk(row.account.chat)

    async def _failed(self, row: Queued, failure: SendFailed) -> None:
        problem, reason = failure.problem, failure.reason
        match problem:
            case Problem.UNCHANGED:
                await self._note(lambda work: outbox.sent(work, row.id, row.edits))
            case Problem.BLOCKED | Problem.GONE:
                await self._note(lambda work: _lost(work, row, problem))
            case Problem.REFUSED:
                log.error("row %s was refused: %s", row.id, reason)
                await self._note(lambda work: outbox.failed(work, row.id, reason))
            case Problem.AMBIGUOUS if row.attempts >= _DOUBTFUL_ATTEMPTS:
                unknown = SendState.UNKNOWN
                await self._note(lambda work: outbox.failed(work, row.id, reason, unknown))
            case _ if row.attempts >= _ATTEMPTS and problem is Problem.LATER:
                await self._note(lambda work: outbox.failed(work, row.id, reason))
            case _:
                wait = self._wait_after(row, failure)
                await self._note(lambda work: outbox.again(work, row.id, wait, reason))

    def _wait_after(self, row: Queued, failure: SendFailed) -> timedelta:
        if failure.problem is Problem.PAUSE:
            self._pace[row.account.channel, row.account.bot].pause(
                failure.retry_after.total_seconds()
            )
            return timedelta(0)
        backoff = min(timedelta(seconds=2**row.attempts), _LONGEST_BACKOFF)
        return max(failure.retry_after, backoff)


def _lost(work: Work, row: Queued, problem: Problem) -> None:
    """The person cannot be reached there any more; nothing else is tried on that account."""
    people.set_state(work, row.account.id, _AWAY[problem])
    outbox.failed(work, row.id, problem)
    outbox.cancel_waiting(work, row.account.id, problem)
