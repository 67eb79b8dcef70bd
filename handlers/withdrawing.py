"""Taking consent back, for everything or for self-checks only: as easy as giving it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.consent import ConsentInputs, Purpose, WithdrawConsent
from domain.effects import Effect, Reply
from domain.message import say
from domain.text import Text, _
from handlers.consent_wording import WORDING
from handlers.consenting import tell_specialists
from handlers.conversation import Conversation
from handlers.dialog import Dialog, ask
from handlers.withdrawal_question import TITLE, AskWithdrawal

_ON_PAPER: Mapping[Purpose, Text] = {
    Purpose.KEEP: _(
        "From now on paper is the way; it counts exactly the same. If you change your mind: /dongy."
    ),
    Purpose.SELF_CHECK: _(
        "From now on your self-checks are on paper; that counts exactly the same. "
        "If you change your mind: /dongy."
    ),
}


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


WITHDRAWAL = Conversation("withdraw_consent", TITLE, _withdraw)
