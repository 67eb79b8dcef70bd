"""What a phone shows, and what happens when its owner looks for what is not there."""

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest

from bot.sandbox.phones import PhoneError
from tests.channels.pictures import png
from tests.channels.playing import playing, ptb_bot, said

pytestmark = pytest.mark.anyio


def _buttons(**labels: str) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(label, callback_data=data) for data, label in labels.items()]
    return InlineKeyboardMarkup([row])


async def test_the_newest_message_with_the_button_is_meant() -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as bot:
        phone = sandbox.phone(7, "Hùng")
        phone.start()
        old = await bot.send_message(7, "cũ", reply_markup=_buttons(a="Xong", b="Xong hết"))
        await bot.send_message(7, "mới", reply_markup=_buttons(c="Xong hết"))
        for wanted, message_id in (("Xong", None), ("Xong h", None), ("Xong", old.id), ("b", None)):
            phone.press(wanted, message_id)
        queries = [u["callback_query"] for u in sandbox.updates if "callback_query" in u]
        assert [query["data"] for query in queries] == ["a", "c", "a", "b"]


async def test_a_button_that_is_not_there_is_told_with_those_that_are() -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as bot:
        phone = sandbox.phone(7, "Hùng")
        phone.start()
        with pytest.raises(PhoneError, match=said("no buttons at all")):
            phone.press("Đăng ký")
        link = InlineKeyboardButton("Trang", url="https://example.org")
        await bot.send_message(7, "chọn", reply_markup=InlineKeyboardMarkup([[link]]))
        with pytest.raises(PhoneError, match=said("no button 'Đăng ký'; there is: 'Trang'")):
            phone.press("Đăng ký")
        with pytest.raises(PhoneError, match=said("opens https")):
            phone.press("Trang")


async def test_a_button_instead_of_letters_types_its_label() -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as bot:
        phone = sandbox.phone(7, "Hùng")
        phone.start()
        await bot.send_message(7, "chọn", reply_markup=ReplyKeyboardMarkup([["Có", "Không"]]))
        assert phone.press("Có") is None
        assert phone.messages[-1].text == "Có"


async def test_a_long_text_is_cut_by_the_app_and_an_empty_one_not_sent() -> None:
    async with playing() as (sandbox, _):
        phone = sandbox.phone(7, "Hùng")
        last = phone.type("🙂" * 2049 + "a")
        assert [m.text for m in phone.messages] == ["🙂" * 2048, "🙂a"]
        assert last is phone.messages[-1]
        with pytest.raises(PhoneError, match=said("empty text")):
            phone.type("  ")
        with pytest.raises(PhoneError, match=said("half a character")):
            phone.type("\ud83d")


async def test_what_looks_like_an_attachment_in_a_text_stays_text() -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as bot:
        phone = sandbox.phone(7, "Hùng")
        phone.start()
        await bot.send_message(7, "attach://chat_id")
        assert phone.last.text == "attach://chat_id"


async def test_a_message_of_the_bot_is_not_the_persons_to_edit() -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as bot:
        phone = sandbox.phone(7, "Hùng")
        with pytest.raises(PhoneError, match=said("the bot has not written")):
            _ = phone.last
        phone.start()
        sent = await bot.send_message(7, "một")
        with pytest.raises(PhoneError, match=said("to edit")):
            phone.edit(sent.id, "hai")


async def test_the_menu_is_the_narrowest_one_in_the_person_s_language() -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as bot:
        hung, nga = sandbox.phone(7, "Hùng"), sandbox.phone(8, "Nga", language_code="en")
        assert hung.commands == []
        await bot.set_my_commands([BotCommand("menu", "Việc")])
        await bot.set_my_commands([BotCommand("menu", "Work")], language_code="en")
        await bot.set_my_commands([BotCommand("nhac", "Nhắc")], BotCommandScopeChat(7))
        assert (hung.commands, nga.commands) == ([("nhac", "Nhắc")], [("menu", "Work")])
        assert (await bot.get_my_commands(BotCommandScopeChat(7)))[0].command == "nhac"
        await bot.delete_my_commands(BotCommandScopeChat(7))
        assert hung.commands == [("menu", "Việc")]


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([("Menu", "Việc")], "bot_command_invalid"),
        ([("menu", "")], "bot_command_description_invalid"),
        ([("menu", "Việc")] * 101, "bot_commands_too_much"),
    ],
)
async def test_a_menu_that_telegram_would_not_take_is_refused(
    commands: list[tuple[str, str]], words: str
) -> None:
    async with playing() as (_, url), ptb_bot(url) as bot:
        with pytest.raises(BadRequest, match=said(words)):
            await bot.set_my_commands(commands)


async def test_descriptions_are_kept_by_language_and_have_a_length() -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as bot:
        await bot.set_my_description("Tự soi", language_code="vi")
        await bot.set_my_short_description("Tự soi")
        assert sandbox.world.descriptions == {
            ("description", "vi"): "Tự soi",
            ("short_description", ""): "Tự soi",
        }
        with pytest.raises(BadRequest, match=said("too long")):
            await bot.set_my_short_description("a" * 121)


async def test_every_change_is_an_event_with_the_next_number() -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as bot:
        phone = sandbox.phone(7, "Hùng")
        phone.start()
        sent = await bot.send_message(7, "chọn", reply_markup=_buttons(a="Xong"))
        await bot.answer_callback_query(str(phone.press("Xong")))
        await bot.send_chat_action(7, "typing")
        await sent.edit_text("xong")
        await sent.delete()
        phone.block()
        kinds = ["message", "message", "answered", "action", "edited", "deleted", "blocked"]
        assert [event.kind for event in sandbox.events()] == kinds
        assert [event.number for event in sandbox.events()] == list(range(1, 8))
        assert [event.kind for event in sandbox.events(after=6)] == ["blocked"]
        assert (await sandbox.wait_for_event(5))[0].message_id == sent.id


async def test_uploads_are_remembered_with_the_requests() -> None:
    async with playing() as (sandbox, url), ptb_bot(url) as bot:
        sandbox.phone(7, "Hùng").start()
        await bot.send_photo(7, png(), filename="tổng hợp.png")
        method, params, at = sandbox.requests[-1]
        assert (method, params["photo"].content, at) == ("sendPhoto", png(), sandbox.world.clock())


async def test_a_group_needs_a_negative_id_and_people() -> None:
    async with playing() as (sandbox, _):
        phone = sandbox.phone(7, "Hùng")
        with pytest.raises(ValueError, match=said("negative id")):
            sandbox.group(5, "Văn phòng", [phone])
        group = sandbox.group(-5, "Văn phòng", [phone])
        with pytest.raises(PhoneError, match=said("not a member")):
            group.type(8, "chào")
