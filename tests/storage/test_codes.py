"""Codes on a real database: single-use, replaced by the next one, counted when wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from domain.effects import Refused
from domain.enrolment import CODE_LIVES, IssueCode, IssueMissing, RevokeCode
from domain.people import Person
from storage import codes, issuing, people
from storage.tables import AuditRow, CodeRow, PersonRow
from storage.unit_of_work import Work
from tests.office import SmallOffice


def who(office: SmallOffice, work: Work, name: str) -> Person:
    return people.person(work, office.people[name])


def test_a_code_is_found_by_its_digits_and_by_its_token() -> None:
    office = SmallOffice()
    with office.work() as work:
        issued = codes.issue(work, office.people["Khôi"], by=None)
        assert codes.find_code(work, issued.digits) == issued
        assert codes.find_code(work, issued.token) == issued
        assert codes.code(work, issued.id) == issued


def test_neither_digits_nor_token_lie_open_in_the_database() -> None:
    office = SmallOffice()
    with office.work() as work:
        issued = codes.issue(work, office.people["Khôi"], by=None)
        kept = str(work.session.exec(select(CodeRow)).one().model_dump())
        assert issued.digits not in kept
        assert issued.token not in kept


def test_a_new_code_revokes_the_one_before() -> None:
    office = SmallOffice()
    with office.work() as work:
        first = codes.issue(work, office.people["Khôi"], by=None)
        second = codes.issue(work, office.people["Khôi"], by=None)
        assert codes.find_code(work, first.digits) is None
        assert codes.find_code(work, first.token) is None
        assert codes.codes_of(work, [second.person]) == {second.person: second}


def test_a_used_code_opens_nothing_any_more() -> None:
    office = SmallOffice()
    with office.work() as work:
        issued = codes.issue(work, office.people["Khôi"], by=None)
        codes.use(work, issued)
        assert codes.find_code(work, issued.digits) is None
        assert codes.code(work, issued.id) is None


def test_a_code_opens_nothing_after_its_fourteen_days() -> None:
    office = SmallOffice()
    with office.work() as work:
        issued = codes.issue(work, office.people["Khôi"], by=None)
    office.now += CODE_LIVES - timedelta(seconds=1)
    with office.work() as work:
        assert codes.find_code(work, issued.digits) is not None
    office.now += timedelta(seconds=1)
    with office.work() as work:
        assert codes.find_code(work, issued.digits) is None


def test_the_code_of_somebody_who_has_left_opens_nothing() -> None:
    office = SmallOffice()
    with office.work() as work:
        issued = codes.issue(work, office.people["Khôi"], by=None)
        work.session.get_one(PersonRow, issued.person).left = True
        work.session.flush()
        assert codes.find_code(work, issued.digits) is None


def test_digits_that_open_somebody_elses_door_are_not_given_twice() -> None:
    office = SmallOffice()
    with office.work() as work:
        first = codes.issue(work, office.people["Khôi"], by=None)
        drawn = iter([first.digits, "777777"])
        work.chance.digits = lambda count: next(drawn)  # type: ignore[method-assign]  # foreseen
        assert codes.fresh_digits(work) == "777777"


def test_five_wrong_codes_within_an_hour_close_the_door_of_that_account_only() -> None:
    office = SmallOffice()
    with office.work() as work:
        account, other = office.account(work, "Người lạ"), office.account(work, "Người khác")
        assert account.id is not None
        assert other.id is not None
        for left in (5, 4, 3, 2, 1):
            assert codes.tries_left(work, account.id) == left
            assert codes.closed_until(work, account.id) is None
            codes.count_wrong(work, account.id)
        assert codes.closed_until(work, account.id) == work.now + timedelta(hours=1)
        assert codes.closed_until(work, other.id) is None
    office.now += timedelta(hours=1)
    with office.work() as work:
        assert codes.closed_until(work, account.id) is None


def test_wrong_codes_are_audited_without_what_was_typed() -> None:
    office = SmallOffice()
    with office.work() as work:
        account = office.account(work, "Người lạ")
        codes.count_wrong(work, account.id or 0)
        row = work.session.exec(select(AuditRow).where(AuditRow.action == "code_wrong")).one()
        assert (row.subject, row.details) == (f"account:{account.id}", "")


def test_the_sheet_prints_those_missing_and_keeps_what_was_printed_before() -> None:
    office = SmallOffice()
    office.unlink("Khôi")
    office.unlink("Tâm")
    with office.work() as work:
        mai = who(office, work, "Mai")
        printed = codes.issue(work, office.people["Khôi"], by=mai.id)
        missing = (office.people["Khôi"], office.people["Tâm"])
        assert issuing.issue_missing(work, mai, IssueMissing(missing)) is None
        lines = issuing.sheet(work, mai, "")
        assert [line.person.given for line in lines] == ["Khôi", "Tâm"]
        assert lines[0].code == printed


def test_a_slip_is_for_the_one_person_even_if_connected() -> None:
    office = SmallOffice()
    with office.work() as work:
        lan = who(office, work, "Lan")
        issuing.issue_code(work, lan, IssueCode(office.people["Hùng"], "424242", "a-token"))
        (line,) = issuing.sheet(work, lan, str(office.people["Hùng"]))
        assert (line.person.given, line.code.digits) == ("Hùng", "424242")


def test_only_the_specialist_and_the_admin_reach_codes_whatever_a_button_says() -> None:
    office = SmallOffice()
    with office.work() as work:
        binh, tam = who(office, work, "Bình"), office.people["Tâm"]
        assert isinstance(issuing.code_inputs(work, binh, ""), Refused)
        assert isinstance(issuing.issue_code(work, binh, IssueCode(tam, "1", "t")), Refused)
        assert isinstance(issuing.issue_missing(work, binh, IssueMissing((tam,))), Refused)
        assert isinstance(issuing.revoke_code(work, binh, RevokeCode(tam)), Refused)
        with pytest.raises(PermissionError):
            issuing.sheet(work, binh, "")
        assert codes.codes_of(work, [tam]) == {}


def test_revoking_where_there_is_no_code_is_told() -> None:
    office = SmallOffice()
    with office.work() as work:
        mai, tam = who(office, work, "Mai"), office.people["Tâm"]
        codes.issue(work, tam, by=mai.id)
        assert issuing.revoke_code(work, mai, RevokeCode(tam)) is None
        assert isinstance(issuing.revoke_code(work, mai, RevokeCode(tam)), Refused)


def test_what_concerns_one_person_needs_one() -> None:
    office = SmallOffice()
    with office.work() as work:
        mai = who(office, work, "Mai")
        assert isinstance(issuing.one_persons(work, mai, ""), Refused)
        assert isinstance(issuing.one_persons(work, mai, "999"), Refused)
