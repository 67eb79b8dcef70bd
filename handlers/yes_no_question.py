"""Yes or no. Only here are "kh" and "k" a no and "đc" a yes: elsewhere they abbreviate others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.message import Style
from domain.text import Text, _
from handlers.dialog import (
    Accepted,
    Answered,
    Button,
    Heard,
    Json,
    Rejected,
    Said,
    StaleAnswer,
    View,
)
from handlers.typed_answers import NO, YES, labelled, means, number


@dataclass(frozen=True)
class Confirm:
    """`yes` and `no` are the buttons' labels."""

    name: str
    label: Text
    prompt: Text
    yes: Text
    no: Text

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        answer = _PRESSED.get(said.value) if said.value else self._typed(said.text or "")
        if answer is None:
            return Rejected(_("Please answer “{yes}” or “{no}”.", yes=self.yes, no=self.no))
        return Accepted(answer)

    def _typed(self, text: str) -> bool | None:
        said = labelled(text, [self.yes, self.no])
        if said is not None:
            return said == 0
        if means(text, NO) or number(text) in {0, 2}:
            return False
        return True if means(text, YES) or number(text) == 1 else None

    def decode(self, stored: Json) -> bool:
        if not isinstance(stored, bool):
            raise StaleAnswer(self.name)
        return stored

    def show(self, stored: Json) -> Text:
        return self.yes if self.decode(stored) else self.no

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        buttons = (Button(self.yes, "yes", Style.PRIMARY), Button(self.no, "no"))
        return View((self.prompt,), tuple((button,) for button in buttons))


_PRESSED = {"yes": True, "no": False}
