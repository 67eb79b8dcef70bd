"""Questions of a conversation as fields of a form, and what was filled in as what was said.

A kind of question that is not known here is shown as it would be in the chat: its buttons become
choices; one without buttons takes words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from domain.text import Text, _
from handlers.dialog import Draft, Json, Page, Question, Rejected, Said, View
from handlers.filling import Entries, Entry, Sheet, scratch_of
from handlers.prefilled import From
from handlers.questions import Choose, ChooseMany, Confirm, PickDate, Review, Skippable, Write
from handlers.registration_questions import Overview
from handlers.skippable import SKIP_BUTTON

#: What a browser sends: every name with its values.
Given: TypeAlias = "Mapping[str, Sequence[str]]"
NONE = "none"
_ANY_LENGTH = 2000


@dataclass(frozen=True)
class Choice:
    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True)
class Field:
    """One question. `kind` is its template: words, line, day, one, many, press."""

    name: str
    kind: str
    label: Text
    lines: tuple[Text, ...] = ()
    choices: tuple[Choice, ...] = ()
    value: str = ""
    required: bool = True
    longest: int = _ANY_LENGTH
    earliest: date | None = None
    latest: date | None = None
    remark: Text | None = None
    advised: bool = False


@dataclass(frozen=True)
class Fields:
    """A page of a form, and what stands above its fields."""

    title: Text
    above: tuple[Text, ...]
    fields: tuple[Field, ...]

    @property
    def presses(self) -> bool:
        """Whether its choices are buttons that send it: a review."""
        return any(field.kind == "press" for field in self.fields)


def fields_of(sheet: Sheet, given: Given | None = None) -> Fields:
    """The form of a sheet; filled in with what came back, where that could not be taken."""
    page, draft = sheet.page, sheet.state
    answered = page.answered(draft)
    views = [q.view(scratch_of(page, draft, q), sheet.today, answered) for q in page.together]
    shown = [
        _field(question, view, scratch_of(page, draft, question), sheet, given)
        for question, view in zip(page.together, views, strict=True)
    ]
    title = next((view.title for view in views if view.title), sheet.title)
    above = tuple(line for view in views for line in view.above)
    return Fields(title, above, tuple(shown))


def read(given: Given) -> Callable[[Page, Draft], Entries]:
    """How to read the fields of a page that came back."""

    def entries(page: Page, draft: Draft) -> Entries:
        found: dict[str, Entry | Rejected] = {}
        for question in page.together:
            said = _said(question, scratch_of(page, draft, question), given)
            advised = _one(given, f"advised.{question.name}") == "1"
            found[question.name] = said if isinstance(said, Rejected) else Entry(said, advised)
        return found

    return entries


def unsent(given: Given, page: Page | None = None) -> tuple[tuple[Text, str], ...]:
    """What came back for questions that are not open (any more): shown, so that it can be copied.

    Without a page nothing is open.
    """
    still_open = {q.name for q in page.together} if page else set()
    labels = {q.name: q.label for q in page.trace} if page else {}
    return tuple(
        (labels.get(name, _("Your answer")), ", ".join(given[key]))
        for key in given
        if (name := key.removeprefix(_ANSWER)) != key and name not in still_open
        if any(character.isalnum() for value in given[key] for character in value)
    )


_ANSWER = "a."  # before a question's name, so that no question is mistaken for something else


def _field(
    question: Question[object], view: View, scratch: Json, sheet: Sheet, given: Given | None
) -> Field:
    core, optional = _core(question)
    key, start = f"{_ANSWER}{question.name}", _start(question, scratch)
    typed = None if given is None else _one(given, key)
    common = Field(
        name=key,
        kind="words",
        label=question.label,
        lines=_lines(view, core),
        required=not optional,
        remark=sheet.remarks.get(question.name),
        advised=question.name in sheet.remarks,
    )
    match core:
        case Review() | Overview():
            return replace(common, kind="press", choices=_buttons(view, None))
        case ChooseMany():
            marked = given.get(key, ()) if given is not None else _marked(start)
            return replace(common, kind="many", choices=_boxes(core, marked))
        case Choose():
            chosen = typed if typed is not None else start
            choices = tuple(Choice(o.key, o.label, o.key == chosen) for o in core.options)
            return replace(common, kind="one", choices=choices)
        case Write():
            value = typed if typed is not None else _words(start)
            return replace(common, value=value, longest=core.max_length)
        case PickDate():
            value = typed if typed is not None else _words(start)
            earliest = core.earliest or sheet.today
            return replace(common, kind="day", value=value, earliest=earliest, latest=core.latest)
        case _ if view.rows:
            return replace(common, kind="one", choices=_buttons(view, typed))
        case _:
            return replace(common, kind="line", value=typed or "")


def _core(question: Question[object]) -> tuple[Question[object], bool]:
    """What a question asks beneath what is wrapped around it, and whether it may be left out."""
    match question:
        case From(question=inner):
            return _core(inner)
        case Skippable(question=inner):
            return _core(inner)[0], True
        case Write():
            return question, not question.required
    return question, False


def _start(question: Question[object], scratch: Json) -> Json:
    return question.before if isinstance(question, From) and scratch is None else scratch


def _lines(view: View, core: Question[object]) -> tuple[Text, ...]:
    """What is asked, without what a chat says about buttons and typing."""
    match core:
        case Choose(prompt=prompt) | ChooseMany(prompt=prompt) | Write(prompt=prompt):
            asked = prompt
        case PickDate(prompt=prompt) | Confirm(prompt=prompt):
            asked = prompt
        case _:
            return view.lines
    return view.lines[: view.lines.index(asked) + 1] if asked in view.lines else (asked,)


def _buttons(view: View, chosen: str | None) -> tuple[Choice, ...]:
    buttons = (button for row in view.rows for button in row)
    return tuple(Choice(b.value, b.label, b.value == chosen) for b in buttons)


def _boxes(question: ChooseMany[object], chosen: Sequence[str]) -> tuple[Choice, ...]:
    boxes = [
        Choice(o.key, _("{number}. {label}", number=o.key, label=o.label), o.key in chosen)
        for o in question.options
    ]
    return (*boxes, Choice(NONE, question.none_label, NONE in chosen))


def _marked(start: Json) -> Sequence[str]:
    if not isinstance(start, list):
        return ()
    return [str(key) for key in start] or (NONE,)


def _words(start: Json) -> str:
    """The words of a stored answer, or of one that got a hint."""
    words = start.get("hinted") if isinstance(start, dict) else start
    return words if isinstance(words, str) else ""


def _one(given: Given, key: str) -> str:
    """The one value of a field; line ends as they were typed."""
    return "\n".join(given.get(key, ("",))[:1]).replace("\r\n", "\n").strip()


def _said(question: Question[object], scratch: Json, given: Given) -> Said | Rejected:
    core, optional = _core(question)
    key = f"{_ANSWER}{question.name}"
    match core:
        case Review() | Overview():
            return Said(value=_one(given, "press"))
        case ChooseMany():
            return _marks(core, given.get(key, ()))
    typed = _one(given, key)
    if not typed:
        return Said(value=SKIP_BUTTON.value) if optional else Rejected(_MISSING)
    match core:
        case Write():
            kept = typed == _words(_start(question, scratch))
            return Said(value="keep") if kept else Said(text=typed)
        case PickDate():
            return Said(value=f"day:{typed}") if _is_iso(typed) else Said(text=typed)
    view = question.view(scratch, date.min, ())
    return Said(value=typed) if view.rows else Said(text=typed)


_MISSING = _("Please answer this one.")


def _marks(question: ChooseMany[object], marked: Sequence[str]) -> Said | Rejected:
    none = question.none_label
    if not marked:
        return Rejected(_("Please mark what applies, or “{none}”.", none=none))
    if NONE not in marked:
        return Said(text=", ".join(marked))
    if len(marked) > 1:
        return Rejected(_("“{none}” and something else are both marked.", none=none))
    return Said(value=NONE)


def _is_iso(typed: str) -> bool:
    try:
        date.fromisoformat(typed)
    except ValueError:
        return False
    return True
