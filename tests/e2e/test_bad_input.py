"""What goes wrong in life, over HTTP: a clear sentence or silence, nothing lost, a clean log."""

from __future__ import annotations

import logging
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot import logs
from bot.sandbox.office import demo_roster
from bot.sandbox.phones import Phone
from bot.sandbox.stage import Stage
from domain.people import Role
from storage import people
from storage.figures import figures
from tests.channels.pictures import png
from tests.channels.playing import TOKEN
from tests.e2e.running import enrolled, heard, housed, staged

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def nothing_goes_wrong_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="tusoi")


async def says(stage: Stage, phone: Phone, text: str) -> str:
    """What the bot answers to a text; "" for silence."""
    before = len(heard(phone))
    phone.type(text)
    return await answered(stage, phone, before)


async def answered(stage: Stage, phone: Phone, before: int) -> str:
    await stage.settle()
    return "\n".join(heard(phone)[before:])


async def counted(stage: Stage) -> dict[str, object]:
    return await stage.app.store.work(figures)


async def test_an_answer_of_5000_characters_is_refused_whole(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        phone = await enrolled(stage, Role.OFFICIAL)
        await says(stage, phone, "/dangky")
        told = await says(stage, phone, "Rút ngắn thời gian giải quyết hồ sơ " * 150)
        assert "4.096 ký tự" in told
        assert "phần sau của tin quá dài" in told
        assert "Rút ngắn" not in told  # the rest was not taken for an answer
        assert "ký tự" not in await says(stage, phone, "Rút thời gian giải quyết còn 10 ngày")


async def test_an_emoji_a_photo_an_edit_and_a_forward_lose_no_draft(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        phone = await enrolled(stage, Role.OFFICIAL)
        question = await says(stage, phone, "/dangky")
        assert await says(stage, phone, "🙂")
        before = len(heard(phone))
        phone.send_photo(png(9, 9))
        assert "tin nhắn" in await answered(stage, phone, before)
        before = len(heard(phone))
        phone.edit(next(m for m in phone.messages if m.text == "🙂").id, "😀")
        assert "nhắn lại tin mới" in await answered(stage, phone, before)
        before = len(heard(phone))
        phone.forward("Rút thời gian giải quyết hồ sơ còn 10 ngày")
        assert await answered(stage, phone, before) not in ("", question)
        assert (await counted(stage))["failed"] == 0


async def test_an_update_that_comes_twice_is_played_once(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        phone = await enrolled(stage, Role.OFFICIAL)
        before = len(heard(phone))
        phone.type("/menu")
        phone.repeat_last_update()
        await stage.settle()
        phone.repeat_last_update()
        await stage.settle()
        assert len(heard(phone)) == before + 1


async def test_a_poisoned_update_is_set_aside_and_the_next_is_heard(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with staged(tmp_path) as stage:
        phone = await enrolled(stage, Role.OFFICIAL)
        number = stage.platforms.telegram.updates[-1]["update_id"]
        who = {"id": phone.person.id, "first_name": "x", "is_bot": False}
        phone.raw({"update_id": number + 1, "message": {"text": 5, "chat": "Bí mật của Hùng"}})
        phone.raw({"update_id": number + 2, "something_new": {"a": [1, {"b": None}]}})
        tap = {"id": "1", "from": who, "data": "9" * 60, "message": "long ago"}
        phone.raw({"update_id": number + 3, "callback_query": tap})
        before = len(heard(phone))
        phone.type("/menu")
        await stage.settle()
        assert len(heard(phone)) > before
        inbox = (await counted(stage))["inbox"]
        assert isinstance(inbox, dict)
        assert inbox["aside"] == 2
        assert "set aside" in caplog.text
        assert "Hùng" not in caplog.text


async def test_a_button_of_long_ago_explains_itself(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        phone = await enrolled(stage, Role.OFFICIAL)
        await says(stage, phone, "/dangky")
        old = phone.last.id
        await says(stage, phone, "/huy")
        phone.press("Để sau", old)
        await stage.settle()
        assert "đã kết thúc" in phone.toasts[-1].text


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("danh-sach.pdf", b"%PDF", "XLSX"),
        ("danh-sach.xlsx", b"this is no workbook", "danh-sach.xlsx"),
        ("danh-sach.xlsx", b"PK\x03\x04" + b"\0" * 200, "danh-sach.xlsx"),
        ("to.xlsx", b"0" * 20_000_001, "20 MB"),
    ],
    ids=["pdf", "text", "broken zip", "20 MB"],
)
async def test_a_file_that_is_no_roster_is_refused_with_a_reason(
    name: str, content: bytes, told: str, tmp_path: Path
) -> None:
    async with staged(tmp_path) as stage:
        phone = await enrolled(stage, Role.ADMIN)
        everybody = (await counted(stage))["people"]
        before = len(heard(phone))
        phone.send_document(name, content)
        assert told in await answered(stage, phone, before)
        assert (await counted(stage))["people"] == everybody


async def test_a_roster_is_shown_dry_and_imported_once_it_is_confirmed(tmp_path: Path) -> None:
    async with housed(tmp_path) as house, house.bot() as stage:
        phone = await enrolled(stage, Role.ADMIN)
        before = len(heard(phone))
        phone.send_document("danh-sach.xlsx", _corrected())
        told = await answered(stage, phone, before)
        assert "Chưa thay đổi gì" in told
        assert await _with_position(stage, "Chuyên viên chính") == 0
        phone.press("Nhập")
        phone.press("Nhập")
        await stage.settle()
        assert await _with_position(stage, "Chuyên viên chính") == 1
        assert (await counted(stage))["failed"] == 0


async def _with_position(stage: Stage, position: str) -> int:
    return await stage.app.store.work(
        lambda work: sum(p.position == position for p in people.people(work))
    )


def _corrected() -> bytes:
    """The roster of the demo with one position changed."""
    book = load_workbook(BytesIO(demo_roster()))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    next(cell for cell in cells if cell.value == "Chuyên viên").value = "Chuyên viên chính"
    written = BytesIO()
    book.save(written)
    return written.getvalue()


async def test_a_file_from_anybody_else_is_not_even_fetched(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        phone = await enrolled(stage, Role.OFFICIAL)
        before = len(heard(phone))
        phone.send_document("danh-sach.xlsx", demo_roster())
        assert await answered(stage, phone, before)
        assert "getfile" not in {r.method.lower() for r in stage.platforms.telegram.requests}


async def test_the_log_holds_no_name_no_text_and_no_token(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logs.set_up(logging.DEBUG)
    async with staged(tmp_path) as stage:
        phone = await enrolled(stage, Role.OFFICIAL)
        await says(stage, phone, "/dangky")
        await says(stage, phone, "Rút thời gian giải quyết hồ sơ còn 10 ngày")
        await says(stage, phone, "TUYỆT MẬT")
        stage.platforms.telegram.fail_next("sendMessage", 400, "Bad Request: something new")
        stage.platforms.telegram.fail_next("sendMessage", 502)
        await says(stage, phone, "/menu")
        phone.block()
        await stage.settle()
        assert caplog.text
        names = {m.person.full_name for m in stage.members.values()}
        telling = {TOKEN, TOKEN.partition(":")[2], "Rút thời gian", "TUYỆT MẬT", *names}
        assert [words for words in telling if words in caplog.text] == []


async def test_whoever_blocks_the_bot_is_told_of_to_the_specialist_once(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        specialist = await enrolled(stage, Role.SPECIALIST)
        officials = [m for m in stage.members.values() if m.person.roles == {Role.OFFICIAL}]
        name = officials[0].person.full_name
        phone = await enrolled(stage, Role.OFFICIAL, _place(stage, name))
        phone.block()
        await stage.settle()
        phone.unblock()
        phone.block()
        await stage.settle()
        told = [text for text in heard(specialist) if name in text and "không nhận" in text]
        assert len(told) == 1  # there and back again within a moment
        phone.unblock()
        assert await says(stage, phone, "/menu")


def _place(stage: Stage, name: str) -> int:
    officials = [m for m in stage.members.values() if Role.OFFICIAL in m.person.roles]
    return next(i for i, m in enumerate(officials) if m.person.full_name == name)
