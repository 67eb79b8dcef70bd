"""The signs of a checklist in one message, to be marked by their numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from domain.message import Choice, Do, column
from domain.plan import Sign
from domain.text import GAP, Text, _, verbatim
from handlers.choice_questions import ChooseMany, in_rows
from handlers.dialog import Answered, Button, Json, View

_TOGGLES_A_ROW = 5


@dataclass(frozen=True, kw_only=True)
class Noticed(ChooseMany[Sign]):
    """The signs as a list to read, with a small toggle for each: labels never fit a button."""

    title: Text
    intro: tuple[Text, ...]
    period: int

    def show(self, stored: Json) -> Text:
        """Numbers are enough where the list has just been read."""
        signs = self.decode(stored)
        return verbatim(", ".join(str(sign.number) for sign in signs)) if signs else self.none_label

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        plain = super().view(scratch, today, trace)
        *toggles, none, done = (button for row in plain.rows for button in row)
        small = [_small(button) for button in toggles]
        return replace(
            plain,
            title=self.title,
            lines=(self.prompt, *(b.label for b in toggles), GAP, *plain.lines[1:]),
            above=self.intro,
            rows=(*in_rows(small, _TOGGLES_A_ROW), (none,), (done,)),
            aside=column(self._in_full()),
        )

    def _in_full(self) -> Choice:
        """Typed it goes by a word: numbers are the signs'."""
        to = Do("sign_text", f"@{self.period}")
        return Choice(_("Read the signs in full"), to, typed=_("in full"))


def _small(button: Button) -> Button:
    state, key = button.value.split(":")
    box = "☑ {n}" if state == "off" else "☐ {n}"
    return replace(button, label=verbatim(box.format(n=key)))
