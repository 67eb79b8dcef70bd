"""Any question that starts from what stands there already."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from domain.text import Text
from handlers.dialog import Answered, Heard, Json, Question, Said, View

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class From(Generic[T_co]):
    """A question that starts from what stands there already, kept by one tap; lines above it."""

    question: Question[T_co]
    before: Json = None
    above: tuple[Text, ...] = ()

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def label(self) -> Text:
        return self.question.label

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        return self.question.parse(said, self._scratch(scratch), today)

    def decode(self, stored: Json) -> T_co:
        return self.question.decode(stored)

    def show(self, stored: Json) -> Text:
        return self.question.show(stored)

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        view = self.question.view(self._scratch(scratch), today, trace)
        return replace(view, above=(*self.above, *view.above))

    def _scratch(self, scratch: Json) -> Json:
        return self.before if scratch is None else scratch
