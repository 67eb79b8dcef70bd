"""A page of a form, filled in: the open question and those beside it, answered all at once.

The same questions judge as in the chat; what they refuse is said beside its field, and what they
accept is kept whether or not the others are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from domain.message import Message, Start
from domain.text import Text, _
from handlers.dialog import (
    Accepted,
    Draft,
    Heard,
    Json,
    Jump,
    Page,
    Question,
    Rejected,
    Said,
    Still,
    back,
)
from handlers.skippable import SKIP_BUTTON


@dataclass(frozen=True)
class Entry:
    """What stands in one field. `advised`: the hint about it has been read already."""

    said: Said
    advised: bool = False


#: What was filled in, by question; Rejected where the field itself can tell that it is not enough.
Entries: TypeAlias = "Mapping[str, Entry | Rejected]"


@dataclass(frozen=True)
class Posted:
    """A page that came back: of which draft as it was when, and how to read its fields."""

    draft: int
    revision: int
    read: Callable[[Page, Draft, date], Entries]
    back: bool = False


@dataclass(frozen=True)
class Sheet:
    """A page of a form to be shown. `remarks` stand beside their questions' fields."""

    title: Text
    draft: int
    state: Draft
    page: Page
    today: date
    remarks: Mapping[str, Text] = field(default_factory=dict)
    notice: Text | None = None
    stale: bool = False  # what came back was about an earlier state, and was not taken


@dataclass(frozen=True)
class Sent:
    """The form has been sent; `goes_on`: its conversation led straight to that one."""

    messages: tuple[Message, ...]
    goes_on: Start | None = None


def fill(
    page: Page, draft: Draft, entries: Entries, today: date
) -> tuple[Draft, Mapping[str, Text]]:
    """The draft after a page was filled in, and a remark for each question it is still open at."""
    after = replace(draft, revision=draft.revision + 1, scratch=None)
    remarks: dict[str, Text] = {}
    for question in page.together:
        if question.name not in entries:
            continue
        match _heard(page, draft, question, entries[question.name], today):
            case Accepted(stored):
                at = None if after.at == question.name else after.at
                answers = {**after.answers, question.name: stored}
                after = replace(after, answers=answers, at=at)
            case Still(scratch, remark):
                after = replace(after, scratch=scratch) if question is page.question else after
                remarks |= {question.name: remark} if remark else {}
            case Jump(name) if name in {q.name for q in page.trace}:
                after = replace(after, at=name)
            case Jump():
                remarks[question.name] = _("That point is no longer part of this form.")
            case Rejected(reason):
                remarks[question.name] = reason
    return after, remarks


def fill_and_go_back(sheet: Sheet, entries: Entries) -> Draft:
    """The question before, reopened; what was filled in meanwhile is not lost, nothing is left out
    by it."""
    page, today = sheet.page, sheet.today
    answered = {
        name: entry
        for name, entry in entries.items()
        if isinstance(entry, Entry) and entry.said.value != SKIP_BUTTON.value
    }
    after, _remarks = fill(page, sheet.state, answered, today)
    return back(page, replace(after, scratch=None))


def _heard(
    page: Page,
    draft: Draft,
    question: Question[object],
    entry: Entry | Rejected,
    today: date,
) -> Heard:
    if isinstance(entry, Rejected):
        return entry
    heard = question.parse(entry.said, scratch_of(page, draft, question), today)
    if isinstance(heard, Still) and heard.remark is not None and entry.advised:
        return question.parse(entry.said, heard.scratch, today)
    return heard


def scratch_of(page: Page, draft: Draft, question: Question[object]) -> Json:
    """What a question starts from: its scratch if it is the open one, else its stored answer."""
    if question is page.question and draft.scratch is not None:
        return draft.scratch
    return draft.answers.get(question.name)
