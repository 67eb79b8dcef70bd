"""A YAML file as plain data that still knows its lines, so that a mistake can be pointed at.

Every scalar stays the text that was written: YAML 1.1 would read an unquoted 17:00 as the number
1020 and NO as false; `directives.schema` decides what a text means.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from domain.vietnamese import nfc

#: Where something stands in a file: `("obligations", 1, "who")`.
Place: TypeAlias = tuple[str | int, ...]

#: libyaml's where this Python has it: it reads ten times as fast.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
#: Nothing in a plan is nested deeper; an alias that contains itself is.
_DEEPEST = 12
#: Whoever composes this goes as deep as the file does, and libyaml until the process dies of it.
_TOO_DEEP_TO_COMPOSE = 100


class PlanError(Exception):
    """A plan or checklist that cannot be used: one sentence with file, line and key."""


@dataclass(frozen=True)
class Source:
    """The content of one file. `lines` counts from 1."""

    file: str
    data: object
    lines: dict[Place, int]

    @property
    def version(self) -> str:
        """A short hash of what the file says; comments and layout do not count."""
        canonical = json.dumps(self.data, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    def line(self, place: Place) -> int:
        """Where this stands, or, where it is missing, what should hold it."""
        return next(
            self.lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in self.lines
        )

    def mistake(self, place: Place, sentence: str) -> PlanError:
        """The error for something at this place."""
        return _mistake(self.file, self.line(place), place, sentence)


def read_source(path: Path) -> Source:
    """Read a file's data and lines; `PlanError` where it is no file, not UTF-8 or not YAML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PlanError(f"{path.name}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise PlanError(f"{path.name}: is not UTF-8 text; save it as UTF-8.") from error
    return source_of(text, path.name)


def source_of(text: str, name: str) -> Source:
    """The same of words that are at hand; `name` is what a `PlanError` calls them."""
    try:
        node = _composed(nfc(text), name)
    except yaml.YAMLError as error:
        raise _not_yaml(name, error) from error
    if not isinstance(node, yaml.MappingNode):
        raise PlanError(f"{name}, line 1: a list of keys is expected, like “id: ...”.")
    lines: dict[Place, int] = {}
    return Source(name, _plain(node, (), name, lines), lines)


def _composed(text: str, name: str) -> yaml.Node | None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _TOO_DEEP_TO_COMPOSE:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise _mistake(name, line, (), "is nested too deep.")
    return yaml.compose(text, Loader=_LOADER)


def _plain(node: yaml.Node, place: Place, file: str, lines: dict[Place, int]) -> object:
    lines.setdefault(place, node.start_mark.line + 1)
    if len(place) > _DEEPEST:
        raise _mistake(file, lines[place], place[:3], "is nested too deep.")
    match node:
        case yaml.MappingNode():
            return _mapping(node, place, file, lines)
        case yaml.SequenceNode(value=nodes):
            return [_plain(each, (*place, n), file, lines) for n, each in enumerate(nodes)]
        case _:
            return node.value


def _mapping(
    node: yaml.MappingNode, place: Place, file: str, lines: dict[Place, int]
) -> dict[str, object]:
    data: dict[str, object] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _mistake(file, line, place, "a key must be a single word.")
        here = (*place, key.value)
        if key.value in data:
            raise _mistake(file, line, here, "stands here a second time.")
        lines[here] = line
        data[key.value] = _plain(value, here, file, lines)
    return data


def _not_yaml(file: str, error: yaml.YAMLError) -> PlanError:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    problem = getattr(error, "problem", None) or "a character that is not allowed"
    return PlanError(f"{file}, line {line}: is not YAML ({problem}).")


def _mistake(file: str, line: int, place: Place, sentence: str) -> PlanError:
    return PlanError(f"{file}, line {line}, {_spelt(place) or 'the file'}: {sentence}")


def _spelt(place: Place) -> str:
    """`obligations[2].who`, counting from 1 as a reader does."""
    return "".join(f"[{x + 1}]" if isinstance(x, int) else f".{x}" for x in place).lstrip(".")
