"""Every method that answers at once, by its name; names count without case, as at Telegram."""

from collections.abc import Callable
from typing import Any

from bot.sandbox import editing, sending
from bot.sandbox.wire import Json, Refusal
from bot.sandbox.world import World

Method = Callable[[World, Json], Any]


def get_me(world: World, _given: Json) -> Any:
    """Bot API, getMe. The bot reads only what is meant for it in groups (privacy mode)."""
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False}
    return world.bot.as_telegram() | abilities | {"supports_inline_queries": False}


def get_file(world: World, given: Json) -> Any:
    """Bot API, getFile."""
    return world.files.described(str(given.get("file_id") or ""))


def set_my_commands(world: World, given: Json) -> Any:
    """Bot API, setMyCommands."""
    world.menus.set(given.get("commands"), given.get("scope"), given.get("language_code") or "")
    world.happened("commands", None)
    return True


def get_my_commands(world: World, given: Json) -> Any:
    """Bot API, getMyCommands."""
    return world.menus.get(given.get("scope"), given.get("language_code") or "")


def delete_my_commands(world: World, given: Json) -> Any:
    """Bot API, deleteMyCommands."""
    world.menus.delete(given.get("scope"), given.get("language_code") or "")
    world.happened("commands", None)
    return True


def _describing(field: str, longest: int) -> Method:
    def describe(world: World, given: Json) -> Any:
        text = given.get(field) or ""
        if len(text) > longest:
            raise Refusal(f"{field.replace('_', ' ')} is too long")
        world.descriptions[field, given.get("language_code") or ""] = text
        return True

    return describe


METHODS: dict[str, Method] = {
    name.lower(): method
    for name, method in {
        "answerCallbackQuery": editing.answer_callback_query,
        "deleteMessage": editing.delete_message,
        "deleteMyCommands": delete_my_commands,
        "editMessageCaption": editing.edit_message_caption,
        "editMessageReplyMarkup": editing.edit_message_reply_markup,
        "editMessageText": editing.edit_message_text,
        "getFile": get_file,
        "getMe": get_me,
        "getMyCommands": get_my_commands,
        "sendChatAction": sending.send_chat_action,
        "sendDocument": sending.send_document,
        "sendMessage": sending.send_message,
        "sendPhoto": sending.send_photo,
        "setMyCommands": set_my_commands,
        "setMyDescription": _describing("description", 512),
        "setMyShortDescription": _describing("short_description", 120),
    }.items()
}
