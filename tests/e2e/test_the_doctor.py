"""`tusoi doctor`: what is wrong with an office that is set up, and the remedy beside it."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.checkup_live import of_network
from bot.serving import serving
from bot.settings import Settings
from domain.people import Person
from locales.render import Reader, render
from tests.e2e.shell import Tusoi
from tests.e2e.test_command_line import office, tusoi
from tests.office import ZONE

__all__ = ["office", "tusoi"]  # fixtures

TOKEN = {"TUSOI_TELEGRAM_TOKEN": "1:a"}


def test_each_finding_has_its_remedy_beside_it_in_vietnamese(office: Tusoi) -> None:
    told = office("doctor", "--language", "vi", **TOKEN)
    lines = told.output.splitlines()
    assert told.exit_code == 0, "what is only worth doing is no fault"
    assert "tốt: cơ sở dữ liệu còn nguyên vẹn" in lines
    backup = lines.index("nên làm: sao lưu")
    assert "Chưa có bản nào" in lines[backup + 1]
    connected = lines.index("nên làm: mọi người đã kết nối")
    assert "41 người chưa kết nối" in lines[connected + 1]
    without = office("doctor", "--language", "vi")
    assert without.exit_code == 1
    assert "PHẢI SỬA: đã có kênh Zalo hoặc Telegram" in without.output


def test_it_speaks_as_the_machine_does(office: Tusoi) -> None:
    assert "nên làm: sao lưu" in office("doctor", LC_ALL="vi_VN.UTF-8", **TOKEN).output
    assert "worth doing: backup" in office("doctor", LC_ALL="C.UTF-8", **TOKEN).output


def test_what_an_office_lacks_is_found(office: Tusoi, tmp_path: Path) -> None:
    words = {"TUSOI_BACKUP_PASSPHRASE": "six words by chance"}
    assert office("backup", str(tmp_path / "b.backup"), **words).exit_code == 0
    (tmp_path / "data").chmod(0o755)
    told = json.loads(office("doctor", "--json", TUSOI_TIMEZONE="Asia/Tokyo", **TOKEN).stdout)
    assert told["backup"] == "ok"
    assert "TUSOI_TIMEZONE" in told["time zone Asia/Tokyo"]
    assert "chmod go= data" in told["data for their owner only"]
    own_days = tmp_path / "data" / "ngay-nghi.yaml"
    own_days.write_text("2026-05-04 off\n", encoding="utf-8")
    told = json.loads(office("doctor", "--json", **TOKEN).stdout)
    for what in ("working days", "database and plan"):
        assert "Put right the line" in told[what], "no backup need be restored for that"
        assert "ngay-nghi.yaml, line 1: write" in told[what]
    own_days.unlink()
    (tmp_path / "data" / "tusoi.db").write_bytes(b"no database")
    broken = office("doctor", "--json", **TOKEN)
    assert broken.exit_code == 1
    assert "restore" in json.loads(broken.stdout)["database and plan"]


@pytest.mark.anyio
@pytest.mark.parametrize("askew", [timedelta(0), timedelta(minutes=-7)])
async def test_the_clock_and_the_public_address_are_asked_about_live(askew: timedelta) -> None:
    now = datetime(2025, 10, 3, 1, 0, tzinfo=UTC)

    async def platform(_request: Request) -> Response:
        return PlainTextResponse("", headers={"date": f"{now:%a, %d %b %Y %H:%M:%S} GMT"})

    async with serving(
        Starlette(routes=[Route("/", platform), Route("/style.css", platform)])
    ) as url:
        given = Settings(telegram_token="1:a", telegram_base_url=url, public_url=url)
        found = await asyncio.to_thread(lambda: [*of_network(given, now + askew)])
    gone = [*of_network(given, now)]
    reader = Reader("vi", Person.salutation, "", ZONE)
    told = [render(f.remedy, reader) if f.remedy else "" for f in found]
    assert told == (["", ""] if not askew else ["Lệch -420 giây: bật đồng bộ giờ của máy.", ""])
    assert [f.remedy is None for f in gone] == [False], "nothing answers there any more"
