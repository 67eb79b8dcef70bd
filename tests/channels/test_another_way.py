"""A message that one platform does not take is sent through the person's other chat, once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.base import Channel, File, Problem, SendFailed, Sent
from bot.clock import SteppedClock
from bot.documents import prepare
from bot.pace import Pace
from bot.sender import Sender
from bot.storing import Store
from domain.channels import TELEGRAM, ZALO
from domain.message import say
from domain.outgoing import Operation
from domain.text import verbatim
from storage import outbox, people
from storage.outbox import Posting
from storage.tables import OutboxRow
from tests.office import BOT, SmallOffice
from tests.platform import Platform


class Failing(Platform):
    """Takes everything, or fails in one way."""

    def __init__(self, name: str, problem: Problem | None = None) -> None:
        super().__init__(name)
        self.problem = problem

    async def send(
        self, chat: str, operation: Operation, edits: str | None, file: File | None
    ) -> Sent:
        if self.problem is not None:
            raise SendFailed(self.problem, "as the test wants it")
        return await super().send(chat, operation, edits, file)


class Hurrying(Pace):
    """An hour has passed since the last try: nothing waits for its turn."""

    async def reply(self, chat: str) -> None:
        await self.unpaused()


def office_of(tmp_path: Path) -> tuple[SmallOffice, int]:
    """Hùng is on Zalo too and prefers Telegram; one push waits for him."""
    office = SmallOffice(url=f"sqlite:///{tmp_path / 'office.db'}")
    with office.work() as work:
        there = people.account_of_chat(work, ZALO, BOT[1], "Hùng@zalo")
        people.link(work, there.id, office.people["Hùng"])
        here = people.account_of_chat(work, TELEGRAM, BOT[1], "Hùng")
        reader = people.reader_of(work, here)
        id_ = outbox.say(work, here, reader, say(verbatim("Hạn 15/10")), Posting(key="k"))
    return office, id_ or 0


def deliver(office: SmallOffice, *platforms: Platform, tries: int = 2) -> None:
    """Let the sender work as often as that, an hour between."""
    clock = SteppedClock(office.now)

    async def work_through() -> None:
        store = Store(office.database, clock)
        channels: dict[tuple[str, str], Channel] = {(p.name, p.bot): p for p in platforms}
        sender = Sender(channels, store, prepare, Hurrying)
        for _ in range(tries):
            await sender.send_some()
            await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))
            clock.forward(clock.now() + timedelta(hours=1))

    asyncio.run(work_through())
    office.now = clock.now()


def row(office: SmallOffice, id_: int) -> OutboxRow:
    with office.work() as work:
        return work.session.get_one(OutboxRow, id_)


@pytest.mark.parametrize(
    ("problem", "tries", "why"),
    [
        (Problem.BLOCKED, 2, "blocked"),
        (Problem.GONE, 2, "gone"),
        (Problem.REFUSED, 2, "as the test wants it"),
        (Problem.LATER, 9, "as the test wants it"),
        (Problem.STOPPED, 9, "as the test wants it"),
    ],
)
def test_what_the_first_does_not_take_the_other_carries(
    tmp_path: Path, problem: Problem, tries: int, why: str
) -> None:
    office, id_ = office_of(tmp_path)
    telegram, zalo = Failing(TELEGRAM, problem), Failing(ZALO)
    deliver(office, telegram, zalo, tries=tries)
    assert zalo.chats == ["Hùng@zalo"]
    assert "Hạn 15/10" in zalo.took[0][1]
    kept = row(office, id_)
    assert (kept.state, kept.moved_why, kept.key) == ("sent", why, "k")


def test_a_bot_that_is_run_no_more_gives_its_messages_away(tmp_path: Path) -> None:
    office, id_ = office_of(tmp_path)
    zalo = Failing(ZALO)
    deliver(office, zalo)
    assert len(zalo.took) == 1
    assert row(office, id_).state == "sent"


def test_what_may_have_arrived_is_never_sent_the_other_way(tmp_path: Path) -> None:
    office, id_ = office_of(tmp_path)
    telegram, zalo = Failing(TELEGRAM, Problem.AMBIGUOUS), Failing(ZALO)
    deliver(office, telegram, zalo, tries=6)
    assert zalo.took == []
    assert row(office, id_).state == "unknown"


def test_a_message_goes_another_way_once_and_not_back(tmp_path: Path) -> None:
    office, id_ = office_of(tmp_path)
    both = Failing(TELEGRAM, Problem.REFUSED), Failing(ZALO, Problem.REFUSED)
    deliver(office, *both, tries=4)
    assert row(office, id_).state == "failed"


def test_who_has_no_other_chat_waits_for_a_stopped_bot(tmp_path: Path) -> None:
    office, id_ = office_of(tmp_path)
    with office.work() as work:
        there = people.account_of_chat(work, ZALO, BOT[1], "Hùng@zalo")
        people.link(work, there.id, None)
    telegram = Failing(TELEGRAM, Problem.STOPPED)
    deliver(office, telegram, tries=10)
    assert row(office, id_).state == "queued"
    telegram.problem = None
    deliver(office, telegram)
    assert [words for _chat, words in telegram.took] == ["Hạn 15/10"]


def test_what_was_in_doubt_and_is_then_refused_stays_where_it_is(tmp_path: Path) -> None:
    office, id_ = office_of(tmp_path)
    doubtful, zalo = Failing(TELEGRAM, Problem.AMBIGUOUS), Failing(ZALO)
    deliver(office, doubtful, zalo)
    deliver(office, Failing(TELEGRAM, Problem.BLOCKED), zalo)
    assert zalo.took == []
    assert row(office, id_).state == "unknown"
