"""What a Zalo update says, in the bot's own words; names of people are dropped at the door.

Source: Zalo Bot Platform, the page on webhooks (`message.*.received`); getUpdates answers with the
same object.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels.base import Classified, Event, Incoming, Typed, Unreadable, Wordless
from domain.channels import ZALO
from storage.inbox import CLASSIFIED, Arrived

#: All that is kept of a message. Who wrote is known by the chat; display names are nobody's
#: business here, nor where a picture lies: `photo` and `photo_url` only say that it was one.
_KEPT = ("text", "caption", "date")
_OF_CHAT = ("id", "chat_type")
_PICTURE = ("photo", "photo_url")
_EVENT = "message."


def arrived(bot: str, told: Mapping[str, object]) -> list[Arrived]:
    """The update under its key; nothing where it has none, or is a bot's.

    Deliveries come with and without the envelope of answers (`ok`, `result`): both are read.
    """
    update = _mapping(told.get("result", told))
    message = _mapping(update.get("message"))
    chat, sender = _mapping(message.get("chat")), _mapping(message.get("from"))
    key = (chat.get("id"), message.get("message_id"))
    if None in key or sender.get("is_bot") is True:
        return []
    kept = {
        "chat": {field: chat[field] for field in _OF_CHAT if field in chat},
        "picture": any(field in message for field in _PICTURE),
        **{field: message[field] for field in _KEPT if field in message},
    }
    payload: dict[str, object] = {"event_name": update.get("event_name"), "message": kept}
    return [Arrived(ZALO, bot, f"{key[0]}:{key[1]}", payload)]


def incoming_of(update: Arrived) -> Incoming:
    """The event and whose chat it is in. Raises Unreadable."""
    message = _mapping(update.payload.get("message"))
    chat = _mapping(message.get("chat"))
    who = chat.get("id")
    if isinstance(who, bool) or not isinstance(who, str | int):
        raise Unreadable("no chat")
    event = Classified() if update.payload.get(CLASSIFIED) else _event(update.payload, message)
    return Incoming(str(who), chat.get("chat_type") == "PRIVATE", None, event)


def _event(update: Mapping[str, object], message: Mapping[str, object]) -> Event:
    text = message.get("text")
    if isinstance(text, str) and text:
        return Typed(text)
    if text is not None and not isinstance(text, str):
        raise Unreadable("the text is no text")
    if message.get("picture"):
        return Wordless("image")
    kind = str(update.get("event_name")).removeprefix(_EVENT)
    return Wordless(kind.partition(".")[0])


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
