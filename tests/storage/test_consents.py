"""Every word about consent is kept; what follows from it is read from the last one."""

from __future__ import annotations

from sqlmodel import select

from domain.consent import ConsentState, GiveConsent, Purpose, WithdrawConsent
from domain.effects import Refused
from domain.message import Start
from domain.people import Person
from storage import consents, drafts, people
from storage.tables import ConsentRow
from storage.unit_of_work import Work
from tests.office import SmallOffice

KEEP, SELF_CHECK = Purpose.KEEP, Purpose.SELF_CHECK
GIVEN, DECLINED, WITHDRAWN = ConsentState.GIVEN, ConsentState.DECLINED, ConsentState.WITHDRAWN


def tam(office: SmallOffice, work: Work) -> Person:
    return people.person(work, office.people["Tâm"])


def test_every_word_is_kept_with_its_wording_moment_and_chat() -> None:
    office = SmallOffice()
    office.forget_consent("Tâm")
    with office.work() as work:
        who = tam(office, work)
        work.here = office.account(work, "Tâm").id
        consents.give(work, who, GiveConsent(KEEP, DECLINED, "2025-10-a"))
        consents.give(work, who, GiveConsent(KEEP, GIVEN, "2025-10-b"))
        rows = work.session.exec(select(ConsentRow).where(ConsentRow.person_id == who.id)).all()
        kept = [(row.state, row.wording, row.at, row.account_id) for row in rows]
        account = office.account(work, "Tâm").id
        assert kept == [
            ("declined", "2025-10-a", work.now, account),
            ("given", "2025-10-b", work.now, account),
        ]
        assert consents.may_keep(work, who.id)


def test_what_is_asked_next_follows_what_has_been_answered() -> None:
    office = SmallOffice()
    office.forget_consent("Tâm")
    with office.work() as work:
        who = tam(office, work)
        assert consents.unanswered(work, who, "") == ""
        assert consents.before_self_check(work, who, "12") == Start("consent")
        consents.give(work, who, GiveConsent(KEEP, GIVEN, "v"))
        assert consents.unanswered(work, who, "") == Start("consent_self_check")
        assert consents.before_self_check(work, who, "12") == "12"
        consents.give(work, who, GiveConsent(SELF_CHECK, GIVEN, "v"))
        assert isinstance(consents.unanswered(work, who, ""), Refused)
        assert consents.before_self_check(work, who, "12") == Start("self_check", "12")


def test_the_sentences_name_the_specialist_and_the_head_of_the_roster() -> None:
    office = SmallOffice()
    with office.work() as work:
        inputs = consents.consent_inputs(work, tam(office, work), "")
        assert [person.called for person in inputs.specialists] == ["chị Mai"]
        assert [person.called for person in inputs.heads] == ["anh Bình"]
        assert inputs.channel == "Telegram"
        assert inputs.given_before == 1


def test_taking_everything_back_discards_all_drafts_and_records_each_purpose() -> None:
    office = SmallOffice()
    with office.work() as work:
        who = tam(office, work)
        drafts.open_draft(work, who.id, "register", "1")
        drafts.open_draft(work, who.id, "self_check", "2")
        consents.withdraw(work, who, WithdrawConsent((KEEP, SELF_CHECK), "v"))
        assert consents.latest(work, who.id, KEEP) is WITHDRAWN
        assert consents.latest(work, who.id, SELF_CHECK) is WITHDRAWN
        assert drafts.drafts_of(work, who.id) == ()
        assert isinstance(consents.something_given(work, who, ""), Refused)


def test_taking_back_self_checks_leaves_the_rest_alone() -> None:
    office = SmallOffice()
    with office.work() as work:
        who = tam(office, work)
        drafts.open_draft(work, who.id, "register", "1")
        drafts.open_draft(work, who.id, "self_check", "2")
        consents.withdraw(work, who, WithdrawConsent((SELF_CHECK,), "v"))
        assert consents.may_keep(work, who.id)
        assert [kept.conversation for kept in drafts.drafts_of(work, who.id)] == ["register"]
        assert consents.withdrawable(work, who, "")[1] == {KEEP}


def test_what_was_never_given_is_not_recorded_as_taken_back() -> None:
    office = SmallOffice()
    office.forget_consent("Tâm")
    with office.work() as work:
        who = tam(office, work)
        consents.give(work, who, GiveConsent(KEEP, GIVEN, "v"))
        consents.withdraw(work, who, WithdrawConsent((KEEP, SELF_CHECK), "v"))
        assert consents.latest(work, who.id, SELF_CHECK) is None
