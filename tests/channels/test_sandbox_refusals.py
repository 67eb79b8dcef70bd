"""What Telegram refuses, in its own words, as python-telegram-bot reports it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.sandbox.limits import Limits, Rate
from bot.sandbox.phones import Phone, PhoneError
from bot.sandbox.telegram_server import TelegramSandbox
from tests.channels.pictures import png
from tests.channels.playing import TOKEN, SetClock, playing, ptb_bot, said

pytestmark = pytest.mark.anyio

HUNG = 7


@asynccontextmanager
async def _started(
    limits: Limits | None = None, clock: SetClock | None = None
) -> AsyncIterator[tuple[TelegramSandbox, Bot, Phone]]:
    """A sandbox, a bot, and a person who has pressed Start."""
    async with playing(limits, clock) as (sandbox, url), ptb_bot(url) as bot:
        phone = sandbox.phone(HUNG, "Hùng")
        phone.start()
        yield sandbox, bot, phone


def _keyboard(*rows: list[str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(data or "?", callback_data=data) for data in row] for row in rows]
    )


async def test_a_text_of_4096_units_passes_and_one_more_is_refused() -> None:
    async with _started() as (_, bot, phone):
        await bot.send_message(HUNG, "ả" * 4096)
        assert len(phone.last.text) == 4096
        with pytest.raises(BadRequest, match=said("Message is too long")):
            await bot.send_message(HUNG, "ả" * 4097)
        with pytest.raises(BadRequest, match=said("Message is too long")):
            await bot.send_message(HUNG, "🙂" * 2049)


@pytest.mark.parametrize(("text", "words"), [("", "text is empty"), (" \n ", "must be non-empty")])
async def test_a_text_without_words_is_refused(text: str, words: str) -> None:
    async with _started() as (_, bot, _phone):
        with pytest.raises(BadRequest, match=said(words)):
            await bot.send_message(HUNG, text)


async def test_a_caption_of_1025_units_is_refused() -> None:
    async with _started() as (_, bot, phone):
        await bot.send_photo(HUNG, png(), caption="b" * 1024)
        assert len(phone.last.text) == 1024
        with pytest.raises(BadRequest, match=said("caption is too long")):
            await bot.send_document(HUNG, b"x", caption="b" * 1025)


@pytest.mark.parametrize("data", ["", "đ" * 33])
async def test_callback_data_is_counted_in_bytes_from_1_to_64(data: str) -> None:
    async with _started() as (_, bot, phone):
        await bot.send_message(HUNG, "chọn", reply_markup=_keyboard(["đ" * 32]))
        assert phone.last.buttons[0].callback_data == "đ" * 32
        with pytest.raises(BadRequest, match=said("button_data_invalid")):
            await bot.send_message(HUNG, "chọn", reply_markup=_keyboard([data]))


async def test_a_hundred_buttons_eight_in_a_row_are_the_most() -> None:
    async with _started() as (_, bot, phone):
        row = [str(number) for number in range(8)]
        await bot.send_message(HUNG, "chọn", reply_markup=_keyboard(*[row] * 12, row[:4]))
        assert len(phone.last.buttons) == 100
        for too_much in (_keyboard(*[row] * 12, row[:5]), _keyboard([*row, "8"])):
            with pytest.raises(BadRequest, match=said("markup is too long")):
                await bot.send_message(HUNG, "chọn", reply_markup=too_much)


async def test_a_button_that_does_nothing_is_refused() -> None:
    async with _started() as (_, bot, _phone):
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("trang trí")]])
        with pytest.raises(BadRequest, match=said("Text buttons are unallowed")):
            await bot.send_message(HUNG, "chọn", reply_markup=keyboard)


@pytest.mark.parametrize(
    ("offset", "length", "words"),
    [
        (0, 9, "ends after the end of the text at UTF-16 offset 9"),
        (9, 1, "begins after the end of the text at UTF-16 offset 9"),
        (1, 1, "in a middle of a UTF-16 symbol"),
        (0, 1, "in a middle of a UTF-16 symbol"),
        (-1, 1, "incorrect offset -1"),
        (0, -1, "incorrect length -1"),
    ],
)
async def test_an_entity_outside_the_text_is_refused(offset: int, length: int, words: str) -> None:
    async with _started() as (_, bot, _phone):
        entity = MessageEntity(MessageEntity.BOLD, offset, length)
        with pytest.raises(BadRequest, match=said(words)):
            await bot.send_message(HUNG, "🙂 chào", entities=[entity])


async def test_entities_count_utf16_units_and_reach_the_phone() -> None:
    async with _started() as (_, bot, phone):
        bold = MessageEntity(MessageEntity.BOLD, 3, 4)
        await bot.send_message(HUNG, "🙂 chào", entities=[bold])
        assert [(e["type"], e["offset"]) for e in phone.last.entities] == [("bold", 3)]


async def test_markup_is_refused_because_tusoi_never_sends_any() -> None:
    async with _started() as (_, bot, _phone):
        with pytest.raises(BadRequest, match=said("parse_mode")):
            await bot.send_message(HUNG, "<b>chào</b>", parse_mode="HTML")


async def test_an_edit_that_changes_nothing_is_refused() -> None:
    async with _started() as (_, bot, _phone):
        sent = await bot.send_message(HUNG, "một", reply_markup=_keyboard(["a"]))
        with pytest.raises(BadRequest, match=said("Message is not modified")):
            await sent.edit_text("một", reply_markup=_keyboard(["a"]))
        with pytest.raises(BadRequest, match=said("Message is not modified")):
            await sent.edit_reply_markup(_keyboard(["a"]))


async def test_an_edit_of_the_text_alone_takes_the_keyboard_away() -> None:
    async with _started() as (_, bot, phone):
        sent = await bot.send_message(HUNG, "một", reply_markup=_keyboard(["a"]))
        await sent.edit_text("hai")
        assert (phone.last.text, phone.last.keyboard) == ("hai", ())


async def test_a_message_that_is_gone_can_neither_be_edited_nor_deleted() -> None:
    async with _started() as (_, bot, phone):
        sent = await bot.send_message(HUNG, "một")
        await sent.delete()
        assert phone.messages[-1].deleted
        with pytest.raises(BadRequest, match=said("Message to edit not found")):
            await sent.edit_text("hai")
        with pytest.raises(BadRequest, match=said("Message to delete not found")):
            await sent.delete()


async def test_a_message_can_be_deleted_for_two_days() -> None:
    clock = SetClock()
    async with _started(clock=clock) as (_, bot, _phone):
        sent = await bot.send_message(HUNG, "một")
        clock.forward(hours=49)
        with pytest.raises(BadRequest, match=said("can't be deleted")):
            await sent.delete()


async def test_a_person_s_own_message_cannot_be_edited_by_the_bot() -> None:
    async with _started() as (_, bot, phone):
        with pytest.raises(BadRequest, match=said("can't be edited")):
            await bot.edit_message_text("khác", HUNG, phone.messages[0].id)


async def test_texts_and_captions_are_edited_each_by_its_own_method() -> None:
    async with _started() as (_, bot, phone):
        text = await bot.send_message(HUNG, "một")
        photo = await bot.send_photo(HUNG, png(), caption="một")
        await photo.edit_caption("hai")
        assert phone.last.text == "hai"
        with pytest.raises(BadRequest, match=said("no text in the message")):
            await photo.edit_text("ba")
        with pytest.raises(BadRequest, match=said("no caption in the message")):
            await text.edit_caption("ba")


async def test_a_chat_nobody_has_is_not_found() -> None:
    async with _started() as (_, bot, _phone):
        with pytest.raises(BadRequest, match=said("Chat not found")):
            await bot.send_message(999, "một")


async def test_who_never_wrote_cannot_be_written_to() -> None:
    async with _started() as (sandbox, bot, _phone):
        sandbox.phone(8, "Nga")
        with pytest.raises(Forbidden, match=said("can't initiate conversation with a user")):
            await bot.send_message(8, "một")


async def test_who_blocked_the_bot_is_not_reached_until_they_take_it_back() -> None:
    async with _started() as (_, bot, phone):
        phone.block()
        for refused in (bot.send_message(HUNG, "một"), bot.send_photo(HUNG, png())):
            with pytest.raises(Forbidden, match=said("bot was blocked by the user")):
                await refused
        with pytest.raises(PhoneError, match=said("has blocked")):
            phone.type("có ai không")
        phone.unblock()
        await bot.send_message(HUNG, "một")
        assert phone.last.text == "một"


async def test_a_tap_can_be_answered_once_and_not_when_it_is_old() -> None:
    clock = SetClock()
    async with _started(Limits(callback_age=timedelta(minutes=1)), clock) as (_, bot, phone):
        await bot.send_message(HUNG, "chọn", reply_markup=_keyboard(["a"]))
        first, second = phone.press("a"), phone.press("a")
        await bot.answer_callback_query(str(first), "được")
        clock.forward(minutes=2)
        for query in (str(first), str(second), "999"):
            with pytest.raises(BadRequest, match=said("Query is too old")):
                await bot.answer_callback_query(query)
        assert [toast.text for toast in phone.toasts] == ["được"]


async def test_an_answer_to_a_tap_has_at_most_200_units() -> None:
    async with _started() as (_, bot, phone):
        await bot.send_message(HUNG, "chọn", reply_markup=_keyboard(["a"]))
        query = str(phone.press("a"))
        with pytest.raises(BadRequest, match=said("message_too_long")):
            await bot.answer_callback_query(query, "a" * 201)
        await bot.answer_callback_query(query, "a" * 200)


async def test_files_have_their_sizes() -> None:
    small = Limits(upload_bytes=200, photo_bytes=100, download_bytes=10)
    async with _started(small) as (_, bot, _phone):
        with pytest.raises(TelegramError, match=said("Request Entity Too Large")):
            await bot.send_document(HUNG, b"x" * 201)
        with pytest.raises(BadRequest, match=said("too big for a photo")):
            await bot.send_photo(HUNG, png() + b"x" * 100)
        with pytest.raises(BadRequest, match=said("must be non-empty")):
            await bot.send_document(HUNG, b"")
        sent = await bot.send_document(HUNG, b"x" * 11)
        assert sent.document is not None
        with pytest.raises(BadRequest, match=said("File is too big")):
            await sent.document.get_file()


async def test_the_sizes_are_telegram_s_when_nothing_else_is_said() -> None:
    megabyte = 1024 * 1024
    limits = Limits()
    sizes = (limits.upload_bytes, limits.photo_bytes, limits.download_bytes)
    assert sizes == (50 * megabyte, 10 * megabyte, 20 * megabyte)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no picture", "image_process_failed"),
        (png(9000, 1001), "photo_invalid_dimensions"),
        (png(2100, 100), "photo_invalid_dimensions"),
    ],
)
async def test_a_picture_that_cannot_be_shown_is_refused(content: bytes, words: str) -> None:
    async with _started() as (_, bot, _phone):
        with pytest.raises(BadRequest, match=said(words)):
            await bot.send_photo(HUNG, content)


async def test_a_file_is_sent_again_by_its_id_and_as_what_it_is() -> None:
    async with _started() as (_, bot, phone):
        sent = await bot.send_document(HUNG, b"abc", filename="phiếu.docx")
        assert sent.document is not None
        await bot.send_document(HUNG, sent.document.file_id)
        assert phone.last.document == ("phiếu.docx", b"abc")
        with pytest.raises(BadRequest, match=said("can't use file of type Document as Photo")):
            await bot.send_photo(HUNG, sent.document.file_id)
        with pytest.raises(BadRequest, match=said("wrong file identifier")):
            await bot.send_document(HUNG, "https://example.org/a.pdf")


@pytest.mark.parametrize("payload", ["", "a" * 65, "có dấu", "a.b"])
async def test_a_link_carries_at_most_64_plain_letters(payload: str) -> None:
    async with _started() as (_, _bot, phone):
        phone.start("Az09_-" + "x" * 58)
        with pytest.raises(PhoneError, match=said("a link carries 1-64")):
            phone.start(payload)


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # of str(RetryAfter)
async def test_a_bot_in_a_hurry_is_told_to_wait_when_rates_are_enforced() -> None:
    rate = Rate(overall_per_second=30, chat_per_second=0.01, chat_burst=2)
    async with _started(Limits(rate=rate)) as (sandbox, bot, phone):
        sandbox.phone(8, "Nga").start()
        for _ in range(2):
            await bot.send_message(HUNG, "một")
        with pytest.raises(RetryAfter, match=r"Retry in \d+ seconds"):
            await bot.send_message(HUNG, "hai")
        await bot.send_message(8, "người khác không phải đợi")
        assert [m.text for m in phone.messages if not m.outgoing] == ["một", "một"]


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # of str(RetryAfter)
async def test_all_chats_together_have_a_rate_too() -> None:
    rate = Rate(overall_per_second=0.01, chat_per_second=1)
    async with _started(Limits(rate=rate)) as (_, bot, _phone):
        with pytest.raises(RetryAfter):
            await bot.send_message(HUNG, "một")


async def test_no_rate_is_enforced_unless_asked() -> None:
    async with _started() as (_, bot, phone):
        for _ in range(40):
            await bot.send_message(HUNG, "một")
        assert len([m for m in phone.messages if not m.outgoing]) == 40


async def test_a_wrong_token_is_unauthorized() -> None:
    async with playing() as (_, url):
        stranger = Bot("1:other", base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")
        with pytest.raises(InvalidToken, match=said("rejected by the server")):
            await stranger.initialize()
        await stranger.shutdown()
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"{url}/file/bot1:other/x")).status_code == 401
            assert (await client.get(f"{url}/file/bot{TOKEN}/x")).status_code == 404


async def test_an_unknown_method_is_not_found() -> None:
    async with playing(well_formed=False) as (_, url), httpx.AsyncClient() as client:
        answer = await client.get(f"{url}/bot{TOKEN}/sendTelepathy")
        assert answer.status_code == 404
        assert answer.json()["description"] == "Not Found: method not found"


@pytest.mark.parametrize(
    ("method", "body", "words"),
    [
        ("sendMessage", {"text": "một"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": HUNG}, "message text is empty"),
        ("sendMessage", {"chat_id": HUNG, "text": "a", "reply_markup": []}, "object expected"),
        (
            "sendMessage",
            {"chat_id": HUNG, "text": "a", "reply_markup": {"inline_keyboard": {}}},
            "must be an Array of Arrays",
        ),
        (
            "sendMessage",
            {"chat_id": HUNG, "text": "a", "entities": [{"type": "loud"}]},
            "Unsupported type specified",
        ),
        ("sendPhoto", {"chat_id": HUNG}, "there is no photo in the request"),
        ("sendChatAction", {"chat_id": HUNG, "action": "dance"}, "wrong parameter action"),
        ("getFile", {"file_id": "nothing"}, "invalid file_id"),
    ],
)
async def test_a_malformed_request_is_refused_with_its_reason(
    method: str, body: dict[str, object], words: str
) -> None:
    async with playing(well_formed=False) as (sandbox, url), httpx.AsyncClient() as client:
        sandbox.phone(HUNG, "Hùng").start()
        answer = await client.post(f"{url}/bot{TOKEN}/{method}", json=body)
        assert answer.status_code == 400
        assert words in answer.json()["description"]


@pytest.mark.parametrize("body", ["no json", "[]"])
async def test_a_body_that_is_no_json_object_is_refused(body: str) -> None:
    async with playing(well_formed=False) as (_, url), httpx.AsyncClient() as client:
        headers = {"content-type": "application/json"}
        answer = await client.post(f"{url}/bot{TOKEN}/getMe", content=body, headers=headers)
        assert answer.json()["description"] == "Bad Request: can't parse JSON object"


async def test_parameters_come_by_query_form_and_json_alike() -> None:
    async with playing() as (sandbox, url), httpx.AsyncClient() as client:
        phone = sandbox.phone(HUNG, "Hùng")
        phone.start()
        address = f"{url}/bot{TOKEN}/SENDmessage"
        await client.get(address, params={"chat_id": HUNG, "text": "1"})
        await client.post(address, data={"chat_id": HUNG, "text": '{"a": 1}'})
        await client.post(address, json={"chat_id": HUNG, "text": "3"})
        assert [m.text for m in phone.messages if not m.outgoing] == ["1", '{"a": 1}', "3"]
