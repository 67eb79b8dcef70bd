"""The whole bot on an Official Account: events come in over HTTP, answers and pushes go out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.address import Address
from bot.app import App
from bot.channels.base import Channel
from bot.sandbox.zalo_oa_server import Delivery
from bot.webhooks import hook_path
from domain.channels import TELEGRAM, ZALO_OA
from domain.message import say
from domain.text import verbatim
from scheduler.working_days import load_working_days
from storage import outbox, people
from storage.outbox import Posting
from storage.tables import OutboxRow
from tests.channels.zalo_oa_playing import APP_ID, Play, account_played
from tests.platform import Platform

pytestmark = pytest.mark.anyio


@dataclass
class Running:
    play: Play
    app: App

    async def bring(self, delivery: Delivery) -> int:
        """As the platform does: POSTed to the bot's address; the status of the answer."""
        url = self.app.store.database.public_url + hook_path(ZALO_OA, APP_ID)
        async with httpx.AsyncClient() as http:
            answer = await http.post(url, content=delivery.body, headers=dict(delivery.headers))
        await self.app.settle()
        return answer.status_code

    def heard(self, name: str) -> list[str]:
        shown = self.play.sandbox.shown
        return [str(one.message.get("text")) for one in shown if one.user == name]


@asynccontextmanager
async def running(folder: Path, *others: Channel) -> AsyncIterator[Running]:
    async with account_played(folder) as play:
        channels: list[Channel] = [play.channel(), *others]
        app = App(play.store(), channels, load_working_days(), triggers=False, address=Address())
        async with app:
            yield Running(play, app)


async def test_what_somebody_writes_is_answered(tmp_path: Path) -> None:
    async with running(tmp_path) as bot:
        assert await bot.bring(bot.play.sandbox.says("Hùng", "/menu")) == 200
        assert len(bot.heard("Hùng")) == 1
        tap = bot.play.sandbox.presses("Hùng", "Đăng ký nhiệm vụ")
        assert await bot.bring(tap) == 200
        assert "1." in bot.heard("Hùng")[-1], "questions for typing, all in one message"


async def test_what_is_brought_twice_is_answered_once(tmp_path: Path) -> None:
    async with running(tmp_path) as bot:
        brought = bot.play.sandbox.says("Hùng", "/menu")
        assert [await bot.bring(brought), await bot.bring(brought)] == [200, 200]
        assert len(bot.heard("Hùng")) == 1


async def test_what_is_not_the_platforms_changes_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as bot:
        true = bot.play.sandbox.says("Hùng", "/menu")
        assert await bot.bring(Delivery(true.headers, true.body.replace(b"menu", b"xoa "))) == 403
        assert await bot.bring(bot.play.sandbox.echoes("Hùng", "/menu")) == 200
        assert not bot.heard("Hùng")


async def test_who_unfollows_is_not_written_to_and_following_again_is_enough(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as bot:
        await bot.bring(bot.play.sandbox.says("Hùng", "/menu"))
        for delivery, state in (
            (bot.play.sandbox.unfollow("Hùng"), "blocked"),
            (bot.play.sandbox.follow("Hùng"), "active"),
        ):
            await bot.bring(delivery)
            with bot.play.office.work() as work:
                assert bot.play.office.account(work, "Hùng").state == state


@pytest.mark.parametrize(
    ("since", "why"),
    [
        (timedelta(days=3), "48 hours"),
        (timedelta(days=8), "7 days"),
    ],
)
async def test_a_push_outside_the_window_goes_the_other_way_and_the_ledger_says_why(
    tmp_path: Path, since: timedelta, why: str
) -> None:
    telegram = Platform(TELEGRAM)
    async with running(tmp_path, telegram) as bot:
        await bot.bring(bot.play.sandbox.says("Hùng", "/menu"))
        before = len(bot.heard("Hùng"))
        bot.play.forward(seconds=since.total_seconds())
        pushed = _push(bot.play)
        await bot.app.settle()
        assert len(bot.heard("Hùng")) == before
        assert ["Hạn 15/10" in words for _chat, words in telegram.took] == [True]
        with bot.play.office.work() as work:
            row = work.session.get_one(OutboxRow, pushed)
            assert row.state == "sent"
            assert why in (row.moved_why or "")


def _push(play: Play) -> int:
    """A reminder queued for Hùng's chat on the Official Account; he is on Telegram, too."""
    with play.office.work() as work:
        hung = play.office.people["Hùng"]
        there = people.account_of_chat(work, TELEGRAM, APP_ID, "Hùng@telegram")
        people.link(work, there.id, hung)
        here = people.account_of_chat(work, ZALO_OA, APP_ID, "Hùng")
        reader, words = people.reader_of(work, here), say(verbatim("Hạn 15/10"))
        return outbox.say(work, here, reader, words, Posting(key="k"), person=hung) or 0
