"""Methods that put a message into a chat."""

from typing import Any

from bot.sandbox.keyboards import checked_markup
from bot.sandbox.messages import Content
from bot.sandbox.texts import Formatted, formatted, utf16_length
from bot.sandbox.wire import Json, Refusal
from bot.sandbox.world import World

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(world: World, given: Json) -> Any:
    """Bot API, sendMessage."""
    return _send(world, given, Content(body_text(world, given)))


def send_photo(world: World, given: Json) -> Any:
    """Bot API, sendPhoto."""
    text = caption(world, given)
    world.writable(given.get("chat_id"))  # before the upload is kept
    photo = world.files.from_bot("photo", given.get("photo"))
    return _send(world, given, Content(text, photo=photo))


def send_document(world: World, given: Json) -> Any:
    """Bot API, sendDocument."""
    text = caption(world, given)
    world.writable(given.get("chat_id"))
    document = world.files.from_bot("document", given.get("document"))
    return _send(world, given, Content(text, document=document))


def send_chat_action(world: World, given: Json) -> Any:
    """Bot API, sendChatAction."""
    chat = world.writable(given.get("chat_id"))
    if given.get("action") not in ACTIONS:
        raise Refusal("wrong parameter action in request")
    chat.actions.append(given["action"])
    world.happened("action", chat)
    return True


def body_text(world: World, given: Json) -> Formatted:
    """The text of a message. Raises Refusal unless it is 1-4096 UTF-16 units long."""
    if not given.get("text"):
        raise Refusal("message text is empty")
    text = formatted(str(given["text"]), given.get("entities"), given.get("parse_mode"))
    if not text.text:
        raise Refusal("text must be non-empty")
    if utf16_length(text.text) > world.limits.text:
        raise Refusal("message is too long")
    return text


def caption(world: World, given: Json) -> Formatted:
    """The caption of a photo or document. Raises Refusal over 1024 UTF-16 units."""
    words = str(given.get("caption") or "")
    text = formatted(words, given.get("caption_entities"), given.get("parse_mode"))
    if utf16_length(text.text) > world.limits.caption:
        raise Refusal("message caption is too long")
    return text


def _send(world: World, given: Json, content: Content) -> Any:
    chat = world.writable(given.get("chat_id"))
    markup = checked_markup(given.get("reply_markup"), world.limits)
    return world.post(chat, world.bot, content, markup).as_telegram()
