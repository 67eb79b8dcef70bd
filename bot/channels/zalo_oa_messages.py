"""A message as an Official Account's OpenAPI takes it (v3.0, oa/message/cs).

What was read in transcriptions and other people's code only, and is unconfirmed, stands in this
file and in docs/live-service.md: how many buttons a message may have (`MOST_BUTTONS` of
`domain.channels`), how long a label may be, and that a tap comes back as the words in its payload.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import TypeAlias

from bot.channels.base import File, Problem, SendFailed
from bot.channels.parts import numbered
from domain.outgoing import Button, Say

Message: TypeAlias = Mapping[str, object]

#: The platform takes 2,000 characters; UTF-16 units are never fewer, and a part bears its mark.
LONGEST = 1900
_LONGEST_LABEL = 100
_MEGABYTE = 1024 * 1024
PICTURES = frozenset({".jpg", ".jpeg", ".png"})
#: The largest upload by the end of a file's name, in bytes (oa/upload/image, oa/upload/file).
_LARGEST = {
    **dict.fromkeys(PICTURES, 1 * _MEGABYTE),
    **dict.fromkeys((".pdf", ".doc", ".docx"), 5 * _MEGABYTE),
}
_TAP = re.compile(r"#([0-9]{1,20}:[0-9]{1,20})")


def texts(said: Say) -> Iterator[Message]:
    """The words, in parts if they are long, the buttons under the last."""
    *before, last = numbered(said.text, LONGEST) or [""]
    for part in before:
        yield {"text": part}
    buttons = [_button(button) for row in said.rows for button in row]
    template = {"attachment": {"type": "template", "payload": {"buttons": buttons}}}
    if last:
        yield {"text": last, **(template if buttons else {})}


def _button(button: Button) -> Message:
    title = button.label[:_LONGEST_LABEL]
    if button.url:
        return {"title": title, "type": "oa.open.url", "payload": {"url": button.url}}
    return {"title": title, "type": "oa.query.hide", "payload": f"#{button.data}"}


def tapped(text: str) -> str | None:
    """What a button carried, where a text is the payload of one: the platform sends it as words."""
    found = _TAP.fullmatch(text)
    return found[1] if found else None


def picture(uploaded: str) -> Message:
    """A picture that has been uploaded."""
    element = {"media_type": "image", "attachment_id": uploaded}
    return _attachment("template", {"template_type": "media", "elements": [element]})


def document(uploaded: str) -> Message:
    """A file that has been uploaded."""
    return _attachment("file", {"token": uploaded})


def _attachment(kind: str, payload: Message) -> Message:
    return {"attachment": {"type": kind, "payload": payload}}


def is_picture(file: File) -> bool:
    return _ending(file) in PICTURES


def check(file: File) -> None:
    """Raises SendFailed (REFUSED) for what the platform would not take, before it is asked."""
    largest = _LARGEST.get(_ending(file))
    if largest is None:
        raise SendFailed(Problem.REFUSED, f"no {_ending(file) or 'such'} files on Zalo OA")
    if len(file.content) > largest:
        raise SendFailed(Problem.REFUSED, f"the file is over {largest // _MEGABYTE} MB")


def _ending(file: File) -> str:
    return PurePath(file.name).suffix.lower()
