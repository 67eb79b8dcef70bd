"""What a Zalo bot may lose, and what must never be: an announcement to an office on two bots."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import col, select

from bot import documents
from bot.asking_again import ask_again
from bot.channels.zalo_bot_channel import ZaloBotChannel
from bot.clock import SteppedClock
from bot.inbox import Inbox
from bot.playing import play_waiting
from bot.sandbox.zalo_phones import ZaloPhone
from bot.sandbox.zalo_server import ZaloSandbox
from bot.sender import Sender
from bot.storing import Store
from domain.broadcast import ChosenAudience
from domain.channels import ZALO
from domain.quota import Quota
from handlers.broadcast_views import message_of
from scheduler.tick import tick
from storage import broadcast_sending, broadcasts, people, rationing, usage
from storage.tables import OutboxRow
from storage.unit_of_work import Work
from tests.channels.playing import SetClock
from tests.channels.zalo_playing import SECOND_TOKEN, ZALO_TOKEN, zalo
from tests.office import START, SmallOffice
from tests.storage.living import DAYS

pytestmark = pytest.mark.anyio

FIRST, SECOND = "2012", "2013"
#: Who has opened which bot.
CHATS = {"Hùng": FIRST, "Tâm": FIRST, "Khôi": FIRST, "Sơn": FIRST, "Mai": SECOND, "Bình": SECOND}


@dataclass
class House:
    """An office on two bots and its phones; the sandbox counts by the office's clock."""

    office: SmallOffice
    store: Store
    clock: SteppedClock
    there: SetClock
    sandbox: ZaloSandbox
    channels: Mapping[tuple[str, str], ZaloBotChannel]
    phones: Mapping[str, ZaloPhone]

    def heard(self, name: str) -> list[str]:
        return [m.text for m in self.phones[name].messages if not m.outgoing]

    def reached(self) -> dict[str, int]:
        """How often each of them has the announcement."""
        return {name: sum("Họp lúc" in said for said in self.heard(name)) for name in CHATS}

    def go(self, moment: datetime) -> None:
        self.clock.forward(moment)
        self.there.now = moment

    async def announce(self) -> None:
        def queue(work: Work) -> None:
            id_ = broadcasts.draft(work, None, "Họp lúc 14 giờ.", ChosenAudience.read("all"))
            broadcast_sending.start(work, id_, message_of(broadcasts.letter_of(work, id_)), None)

        await self.store.work(queue)

    async def send_until(self, holds: Callable[[], bool]) -> None:
        """Let the sender run until something holds, and what is in flight land."""
        sender = Sender(self.channels, self.store, documents.prepare)
        running = asyncio.create_task(sender.run())
        async with asyncio.timeout(20):
            await self.sandbox.until(holds)
        sender.stop()
        await running

    async def hear(self, name: str) -> None:
        """Poll the bot of that person once, and play what came."""
        bot = (ZALO, CHATS[name])
        await Inbox(self.channels[bot], self.store, lambda: None).poll()
        await self.store.work(lambda work: play_waiting(work, self.office.registry, self.channels))

    async def tick(self) -> None:
        def act(work: Work) -> None:
            tick(work, DAYS)
            ask_again(work, self.office.registry, DAYS)

        await self.store.work(act)

    async def ledger(self) -> dict[str, tuple[str, str]]:
        """State and problem of each one's announcement."""

        def read(work: Work) -> dict[str, tuple[str, str]]:
            query = select(OutboxRow).where(OutboxRow.kind == "broadcast")
            names = {id_: name for name, id_ in self.office.people.items()}
            rows = work.session.exec(query.order_by(col(OutboxRow.id)))
            return {names[row.person_id or 0]: (row.state, row.problem) for row in rows}

        return await self.store.work(read)


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    office = SmallOffice(url=f"sqlite:///{folder / 'house.db'}", channel=ZALO)
    office.database.quotas = {ZALO: Quota(3000, 50)}
    clock, there = SteppedClock(START), SetClock(START)
    store = Store(office.database, clock)
    async with zalo(clock=there) as (sandbox, url):
        channels = {
            (ZALO, token.partition(":")[0]): ZaloBotChannel(SecretStr(token), url)
            for token in (ZALO_TOKEN, SECOND_TOKEN)
        }
        phones = {
            name: sandbox.phone(bot, number, name)
            for number, (name, bot) in enumerate(CHATS.items(), start=1)
        }
        home = House(office, store, clock, there, sandbox, channels, phones)
        for name in office.people:
            office.unlink(name)
        for name, phone in phones.items():
            phone.type("chào")
            await home.hear(name)
        await store.work(lambda work: _link(work, office, phones))
        await home.send_until(lambda: all(home.heard(name) for name in CHATS))
        yield home
        for channel in channels.values():
            await channel.close()
    store.close()


def _link(work: Work, office: SmallOffice, phones: Mapping[str, ZaloPhone]) -> None:
    for name, phone in phones.items():
        account = people.account_of_chat(work, ZALO, CHATS[name], phone.chat_id)
        people.link(work, account.id, office.people[name])
    tick(work, DAYS)


async def test_a_token_refused_in_the_middle_loses_nothing_and_stops_nobody_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with house(tmp_path) as home:
        await home.announce()
        taken = home.sandbox.world.bots.pop(ZALO_TOKEN)  # revoked: 401 from now on
        with caplog.at_level(logging.ERROR, "tusoi"):
            await home.send_until(lambda: home.reached()["Mai"] + home.reached()["Bình"] == 2)
            before = len(home.sandbox.calls)
            home.go(START + timedelta(minutes=10))
            await home.send_until(lambda: len(home.sandbox.calls) >= before)
        assert home.reached() == {name: int(bot == SECOND) for name, bot in CHATS.items()}
        assert any("TUSOI_ZALO_BOT_TOKEN" in line.getMessage() for line in caplog.records)
        assert not any(ZALO_TOKEN.partition(":")[2] in line.getMessage() for line in caplog.records)
        home.sandbox.world.bots[ZALO_TOKEN] = taken
        home.go(START + timedelta(minutes=30))
        await home.send_until(lambda: all(home.reached().values()))
        assert set(home.reached().values()) == {1}
        assert set((await home.ledger()).values()) == {("sent", "")}


async def test_a_refusal_for_haste_is_waited_out_and_nothing_is_doubled(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.announce()
        home.sandbox.fail_next("sendMessage", 429)
        home.sandbox.fail_next("sendMessage", 429)
        await home.send_until(lambda: sum(home.reached().values()) >= 1)
        home.go(START + timedelta(minutes=10))
        await home.send_until(lambda: all(home.reached().values()))
        assert set(home.reached().values()) == {1}
        known = await home.store.work(lambda work: usage.usage(work, (ZALO, FIRST)))
        assert known is not None
        assert not known.spent


async def test_a_month_used_up_keeps_replies_and_tells_the_rest_in_the_ledger(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as home:
        home.office.database.quotas = {ZALO: Quota(100, 50)}
        home.sandbox.world.bots[ZALO_TOKEN].spent["2025-10"] = 3000

        def gone(work: Work) -> None:
            account = people.account_of_chat(work, ZALO, FIRST, home.phones["Hùng"].chat_id)
            usage.count_sent(work, account, 82)  # with the eight of the greetings

        await home.store.work(gone)
        home.phones["Hùng"].type("/trogiup")
        await home.hear("Hùng")
        await home.announce()
        await home.send_until(lambda: home.reached()["Mai"] + home.reached()["Bình"] == 2)
        known = await home.store.work(lambda work: usage.usage(work, (ZALO, FIRST)))
        assert known is not None
        assert known.spent
        told = await home.ledger()
        assert {told[name] for name, bot in CHATS.items() if bot == FIRST} == {
            ("cancelled", rationing.NO_ROOM)
        }
        assert len(home.heard("Hùng")) == 1
        home.go(datetime(2025, 11, 1, 0, 0, tzinfo=START.tzinfo))
        await home.send_until(lambda: len(home.heard("Hùng")) == 2)
        assert home.reached()["Hùng"] == 0


async def test_an_update_brought_twice_is_counted_and_answered_once(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        home.phones["Tâm"].type("/trogiup")
        await home.hear("Tâm")
        before = await home.store.work(lambda work: usage.usage(work, (ZALO, FIRST)))
        home.phones["Tâm"].repeat_last_update()
        await home.hear("Tâm")
        after = await home.store.work(lambda work: usage.usage(work, (ZALO, FIRST)))
        assert before is not None
        assert after is not None
        assert after.received == before.received
        said = len(home.heard("Tâm"))
        await home.send_until(lambda: len(home.heard("Tâm")) > said)
        assert len(home.heard("Tâm")) == said + 1


async def test_an_answer_that_never_came_is_asked_for_again_and_then_kept(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        hung, answer = home.phones["Hùng"], "1. Rút ngắn thời gian\n2. Báo cáo\n3. 20/12/2025"
        hung.type("/dangky")
        await home.hear("Hùng")
        await home.send_until(lambda: "Anh đăng ký nhiệm vụ gì" in home.heard("Hùng")[-1])
        hung.type(answer)
        await home.sandbox.world.bots[ZALO_TOKEN].updates.poll(1)  # handed out, lost on its way
        for hours, count in ((23, 1), (24, 2), (48, 2)):
            home.go(START + timedelta(hours=hours))
            await home.tick()
            await home.send_until(lambda count=count: _asked(home) == count)  # type: ignore[misc]  # the default binds it
        hung.type(answer)
        await home.hear("Hùng")
        await home.send_until(lambda: "Rút ngắn thời gian" in home.heard("Hùng")[-1])


def _asked(home: House) -> int:
    return sum("Anh đăng ký nhiệm vụ gì" in said for said in home.heard("Hùng"))
