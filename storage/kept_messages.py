"""A message before any channel gave it a form, as JSON: for a second channel to form.

Sentences stay what they are, names in the catalogues with their parameters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias, cast

from domain.message import Attachment, Choice, Document, Message, Style
from domain.text import Localized, Param, Text
from storage import menus

Written: TypeAlias = "dict[str, Any]"


def write(message: Message) -> Written:
    """A JSON object from which `read` makes the same message."""
    return {
        "title": _param(message.title) if message.title else None,
        "body": [_param(line) for line in message.body],
        "choices": [[_choice(choice) for choice in row] for row in message.choices],
        "attachment": vars(message.attachment) if message.attachment else None,
    }


def read(written: Written) -> Message | None:
    """The message; None where it leads to something this version does not know."""
    rows = tuple(tuple(_read_choice(c) for c in row) for row in written["choices"])
    if any(choice is None for row in rows for choice in row):
        return None
    file = written["attachment"]
    return Message(
        body=tuple(cast("Text", _read_param(line)) for line in written["body"]),
        title=cast("Text", _read_param(written["title"])) if written["title"] else None,
        choices=cast("tuple[tuple[Choice, ...], ...]", rows),
        attachment=Attachment(Document(file["document"]), file["subject"]) if file else None,
    )


def _choice(choice: Choice) -> Written:
    return {
        "label": _param(choice.label),
        "target": [type(choice.target).__name__, vars(choice.target)],
        "style": choice.style,
        "typed": _param(choice.typed) if choice.typed is not None else None,
    }


def _read_choice(written: Written) -> Choice | None:
    target = menus.read_target(*written["target"])
    if target is None:
        return None
    label = cast("Text", _read_param(written["label"]))
    typed = written["typed"]
    word = cast("Text | str", _read_param(typed)) if typed is not None else None
    return Choice(label, target, Style(written["style"]), word)


def _param(param: Param) -> object:
    match param:
        case Text():
            params = {name: _param(value) for name, value in param.params.items()}
            return {"msgid": param.msgid, "params": params}
        case Localized():
            return {"vi": param.vi, "en": param.en}
        case datetime():
            return {"moment": param.isoformat()}
        case date():
            return {"day": param.isoformat()}
        case str() | int() | float():
            return param
        case Sequence():
            return [_param(item) for item in param]


def _read_param(written: object) -> Param:
    match written:
        case {"msgid": str(msgid), "params": Mapping() as params}:
            return Text(msgid, {str(name): _read_param(value) for name, value in params.items()})
        case {"vi": str(vi), "en": str(en)}:
            return Localized(vi, en)
        case {"moment": str(moment)}:
            return datetime.fromisoformat(moment)
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case str() | int() | float():
            return written
        case list():
            return [cast("Text", _read_param(item)) for item in written]
    raise ValueError("no parameter of a sentence")
