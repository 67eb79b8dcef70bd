"""The question for consent: three choices, none of them chosen already, and paper an equal one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.consent import ConsentState, Purpose
from domain.text import GAP, Text, _, either
from handlers.dialog import (
    Accepted,
    Answered,
    Button,
    Heard,
    Json,
    Rejected,
    Said,
    StaleAnswer,
    Still,
    View,
)
from handlers.typed_answers import labelled, means, number

TITLE = _("Consent")
_AGREE, _PAPER, _MORE = "agree", "paper", "more"
_ON_PAPER: Mapping[Purpose, Text] = {
    Purpose.KEEP: _("I hand in on paper"),
    Purpose.SELF_CHECK: _("I do it on paper"),
}


@dataclass(frozen=True)
class AskConsent:
    """One purpose in a few lines, more on demand; three choices, none of them chosen already.

    Chosen by a button or in words, never by a number: one sent twice in a moment must not agree.
    """

    purpose: Purpose
    lines: tuple[Text, ...]
    more: tuple[Text, ...]
    name: str = "consent"
    label: Text = TITLE

    def _buttons(self) -> tuple[Button, ...]:
        return (
            Button(_("I agree"), _AGREE, typed=_("I agree")),
            Button(_ON_PAPER[self.purpose], _PAPER, typed=_ON_PAPER[self.purpose]),
            Button(_("Read more"), _MORE, typed=_("Read more")),
        )

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        typed = said.text or ""
        chosen = said.value or labelled_of(typed, self._buttons()) or _meant(typed)
        if chosen == _MORE:
            return Still(_MORE)
        if chosen in (_AGREE, _PAPER):
            return Accepted(chosen)
        return Rejected(
            either(
                pressed=_("Please press one of the buttons; nothing is kept before you choose."),
                typed=_(
                    "Please type “{agree}” or “{paper}”; nothing is kept before you choose.",
                    agree=_("I agree"),
                    paper=_ON_PAPER[self.purpose],
                ),
            )
        )

    def decode(self, stored: Json) -> ConsentState:
        match stored:
            case "agree":
                return ConsentState.GIVEN
            case "paper":
                return ConsentState.DECLINED
        raise StaleAnswer

    def show(self, stored: Json) -> Text:
        return _("I agree") if stored == _AGREE else _ON_PAPER[self.purpose]

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        rows = tuple((button,) for button in self._buttons())
        if scratch == _MORE:
            return View((*self.lines, GAP, *self.more), rows[:2])
        return View(self.lines, rows)


#: What people type for a choice besides its label: clear words only, never a mere "ok".
_TYPED = {
    _AGREE: frozenset({"dong y", "toi dong y", "em dong y", "toi xin dong y", "dong y luon"}),
    _PAPER: frozenset({"nop giay", "ban giay", "giay", "nop ban giay", "khong dong y", "khong"}),
    _MORE: frozenset({"xem them", "noi ro", "more"}),
}


def chosen_of(typed: str, buttons: Sequence[Button]) -> str | None:
    """The value of the button whose number or label was typed."""
    position = number(typed)
    if position is None:
        return labelled_of(typed, buttons)
    return buttons[position - 1].value if 1 <= position <= len(buttons) else None


def labelled_of(typed: str, buttons: Sequence[Button]) -> str | None:
    """The value of the button whose label was typed."""
    index = labelled(typed, [b.label for b in buttons])
    return buttons[index].value if index is not None else None


def _meant(typed: str) -> str | None:
    return next((choice for choice, words in _TYPED.items() if means(typed, words)), None)
