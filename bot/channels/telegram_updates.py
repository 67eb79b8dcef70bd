"""What a Telegram update says, in the bot's own words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.base import (
    Attached,
    Blocked,
    Edited,
    Event,
    Incoming,
    Pressed,
    Started,
    Typed,
    Unblocked,
    Unreadable,
    Wordless,
)
from domain.channels import TELEGRAM
from storage.inbox import Arrived

_AWAY = {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}


def arrived(bot: str, told: Iterable[object]) -> list[Arrived]:
    """Updates under their keys. What has no key can be neither stored nor acknowledged."""
    updates = [u for u in told if isinstance(u, dict) and isinstance(u.get("update_id"), int)]
    return [Arrived(TELEGRAM, bot, str(u["update_id"]), u) for u in updates]


def incoming_of(update: Update) -> Incoming | None:
    """The event and whose chat it is in; None for what the bot has no use for.

    Raises Unreadable where something is of another kind than the Bot API says: python-telegram-bot
    takes whatever stands there.
    """
    chat = update.effective_chat
    event = _event(update)
    if chat is None or event is None:
        return None
    if type(chat.id) is not int or not _is_sound(event):
        raise Unreadable("something is of another kind")
    language = update.effective_user.language_code if update.effective_user else None
    if not isinstance(language, str):
        language = None
    return Incoming(str(chat.id), _private(chat), language, event)


_KINDS = {"str": str, "int": int, "bool": bool}


def _is_sound(event: Event) -> bool:
    return all(isinstance(getattr(event, f.name), _KINDS[str(f.type)]) for f in fields(event))


def _private(chat: Chat) -> bool:
    return chat.type == ChatType.PRIVATE


def _event(update: Update) -> Event | None:
    if update.callback_query is not None:
        return _pressed(update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    if update.edited_message is not None:
        return Edited()
    return _of_message(update.message) if update.message is not None else None


def _pressed(query: CallbackQuery) -> Event | None:
    if query.message is None:
        return None
    editable = isinstance(query.message, Message) and query.message.text is not None
    return Pressed(query.id, query.data or "", str(query.message.message_id), editable)


def _membership(change: ChatMemberUpdated) -> Event:
    return Blocked() if change.new_chat_member.status in _AWAY else Unblocked()


def _of_message(message: Message) -> Event | None:
    if message.text is not None:
        return _of_text(message.text)
    if message.document is not None:
        document = message.document
        return Attached(document.file_id, document.file_name or "", document.file_size or 0)
    if message.photo:
        largest = message.photo[-1]
        return Attached(largest.file_id, "", largest.file_size or 0, picture=True)
    if message.effective_attachment is None:
        return None  # somebody joined, a message was pinned: nothing was said
    return Wordless("attachment")


def _of_text(text: str) -> Event:
    command, _space, rest = text.partition(" ")
    name, _at, _bot = command.partition("@")
    if name == "/start":
        return Started(rest.strip())
    return Typed(f"{name} {rest}".strip() if name.startswith("/") else text)
