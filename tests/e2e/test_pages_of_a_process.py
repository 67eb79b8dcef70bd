"""`tusoi run` with a public address: the pages, over HTTP, from the process itself."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import httpx
import pytest

from bot.sandbox.phones import Phone
from domain.people import Role
from tests.e2e.running import enrolled, heard, housed
from tests.e2e.test_crashes import process, until_heard
from tests.housed import housed as an_office

pytestmark = pytest.mark.anyio


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def test_links_from_the_chat_lead_to_the_process_and_a_ward_to_its_offices(
    tmp_path: Path,
) -> None:
    port, school = free_port(), tmp_path / "school"
    an_office(school, "Trường Mầm non").database.close()
    (tmp_path / "don-vi.txt").write_text(f"Trường Mầm non = {school}", encoding="utf-8")
    settings = {
        "TUSOI_OFFICES": str(tmp_path / "don-vi.txt"),
        "TUSOI_PUBLIC_URL": f"http://127.0.0.1:{port}/",
        "TUSOI_LISTEN": f"127.0.0.1:{port}",
    }
    async with housed(tmp_path) as house:
        async with house.bot() as stage:
            phone = await enrolled(stage, Role.SPECIALIST)
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
            phone.type("/banlamviec")
            await until_heard(house, phone, before + 3)
            assert "1/1 cơ quan, đơn vị đã có số liệu" in await _offices(phone)
            running.send_signal(signal.SIGTERM)
            said, _ = await running.communicate()
    assert running.returncode == 0
    assert url.rpartition("/")[2].encode() not in said


async def _offices(phone: Phone) -> str:
    """The page of the offices, reached from the newest message of a specialist's chat."""
    rows = (phone.messages[-1].reply_markup or {})["inline_keyboard"]
    (url,) = [button["url"] for row in rows for button in row if "url" in button]
    async with httpx.AsyncClient(trust_env=False, follow_redirects=True) as client:
        guard = (await client.get(url)).text.partition('name="guard" value="')[2].partition('"')[0]
        desk = await client.post(url, data={"guard": guard})
        assert 'href="/desk/offices"' in desk.text
        return (await client.get(f"{url.partition('/desk')[0]}/desk/offices")).text


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
