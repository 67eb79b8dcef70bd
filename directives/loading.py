"""Reads directives and plans from their files: one folder a directive, one file a plan.

A mistake raises `PlanError` with one sentence that names file, line and key.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from directives.mistakes import (
    Mistake,
    mistakes_in_checklist,
    mistakes_in_plan,
    mistakes_with_signs,
)
from directives.schema import ChecklistFile, PlanFile
from directives.source import Place, PlanError, Source, read_source, source_of
from domain.plan import Checklist, Directive, Plan

_FOLDER = Path(__file__).parent
_CHECKLIST = "checklist.yaml"

File = TypeVar("File", bound=BaseModel)


def plans() -> list[str]:
    """The ids of the plans that come with tusoi: the names of their files."""
    return sorted(path.stem for path in _plan_files())


def directives() -> list[str]:
    """The ids of the directives that come with tusoi: the names of their folders."""
    return sorted(path.parent.name for path in _FOLDER.glob(f"*/{_CHECKLIST}"))


def load_plan(path_or_id: str | Path) -> Plan:
    """A plan that comes with tusoi, by id, or an office's own, by the path of its YAML file.

    Raises `PlanError` where there is no such plan, it has a mistake or its directive is unknown.
    """
    return _plan_of(read_source(_plan_path(path_or_id)))


def read_plan(text: str, name: str) -> Plan:
    """A plan from the words of its file; raises like `load_plan`."""
    return _plan_of(source_of(text, name))


def _plan_of(source: Source) -> Plan:
    file = _checked(PlanFile, source)
    _whole(source, mistakes_in_plan(file))
    if file.directive not in directives():
        known = ", ".join(directives())
        raise source.mistake(
            ("directive",), f"no directive is called {file.directive}; there is {known}."
        )
    _whole(source, mistakes_with_signs(file, load_checklist(file.directive)))
    plan: Plan = file.built(version=source.version)
    return plan


def mistake_in(path_or_id: str | Path, place: Place, sentence: str) -> PlanError:
    """What was found wrong with a plan that could be loaded, with its file and line."""
    return read_source(_plan_path(path_or_id)).mistake(place, sentence)


def load_checklist(directive_id: str) -> Checklist:
    """The signs of a directive; raises like `load_directive`."""
    return load_directive(directive_id).checklist


def load_directive(id_: str) -> Directive:
    """A directive that comes with tusoi; `PlanError` where there is none or it has a mistake."""
    if id_ not in directives():
        raise PlanError(f"No directive is called {id_}; there is {', '.join(directives())}.")
    return read_directive(_FOLDER / id_ / _CHECKLIST)


def read_directive(path: Path) -> Directive:
    """A directive from its checklist file; `PlanError` where it has a mistake."""
    source = read_source(path)
    file = _checked(ChecklistFile, source)
    _whole(source, mistakes_in_checklist(file))
    signs = tuple(sign.built() for sign in file.signs)
    checklist = Checklist(file.directive, source.version, signs)
    return Directive(file.directive, file.title.built(), checklist)


def _plan_files() -> list[Path]:
    return [path for path in _FOLDER.glob("*/*.yaml") if path.name != _CHECKLIST]


def _plan_path(path_or_id: str | Path) -> Path:
    path = Path(path_or_id)
    if isinstance(path_or_id, Path) or path.suffix in {".yaml", ".yml"}:
        return path
    for shipped in _plan_files():
        if shipped.stem == path_or_id:
            return shipped
    raise PlanError(
        f"No plan is called {path_or_id}; there is {', '.join(plans())}, "
        "or give the path of a .yaml file."
    )


def _checked(model: type[File], source: Source) -> File:
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        raise _topmost(source, [_told(each) for each in error.errors()]) from error


def _whole(source: Source, mistakes: Iterable[Mistake]) -> None:
    """Raise where the parts do not fit together, though each is right by itself."""
    if found := list(mistakes):
        raise _topmost(source, found)


def _topmost(source: Source, mistakes: list[Mistake]) -> PlanError:
    """One mistake at a time, as the reader of the file meets them."""
    first = min(mistakes, key=lambda mistake: source.line(mistake.place))
    return source.mistake(first.place, first.sentence)


def _told(error: ErrorDetails) -> Mistake:
    """What pydantic found, in the words of someone who edits the file."""
    value, expected = error["input"], error.get("ctx", {}).get("expected", "")
    match error["type"]:
        case "missing":
            sentence = "is missing."
        case "extra_forbidden":
            sentence = "is an unknown key."
        case "enum":
            sentence = f"“{value}” is not known here; it should be {expected}."
        case "model_type" | "model_attributes_type":
            sentence = "should hold keys of its own."
        case "written":
            sentence = f"{error['msg']}."
        case _ if isinstance(value, str):
            sentence = f"“{value}” cannot be used: {error['msg']}."
        case _:
            sentence = f"{error['msg']}."
    return Mistake(error["loc"], sentence)
