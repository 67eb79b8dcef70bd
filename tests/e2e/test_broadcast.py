"""An announcement to everyone, over HTTP: nobody twice, progress in place, the missed by name."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from domain.people import Role
from storage.figures import figures
from tests.channels.aiogram_check import check_all
from tests.e2e.running import enrolled, heard, staged

pytestmark = pytest.mark.anyio
WORDS = "Chiều thứ Sáu 14 giờ họp giao ban tại hội trường A."


async def test_everyone_who_can_be_reached_gets_it_once_and_the_author_learns_who_did_not(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path) as stage:
        author = await enrolled(stage, Role.SPECIALIST)
        others = [await enrolled(stage, Role.OFFICIAL, place) for place in range(4)]
        others = [phone for phone in others if phone is not author]
        for said in ("/thongbao", WORDS, "Tất cả"):
            author.type(said)
            await stage.settle()
        others[0].chat.blocked = True  # and the bot has not been told yet
        for _tap in range(2):
            author.press(f"Gửi {len(others) + 1}")
        await stage.settle()
        await stage.settle()
        assert {sum(WORDS in text for text in heard(phone)) for phone in others[1:]} == {1}
        result = next(m for m in reversed(author.messages) if m.document is not None)
        assert "chưa" in result.text.lower()
        assert result.document is not None
        rows = load_workbook(BytesIO(result.document[1])).worksheets[0].values
        cells = {str(cell) for row in rows for cell in row if cell}
        missed = next(m for m in stage.members.values() if m.phone is others[0])
        assert missed.person.full_name in cells
        told = await stage.app.store.work(figures)
        assert (told["waiting"], told["failed"], told["doubled_keys"]) == (0, 1, 0)
        check_all(stage.platforms.telegram.requests, stage.platforms.telegram.updates)
