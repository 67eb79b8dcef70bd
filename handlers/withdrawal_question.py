"""How much of one's consent to take back, said with what that means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.consent import Purpose
from domain.message import Style
from domain.text import Text, _, either
from handlers.consent_question import chosen_of
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

TITLE = _("Take back my consent")
_PURPOSES: Mapping[str, tuple[Purpose, ...]] = {
    "self_check": (Purpose.SELF_CHECK,),
    "all": tuple(Purpose),
    "nothing": (),
}


@dataclass(frozen=True)
class AskWithdrawal:
    """What taking back means, and how much of it; keeping everything is the plain way out."""

    given: frozenset[Purpose]
    name: str = "withdraw"
    label: Text = TITLE

    def _choices(self) -> dict[str, Button]:
        only = Button(_("Only for self-checks"), "self_check")
        return {
            **({"self_check": only} if {*Purpose} <= self.given else {}),
            "all": Button(_("Take everything back"), "all", Style.DANGER),
            "nothing": Button(_("Leave it as it is"), "nothing"),
        }

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        choices = self._choices()
        chosen = said.value or chosen_of(said.text or "", tuple(choices.values()))
        if chosen in choices:
            return Accepted(chosen)
        return Rejected(
            either(
                pressed=_("Please press one of the buttons; nothing has been taken back so far."),
                typed=_("Please send one of the numbers; nothing has been taken back so far."),
            )
        )

    def decode(self, stored: Json) -> tuple[Purpose, ...]:
        if stored not in self._choices():
            raise StaleAnswer
        return _PURPOSES[str(stored)]

    def show(self, stored: Json) -> Text:
        return self._choices()[str(stored)].label

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        lines = (
            _("What taking your consent back means, {you} {name}:"),
            _("• What you have begun and not sent is discarded; there are no more reminders."),
            _(
                "• What you have sent stays in the office's record; the specialist is told that "
                "you go on on paper."
            ),
            _("• Self-checks you have done stay encrypted for you alone; /xoa deletes them."),
            _("• You can agree again at any time with /dongy."),
        )
        return View(lines, tuple((b,) for b in self._choices().values()), TITLE)
