"""Taking consent back, for everything or for self-checks only: as easy as giving it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.consent import ConsentInputs, Purpose, WithdrawConsent
from domain.effects import Effect, Reply
from domain.message import Style, say
from domain.text import Text, _, either
from handlers.consenting import WORDING, chosen_of, tell_specialists
from handlers.conversation import Conversation
from handlers.dialog import (
    Accepted,
    Answered,
    Button,
    Dialog,
    Heard,
    Json,
    Rejected,
    Said,
    StaleAnswer,
    View,
    ask,
)

_TITLE = _("Take back my consent")
_PURPOSES: Mapping[str, tuple[Purpose, ...]] = {
    "self_check": (Purpose.SELF_CHECK,),
    "all": tuple(Purpose),
    "nothing": (),
}
_ON_PAPER: Mapping[Purpose, Text] = {
    Purpose.KEEP: _(
        "From now on paper is the way; it counts exactly the same. If you change your mind: /dongy."
    ),
    Purpose.SELF_CHECK: _(
        "From now on your self-checks are on paper; that counts exactly the same. "
        "If you change your mind: /dongy."
    ),
}


@dataclass(frozen=True)
class AskWithdrawal:
    """What taking back means, and how much of it; keeping everything is the plain way out."""

    given: frozenset[Purpose]
    name: str = "withdraw"
    label: Text = _TITLE

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
        return View(lines, tuple((b,) for b in self._choices().values()), _TITLE)


def _withdraw(
    loaded: tuple[ConsentInputs, frozenset[Purpose]],
) -> Dialog[Sequence[Effect]]:
    inputs, given = loaded
    purposes = yield from ask(AskWithdrawal(given))
    if not purposes:
        return [Reply(say(_("Nothing was changed: your consent stands.")))]
    about = Purpose.KEEP if Purpose.KEEP in purposes else Purpose.SELF_CHECK
    done = say(
        _("Your consent was taken back at {now}, as you asked.", now=inputs.now), _ON_PAPER[about]
    )
    return [
        WithdrawConsent(purposes, WORDING[about]),
        Reply(done),
        *tell_specialists(inputs, about),
    ]


WITHDRAWAL = Conversation("withdraw_consent", _TITLE, _withdraw)
