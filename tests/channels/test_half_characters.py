"""Half a surrogate pair, as JSON may carry it: the sandbox hands it on, the bot does without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette

from bot.channels.base import Attached, Started, Typed
from bot.inbox import readable
from bot.sandbox.messages import Content
from bot.sandbox.texts import typed
from bot.serving import serving
from bot.webhooks import webhook_routes
from domain.channels import ZALO
from storage.inbox import Arrived
from tests.channels.playing import playing
from tests.channels.test_receiving import acknowledged, meanwhile, receiving

pytestmark = pytest.mark.anyio

HALF = "\ud83d"


async def test_half_a_character_stalls_neither_the_sandbox_nor_the_bot(tmp_path: Path) -> None:
    async with playing(well_formed=False) as (sandbox, url), receiving(tmp_path, url) as us:
        phone = sandbox.phone(7, f"Hùng{HALF}")
        for words in (f"đăng{HALF} ký", f"/start {HALF}abc", "xin chào"):
            phone.send(Content(typed(words)))
        assert await us.inbox.poll() == 3
        assert await us.waiting() == [Typed("đăng ký"), Started("abc"), Typed("xin chào")]
        phone.send(Content(typed("vẫn đây")))
        assert await us.inbox.poll() == 1
        assert sandbox.world.updates.pending == 1, "the first three are acknowledged"


async def test_the_name_of_a_file_comes_without_its_half(tmp_path: Path) -> None:
    async with playing(well_formed=False) as (sandbox, url), receiving(tmp_path, url) as us:
        sandbox.phone(7, "Hùng").send_file(f"danh{HALF}-sach.xlsx", b"sheet", "text/csv")
        assert await us.inbox.poll() == 1
        (event,) = await us.waiting()
        assert isinstance(event, Attached)
        assert event.name == "danh-sach.xlsx"


def test_whatever_holds_half_a_character_is_readable_without_it() -> None:
    told = Arrived(ZALO, "1", f"a{HALF}", {"m": [{f"k{HALF}": f"{HALF}x"}, 1, None], "t": "😀"})
    payload: dict[str, object] = {"m": [{"k": "x"}, 1, None], "t": "😀"}
    assert readable(told) == Arrived(ZALO, "1", "a", payload)


async def test_half_a_character_is_brought_to_a_webhook_and_taken(tmp_path: Path) -> None:
    app = Starlette()
    async with (
        playing(well_formed=False) as (sandbox, url),
        serving(app) as own,
        receiving(tmp_path, url, own) as us,
    ):
        app.router.routes.extend(webhook_routes([us.inbox]))
        async with meanwhile(us.inbox.run()):
            sandbox.phone(7, "Hùng").send(Content(typed(f"đăng{HALF} ký")))
            await acknowledged(sandbox)
        assert await us.waiting() == [Typed("đăng ký")]
