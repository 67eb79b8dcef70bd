"""The sender and the inbox with a Zalo bot: what failed half-way, what was in hand, what counts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import documents
from bot.channels.zalo_bot_channel import ZaloBotChannel
from bot.clock import SteppedClock
from bot.inbox import Inbox
from bot.playing import play_waiting
from bot.sandbox.zalo_phones import ZaloPhone
from bot.sandbox.zalo_server import ZaloSandbox
from bot.sandbox.zalo_world import ZaloLimits
from bot.sender import Sender
from bot.storing import Store
from bot.subjects import registry
from domain.channels import ZALO
from domain.message import say
from domain.quota import Quota
from domain.text import verbatim
from storage import delivery, outbox, people, usage
from storage.unit_of_work import Work
from tests.channels.zalo_playing import ZALO_TOKEN, zalo
from tests.office import START, SmallOffice

pytestmark = pytest.mark.anyio

BOT = (ZALO, "2012")
LONG = "\n\n".join(f"{number}. " + "chữ " * 220 + "hết." for number in range(1, 6))


@dataclass
class Line:
    """A Zalo bot, its database, and Hùng at the other end."""

    store: Store
    clock: SteppedClock
    sandbox: ZaloSandbox
    channel: ZaloBotChannel
    phone: ZaloPhone

    @property
    def said(self) -> list[str]:
        return [m.text for m in self.phone.messages if not m.outgoing]

    async def queue(self, *texts: str) -> None:
        """Let the bot say something to Hùng."""

        def post(work: Work) -> None:
            account = people.account_of_chat(work, *BOT, self.phone.chat_id)
            for text in texts:
                outbox.say(work, account, people.reader_of(work, account), say(verbatim(text)))

        await self.store.work(post)

    async def send_until(self, holds: Callable[[], bool]) -> None:
        """Let the sender run until something holds, and what is in flight land."""
        sender = Sender({BOT: self.channel}, self.store, documents.prepare)
        running = asyncio.create_task(sender.run())
        async with asyncio.timeout(20):
            await self.sandbox.until(holds)
        sender.stop()
        await running

    def calls(self, method: str) -> int:
        return sum(call.method == method for call in self.sandbox.calls)


@asynccontextmanager
async def line(folder: Path) -> AsyncIterator[Line]:
    office = SmallOffice(url=f"sqlite:///{folder / 'line.db'}", channel=ZALO)
    office.database.quotas = {ZALO: Quota(3000, 50)}
    clock = SteppedClock(START)
    store = Store(office.database, clock)
    async with zalo(ZaloLimits(counts_received=False)) as (sandbox, url):
        channel = ZaloBotChannel(SecretStr(ZALO_TOKEN), url)
        phone = sandbox.phone("2012", 7, "Hùng")
        phone.type("chào")
        await Inbox(channel, store, lambda: None).poll()
        yield Line(store, clock, sandbox, channel, phone)
        await channel.close()
    store.close()


async def test_what_is_refused_half_way_goes_on_from_there(tmp_path: Path) -> None:
    async with line(tmp_path) as us:
        us.sandbox.world.limits = ZaloLimits(monthly=2)
        await us.queue(LONG, "sau")
        await us.send_until(lambda: us.calls("sendMessage") == 3)
        assert [text[:5] for text in us.said] == ["(1/3)", "(2/3)"]
        us.sandbox.world.limits = ZaloLimits()
        us.clock.forward(us.clock.now() + timedelta(days=30))
        await us.send_until(lambda: len(us.said) == 4)
        assert [text[:5] for text in us.said] == ["(1/3)", "(2/3)", "(3/3)", "sau"]
        assert "\n\n".join(text.partition("\n")[2] for text in us.said[:3]) == LONG


async def test_every_part_counts_once(tmp_path: Path) -> None:
    async with line(tmp_path) as us:
        await us.queue(LONG, "ngắn")
        await us.send_until(lambda: len(us.said) == 4)
        counted = await us.store.work(lambda work: usage.usage(work, BOT))
        assert counted is not None
        assert (counted.received, counted.sent) == (1, 4)


async def test_another_form_of_the_message_is_kept_beside_what_has_gone(tmp_path: Path) -> None:
    async with line(tmp_path) as us:
        await us.queue(LONG)

        def part_goes(work: Work) -> tuple[dict[str, object], dict[str, object]]:
            before = delivery.claim(work, 1, [])[0]
            row = _sealed(work)
            delivery.went(work, before, 1)
            return row, _sealed(work)

        before, after = await us.store.work(part_goes)
        assert before[outbox.MESSAGE]
        assert after == before | {"gone": 1}


def _sealed(work: Work) -> dict[str, object]:
    from sqlmodel import col, select

    from storage.tables import OutboxRow

    row = work.session.exec(select(OutboxRow).order_by(col(OutboxRow.id).desc())).first()
    assert row is not None
    return work.vault.open(row.sealed or b"")


async def test_a_lost_answer_may_double_one_part_but_not_those_before(tmp_path: Path) -> None:
    async with line(tmp_path) as us:
        await us.queue("một")
        us.sandbox.fail_next("sendMessage", deliver=True)
        await us.send_until(lambda: us.calls("sendMessage") == 1)
        us.clock.forward(us.clock.now() + timedelta(minutes=1))
        await us.send_until(lambda: us.calls("sendMessage") == 2)
        assert us.said == ["một", "một"]


async def test_a_token_that_is_taken_back_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    async with line(tmp_path) as us:
        await us.queue("một", "hai")
        us.sandbox.fail_next("sendMessage", 401)
        await us.send_until(lambda: us.calls("sendMessage") == 1)
        assert us.said == []
        us.clock.forward(us.clock.now() + timedelta(minutes=1))
        await us.send_until(lambda: len(us.said) == 2)
        assert us.said == ["một", "hai"]


async def test_what_could_not_be_stored_stays_at_hand(tmp_path: Path) -> None:
    async with line(tmp_path) as us:
        inbox = Inbox(us.channel, us.store, lambda: None)
        us.phone.type("đừng làm mất")
        us.store.database.engine.dispose()
        (tmp_path / "line.db").rename(tmp_path / "gone.db")
        with pytest.raises(Exception, match="no such table"):
            await inbox.poll()
        us.store.database.engine.dispose()
        (tmp_path / "gone.db").rename(tmp_path / "line.db")
        polls = us.calls("getUpdates")
        assert (await inbox.poll(), us.calls("getUpdates")) == (1, polls)


async def test_an_update_that_comes_twice_is_answered_once(tmp_path: Path) -> None:
    async with line(tmp_path) as us:
        inbox = Inbox(us.channel, us.store, lambda: None)
        us.phone.repeat_last_update()
        assert await inbox.poll() == 0
        played = await us.store.work(lambda w: play_waiting(w, registry(), {BOT: us.channel}))
        assert played == 1
        await us.send_until(lambda: us.said != [])
        assert len(us.said) == 1
