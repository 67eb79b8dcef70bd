"""An announcement to everyone, over HTTP: nobody twice, progress in place, the missed by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.sandbox.stage import Stage
from bot.sandbox.wire import Json
from domain.broadcast import ChosenAudience
from domain.people import Role
from handlers.broadcast_views import message_of
from storage import broadcast_files, broadcast_sending, broadcasts
from storage.figures import figures
from storage.unit_of_work import Work
from tests.channels.aiogram_check import check_all
from tests.channels.pictures import png
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


async def test_a_file_from_the_shell_goes_up_once(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        phones = [await enrolled(stage, Role.SPECIALIST)]
        phones += [await enrolled(stage, Role.OFFICIAL, place) for place in range(6)]
        await stage.app.store.work(_with_a_file)
        await stage.settle()
        got = [document for phone in phones for m in phone.messages if (document := m.document)]
        assert {document for document in got if document[0] == "mau.docx"} == {FILE}
        assert got.count(FILE) >= len({phone.person.id for phone in phones})
        ups = _sent_with(stage, "sendDocument")
        assert [isinstance(given["document"], str) for given in ups].count(False) == 1
        check_all(stage.platforms.telegram.requests, stage.platforms.telegram.updates)


FILE = ("mau.docx", b"PK a document")


def _with_a_file(work: Work) -> None:
    id_ = broadcasts.draft(work, None, WORDS, ChosenAudience.read("all"))
    broadcast_files.enclose_content(work, id_, *FILE)
    broadcast_sending.confirm(work, id_, message_of(broadcasts.letter_of(work, id_)), None, None)


def _sent_with(stage: Stage, method: str) -> list[Json]:
    asked = stage.platforms.telegram.requests
    return [request.params for request in asked if request.method == method]


async def test_a_photo_that_telegram_has_never_goes_up_again_and_is_deleted_from_the_phones(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path) as stage:
        author = await enrolled(stage, Role.SPECIALIST)
        places = [await enrolled(stage, Role.OFFICIAL, place) for place in range(2)]
        other = next(phone for phone in places if phone is not author)

        async def says(act: Callable[[], object]) -> None:
            act()
            await stage.settle()

        for said in ("/thongbao", WORDS, "Tất cả"):
            await says(partial(author.type, said))
        await says(lambda: author.press("Kèm tệp"))
        await says(lambda: author.send_photo(png(9, 9)))
        await says(lambda: author.press("Xem trước"))
        await says(lambda: author.press(f"Gửi {len({author, *places})} người"))
        await stage.settle()
        (got,) = [m for m in other.messages if m.photo and WORDS in m.text]
        assert all(isinstance(given["photo"], str) for given in _sent_with(stage, "sendPhoto"))
        await says(lambda: author.type("/thongbao"))
        await says(lambda: author.press("“Chiều"))
        await says(lambda: author.press("Xóa khỏi"))
        await says(lambda: author.press("Xóa trên"))
        await stage.settle()
        assert got.deleted or got not in other.messages
        told = next(m for m in reversed(author.messages) if m.document is not None)
        assert str(len({author, *places})) in told.text
        check_all(stage.platforms.telegram.requests, stage.platforms.telegram.updates)
