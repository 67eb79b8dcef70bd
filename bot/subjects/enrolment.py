"""Getting in: codes and their sheet, second phones, the language of the chat."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from domain.enrolment import (
    DecideReplacement,
    IssueCode,
    IssueMissing,
    RevokeCode,
    ShowCommands,
    Tell,
)
from domain.message import Do
from domain.people import Person
from handlers import enrolling, issuing, language
from storage import enrolment
from storage import issuing as codes_issuing
from storage.unit_of_work import Work


def _oneself(_work: Work, who: Person, _subject: str) -> Person:
    return who


SUBJECT = Subject(
    conversations=(conversation(issuing.ISSUE, codes_issuing.code_inputs, needs_consent=False),),
    actions=(
        *(action(again, _oneself, needs_consent=False) for again in enrolling.INSIDE),
        action(enrolling.PHONES, enrolment.phones_waiting, needs_consent=False),
        action(enrolling.AGREE, enrolment.second_phone, needs_consent=False),
        action(enrolling.DECLINE, enrolment.second_phone, needs_consent=False),
        action(issuing.OVERVIEW, codes_issuing.code_inputs, needs_consent=False),
        action(issuing.SHEET, codes_issuing.code_inputs, needs_consent=False),
        action(issuing.NEW, codes_issuing.one_persons, needs_consent=False),
        action(issuing.REVOKE, codes_issuing.one_persons, needs_consent=False),
        action(language.LANGUAGE, _oneself, needs_consent=False),
        action(language.VIETNAMESE, _oneself, needs_consent=False),
        action(language.ENGLISH, _oneself, needs_consent=False),
    ),
    appliers=(
        applier(DecideReplacement, enrolment.decide_replacement),
        applier(Tell, enrolment.tell),
        applier(ShowCommands, enrolment.show_commands),
        applier(IssueCode, codes_issuing.issue_code),
        applier(IssueMissing, codes_issuing.issue_missing),
        applier(RevokeCode, codes_issuing.revoke_code),
    ),
    commands={"macode": Do("codes"), "ngonngu": Do("language")},
)
