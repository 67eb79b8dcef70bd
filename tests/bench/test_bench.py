"""Each measurement runs, for a second, and gives numbers that can be."""

from __future__ import annotations

import pytest

from bot.office_documents import OFFICE_DOCUMENTS
from tests.bench import desk, measures, papers, rehearsing, reminders
from tests.bench.bots import Tusoi, found
from tests.bench.fast_telegram import fields

pytestmark = pytest.mark.anyio
_PEOPLE = 20


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def tusoi(tmp_path_factory: pytest.TempPathFactory) -> Tusoi:
    folder = tmp_path_factory.mktemp("bench")
    (folder / "copies").mkdir()
    return Tusoi(found(folder / "data", _PEOPLE), folder / "copies")


async def test_turns_are_counted_beside_those_of_another_library(tusoi: Tusoi) -> None:
    told = await measures.beside_peers(tusoi, _PEOPLE, 0.01, 1.0, peers=("aiogram",))
    ours, theirs = (told[f"turns_a_second.latency_10ms.{bot}"] for bot in ("tusoi", "aiogram"))
    assert ours > 0
    assert theirs > 0
    assert told["turns_ratio.latency_10ms.aiogram"] == ours / theirs


async def test_waits_are_timed_in_milliseconds(tusoi: Tusoi) -> None:
    told = await measures.latency_at(tusoi, _PEOPLE, 10, 1.0)
    shortest, longest = told["reply_ms.at_10_a_second.p50"], told["reply_ms.at_10_a_second.p99"]
    assert 0 < shortest <= longest


async def test_an_announcement_is_followed_until_everybody_has_it(tusoi: Tusoi) -> None:
    # Without PTB's limiter beside it: what that needs is installed by `make bench` only.
    told = await measures.announcement(tusoi, _PEOPLE)
    assert told["broadcast.tusoi.missed"] == 0
    assert told["broadcast.tusoi.doubled"] == told["broadcast.tusoi.refusals"] == 0
    assert 0 < told["broadcast.tusoi.of_permitted"] < 2


async def test_a_running_bot_is_weighed(tusoi: Tusoi) -> None:
    told = await measures.weight(tusoi, _PEOPLE, 1.0)
    assert 10 < told["rss_mib.idle"] <= told["rss_mib.under_load"] < 2_000
    assert told["start_to_first_poll_s"] > 0
    assert (await measures.help_time())["tusoi_help_s"] > 0


async def test_a_rehearsal_is_timed_from_end_to_end() -> None:
    told = await rehearsing.rehearsal(5, "2025-10-10")
    assert told["rehearsal.5_people.messages"] > 5
    assert told["rehearsal.5_people.s"] > 0


async def test_everybody_is_reminded_once_and_a_second_tick_writes_nothing() -> None:
    told = await reminders.ticks(_PEOPLE)
    for database in reminders.databases():
        ours = {k: told[f"tick.{database}.tusoi.{k}"] for k in ("messages", "s")}
        assert ours["messages"] == _PEOPLE
        assert ours["s"] > 0
        assert told[f"tick.{database}.tusoi.second_messages"] == 0
        assert told[f"tick.{database}.tusoi.clock_put_back_messages"] == 0
        assert told[f"tick.{database}.apscheduler.s"] > 0


def test_a_call_is_read_however_a_library_writes_it() -> None:
    said = {"chat_id": "7", "text": "Một & hai"}
    part = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    parts = [part % (n.encode(), v.encode()) for n, v in said.items()]
    assert fields(b"", b"chat_id=7&text=M%E1%BB%99t+%26+hai") == said
    assert fields(b"", '{"chat_id": 7, "text": "Một & hai"}'.encode()) == said
    assert fields(b"multipart/form-data", b"".join(parts) + b"--x--") == said


def test_the_documents_of_the_office_are_timed_in_seconds() -> None:
    told = papers.documents(_PEOPLE)
    assert len(told) == len(OFFICE_DOCUMENTS)
    assert all(0 < took < 60 for took in told.values())


async def test_the_pages_of_the_desk_are_timed_in_milliseconds() -> None:
    told = await desk.pages(_PEOPLE, rounds=1)
    assert told.keys() == {f"desk_ms.{_PEOPLE}_people.{name}" for name in desk.PAGES}
    assert all(took > 0 for took in told.values())
