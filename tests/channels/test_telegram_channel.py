"""The channel against the sandbox: every operation, every refusal in our words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import (
    Attached,
    Blocked,
    Classified,
    Edited,
    Event,
    File,
    Pressed,
    Problem,
    SendFailed,
    Started,
    Typed,
    Unblocked,
    Unreadable,
    Wordless,
)
from bot.channels.parts import split, units
from bot.channels.telegram_channel import TelegramChannel
from bot.inbox import screened
from bot.sandbox.phones import Phone
from bot.sandbox.telegram_server import TelegramSandbox
from domain.message import Attachment, Document, Style
from domain.outgoing import Acknowledge, Button, Delete, Say, SetCommands
from storage.inbox import Arrived
from tests.channels.pictures import png
from tests.channels.playing import TOKEN, playing

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def opened(
    *, well_formed: bool = True
) -> AsyncIterator[tuple[TelegramSandbox, TelegramChannel, Phone]]:
    """A channel whose chat with Hùng is open."""
    async with playing(well_formed=well_formed) as (sandbox, url):
        channel = TelegramChannel(TOKEN, url)
        await channel.open()
        phone = sandbox.phone(7, "Hùng")
        phone.start()
        await channel.receive(None)
        try:
            yield sandbox, channel, phone
        finally:
            await channel.close()


async def heard(channel: TelegramChannel, after: str | None = None) -> list[Event | None]:
    incoming = [channel.read(screened(update)) for update in await channel.receive(after)]
    return [one.event if one is not None else None for one in incoming]


async def test_what_it_says_arrives_with_its_title_in_bold_and_its_buttons() -> None:
    async with opened() as (_sandbox, channel, phone):
        rows = (
            (Button("Gửi", "1:0", style=Style.PRIMARY), Button("Bỏ", "1:1", style=Style.DANGER)),
            (Button("Trang", url="https://example.org/"),),
        )
        sent = await channel.send("7", Say("📌 Nhắc\nHai dòng", 6, rows), None, None)
        assert sent.message == str(phone.last.id)
        assert phone.last.text == "📌 Nhắc\nHai dòng"
        assert [(e["type"], e["offset"], e["length"]) for e in phone.last.entities] == [
            ("bold", 0, 7)  # UTF-16 units: the pin is two
        ]
        assert [[b.label for b in row] for row in phone.last.keyboard] == [["Gửi", "Bỏ"], ["Trang"]]


async def test_what_a_person_typed_is_never_read_as_markup() -> None:
    async with opened() as (_sandbox, channel, phone):
        await channel.send("7", Say("<b>1 < 2</b> *a* [x](http://y)"), None, None)
        assert phone.last.text == "<b>1 < 2</b> *a* [x](http://y)"


async def test_an_edit_stands_where_the_message_stood() -> None:
    async with opened() as (_sandbox, channel, phone):
        first = (await channel.send("7", Say("một"), None, None)).message
        assert (await channel.send("7", Say("hai"), first, None)).message == first
        assert [m.text for m in phone.messages if not m.outgoing] == ["hai"]


async def test_an_edit_of_what_is_gone_is_sent_anew() -> None:
    async with opened() as (_sandbox, channel, phone):
        first = (await channel.send("7", Say("một"), None, None)).message
        assert first is not None
        await channel.send("7", Delete(first), None, None)
        second = (await channel.send("7", Say("hai"), first, None)).message
        assert second != first
        assert phone.last.text == "hai"


async def test_an_edit_that_changes_nothing_is_no_failure_of_anybody() -> None:
    async with opened() as (_sandbox, channel, _phone):
        first = (await channel.send("7", Say("một"), None, None)).message
        with pytest.raises(SendFailed) as failure:
            await channel.send("7", Say("một"), first, None)
        assert failure.value.problem is Problem.UNCHANGED


async def test_a_long_text_comes_in_parts_with_the_buttons_under_the_last() -> None:
    async with opened() as (_sandbox, channel, phone):
        text = "\n".join(f"Dòng {number} 🙂" for number in range(700))
        await channel.send("7", Say(text, 6, ((Button("Gửi", "1:0"),),)), None, None)
        parts = [m for m in phone.messages if not m.outgoing]
        assert len(parts) > 1
        assert "\n".join(m.text for m in parts) == text
        assert [bool(m.buttons) for m in parts] == [False] * (len(parts) - 1) + [True]
        assert parts[0].entities[0]["type"] == "bold"


async def test_a_document_and_a_picture_come_with_caption_and_buttons() -> None:
    async with opened() as (_sandbox, channel, phone):
        form = Say("Mẫu", attachment=Attachment(Document.REGISTRATION_FORMS))
        await channel.send("7", form, None, File("mau.docx", b"docx"))
        assert phone.last.text == "Mẫu"
        picture = Attachment(Document.PROGRESS_PICTURE)
        chart = Say("Tiến độ", 7, ((Button("Xem", "1:0"),),), picture)
        await channel.send("7", chart, None, File("tien-do.png", png(40, 30)))
        assert phone.last.photo == png(40, 30)
        assert phone.last.buttons[0].label == "Xem"


async def test_a_caption_too_long_for_a_file_comes_before_it() -> None:
    async with opened() as (_sandbox, channel, phone):
        long = Say("chữ " * 300, attachment=Attachment(Document.MY_DATA))
        await channel.send("7", long, None, File("a.txt", b"x"))
        assert [bool(m.text) for m in phone.messages if not m.outgoing] == [True, False]


async def test_taps_are_answered_and_commands_shown() -> None:
    async with opened() as (_sandbox, channel, phone):
        await channel.send("7", Say("?", rows=((Button("Gửi", "1:0"),),)), None, None)
        tap = phone.press("Gửi")
        assert tap is not None
        await channel.send("7", Acknowledge(tap, "Đã gửi", alert=True), None, None)
        assert phone.toasts[-1].text == "Đã gửi"
        await channel.send("7", SetCommands((("menu", "Việc"),)), None, None)
        assert phone.commands == [("menu", "Việc")]


async def test_a_tap_of_long_ago_is_no_failure_of_anybody() -> None:
    async with opened() as (_sandbox, channel, _phone):
        with pytest.raises(SendFailed) as failure:
            await channel.send("7", Acknowledge("999"), None, None)
        assert failure.value.problem is Problem.UNCHANGED


@pytest.mark.parametrize(
    ("status", "words", "problem"),
    [
        (403, "Forbidden: bot was blocked by the user", Problem.BLOCKED),
        (403, "Forbidden: user is deactivated", Problem.GONE),
        (403, "Forbidden: bot can't initiate conversation with a user", Problem.GONE),
        (400, "Bad Request: chat not found", Problem.GONE),
        (400, "Bad Request: message text is empty", Problem.REFUSED),
        (401, "Unauthorized", Problem.STOPPED),
        (409, "Conflict: terminated by other getUpdates request", Problem.STOPPED),
        (500, "Internal Server Error", Problem.LATER),
        (502, "Bad Gateway", Problem.LATER),
        (None, "", Problem.AMBIGUOUS),
    ],
)
async def test_each_refusal_says_what_it_means_for_the_row(
    status: int | None, words: str, problem: Problem
) -> None:
    async with opened() as (sandbox, channel, _phone):
        sandbox.fail_next("sendMessage", status, words)
        with pytest.raises(SendFailed) as failure:
            await channel.send("7", Say("chào"), None, None)
        assert failure.value.problem is problem
        assert "Hùng" not in failure.value.reason
        assert TOKEN not in str(failure.value)


async def test_too_many_requests_tell_how_long_to_wait() -> None:
    async with opened() as (sandbox, channel, _phone):
        sandbox.fail_next("sendMessage", 429, retry_after=9)
        with pytest.raises(SendFailed) as failure:
            await channel.send("7", Say("chào"), None, None)
        assert failure.value.problem is Problem.PAUSE
        assert failure.value.retry_after == timedelta(seconds=9)


async def test_nobody_listening_means_later() -> None:
    channel = TelegramChannel(TOKEN, "http://127.0.0.1:9")
    with pytest.raises(SendFailed) as failure:
        await channel.open()
    assert failure.value.problem is Problem.LATER
    await channel.close()


async def test_a_wrong_token_is_told_with_what_to_do() -> None:
    async with playing(well_formed=False) as (_sandbox, url):
        channel = TelegramChannel("1:wrong", url)
        with pytest.raises(SendFailed, match="TUSOI_TELEGRAM_TOKEN") as failure:
            await channel.open()
        assert failure.value.problem is Problem.STOPPED
        await channel.close()


async def test_what_people_do_comes_in_our_words() -> None:
    async with opened() as (_sandbox, channel, phone):
        await channel.send("7", Say("?", rows=((Button("Gửi", "1:0"),),)), None, None)
        message = str(phone.last.id)
        written = phone.type("xin chào")
        phone.forward("của người khác")
        phone.type("/menu@tusoi_bot")
        phone.start("abc")
        phone.edit(written.id, "xin chào!")
        tap = phone.press("Gửi")
        phone.send_document("ds.xlsx", b"12345")
        phone.send_photo(png(9, 9))
        phone.send_sticker("🙂")
        phone.type("TỐI MẬT")
        phone.block()
        phone.unblock()
        *events, sent_file, photo, sticker, marked, gone, back = await heard(channel)
        assert events == [
            Started(),
            Typed("xin chào"),
            Typed("của người khác"),
            Typed("/menu"),
            Started("abc"),
            Edited(),
            Pressed(tap or "", "1:0", message, editable=True),
        ]
        assert isinstance(sent_file, Attached)
        assert (sent_file.name, sent_file.size) == ("ds.xlsx", 5)
        assert await channel.fetch(sent_file.file) == b"12345"
        assert isinstance(photo, Attached)
        assert (photo.picture, sent_file.picture) == (True, False)
        assert isinstance(sticker, Wordless)
        assert (marked, gone, back) == (Classified(), Blocked(), Unblocked())


async def test_a_button_under_a_picture_cannot_be_edited_into_text() -> None:
    async with opened() as (_sandbox, channel, phone):
        picture = Attachment(Document.PROGRESS_PICTURE)
        said = Say("Tiến độ", rows=((Button("Xem", "1:0"),),), attachment=picture)
        await channel.send("7", said, None, File("a.png", png(9, 9)))
        phone.press("Xem")
        event = (await heard(channel))[-1]
        assert isinstance(event, Pressed)
        assert not event.editable


async def test_a_group_is_told_apart() -> None:
    async with opened() as (sandbox, channel, phone):
        group = sandbox.group(-5, "Phòng", [phone])
        group.type(phone.person.id, "chào cả nhà")
        updates = await channel.receive(None)
        assert [one.private for u in updates if (one := channel.read(u))][-1] is False


_HERE = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}
_BY = {"id": 7, "is_bot": False, "first_name": "x"}


@pytest.mark.parametrize(
    "content",
    [
        {"message": {"text": 5}},
        {"message": _HERE | {"text": 5}},
        {"message": _HERE | {"text": "chào", "chat": {"id": None, "type": "private"}}},
        {"callback_query": {"id": [], "from": _BY, "data": "1:0", "message": _HERE}},
        {"callback_query": {"id": "1", "from": _BY, "data": 5, "message": _HERE}},
    ],
    ids=str,
)
async def test_an_update_that_cannot_be_read_is_said_to_be_so(content: dict[str, object]) -> None:
    async with opened() as (_sandbox, channel, _phone):
        broken = Arrived("telegram", channel.bot, "1", {"update_id": 1} | content)
        with pytest.raises(Unreadable):
            channel.read(broken)


async def test_an_update_without_a_key_does_not_stop_the_others() -> None:
    async with opened(well_formed=False) as (_sandbox, channel, phone):
        phone.raw({"update_id": 4000, "message": {"text": 5}})
        phone.type("sau đó")
        updates = await asyncio.wait_for(channel.receive(None), 5)
        assert "4000" in {u.key for u in updates}


async def test_a_link_opens_the_chat_with_its_payload() -> None:
    async with opened() as (_sandbox, channel, _phone):
        assert channel.link("abc") == "https://t.me/tusoi_bot?start=abc"


@given(st.text(alphabet=st.sampled_from("aệ🙂\n "), max_size=300), st.integers(2, 40))
def test_no_part_is_too_long_and_no_word_is_lost(text: str, limit: int) -> None:
    parts = list(split(text, limit))
    assert all(units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
