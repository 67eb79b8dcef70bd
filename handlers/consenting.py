"""Consent, asked before anything is kept; again, separately, before the first self-check.

Voluntary, informed, for one purpose, provable (Law 91/2025/QH15): nothing is chosen beforehand,
paper is an equal choice, and the version of the wording is kept with every answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.consent import ConsentInputs, ConsentState, GiveConsent, Purpose
from domain.effects import Begin, Effect, Notify, Reply
from domain.message import Choice, Do, Message, Start, Style, column, say
from domain.people import Person
from domain.text import GAP, Text, _, verbatim
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
    Still,
    View,
    ask,
)
from handlers.typed_answers import labelled, means, number

#: The version of what is said before each choice. A test ties it to the words in both languages:
#: whoever changes them gives them a new version.
WORDING: Mapping[Purpose, str] = {Purpose.KEEP: "2025-10-b", Purpose.SELF_CHECK: "2025-10-b"}

_TITLE = _("Consent")
_AGREE, _PAPER, _MORE = "agree", "paper", "more"
_ON_PAPER: Mapping[Purpose, Text] = {
    Purpose.KEEP: _("I hand in on paper"),
    Purpose.SELF_CHECK: _("I do it on paper"),
}


@dataclass(frozen=True)
class AskConsent:
    """One purpose in a few lines, more on demand; three choices, none of them chosen already."""

    purpose: Purpose
    lines: tuple[Text, ...]
    more: tuple[Text, ...]
    name: str = "consent"
    label: Text = _TITLE

    def _buttons(self) -> tuple[Button, ...]:
        return (
            Button(_("I agree"), _AGREE),
            Button(_ON_PAPER[self.purpose], _PAPER),
            Button(_("Read more"), _MORE),
        )

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        typed = said.text or ""
        chosen = said.value or chosen_of(typed, self._buttons()) or _meant(typed)
        if chosen == _MORE:
            return Still(_MORE)
        if chosen in (_AGREE, _PAPER):
            return Accepted(chosen)
        return Rejected(_("Please press one of the buttons; nothing is kept before you choose."))

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
    index = labelled(typed, [b.label for b in buttons]) if position is None else position - 1
    return buttons[index].value if index is not None and 0 <= index < len(buttons) else None


def _meant(typed: str) -> str | None:
    return next((choice for choice, words in _TYPED.items() if means(typed, words)), None)


def keep_lines(inputs: ConsentInputs) -> tuple[Text, ...]:
    """What is kept, why, who sees it, the way it takes, how to take it back."""
    return (
        _("Hello {you} {name}."),
        _(
            "The system keeps your name, position, unit, what you register and when you send it, "
            "so that {specialists} can gather it and {heads} can follow it.",
            specialists=_called(inputs.specialists, _("the specialist in charge")),
            heads=_called(inputs.heads, _("the head of the office")),
        ),
        _("Messages go through {channel}.", channel=inputs.channel),
        _(
            "You may take your consent back at any time (/rutdongy); "
            "handing in on paper counts exactly the same."
        ),
        _("Self-checks are asked about separately."),
    )


KEEP_MORE = (
    _("More about it:"),
    _("• Also kept: your drafts, the messages sent to you, and when you agreed to what."),
    _(
        "• Kept on the office's own server. Telegram or Zalo keep their own copy of what passes "
        "through them, under their own rules."
    ),
    _("• Used for this plan only; the system rates nobody."),
    _(
        "• Your rights: see everything kept (/dulieu), have it corrected (/suadulieu), "
        "take consent back (/rutdongy), delete (/xoa)."
    ),
    _(
        "• If you choose paper: the specialist notes your papers down, you get no reminders here, "
        "and /dongy lets you change your mind. Law 91/2025/QH15 on personal data protection."
    ),
)


def self_check_lines(inputs: ConsentInputs) -> tuple[Text, ...]:
    """The separate purpose: what one notices in oneself."""
    return (
        _("Before the first self-check, {you} {name}: this purpose is asked about separately."),
        _(
            "Kept, encrypted: the signs you mark, what you mean to do about them, your notes. "
            "On the system only you can see them."
        ),
        _(
            "{specialists} and {heads} learn only whether you have done it; "
            "reports show sums of at least 5 people. It is not used for rating or grading.",
            specialists=_called(inputs.specialists, _("the specialist in charge")),
            heads=_called(inputs.heads, _("the head of the office")),
        ),
        _(
            "You may take this back at any time (/rutdongy); "
            "a self-check on paper counts exactly the same."
        ),
    )


SELF_CHECK_MORE = (
    _("More about it:"),
    _(
        "• Encrypted means: whoever copies the database reads nothing. Whoever also holds the "
        "server's key could decrypt it."
    ),
    _("• Telegram or Zalo keep their own copy of the buttons and words that pass through them."),
    _("• /dulieu shows you all of it, /xoa deletes it."),
    _("• On paper: you keep your sheet; the specialist only notes that it has been done."),
)


def _called(people: Sequence[Person], otherwise: Text) -> Text:
    if not people:
        return otherwise
    return verbatim(", ".join(person.called for person in people))


def _keep(inputs: ConsentInputs) -> Dialog[Sequence[Effect]]:
    state = yield from ask(AskConsent(Purpose.KEEP, keep_lines(inputs), KEEP_MORE))
    given = GiveConsent(Purpose.KEEP, state, WORDING[Purpose.KEEP])
    if state is ConsentState.GIVEN:
        return [given, Reply(_welcome(inputs))]
    return [given, Reply(_on_paper(inputs)), *tell_specialists(inputs, Purpose.KEEP)]


def _self_check(inputs: ConsentInputs) -> Dialog[Sequence[Effect]]:
    asked = AskConsent(Purpose.SELF_CHECK, self_check_lines(inputs), SELF_CHECK_MORE)
    state = yield from ask(asked)
    given = GiveConsent(Purpose.SELF_CHECK, state, WORDING[Purpose.SELF_CHECK])
    if state is ConsentState.GIVEN:
        noted = _("Your consent to self-checks was saved at {now}.", now=inputs.now)
        return [given, Reply(say(noted)), Begin("self_check", inputs.subject)]
    return [given, Reply(_checks_on_paper(inputs)), *tell_specialists(inputs, Purpose.SELF_CHECK)]


def _welcome(inputs: ConsentInputs) -> Message:
    return say(
        _("Your consent was saved at {now}. Thank you, {you} {name}.", now=inputs.now),
        _("The first thing to do is to register your key task; /menu shows everything else."),
        choices=column(
            Choice(_("Register the key task"), Start("register"), Style.PRIMARY),
            Choice(_("See everything"), Do("menu")),
        ),
    )


def _on_paper(inputs: ConsentInputs) -> Message:
    return say(
        _("Saved at {now}: you hand in on paper. It counts exactly the same.", now=inputs.now),
        _(
            "{specialists} notes your papers down when you hand them in; there will be no "
            "reminders about it here. If you change your mind: /dongy.",
            specialists=_called(inputs.specialists, _("the specialist in charge")),
        ),
    )


def _checks_on_paper(inputs: ConsentInputs) -> Message:
    """A self-check on paper stays with its owner; only that it was done is noted."""
    return say(
        _(
            "Saved at {now}: you do the self-checks on paper. It counts exactly the same.",
            now=inputs.now,
        ),
        _(
            "You keep your sheet; {specialists} only notes that it is done, and there will be no "
            "reminders about it here. If you change your mind: /dongy.",
            specialists=_called(inputs.specialists, _("the specialist in charge")),
        ),
    )


def tell_specialists(inputs: ConsentInputs, purpose: Purpose) -> list[Notify]:
    """Somebody goes over to paper: said once, and what is to be done about it."""
    who = {"who": inputs.who.full_name, "unit": inputs.who.unit}
    message = say(
        _("{who} ({unit}) hands in on paper and gets no reminders.", **who),
        _("Please tick it when the paper has been handed in."),
    )
    if purpose is Purpose.SELF_CHECK:
        message = say(
            _("{who} ({unit}) does the self-checks on paper and gets no reminders.", **who),
            _("Please tick it when they say it is done; the sheet stays with them."),
        )
    key = f"on-paper:{purpose}:{inputs.who.id}:{inputs.given_before}"
    return [Notify(other.id, message, f"{key}:{other.id}") for other in inputs.others]


CONSENT = Conversation("consent", _TITLE, _keep)
SELF_CHECK_CONSENT = Conversation("consent_self_check", _("Consent to self-checks"), _self_check)
