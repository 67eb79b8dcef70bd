"""`tusoi run` with a public address: the pages, over HTTP, from the process itself."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import httpx
import pytest

from domain.people import Role
from tests.e2e.running import enrolled, heard, housed
from tests.e2e.test_crashes import process, until_heard

pytestmark = pytest.mark.anyio


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def test_a_link_from_the_chat_leads_to_the_process(tmp_path: Path) -> None:
    port = free_port()
    settings = {
        "TUSOI_PUBLIC_URL": f"http://127.0.0.1:{port}/",
        "TUSOI_LISTEN": f"127.0.0.1:{port}",
    }
    async with housed(tmp_path) as house:
        async with house.bot() as stage:
            phone = await enrolled(stage, Role.OFFICIAL)
        before = len(heard(phone))
        async with process(house, **settings) as running:
            phone.type("/dangky")
            phone.type("biểu mẫu")
            await until_heard(house, phone, before + 2)
            ((button,),) = (phone.messages[-1].reply_markup or {})["inline_keyboard"]
            url = button["url"]
            async with httpx.AsyncClient(trust_env=False) as client:
                door = await client.get(url)
            assert door.status_code == 200
            assert "Biểu mẫu gửi anh/chị" in door.text
            running.send_signal(signal.SIGTERM)
            said, _ = await running.communicate()
    assert running.returncode == 0
    assert url.rpartition("/")[2].encode() not in said


async def test_a_port_that_is_taken_is_told_plainly(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        at = f"127.0.0.1:{taken.getsockname()[1]}"
        async with (
            housed(tmp_path) as house,
            process(house, TUSOI_PUBLIC_URL="https://a.example", TUSOI_LISTEN=at) as running,
        ):
            said, _ = await running.communicate()
    assert running.returncode == 2
    assert "TUSOI_LISTEN" in said.decode()
    assert "Traceback" not in said.decode()
