"""Updates of every kind that the Bot API knows, drawn from aiogram's models, whole and spoilt.

Source: aiogram.types.Update and all that it holds, read by an implementation no one here wrote.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from inspect import isclass
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from aiogram.types import CallbackQuery, Chat, Message, Update, User
from hypothesis import strategies as st
from pydantic import BaseModel

Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]

MEMBERS, STRANGERS, GROUPS = (7, 8), (901, 902, 903), (-100, -200)
_DEPTH = 4
_MOST_OPTIONAL = 4
_WORDS = (
    *("xin chào", "/start", "/menu", "/dangky", "/tusoi", "/xoa 1", "/start x'; DROP TABLE code"),
    *("quay lại", "để sau", "huỷ", "0", "1", "٣", "<b>", "&lt;", "{you}", "%s %(n)d", "MẬT", ""),
    *("\x00", "\u202e", "\ud83d", "🙂", "Z̷a̷l̷g̷o̷" * 50, "ắ" * 5000),
)
hostile = st.one_of(st.sampled_from(_WORDS), st.text(max_size=40))
_nonsense = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), hostile),
    *(st.lists(hostile, max_size=2), st.dictionaries(hostile, hostile, max_size=2)),
)


@st.composite
def updates(draw: Draw) -> dict[str, Any]:
    """An update without its number: one kind of content, whole or with something spoilt."""
    kinds = {name: f for name, f in Update.model_fields.items() if name != "update_id"}
    common = ("message", "edited_message", "callback_query", "my_chat_member")
    kind = draw(st.one_of(st.sampled_from(common), st.sampled_from(sorted(kinds))))
    who = draw(st.sampled_from((*MEMBERS, *STRANGERS, *GROUPS)))
    content = _Drawing(draw, who).value(kinds[kind].annotation, 0)
    if draw(st.integers(0, 4)) == 0:
        _spoil(draw, content)
    return {kind: content}


def _spoil(draw: Draw, content: Any) -> None:
    """Something is missing, of another kind, or new."""
    while isinstance(content, dict) and content:
        name = draw(st.sampled_from(sorted(content)))
        if isinstance(content[name], dict) and draw(st.booleans()):
            content = content[name]
            continue
        if draw(st.booleans()):
            del content[name]
        else:
            content[name] = draw(_nonsense)
        content[draw(hostile)] = draw(_nonsense)
        return


class _Drawing:
    """Values of one update: all that is in it happens in one chat."""

    def __init__(self, draw: Draw, chat: int) -> None:
        self._draw = draw
        self._chat = chat

    def value(self, kind: Any, depth: int) -> Any:
        if get_origin(kind) is Annotated:
            return self.value(get_args(kind)[0], depth)
        if get_origin(kind) in (Union, types.UnionType):
            choices = [part for part in get_args(kind) if part is not types.NoneType]
            return self.value(self._draw(st.sampled_from(choices)), depth)
        if get_origin(kind) is list:
            most = 2 if depth < _DEPTH else 0
            return [self.value(get_args(kind)[0], depth + 1) for _ in range(self._count(most))]
        if get_origin(kind) is Literal:
            return _plain(self._draw(st.sampled_from(get_args(kind))))
        if isclass(kind) and issubclass(kind, BaseModel):
            return self._model(kind, depth)
        return self._draw(_simple(kind))

    def _count(self, most: int) -> int:
        return int(self._draw(st.integers(0, most)))

    def _model(self, model: type[BaseModel], depth: int) -> dict[str, Any]:
        if model is Chat:
            return self._place()
        if model is User:
            return {"id": abs(self._chat), "is_bot": False, "first_name": self._draw(hostile)}
        fields = model.model_fields
        wanted = {name for name, field in fields.items() if field.is_required()}
        optional = sorted(fields.keys() - wanted)
        if depth < _DEPTH and optional:
            some = st.lists(st.sampled_from(optional), max_size=_MOST_OPTIONAL, unique=True)
            wanted |= set(self._draw(some))
        wanted |= _USUAL.get(model, set()) if depth < _DEPTH else set()
        return {
            fields[name].alias or name: self.value(fields[name].annotation, depth + 1)
            for name in sorted(wanted)
        }

    def _place(self) -> dict[str, Any]:
        kind = "private" if self._chat > 0 else "supergroup"
        return {"id": self._chat, "type": kind, "first_name": self._draw(hostile)}


#: Optional fields that are there nearly always.
_USUAL: dict[type[BaseModel], set[str]] = {
    Message: {"from_user", "text"},
    CallbackQuery: {"message", "data"},
}


def _simple(kind: Any) -> st.SearchStrategy[Any]:
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.one_of(st.integers(0, 50), st.integers(-(2**53), 2**53))
    if kind is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    if kind is datetime:
        return st.integers(0, 2**32)
    return hostile


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
