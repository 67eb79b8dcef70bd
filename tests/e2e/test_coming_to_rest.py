"""The stage's clock never stands still without a word: time passes for what is tried again, and
whoever waits for ever is told for what."""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.stage import Unsettled
from domain.people import Role
from tests.e2e.running import BEGIN, enrolled, heard, staged

pytestmark = pytest.mark.anyio


async def test_what_stands_behind_a_message_that_is_tried_again_goes_after_it(
    tmp_path: Path,
) -> None:
    """A tap is answered first; while that is tried again, the reply behind it waits."""
    async with staged(tmp_path) as stage:
        phone = await enrolled(stage, Role.OFFICIAL)
        phone.type("/menu")
        await stage.settle()
        before = len(heard(phone))
        stage.platforms.telegram.fail_next("answerCallbackQuery", 502, "Bad Gateway")
        phone.press(phone.last.buttons[0].label)
        await stage.settle()
        assert len(heard(phone)) > before or phone.last.edited_at is not None
        assert BEGIN < stage.clock.now() < BEGIN + timedelta(minutes=1)


async def test_a_bot_that_does_not_come_to_rest_is_told_with_what_it_waits_for(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path, patience=0.5) as stage:
        member = next(iter(stage.members.values()))
        stage.platforms.telegram.fail_next("sendMessage", delay=math.inf)
        member.phone.start()
        with pytest.raises(Unsettled, match="reply Say sending, tried 1 times"):
            await stage.settle()


async def test_a_clock_that_stops_on_its_way_says_why(tmp_path: Path) -> None:
    async def stumble() -> None:
        raise Unsettled(stage.clock.now(), ["a stone"])

    async with staged(tmp_path) as stage:
        stage.later(BEGIN + timedelta(hours=1), stumble)
        with pytest.raises(Unsettled):
            await stage.advance(BEGIN + timedelta(hours=2))
        assert stage.clock.now() == BEGIN + timedelta(hours=1)
        assert "a stone" in stage.trouble
        await stage.advance(BEGIN + timedelta(hours=2))
        assert stage.trouble == ""
