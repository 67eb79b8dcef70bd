"""A full disk, a database that may only be read, a clock set back: no half-written turn."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from psycopg import OperationalError
from psycopg.errors import ConnectionTimeout
from sqlalchemy import event, func, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from bot.channels.base import Channel, File, Incoming, Sent, Typed
from bot.clock import SteppedClock
from bot.documents import prepare
from bot.failing import kept_up, where
from bot.playing import play_waiting
from bot.sender import Sender
from bot.storing import Store
from domain.effects import Priority
from domain.message import say
from domain.outgoing import Operation
from domain.text import verbatim
from storage import delivery, inbox, outbox, people
from storage.ailing import ailment
from storage.inbox import Arrived
from storage.outbox import Posting
from storage.tables import DraftRow, InboxRow, MenuRow, OutboxRow
from tests.office import BOT, SmallOffice
from tests.platform import Platform

TASK = "Rút thời gian giải quyết hồ sơ từ 15 xuống còn 10 ngày; " * 30
SAID = ("/dangky", TASK, "Quy trình mới; 98% hồ sơ đúng hạn", "/menu")
FULL = "the database has no room left: the disk is full"
ROOM = 1_000_000  # pages


class Reading(Platform):
    """What is typed there is read; the database ails as soon as something has been taken."""

    ailing: Ailing | None = None

    def read(self, update: Arrived) -> Incoming | None:
        return Incoming(
            "Hùng", private=True, language="vi", event=Typed(str(update.payload["text"]))
        )

    async def send(
        self, chat: str, operation: Operation, edits: str | None, file: File | None
    ) -> Sent:
        if self.ailing is not None:
            self.ailing.only_read = True
        return await super().send(chat, operation, edits, file)


class Ailing:
    """A database on which the disk can be full and writing forbidden."""

    def __init__(self, folder: Path) -> None:
        self.office = SmallOffice(url=f"sqlite:///{folder / 'office.db'}")
        self.room, self.only_read = ROOM, False
        event.listen(self.office.database.engine, "checkout", self._falls_ill)
        with self.office.work() as work:
            arrived = [Arrived(*BOT, str(n), {"text": words}) for n, words in enumerate(SAID)]
            inbox.store(work, arrived)

    def _falls_ill(self, connection: DBAPIConnection, *_pooled: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count={self.room}")
        cursor.execute(f"PRAGMA query_only={int(self.only_read)}")
        cursor.close()

    @property
    def pages(self) -> int:
        with self.office.work() as work:
            return int(work.session.execute(text("PRAGMA page_count")).scalar_one())

    def play(self) -> None:
        with self.office.work() as work:
            channels: dict[tuple[str, str], Channel] = {BOT: Reading()}
            play_waiting(work, self.office.registry, channels)

    def states(self) -> list[str]:
        with self.office.work() as work:
            return list(work.session.exec(select(InboxRow.state).order_by(col(InboxRow.id))))

    def written(self) -> list[int]:
        """How many rows there are that a turn writes."""
        with self.office.work() as work:
            tables = (OutboxRow, DraftRow, MenuRow)
            return [work.session.exec(select(func.count()).select_from(t)).one() for t in tables]


async def until(holds: Callable[[], bool]) -> None:
    """Wait for it, a minute at most."""
    for _ in range(1200):
        if holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never came")


@pytest.fixture
def ailing(tmp_path: Path) -> Iterator[Ailing]:
    one = Ailing(tmp_path)
    yield one
    one.office.database.close()


@pytest.mark.parametrize("spare", range(4))
def test_on_a_full_disk_a_turn_is_played_whole_or_not_at_all(ailing: Ailing, spare: int) -> None:
    before = ailing.written()
    ailing.room = ailing.pages + spare
    with pytest.raises(Exception) as failure:  # noqa: PT011 - what follows tells which
        ailing.play()
    assert where(failure.value) == FULL
    assert ailing.written() == before
    assert ailing.states() == ["new"] * len(SAID)
    ailing.room = ROOM
    ailing.play()
    assert ailing.states() == ["played"] * len(SAID)


def test_a_database_that_may_only_be_read_is_told_and_loses_nothing(ailing: Ailing) -> None:
    before = ailing.written()
    ailing.only_read = True
    with pytest.raises(Exception) as failure:  # noqa: PT011 - what follows tells which
        ailing.play()
    assert where(failure.value) == "the database is read-only"
    ailing.only_read = False
    assert ailing.written() == before
    ailing.play()
    assert ailing.states() == ["played"] * len(SAID)


def test_a_mistake_of_ours_is_no_ailment_of_the_database() -> None:
    assert ailment(ValueError("x")) is None
    assert ailment(sqlite3.OperationalError("no such table")) is None


@pytest.mark.parametrize("why", [OperationalError, ConnectionTimeout])
def test_a_server_that_refuses_or_is_silent_cannot_be_reached(why: type[Exception]) -> None:
    """A firewall that drops what comes makes no other sound."""
    assert ailment(DBAPIError("SELECT 1", None, why("no answer"))) == "cannot be reached"


@pytest.mark.anyio
async def test_what_waits_is_played_by_itself_once_there_is_room_again(
    ailing: Ailing, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(ailing.office.database, SteppedClock(ailing.office.now))
    channels: dict[tuple[str, str], Channel] = {BOT: Reading()}

    async def play() -> None:
        while await store.work(lambda work: play_waiting(work, ailing.office.registry, channels)):
            pass

    ailing.room = ailing.pages
    playing = asyncio.create_task(kept_up("playing", play))
    await until(lambda: bool(caplog.records))
    ailing.room = ROOM
    await playing
    assert caplog.records[0].getMessage() == f"playing stumbled and goes on: {FULL}"
    assert ailing.states() == ["played"] * len(SAID)
    store.close()


@pytest.mark.anyio
async def test_that_a_message_went_out_is_written_down_as_soon_as_it_can_be(
    ailing: Ailing, caplog: pytest.LogCaptureFixture
) -> None:
    id_ = _queued(ailing.office)
    platform = Reading()
    platform.ailing = ailing
    store = Store(ailing.office.database, SteppedClock(ailing.office.now))
    sender = Sender({BOT: platform}, store, prepare)
    assert await sender.send_some() == 1
    await until(lambda: bool(caplog.records))
    ailing.only_read = False
    await until(lambda: not sender._flying)
    line = "something could not be written yet: the database is read-only"
    assert (caplog.records[0].levelno, caplog.records[0].getMessage()) == (logging.ERROR, line)
    with ailing.office.work() as work:
        assert work.session.get_one(OutboxRow, id_).state == "sent"
    assert platform.chats == ["Hùng"]
    store.close()


def test_a_clock_set_back_over_a_restart_holds_no_reply_up(office: SmallOffice) -> None:
    id_ = _queued(office)
    office.now -= timedelta(hours=1)
    with office.work() as work:
        delivery.recover(work)
        assert [row.id for row in delivery.claim(work, 9, [])] == [id_]


def test_a_reply_in_flight_at_a_crash_goes_out_again_though_the_clock_is_set_back(
    office: SmallOffice,
) -> None:
    id_ = _queued(office)
    with office.work() as work:
        delivery.claim(work, 9, [])
    office.now -= timedelta(hours=1)
    with office.work() as work:
        delivery.recover(work)
        assert [row.id for row in delivery.claim(work, 9, [])] == [id_]


def test_what_is_planned_for_later_stays_so_when_the_clock_is_set_back(office: SmallOffice) -> None:
    _queued(office, Posting(Priority.REMINDER, not_before=office.now + timedelta(hours=3)))
    office.now -= timedelta(hours=1)
    with office.work() as work:
        delivery.recover(work)
        assert delivery.claim(work, 9, []) == []


def _queued(office: SmallOffice, posting: Posting = outbox.REPLY) -> int:
    with office.work() as work:
        account = people.account_of_chat(work, *BOT, "Hùng")
        reader = people.reader_of(work, account)
        return outbox.say(work, account, reader, say(verbatim("một")), posting) or 0
