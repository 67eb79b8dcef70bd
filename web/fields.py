"""Questions of a conversation as fields of a form, and what was filled in as what was said.

A kind of question that is not known here is shown as it would be in the chat: its buttons become
choices; one without buttons takes words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from domain.text import Text, _, verbatim
from handlers.dialog import Draft, Json, Page, Question, Rejected, Said, StaleAnswer, View
from handlers.filling import Entries, Entry, Sheet, scratch_of
from handlers.moment_question import PickMoment
from handlers.prefilled import From
from handlers.questions import Choose, ChooseMany, Confirm, PickDate, Review, Skippable, Write
from handlers.registration_questions import Overview
from handlers.remedy_question import RemedyLine
from handlers.skippable import SKIP_BUTTON
from storage.unit_of_work import clean

#: What a browser sends: every name with its values.
Given: TypeAlias = "Mapping[str, Sequence[str]]"
NONE = "none"
_NOTHING = verbatim("")
_ANY_LENGTH = 2000


@dataclass(frozen=True)
class Choice:
    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True)
class Field:
    """One question. `kind` is how it looks: words, day, one, many, or press (buttons that send).

    `how` says how a day is typed where that is not as everywhere.
    """

    name: str
    kind: str
    label: Text
    lines: tuple[Text, ...] = ()
    choices: tuple[Choice, ...] = ()
    value: Text = _NOTHING
    required: bool = True
    longest: int = _ANY_LENGTH
    remark: Text | None = None
    how: Text | None = None


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
    return Fields(title, _above(views), tuple(shown))


def _above(views: Sequence[View]) -> tuple[Text, ...]:
    """What stands above the questions of a group; what is the same for several is said once."""
    said: list[tuple[Text, ...]] = []
    for view in views:
        if view.above not in said:
            said.append(view.above)
    return tuple(line for above in said for line in above)


def read(given: Given) -> Callable[[Page, Draft, date], Entries]:
    """How to read the fields of a page that came back."""

    def entries(page: Page, draft: Draft, today: date) -> Entries:
        found: dict[str, Entry | Rejected] = {}
        for question in page.together:
            view = question.view(scratch_of(page, draft, question), today, ())
            said = _said(question, view, scratch_of(page, draft, question), given)
            advised = f"{_ANSWER}{question.name}" in given.get("advised", ())
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
    core, key = _core(question), f"{_ANSWER}{question.name}"
    start = _start(question, scratch)
    typed = None if given is None else _one(given, key)
    common = Field(
        name=key,
        kind="words",
        label=question.label,
        lines=_lines(view, core),
        required=SKIP_BUTTON.value not in _values(view),
        remark=sheet.remarks.get(question.name),
        value=verbatim(typed) if typed is not None else _written(core, start),
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
        case PickDate():
            return replace(common, kind="day", choices=_suggested(view))
        case PickMoment():
            return replace(common, kind="day", choices=_buttons(view, None), how=core.examples)
        case Write():
            return replace(common, longest=_longest(core))
        case _ if choices := _buttons(view, typed):
            return replace(common, kind="one", choices=choices)
    return common


def _core(question: Question[object]) -> Question[object]:
    """What a question asks, beneath what is wrapped around it."""
    match question:
        case From(question=inner) | Skippable(question=inner):
            return _core(inner)
    return question


def _start(question: Question[object], scratch: Json) -> Json:
    match question:
        case From(question=inner, before=before):
            return _start(inner, before if scratch is None else scratch)
        case RemedyLine():
            return question.written(scratch)
    return scratch


def _lines(view: View, core: Question[object]) -> tuple[Text, ...]:
    """What is asked, without what a chat says about buttons, typing and what stands there."""
    match core:
        case Choose(prompt=prompt) | ChooseMany(prompt=prompt) | Confirm(prompt=prompt):
            return (prompt,)
        case Write(prompt=prompt) | PickDate(prompt=prompt) | PickMoment(prompt=prompt):
            return (prompt,)
    return view.lines[:1] if _KEEP in _values(view) else view.lines


_KEEP = "keep"


def _values(view: View) -> list[str]:
    return [button.value for row in view.rows for button in row]


def _buttons(view: View, chosen: str | None) -> tuple[Choice, ...]:
    """The choices of a view; leaving out and keeping are what a field does by itself."""
    return tuple(
        Choice(b.value, b.label, b.value == chosen)
        for row in view.rows
        for b in row
        if b.value not in (SKIP_BUTTON.value, _KEEP)
    )


def _suggested(view: View) -> tuple[Choice, ...]:
    """The days above a calendar, to be typed by their labels; its own days need no list."""
    rows = (row[0] for row in view.rows if len(row) == 1)
    return tuple(Choice(b.value, b.label, chosen=False) for b in rows if b.value.startswith("day:"))


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


def _written(core: Question[object], start: Json) -> Text:
    """What stands in a field before anything is typed; of a hinted answer, its words."""
    if isinstance(start, dict) and isinstance(hinted := start.get("hinted"), str):
        return verbatim(hinted)
    if isinstance(core, Write):
        return verbatim(start if isinstance(start, str) else "")
    if not start:
        return _NOTHING
    try:
        core.decode(start)
    except StaleAnswer:
        return _NOTHING
    return core.show(start)


def _one(given: Given, key: str) -> str:
    """The one value of a field, as what is typed in a chat is kept; browsers end lines twice."""
    typed = "".join(given.get(key, ())[:1]).replace("\r\n", "\n")
    return clean("".join(c for c in typed if c >= " " or c in "\n\t"))


def _said(question: Question[object], view: View, scratch: Json, given: Given) -> Said | Rejected:
    core, key = _core(question), f"{_ANSWER}{question.name}"
    match core:
        case Review() | Overview():
            return Said(value=_one(given, "press"))
        case ChooseMany():
            return _marks(core, given.get(key, ()))
    typed = _one(given, key)
    if not typed:
        may_skip = SKIP_BUTTON.value in _values(view)
        return Said(value=SKIP_BUTTON.value) if may_skip else Rejected(_MISSING)
    if len(typed) > (most := _longest(core)):
        return Rejected(
            _("That has {length} characters; {most} fit here.", length=len(typed), most=most)
        )
    match core:
        case Write():
            kept = verbatim(typed) == _written(core, _start(question, scratch))
            return Said(value=_KEEP) if kept else Said(text=typed)
        case PickDate() | PickMoment():
            return Said(text=typed)
    return Said(value=typed) if _buttons(view, None) else Said(text=typed)


_MISSING = _("Please answer this one.")


def _longest(core: Question[object]) -> int:
    """What is longer is not read: to look for days and words in it would keep everybody waiting."""
    return core.max_length if isinstance(core, Write) else _ANY_LENGTH


def _marks(question: ChooseMany[object], marked: Sequence[str]) -> Said | Rejected:
    none = question.none_label
    if not marked:
        return Rejected(_("Please mark what applies, or “{none}”.", none=none))
    if NONE not in marked:
        return Said(text=", ".join(marked))
    if len(marked) > 1:
        return Rejected(_("“{none}” and something else are both marked.", none=none))
    return Said(value=NONE)
