"""Consent, asked before anything is kept; again, separately, before the first self-check.

Voluntary, informed, for one purpose, provable (Law 91/2025/QH15): nothing is chosen beforehand,
paper is an equal choice, and the version of the wording is kept with every answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.consent import ConsentInputs, ConsentState, GiveConsent, Purpose
from domain.effects import Begin, Effect, Notify, Reply
from domain.message import Choice, Do, Message, Start, Style, column, say
from domain.text import _
from handlers.consent_question import TITLE, AskConsent
from handlers.consent_wording import (
    KEEP_MORE,
    SELF_CHECK_MORE,
    WORDING,
    called,
    keep_lines,
    self_check_lines,
)
from handlers.conversation import Conversation
from handlers.dialog import Dialog, ask


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
            specialists=called(inputs.specialists, _("the specialist in charge")),
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
            specialists=called(inputs.specialists, _("the specialist in charge")),
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


CONSENT = Conversation("consent", TITLE, _keep)
SELF_CHECK_CONSENT = Conversation("consent_self_check", _("Consent to self-checks"), _self_check)
