"""Methods that change or remove a message, and the answer to a tap."""

from dataclasses import replace
from typing import Any

from bot.sandbox.keyboards import checked_inline
from bot.sandbox.messages import Content, Message
from bot.sandbox.sending import body_text, caption
from bot.sandbox.texts import utf16_length
from bot.sandbox.wire import Json, Refusal
from bot.sandbox.world import Chat, Toast, World

UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def edit_message_text(world: World, given: Json) -> Any:
    """Bot API, editMessageText."""
    chat, message = _editable(world, given)
    text = body_text(world, given)
    if message.content.is_media or not message.text:
        raise Refusal("there is no text in the message to edit")
    return _edit(world, given, chat, message, replace(message.content, text=text))


def edit_message_caption(world: World, given: Json) -> Any:
    """Bot API, editMessageCaption."""
    chat, message = _editable(world, given)
    text = caption(world, given)
    if not message.content.is_media:
        raise Refusal("there is no caption in the message to edit")
    return _edit(world, given, chat, message, replace(message.content, text=text))


def edit_message_reply_markup(world: World, given: Json) -> Any:
    """Bot API, editMessageReplyMarkup."""
    chat, message = _editable(world, given)
    return _edit(world, given, chat, message, message.content)


def delete_message(world: World, given: Json) -> Any:
    """Bot API, deleteMessage."""
    chat = world.writable(given.get("chat_id"))
    message = world.message(chat, given.get("message_id"))
    if message is None:
        raise Refusal("message to delete not found")
    if world.clock() - message.date > world.limits.deletable_for:
        raise Refusal("message can't be deleted for everyone")
    message.deleted = True
    world.happened("deleted", chat, message)
    return True


def answer_callback_query(world: World, given: Json) -> Any:
    """Bot API, answerCallbackQuery."""
    tap = world.taps.get(str(given.get("callback_query_id")))
    if tap is None or tap.answers or world.clock() - tap.at > world.limits.callback_age:
        raise Refusal(TOO_OLD)
    text = given.get("text") or ""
    if utf16_length(text) > world.limits.callback_answer:
        raise Refusal("MESSAGE_TOO_LONG")
    shown = bool(given.get("show_alert", False))
    tap.answers.append(Toast(text, shown, given.get("url"), world.clock()))
    world.events.append(world.clock(), "answered", tap.chat_id, tap.message_id)
    return True


def _editable(world: World, given: Json) -> tuple[Chat, Message]:
    chat = world.writable(given.get("chat_id"))
    message = world.message(chat, given.get("message_id"))
    if message is None:
        raise Refusal("message to edit not found")
    if message.outgoing:
        raise Refusal("message can't be edited")
    return chat, message


def _edit(world: World, given: Json, chat: Chat, message: Message, content: Content) -> Any:
    markup = checked_inline(given.get("reply_markup"), world.limits)
    if content == message.content and markup == message.reply_markup:
        raise Refusal(UNCHANGED)
    world.change(chat, message, content, markup)
    return message.as_telegram()
