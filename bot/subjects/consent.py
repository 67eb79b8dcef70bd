"""Consent: given, declined, taken back; and what one may ask about one's own data."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from domain.consent import GiveConsent, WithdrawConsent
from domain.correction import AskCorrection, FinishCorrection
from domain.data_rights import EraseMyData
from domain.message import Do, Start
from domain.people import Person
from handlers import consenting, proving, withdrawing
from handlers import corrections as correcting
from handlers import data_rights as rights
from storage import consents, corrections, data_rights
from storage.unit_of_work import Work


def _oneself(_work: Work, who: Person, _subject: str) -> Person:
    return who


SUBJECT = Subject(
    conversations=(
        conversation(
            consenting.CONSENT,
            consents.consent_inputs,
            consents.unanswered,
            needs_consent=False,
        ),
        conversation(
            consenting.SELF_CHECK_CONSENT,
            consents.self_check_inputs,
            consents.before_self_check,
            needs_consent=False,
        ),
        conversation(
            withdrawing.WITHDRAWAL,
            consents.withdrawable,
            consents.something_given,
            needs_consent=False,
        ),
        conversation(rights.CORRECT, data_rights.rights_inputs, needs_consent=False),
        conversation(correcting.REFUSE, corrections.load, needs_consent=False),
        conversation(rights.ERASE, data_rights.rights_inputs, needs_consent=False),
    ),
    actions=(
        action(rights.MY_DATA, data_rights.rights_inputs, needs_consent=False),
        action(proving.PROOF, _oneself, needs_consent=False),
        action(correcting.OPEN, corrections.load_open, needs_consent=False),
        action(correcting.DONE, corrections.load, needs_consent=False),
    ),
    appliers=(
        applier(GiveConsent, consents.give),
        applier(WithdrawConsent, consents.withdraw),
        applier(AskCorrection, corrections.ask_correction),
        applier(FinishCorrection, corrections.finish),
        applier(EraseMyData, data_rights.erase),
    ),
    commands={
        "dongy": Start("consent"),
        "rutdongy": Start("withdraw_consent"),
        "dulieu": Do("my_data"),
        "bangchung": Do("proof"),
        "suadulieu": Start("correct_data"),
        "xoa": Start("erase_data"),
    },
)
