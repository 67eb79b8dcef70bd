"""What a Telegram update says, in the bot's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from telegram.constants import ChatMemberStatus, ChatType, MessageAttachmentType

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

Json: TypeAlias = "dict[str, Any]"

_AWAY = {ChatMemberStatus.BANNED, ChatMemberStatus.LEFT}


def arrived(bot: str, told: Iterable[object]) -> list[Arrived]:
    """Updates under their keys. What has no key can be neither stored nor acknowledged."""
    updates = [u for u in told if isinstance(u, dict) and isinstance(u.get("update_id"), int)]
    return [Arrived(TELEGRAM, bot, str(u["update_id"]), u) for u in updates]


def incoming_of(update: Json) -> Incoming | None:
    """The event and whose chat it is in; None for what the bot has no use for.

    Only what is needed is looked at: whatever else an update holds cannot spoil it. Raises
    Unreadable where something is of another kind than the Bot API says.
    """
    kind = next((kind for kind in _EVENTS if update.get(kind) is not None), None)
    if kind is None:
        return None
    told = _object(update[kind])
    event = _EVENTS[kind](told)
    if event is None:
        return None
    chat = _object(_object(told["message"])["chat"] if kind == "callback_query" else told["chat"])
    language = _object(told.get("from") or {}).get("language_code")
    known = language if isinstance(language, str) else None
    return Incoming(str(_whole(chat["id"])), chat.get("type") == ChatType.PRIVATE, known, event)


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise Unreadable("something is no object")
    return value


def _whole(value: object) -> int:
    if type(value) is not int:
        raise Unreadable("something is no whole number")
    return value


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable("something is no text")
    return value


def _pressed(query: Json) -> Event | None:
    if query.get("message") is None:
        return None
    message = _object(query["message"])
    number = str(_whole(message["message_id"]))
    editable = message.get("text") is not None
    return Pressed(_words(query["id"]), _words(query.get("data") or ""), number, editable)


def _membership(change: Json) -> Event:
    status = _object(change["new_chat_member"])["status"]
    return Blocked() if status in _AWAY else Unblocked()


def _edited(_message: Json) -> Event:
    return Edited()


def _said(message: Json) -> Event | None:
    if message.get("text") is not None:
        return _of_text(_words(message["text"]))
    if message.get("document") is not None:
        return _file(_object(message["document"]))
    if message.get("photo"):
        return _file(_object(message["photo"][-1]), picture=True)
    if not any(message.get(kind) for kind in MessageAttachmentType):
        return None  # somebody joined, a message was pinned: nothing was said
    return Wordless("attachment")


def _file(told: Json, *, picture: bool = False) -> Event:
    name = "" if picture else _words(told.get("file_name") or "")
    return Attached(_words(told["file_id"]), name, _whole(told.get("file_size") or 0), picture)


#: What each kind of update says; where one holds several, the first of these counts.
_EVENTS: Mapping[str, Callable[[Json], Event | None]] = {
    "callback_query": _pressed,
    "my_chat_member": _membership,
    "edited_message": _edited,
    "message": _said,
}


def _of_text(text: str) -> Event:
    command, _space, rest = text.partition(" ")
    name, _at, _bot = command.partition("@")
    if name == "/start":
        return Started(rest.strip())
    return Typed(f"{name} {rest}".strip() if name.startswith("/") else text)
