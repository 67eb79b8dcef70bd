"""What waits behind a message in flight, and what somebody holds while it waits for its turn."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot import sender as sending
from bot.channels.base import Channel, File, Sent
from bot.clock import SteppedClock
from bot.documents import prepare
from bot.pace import Pace
from bot.sender import Sender
from bot.storing import Store
from domain.effects import Priority
from domain.message import say
from domain.outgoing import Operation
from domain.text import verbatim
from storage import delivery, outbox, people
from storage.outbox import Posting
from storage.tables import OutboxRow
from tests.office import BOT, SmallOffice
from tests.platform import Platform


class Landing(Platform):
    """Tells of what it takes; the first message lands only when the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.takes = asyncio.Queue[str]()
        self.first_lands = asyncio.Event()

    async def send(
        self, chat: str, operation: Operation, edits: str | None, file: File | None
    ) -> Sent:
        sent = await super().send(chat, operation, edits, file)
        self.takes.put_nowait(chat)
        if len(self.took) == 1:
            await self.first_lands.wait()
        return sent


class Blocked:
    """The storage thread, busy until it is let go."""

    def __init__(self, store: Store) -> None:
        self._loop = asyncio.get_running_loop()
        self.go = asyncio.Event()
        self.task = asyncio.create_task(store.run(self._wait))

    def _wait(self) -> None:
        asyncio.run_coroutine_threadsafe(self.go.wait(), self._loop).result()


@pytest.mark.anyio
async def test_what_waits_behind_a_message_goes_as_soon_as_that_has_landed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_LOOK_AGAIN", 3600.0)
    office = SmallOffice(url=f"sqlite:///{tmp_path / 'office.db'}")
    store, platform = Store(office.database, SteppedClock(office.now)), Landing()
    sender = Sender({BOT: platform}, store, prepare)
    running = asyncio.create_task(sender.run())
    _queued(office, "một")
    sender.wake()
    await asyncio.wait_for(platform.takes.get(), 20)
    await asyncio.sleep(0.2)  # it has looked for more by then, and rests
    _queued(office, "hai")
    busy = Blocked(store)
    sender.wake()  # it begins to claim while the chat is busy, and waits for the thread
    await asyncio.sleep(0.05)
    platform.first_lands.set()
    await asyncio.sleep(0.05)
    busy.go.set()
    await asyncio.wait_for(platform.takes.get(), 20)
    sender.stop()
    await asyncio.gather(running, busy.task)
    store.close()


class Slow(Pace):
    """What is no reply waits for its turn until the test gives it one."""

    turn: asyncio.Event

    async def bulk(self, chat: str) -> None:
        await self.turn.wait()


@pytest.mark.anyio
@pytest.mark.parametrize("held", [True, False])
async def test_a_message_of_a_broadcast_that_is_held_while_it_waits_for_its_turn_is_not_sent(
    tmp_path: Path, held: bool
) -> None:
    Slow.turn = asyncio.Event()
    office = SmallOffice(url=f"sqlite:///{tmp_path / 'office.db'}")
    store, platform = Store(office.database, SteppedClock(office.now)), Landing()
    platform.first_lands.set()
    channels: dict[tuple[str, str], Channel] = {BOT: platform}
    sender = Sender(channels, store, prepare, Slow)
    id_ = _queued(office, "họp", Posting(Priority.BROADCAST))
    assert await sender.send_some() == 1
    with office.work() as work:
        work.session.get_one(OutboxRow, id_).held = held
    Slow.turn.set()
    await asyncio.gather(*sender._flying)
    with office.work() as work:
        row = work.session.get_one(OutboxRow, id_)
        found = (row.state, row.attempts, platform.chats)
    assert found == (("queued", 0, []) if held else ("sent", 1, ["Hùng"]))
    store.close()


def test_what_was_planned_for_a_moment_keeps_it_when_the_clock_is_set_back(
    office: SmallOffice,
) -> None:
    at = office.now + timedelta(hours=3)
    id_ = _queued(office, "nhắc", Posting(Priority.REMINDER, not_before=at))
    office.now -= timedelta(hours=1)
    with office.work() as work:
        delivery.recover(work)
        assert work.session.get_one(OutboxRow, id_).not_before == at


def test_a_reply_after_which_more_was_said_stays_in_doubt_though_the_clock_is_set_back(
    office: SmallOffice,
) -> None:
    id_ = _queued(office, "một")
    with office.work() as work:
        delivery.claim(work, 9, [])
    office.now -= timedelta(hours=1)
    _queued(office, "hai")
    with office.work() as work:
        delivery.recover(work)
        assert work.session.get_one(OutboxRow, id_).state == "unknown"


def _queued(office: SmallOffice, words: str, posting: Posting = outbox.REPLY) -> int:
    with office.work() as work:
        account = people.account_of_chat(work, *BOT, "Hùng")
        reader = people.reader_of(work, account)
        return outbox.say(work, account, reader, say(verbatim(words)), posting) or 0
