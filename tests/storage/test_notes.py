"""What became of messages is written down together where it waits together, and each for itself
where one of it cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.clock import SteppedClock
from bot.storing import Store
from storage.tables import AuditRow
from storage.unit_of_work import Work
from tests.office import SmallOffice

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    office = SmallOffice(url=f"sqlite:///{tmp_path / 'notes.db'}")
    return Store(office.database, SteppedClock(datetime(2025, 10, 7, 2, tzinfo=UTC)))


def note(number: int) -> Callable[[Work], None]:
    return lambda work: work.audit(None, "noted", str(number))


def impossible(_work: Work) -> None:
    raise LookupError("no such row")


def _noted(work: Work) -> list[int]:
    query = select(AuditRow.subject).where(AuditRow.action == "noted").order_by(AuditRow.subject)
    return sorted(int(subject) for subject in work.session.exec(query))


async def test_each_note_is_written_once_however_many_wait(store: Store) -> None:
    await asyncio.gather(*(store.insist(note(number)) for number in range(50)))
    assert await store.work(_noted) == list(range(50))


async def test_a_note_that_cannot_be_written_harms_no_other(store: Store) -> None:
    acts = [note(1), impossible, note(2), impossible, note(3)]
    told = await asyncio.gather(*(store.insist(act) for act in acts), return_exceptions=True)
    assert [type(one).__name__ for one in told] == [
        *("NoneType", "LookupError", "NoneType", "LookupError", "NoneType")
    ]
    assert await store.work(_noted) == [1, 2, 3]


async def test_what_waits_together_shares_a_transaction(store: Store) -> None:
    sessions: list[object] = []

    async def held() -> None:
        await store.work(lambda work: None)

    def remember(work: Work) -> None:
        sessions.append(work.session)

    await asyncio.gather(held(), *(store.insist(remember) for _each in range(20)))
    assert len({id(session) for session in sessions}) < 20
