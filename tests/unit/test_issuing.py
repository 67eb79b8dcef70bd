"""Codes: for one person found by name, for everyone who is missing, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from domain.effects import Effect, Refused, Reply
from domain.enrolment import CodeInputs, IssueCode, IssueMissing, RevokeCode
from domain.message import Document
from domain.people import Person, Post
from handlers.dialog import Accepted, Draft, Finished, Page, Rejected, Said, Still, hear, play
from handlers.issuing import ISSUE, OVERVIEW, REVOKE, SHEET
from handlers.person_question import FindPerson
from tests.unit.getting_in import HUNG, MAI, NOW, words

TODAY = date(2025, 10, 7)
OTHER = Person(8, "Trần Văn Hùng", (Post("Tổ Xây dựng", "Chuyên viên"),))
EVERYONE = (HUNG, MAI, OTHER)


def inputs(people: tuple[Person, ...] = EVERYONE, *, one: bool = False) -> CodeInputs:
    return CodeInputs(people, frozenset({MAI.id}), "123456", "a-token", NOW, one)


def effects_of(found: Sequence[Effect] | Refused) -> list[Effect]:
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("typed", ["mai", "MAI", "thanh mai", "Phạm Thanh Mai", "mai phạm"])
def test_a_person_is_found_by_any_part_of_the_name_with_or_without_accents(typed: str) -> None:
    assert FindPerson(EVERYONE).parse(Said(text=typed), None, TODAY) == Accepted("3")


def test_several_of_one_name_are_shown_to_choose_from() -> None:
    question = FindPerson(EVERYONE)
    heard = question.parse(Said(text="hùng"), None, TODAY)
    assert heard == Still(["5", "8"])
    view = question.view(["5", "8"], TODAY, ())
    assert [button.value for row in view.rows for button in row] == ["5", "8"]


def test_the_whole_name_goes_before_a_part_of_a_longer_one() -> None:
    longer = Person(9, "Trần Quốc Hùng Anh", (Post("Tổ Đô thị", "Cán sự"),))
    question = FindPerson((HUNG, longer))
    assert question.parse(Said(text="tran quoc hung"), None, TODAY) == Accepted("5")


@pytest.mark.parametrize("typed", ["", "🙂", "nguyễn", "1"])
def test_nobody_of_that_name_is_said_so(typed: str) -> None:
    assert isinstance(FindPerson(EVERYONE).parse(Said(text=typed), None, TODAY), Rejected)


def test_the_code_that_was_drawn_is_issued_and_shown() -> None:
    page = play(ISSUE.dialog(inputs()), Draft())
    assert isinstance(page, Page)
    draft, _ = hear(page, Draft(), Said(text="Trần Quốc Hùng"), TODAY)
    done = play(ISSUE.dialog(inputs()), draft)
    assert isinstance(done, Finished)
    assert isinstance(done.result, list)
    issue, reply = done.result
    assert issue == IssueCode(5, "123456", "a-token")
    assert isinstance(reply, Reply)
    assert "123 456" in words(reply.message)
    assert "21/10/2025" in words(reply.message)


def test_for_one_person_no_name_is_asked() -> None:
    done = play(ISSUE.dialog(inputs((HUNG,), one=True)), Draft())
    assert isinstance(done, Finished)


def test_who_is_connected_is_told_apart() -> None:
    done = play(ISSUE.dialog(inputs((MAI,), one=True)), Draft())
    assert isinstance(done, Finished)
    assert isinstance(done.result, list)
    assert "Already connected" in words(done.result[1].message)


def test_the_overview_counts_and_names_who_is_missing() -> None:
    (reply,) = effects_of(OVERVIEW.decide(inputs()))
    assert isinstance(reply, Reply)
    assert "1 of 3" in words(reply.message)
    assert "Trần Văn Hùng" in words(reply.message)


def test_the_sheet_is_for_those_missing_and_carries_no_code_in_its_words() -> None:
    issue, reply = effects_of(SHEET.decide(inputs()))
    assert issue == IssueMissing((5, 8))
    assert isinstance(reply, Reply)
    assert reply.message.attachment is not None
    assert reply.message.attachment.document is Document.CODE_SHEET
    assert "123" not in words(reply.message)


def test_a_slip_is_for_one_person_connected_or_not() -> None:
    issue, reply = effects_of(SHEET.decide(inputs((MAI,), one=True)))
    assert issue == IssueMissing((3,))
    assert isinstance(reply, Reply)
    assert reply.message.attachment is not None
    assert reply.message.attachment.subject == "3"


def test_where_everyone_is_connected_there_is_no_sheet() -> None:
    assert isinstance(SHEET.decide(inputs((MAI,))), Refused)


def test_a_code_is_revoked_for_one_person() -> None:
    assert effects_of(REVOKE.decide(inputs((HUNG,), one=True)))[0] == RevokeCode(5)
