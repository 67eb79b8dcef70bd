"""Text as Telegram reads it: counted in UTF-16 units, formatted by entities only.

The sandbox takes plain text and `entities`; it refuses `parse_mode`, because tusoi never sends
what a person typed as markup.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.wire import Json, Refusal

FOUND_BY_TELEGRAM = (
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(@\w+)?(?![\w/])")),
    ("url", re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?)]")),
)
ENTITY_TYPES = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    }
)


@dataclass(frozen=True)
class Formatted:
    """A text and its entities, the given ones and those that Telegram finds itself."""

    text: str
    entities: tuple[Json, ...] = ()


def utf16_length(text: str) -> int:
    """Length in UTF-16 units, the measure of every length and offset of the Bot API."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, longest: int) -> Iterator[str]:
    """A text cut as the apps do before they send it: pieces of at most `longest` UTF-16 units."""
    start = length = 0
    for at, letter in enumerate(text):
        width = utf16_length(letter)
        if length + width > longest:
            yield text[start:at]
            start, length = at, 0
        length += width
    if start < len(text):
        yield text[start:]


def typed(text: str) -> Formatted:
    """What a person typed, with the commands and links that Telegram marks in it."""
    return Formatted(text, tuple(_found(text)))


def formatted(text: str, entities: list[Json] | None, parse_mode: str | None) -> Formatted:
    """A bot's text, checked.

    Raises Refusal for markup, and for an entity of an unknown type or outside the text.
    """
    if parse_mode:
        raise Refusal("the sandbox takes entities only, parse_mode is not supported")
    for entity in entities or ():
        _check_entity(entity, text)
    stripped = text.rstrip()
    given = list(entities or ())
    found = [one for one in _found(stripped) if not any(_overlap(one, other) for other in given)]
    return Formatted(stripped, tuple(sorted(given + found, key=lambda one: int(one["offset"]))))


def _overlap(one: Json, other: Json) -> bool:
    """Telegram marks nothing anew within what the bot has marked."""
    ends = one["offset"] + one["length"], other["offset"] + other["length"]
    return bool(one["offset"] < ends[1] and other["offset"] < ends[0])


def _check_entity(entity: Json, text: str) -> None:
    if entity.get("type") not in ENTITY_TYPES:
        raise Refusal("can't parse MessageEntity: Unsupported type specified")
    start, length = entity.get("offset"), entity.get("length")
    if not isinstance(start, int) or not isinstance(length, int):
        raise Refusal('can\'t parse MessageEntity: Can\'t find field "offset" or "length"')
    if start < 0:
        raise Refusal(f"receive an entity with incorrect offset {start}")
    if length < 0:
        raise Refusal(f"receive an entity with incorrect length {length}")
    _check_place(start, start + length, text)


def _check_place(start: int, end: int, text: str) -> None:
    boundaries = {0, *itertools.accumulate(utf16_length(letter) for letter in text)}
    total = max(boundaries)
    if start > total:
        raise Refusal(f"entity begins after the end of the text at UTF-16 offset {start}")
    where = f"entity beginning at UTF-16 offset {start}"
    if end > total:
        raise Refusal(f"{where} ends after the end of the text at UTF-16 offset {end}")
    if start not in boundaries:
        raise Refusal(f"entity begins in a middle of a UTF-16 symbol at UTF-16 offset {start}")
    if end not in boundaries:
        raise Refusal(f"{where} ends in a middle of a UTF-16 symbol at UTF-16 offset {end}")


def _found(text: str) -> list[Json]:
    found = [
        {
            "type": kind,
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match.group()),
        }
        for kind, pattern in FOUND_BY_TELEGRAM
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda entity: int(entity["offset"]))
