"""Requests and updates as an implementation reads them that no one here wrote: aiogram's types.

aiogram keeps fields it does not know; here they are mistakes, on every level.
"""

import inspect
from collections.abc import Iterable, Iterator
from typing import Any

import aiogram.methods
import aiogram.types
from pydantic import BaseModel, ValidationError

from bot.sandbox.wire import Upload

METHODS: dict[str, type[BaseModel]] = {
    name.lower(): method
    for name, method in inspect.getmembers(aiogram.methods, inspect.isclass)
    if issubclass(method, aiogram.methods.TelegramMethod)
}


def check_request(method: str, params: dict[str, Any]) -> None:
    """Raise AssertionError for an unknown method or field, a missing one, or a wrong type."""
    model = METHODS.get(method.lower())
    assert model is not None, f"{method}: aiogram knows no such method"
    given = {name: _sendable(value) for name, value in params.items()}
    _check(method, model, given, strict=True)
    deprecated = [name for name in given if _is_deprecated(model, name)]
    assert not deprecated, f"{method}: deprecated {', '.join(deprecated)}"


def check_update(update: dict[str, Any]) -> None:
    """Raise AssertionError for an update that aiogram would not read to the last field."""
    _check(f"update {update.get('update_id')}", aiogram.types.Update, update, strict=False)


def check_all(
    requests: Iterable[tuple[str, dict[str, Any], Any]], updates: Iterable[dict[str, Any]]
) -> None:
    """Check all that went through a sandbox: its `requests` and its `updates`."""
    for method, params, _ in requests:
        check_request(method, params)
    for update in updates:
        check_update(update)


def _check(what: str, model: type[BaseModel], given: dict[str, Any], *, strict: bool) -> None:
    try:
        read = model.model_validate(given, strict=strict)
    except ValidationError as error:
        found = "; ".join(f"{_path(e['loc'])}: {e['msg']}" for e in error.errors())
        raise AssertionError(f"{what}: {found}") from None
    unknown = list(_unknown(read, ()))
    assert not unknown, f"{what}: unknown field {', '.join(unknown)}"


def _unknown(value: Any, path: tuple[str | int, ...]) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from (_path((*path, name)) for name in value.model_extra or ())
        for name in value.model_fields_set & type(value).model_fields.keys():
            yield from _unknown(getattr(value, name), (*path, name))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _unknown(item, (*path, index))


def _path(parts: Iterable[str | int]) -> str:
    return ".".join(str(part) for part in parts)


def _sendable(value: Any) -> Any:
    if isinstance(value, Upload):
        return aiogram.types.BufferedInputFile(value.content, value.name)
    return value


def _is_deprecated(model: type[BaseModel], name: str) -> bool:
    extra = model.model_fields[name].json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("deprecated"))
