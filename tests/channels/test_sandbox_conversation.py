"""An unchanged python-telegram-bot application lives in the sandbox, over HTTP, by polling."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.channels.pictures import png
from tests.channels.playing import TOKEN, playing

pytestmark = pytest.mark.anyio

KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Đăng ký", callback_data="1:0")],
        [InlineKeyboardButton("Xem thêm", url="https://example.org")],
    ]
)


async def _start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    payload = context.args[0] if context.args else "trống"
    await update.message.reply_text(f"Chào {payload}", reply_markup=KEYBOARD)


async def _echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.effective_message
    assert message is not None
    prefix = "sửa: " if update.edited_message else "nhận: "
    await message.reply_text(prefix + (message.text or ""))


async def _tapped(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("Đã ghi", show_alert=True)
    await query.edit_message_text(f"Đã chọn {query.data}")


async def _return_file(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.effective_message
    assert message is not None
    if message.document:
        content = await (await message.document.get_file()).download_as_bytearray()
        await message.reply_document(bytes(content)[::-1], filename="ngược.bin")
    if message.photo:
        await message.reply_photo(message.photo[-1].file_id, caption="ảnh của anh")


async def _left(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    change = update.my_chat_member
    assert change is not None
    context.bot_data["standing"] = change.new_chat_member.status


@asynccontextmanager
async def _running(url: str) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    builder = ApplicationBuilder().token(TOKEN)
    app = builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
    app.add_handler(CommandHandler("start", _start))
    app.add_handler(CallbackQueryHandler(_tapped))
    app.add_handler(MessageHandler(filters.PHOTO | filters.Document.ALL, _return_file))
    app.add_handler(MessageHandler(filters.TEXT, _echo))
    app.add_handler(ChatMemberHandler(_left, ChatMemberHandler.MY_CHAT_MEMBER))
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(timeout=20, allowed_updates=Update.ALL_TYPES)
        yield app
        await app.updater.stop()
        await app.stop()


async def test_a_command_with_a_payload_is_answered_with_a_keyboard() -> None:
    async with playing() as (sandbox, url), _running(url):
        phone = sandbox.phone(7, "Hùng")
        phone.start("ma-123456")
        await sandbox.until(lambda: len(phone.messages) == 2)
        assert phone.messages[0].outgoing
        assert phone.last.text == "Chào ma-123456"
        assert [[b.label for b in row] for row in phone.last.keyboard] == [
            ["Đăng ký"],
            ["Xem thêm"],
        ]
        assert phone.last.date == sandbox.world.clock()


async def test_a_tapped_button_is_answered_and_its_message_edited() -> None:
    async with playing() as (sandbox, url), _running(url):
        phone = sandbox.phone(7, "Hùng")
        phone.start()
        await sandbox.until(lambda: bool(phone.messages[1:]))
        phone.press("Đăng")
        await sandbox.until(lambda: phone.last.edited_at is not None)
        assert (phone.last.text, phone.last.keyboard) == ("Đã chọn 1:0", ())
        assert [(toast.text, toast.show_alert) for toast in phone.toasts] == [("Đã ghi", True)]


async def test_an_edited_text_and_a_forwarded_one_reach_the_bot() -> None:
    async with playing() as (sandbox, url), _running(url):
        phone = sandbox.phone(7, "Hùng")
        typed = phone.type("một")
        await sandbox.until(lambda: len(phone.messages) == 2)
        phone.edit(typed.id, "hai")
        await sandbox.until(lambda: len(phone.messages) == 3)
        assert phone.last.text == "sửa: hai"
        phone.forward("ba")
        await sandbox.until(lambda: phone.last.text == "nhận: ba")


async def test_a_document_is_downloaded_by_the_bot_and_another_one_comes_back() -> None:
    async with playing() as (sandbox, url), _running(url):
        phone = sandbox.phone(7, "Hùng")
        phone.send_document("danh sách.xlsx", b"abc", "application/vnd.ms-excel")
        await sandbox.until(lambda: len(phone.messages) == 2)
        assert phone.last.document == ("ngược.bin", b"cba")


async def test_a_photo_is_sent_again_by_its_id() -> None:
    async with playing() as (sandbox, url), _running(url):
        phone = sandbox.phone(7, "Hùng")
        phone.send_photo(png(), "báo cáo")
        await sandbox.until(lambda: len(phone.messages) == 2)
        assert (phone.last.photo, phone.last.text) == (png(), "ảnh của anh")


async def test_stickers_and_contacts_are_updates_too() -> None:
    async with playing() as (sandbox, url), _running(url):
        phone = sandbox.phone(7, "Hùng")
        phone.send_sticker("👍")
        phone.send_contact("0900000000")
        phone.type("xong")
        await sandbox.until(lambda: bool(phone.messages[3:]))
        assert phone.last.text == "nhận: xong"


async def test_blocking_and_unblocking_is_told_to_the_bot() -> None:
    async with playing() as (sandbox, url), _running(url) as app:
        phone = sandbox.phone(7, "Hùng")
        phone.start()
        await sandbox.until(lambda: len(phone.messages) == 2)
        phone.block()
        phone.start()
        await sandbox.until(lambda: len(phone.messages) == 4)
        assert app.bot_data["standing"] == "member"
        standings = [
            update["my_chat_member"]["new_chat_member"]["status"]
            for update in sandbox.updates
            if "my_chat_member" in update
        ]
        assert standings == ["kicked", "member"]


async def test_two_phones_have_two_chats() -> None:
    async with playing() as (sandbox, url), _running(url):
        one, other = sandbox.phone(7, "Hùng"), sandbox.phone(8, "Nga")
        one.type("của Hùng")
        other.type("của Nga")
        await sandbox.until(lambda: len(one.messages) == 2 and len(other.messages) == 2)
        assert (one.last.text, other.last.text) == ("nhận: của Hùng", "nhận: của Nga")


async def test_in_a_group_the_bot_hears_commands_and_not_the_talk() -> None:
    async with playing() as (sandbox, url), _running(url):
        phone = sandbox.phone(7, "Hùng")
        group = sandbox.group(-100, "Văn phòng", [phone])
        group.type(7, "chào cả nhà")
        group.type(7, "/start@tusoi_bot")
        await sandbox.until(lambda: len(group.messages) == 3)
        assert group.messages[-1].text == "Chào trống"
        group.press(7, "Đăng ký")
        await sandbox.until(lambda: group.messages[-1].edited_at is not None)
        assert group.messages[-1].text == "Đã chọn 1:0"
