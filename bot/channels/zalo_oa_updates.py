"""What an event of an Official Account says, in the bot's own words (OpenAPI, webhook events).

Only what people do is kept: echoes of what the account sent (`oa_send_*`) and receipts are not.
Names and pictures of people are dropped at the door.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.channels.base import (
    Attached,
    Blocked,
    Classified,
    Event,
    Incoming,
    Pressed,
    Typed,
    Unblocked,
    Unreadable,
    Wordless,
)
from bot.channels.zalo_oa_messages import tapped
from domain.channels import ZALO_OA
from storage.inbox import CLASSIFIED, Arrived

_SAID = "user_send_"
_CAME, _LEFT = "follow", "unfollow"
_FILE = ("url", "name", "size")


def arrived(app: str, told: Mapping[str, object]) -> list[Arrived]:
    """The update under its key; nothing where nobody did anything.

    A message has an id of its own; following has only its moment. Raises Unreadable.
    """
    event = str(told.get("event_name"))
    if not event.startswith(_SAID) and event not in {_CAME, _LEFT}:
        return []
    message = _mapping(told.get("message"))
    who = _mapping(told.get("follower" if event in {_CAME, _LEFT} else "sender")).get("id")
    once = message.get("msg_id") or told.get("timestamp")
    if not who or not once:
        raise Unreadable("nobody, or no key")
    kept = {"text": message.get("text"), "file": _file(message)}
    payload: dict[str, object] = {"event_name": event, "chat": str(who), "message": kept}
    return [Arrived(ZALO_OA, app, f"{event}:{who}:{once}", payload)]


def _file(message: Mapping[str, object]) -> dict[str, object] | None:
    """Where the first attachment lies, what it is called and how large it is."""
    attachments = message.get("attachments")
    first = attachments[0] if isinstance(attachments, Sequence) and attachments else None
    payload = _mapping(_mapping(first).get("payload"))
    return {field: payload[field] for field in _FILE if field in payload} or None


def incoming_of(update: Arrived) -> Incoming:
    """The event and whose chat it is in. Raises Unreadable."""
    chat = update.payload.get("chat")
    if not isinstance(chat, str):
        raise Unreadable("no chat")
    event = Classified() if update.payload.get(CLASSIFIED) else _event(update.payload)
    return Incoming(chat, private=True, language=None, event=event)


def _event(update: Mapping[str, object]) -> Event:
    name, message = str(update.get("event_name")), _mapping(update.get("message"))
    if name in {_CAME, _LEFT}:
        return Unblocked() if name == _CAME else Blocked()
    kind = name.removeprefix(_SAID)
    text, file = message.get("text"), _mapping(message.get("file"))
    if kind == "text":
        return _of_words(text)
    if kind == "file" and isinstance(url := file.get("url"), str):
        return Attached(url, str(file.get("name") or ""), _size(file.get("size")))
    return Wordless(kind)


def _of_words(text: object) -> Event:
    if not isinstance(text, str):
        raise Unreadable("the text is no text")
    data = tapped(text)
    return Typed(text) if data is None else Pressed("", data, "", editable=False)


def _size(told: object) -> int:
    """The platform writes numbers, sometimes as words; 0 where it does not say."""
    return int(told) if isinstance(told, int | str) and str(told).isdecimal() else 0


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
