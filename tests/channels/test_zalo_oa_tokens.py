"""Tokens that replace themselves: renewed ahead, never spent twice; what a lost answer costs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.channels.base import Problem, SendFailed
from bot.storing import Store
from storage.token_pairs import CLAIM_LIVES
from storage.unit_of_work import Work
from tests.channels.zalo_oa_playing import FIRST, Play, account_played

pytestmark = pytest.mark.anyio


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Play]:
    async with account_played(tmp_path) as played:
        yield played


class Crashing(Store):
    """A process that dies before the answer is stored."""

    async def insist(self, act: Callable[[Work], None]) -> None:
        raise KeyboardInterrupt


async def test_the_operators_token_is_spent_once_and_the_access_token_used_while_it_lasts(
    play: Play,
) -> None:
    tokens = play.tokens()
    assert [await tokens.access() for _ in range(3)] == ["access-1"] * 3
    assert play.sandbox.tokens.renewals == 1


async def test_it_is_renewed_six_hours_ahead(play: Play) -> None:
    tokens = play.tokens()
    await tokens.access()
    play.forward(hours=18, minutes=59)
    assert await tokens.access() == "access-1"
    play.forward(minutes=1)
    assert await tokens.access() == "access-2"


async def test_many_who_ask_at_once_make_one_renewal(play: Play) -> None:
    tokens = play.tokens()
    assert await asyncio.gather(*(tokens.access() for _ in range(20))) == ["access-1"] * 20
    assert play.sandbox.tokens.renewals == 1


async def test_two_processes_at_once_never_spend_one_token_twice(play: Play) -> None:
    one, other = play.tokens(), play.tokens()
    told = await asyncio.gather(one.access(), other.access(), return_exceptions=True)
    assert play.sandbox.tokens.renewals == 1
    for said in told:
        if isinstance(said, SendFailed):
            assert said.problem is Problem.LATER
        else:
            assert said == "access-1"
    assert [await one.access(), await other.access()] == ["access-1"] * 2


async def test_what_another_process_has_renewed_is_used(play: Play) -> None:
    one, other = play.tokens(), play.tokens()
    await one.access()
    await other.access()
    play.forward(hours=20)
    assert [await other.access(), await one.access()] == ["access-2"] * 2


async def test_after_a_restart_the_kept_pair_serves_whatever_the_settings_still_say(
    play: Play,
) -> None:
    await play.tokens().access()
    assert await play.tokens(FIRST).access() == "access-1"
    assert await play.tokens("").access() == "access-1"
    play.forward(hours=24)
    assert await play.tokens(FIRST).access() == "access-2"


@pytest.mark.parametrize("code", [None, 502])
async def test_a_renewal_that_did_not_arrive_is_tried_again(play: Play, code: int | None) -> None:
    tokens = play.tokens()
    play.sandbox.fail_next("access_token", code)
    with pytest.raises(SendFailed) as failure:
        await tokens.access()
    assert failure.value.problem is Problem.LATER
    assert await tokens.access() == "access-1"


async def test_after_a_lost_answer_the_old_access_token_serves_while_it_lasts(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    tokens = play.tokens()
    await tokens.access()
    play.forward(hours=20)
    play.sandbox.fail_next("access_token", None, carry_out=True)
    assert await tokens.access() == "access-1"
    assert "could not be renewed yet" in caplog.text
    play.forward(minutes=20)
    assert await tokens.access() == "access-1"
    assert "TUSOI_ZALO_OA_REFRESH_TOKEN" in caplog.text


async def test_when_it_ends_too_the_operator_is_told_what_to_do_and_can(play: Play) -> None:
    tokens = play.tokens()
    await tokens.access()
    play.forward(hours=20)
    play.sandbox.fail_next("access_token", None, carry_out=True)
    await tokens.access()
    play.forward(hours=6)
    with pytest.raises(SendFailed, match="TUSOI_ZALO_OA_REFRESH_TOKEN") as failure:
        await tokens.access()
    assert failure.value.problem is Problem.STOPPED
    play.sandbox.tokens.refresh = "a-new-one"
    assert await play.tokens("a-new-one").access() == "access-3"


async def test_a_failing_renewal_ahead_of_time_is_not_tried_with_every_message(play: Play) -> None:
    tokens = play.tokens()
    await tokens.access()
    play.forward(hours=20)
    play.sandbox.fail_next("access_token", 502)
    assert [await tokens.access() for _ in range(5)] == ["access-1"] * 5
    play.forward(minutes=15)
    assert await tokens.access() == "access-2"


async def test_a_crash_before_the_answer_is_stored_is_found_out_and_told(play: Play) -> None:
    store = play.store()
    crashing = Crashing(store.database, store.clock)
    with pytest.raises(KeyboardInterrupt):
        await play.tokens(store=crashing).access()
    with pytest.raises(SendFailed) as failure:
        await play.tokens().access()
    assert failure.value.problem is Problem.LATER, "its claim has not lapsed"
    play.forward(seconds=CLAIM_LIVES.total_seconds())
    with pytest.raises(SendFailed, match="get a new refresh token"):
        await play.tokens().access()


async def test_without_a_refresh_token_it_says_which_setting_is_missing(play: Play) -> None:
    with pytest.raises(SendFailed, match="TUSOI_ZALO_OA_REFRESH_TOKEN"):
        await play.tokens("").access()


async def test_a_wrong_secret_key_is_told_and_spends_nothing(play: Play) -> None:
    tokens = play.tokens()
    tokens._client = play.client("wrong")
    with pytest.raises(SendFailed) as failure:
        await tokens.access()
    assert failure.value.problem is Problem.STOPPED
    assert await play.tokens().access() == "access-1"


async def test_the_tokens_lie_sealed(play: Play, tmp_path: Path) -> None:
    await play.tokens().access()
    kept = _bytes_of(tmp_path)
    assert b"token_pair" in kept
    assert b"access-1" not in kept
    assert b"refresh-" not in kept


def _bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())
