"""Any question that may be left out: the answer is None."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from domain.text import Text, _
from handlers.dialog import Accepted, Answered, Button, Heard, Json, Question, Said, View
from handlers.typed_answers import SKIP, means

T_co = TypeVar("T_co", covariant=True)

SKIP_BUTTON = Button(_("Skip"), "skip")
SKIPPED = _("(left out)")


def skips(said: Said) -> bool:
    """Whether the question is to be left out: its button, "bỏ qua", "không"."""
    return said.value == SKIP_BUTTON.value or means(said.text or "", SKIP)


@dataclass(frozen=True)
class Skippable(Generic[T_co]):
    """`Skippable(PickDate(...))` answers a day or None."""

    question: Question[T_co]

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def label(self) -> Text:
        return self.question.label

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        return Accepted(None) if skips(said) else self.question.parse(said, scratch, today)

    def decode(self, stored: Json) -> T_co | None:
        return None if stored is None else self.question.decode(stored)

    def show(self, stored: Json) -> Text:
        return SKIPPED if stored is None else self.question.show(stored)

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        view = self.question.view(scratch, today, trace)
        return replace(view, rows=(*view.rows, (SKIP_BUTTON,)))
