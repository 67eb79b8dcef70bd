"""Whatever comes in: no exception, one sentence for strangers, and nobody else's chat touched."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from sqlalchemy import func
from sqlmodel import col, select

from bot.channels.base import Channel
from bot.channels.telegram_channel import TelegramChannel
from bot.inbox import screened
from bot.playing import play_waiting
from domain.message import Message
from domain.outgoing import Say
from domain.people import Person
from handlers import enrolling
from locales.render import Reader, render
from storage import inbox, people
from storage.inbox import Arrived
from storage.tables import AccountRow, OutboxRow
from tests.chaos.size import SEED, SIZE
from tests.chaos.updates import MEMBERS, STRANGERS, updates
from tests.office import BOT, ZONE, SmallOffice


@dataclass
class Door:
    """An office behind Telegram's own parser, and the next update's number."""

    office: SmallOffice
    channel: TelegramChannel
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def play(self, update: dict[str, Any]) -> list[tuple[str, str, str]]:
        """What it leads to: chat, kind of operation and words of all that is queued by it."""
        number = next(self.numbers)
        arrived = Arrived(*BOT, str(number), {"update_id": number} | update)
        channels: dict[tuple[str, str], Channel] = {BOT: self.channel}
        with self.office.work() as work:
            inbox.store(work, [screened(arrived)])
            before = work.session.exec(select(func.max(OutboxRow.id))).one() or 0
            play_waiting(work, self.office.registry, channels)
            query = select(OutboxRow, AccountRow.chat).join(
                AccountRow, col(OutboxRow.account_id) == col(AccountRow.id)
            )
            rows = work.session.exec(query.where(col(OutboxRow.id) > before)).all()
            return [
                (chat, row.op, _words(work.vault.open(row.sealed or b""))) for row, chat in rows
            ]

    def waits(self) -> bool:
        with self.office.work() as work:
            return bool(inbox.waiting(work, 1))


def _words(opened: dict[str, object]) -> str:
    return str(opened.get("text", ""))


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    office = SmallOffice()
    with office.work() as work:
        for chat, name in zip(MEMBERS, ("Hùng", "Tâm"), strict=True):
            account = people.account_of_chat(work, *BOT, str(chat))
            people.link(work, account.id, office.people[name])
    yield Door(office, TelegramChannel("100:none", "http://127.0.0.1:9"))
    office.database.close()


def _first_lines(message: Message) -> set[str]:
    readers = [Reader(language, Person.salutation, "", ZONE) for language in ("vi", "en")]
    return {render(message.body[0], reader) for reader in readers}


#: All that a stranger ever reads: the way in, and what becomes of a code that opens nothing.
WAY_IN = _first_lines(enrolling.WAY_IN)
OF_CODES = ("Mã không đúng", "This code is not valid", "Nhập sai quá nhiều", "Too many wrong")


@seed(SEED)
@settings(
    max_examples=SIZE.updates,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(update=updates())
def test_any_update_is_played_or_set_aside_and_touches_one_chat_alone(
    door: Door, update: dict[str, Any]
) -> None:
    heard = _Listening()
    logging.getLogger("tusoi").addHandler(heard)
    try:
        queued = door.play(update)
    finally:
        logging.getLogger("tusoi").removeHandler(heard)
    assert heard.errors == []
    assert not door.waits()
    assert len({chat for chat, _op, _words in queued}) <= 1
    for chat, op, words in queued:
        assert int(chat) in (*MEMBERS, *STRANGERS)
        if int(chat) in STRANGERS and op == Say.__name__:
            assert words.startswith((*WAY_IN, *OF_CODES)), words


class _Listening(logging.Handler):
    """Errors of ours; that an update was set aside unread is none."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(record.getMessage())
