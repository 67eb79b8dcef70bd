"""Linking chats: a code used only on yes, a second phone that waits, an old one cut off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from domain.channels import ZALO
from domain.effects import Refused
from domain.enrolment import DecideReplacement
from domain.message import say
from domain.people import Role
from domain.text import verbatim
from storage import codes, delivery, enrolment, linking, outbox, people
from storage.people import Account, AccountState
from storage.tables import OutboxRow, PersonRow, ReplacementRow
from storage.unit_of_work import Work
from tests.office import BOT, SmallOffice


def chat(work: Work, name: str) -> Account:
    return people.account_of_chat(work, *BOT, name)


def second_phone(office: SmallOffice, work: Work, name: str, new: str) -> int:
    """A second phone of that person has used a code; the number of its request."""
    issued = codes.issue(work, office.people[name], by=None)
    entered = enrolment.enter(work, chat(work, new), issued)
    assert entered.waits is not None
    return entered.waits


def test_a_first_phone_is_linked_at_once_and_the_code_is_used_up() -> None:
    office = SmallOffice()
    office.unlink("Khôi")
    with office.work() as work:
        issued = codes.issue(work, office.people["Khôi"], by=None)
        assert enrolment.enter(work, chat(work, "mới"), issued).waits is None
        assert chat(work, "mới").person == office.people["Khôi"]
        assert codes.find_code(work, issued.digits) is None


def test_a_second_phone_changes_nothing_before_it_is_agreed_to() -> None:
    office = SmallOffice()
    with office.work() as work:
        second_phone(office, work, "Hùng", "mới")
        assert chat(work, "mới").person is None
        assert enrolment.is_waiting(work, chat(work, "mới").id)
        assert chat(work, "Hùng").person == office.people["Hùng"]


def test_a_blocked_first_phone_makes_the_second_wait_too() -> None:
    office = SmallOffice()
    with office.work() as work:
        people.set_state(work, chat(work, "Hùng").id, AccountState.BLOCKED)
        second_phone(office, work, "Hùng", "mới")


def test_agreed_the_new_phone_takes_the_place_of_the_old_one() -> None:
    office = SmallOffice()
    with office.work() as work:
        number = second_phone(office, work, "Hùng", "mới")
        mai = people.person(work, office.people["Mai"])
        effect = DecideReplacement(number, agreed=True)
        assert enrolment.decide_replacement(work, mai, effect) is None
        assert chat(work, "Hùng").person is None
        assert [a.chat for a in people.accounts_of(work, office.people["Hùng"])] == ["mới"]
        assert isinstance(enrolment.decide_replacement(work, mai, effect), Refused)


def test_declined_everything_stays() -> None:
    office = SmallOffice()
    with office.work() as work:
        number = second_phone(office, work, "Hùng", "mới")
        mai = people.person(work, office.people["Mai"])
        enrolment.decide_replacement(work, mai, DecideReplacement(number, agreed=False))
        assert chat(work, "Hùng").person == office.people["Hùng"]
        assert chat(work, "mới").person is None
        assert not enrolment.is_waiting(work, chat(work, "mới").id)


def test_nobody_decides_without_the_role_or_about_themselves() -> None:
    office = SmallOffice()
    with office.work() as work:
        number = second_phone(office, work, "Mai", "mới")
        for name in ("Bình", "Mai"):
            someone = people.person(work, office.people[name])
            assert isinstance(enrolment.second_phone(work, someone, str(number)), Refused)
        lan = people.person(work, office.people["Lan"])
        assert not isinstance(enrolment.second_phone(work, lan, str(number)), Refused)
        assert isinstance(enrolment.second_phone(work, lan, "999"), Refused)
        assert isinstance(enrolment.second_phone(work, lan, "x"), Refused)


def test_the_specialist_is_asked_and_for_her_own_phone_the_admin() -> None:
    office = SmallOffice()
    with office.work() as work:
        asked = enrolment.deciders(work, office.people["Hùng"])
        assert [person.given for person in asked] == ["Mai"]
        asked = enrolment.deciders(work, office.people["Mai"])
        assert [person.given for person in asked] == ["Lan"]


def test_where_nobody_else_can_decide_the_issued_code_does() -> None:
    office = SmallOffice()
    with office.work() as work:
        for row in work.session.exec(select(PersonRow)):
            row.roles = Role.OFFICIAL
        work.session.get_one(PersonRow, office.people["Mai"]).roles = Role.SPECIALIST
        work.session.flush()
        issued = codes.issue(work, office.people["Mai"], by=None)
        entered = enrolment.enter(work, chat(work, "mới"), issued)
        assert entered.replaced == (chat(work, "Mai").id,)
        assert chat(work, "mới").person == office.people["Mai"]


def test_a_third_phone_overtakes_a_second_that_still_waits() -> None:
    office = SmallOffice()
    with office.work() as work:
        second = second_phone(office, work, "Hùng", "mới")
        third = second_phone(office, work, "Hùng", "mới hơn")
        states = {row.id: row.state for row in work.session.exec(select(ReplacementRow))}
        assert states == {second: "overtaken", third: "waiting"}


def test_what_waited_for_an_unlinked_chat_is_not_sent_there() -> None:
    office = SmallOffice()
    with office.work() as work:
        hung = people.person(work, office.people["Hùng"])
        reader = people.reader(work, hung)
        outbox.say(work, chat(work, "Hùng"), reader, say(verbatim("earlier")))
    office.now += timedelta(minutes=1)
    with office.work() as work:
        enrolment.unlink(work, chat(work, "Hùng").id)
        outbox.say(work, chat(work, "Hùng"), reader, say(verbatim("goodbye")))
        states = [row.state for row in work.session.exec(select(OutboxRow))]
        assert states == ["cancelled", "queued"]


def test_an_enrolled_chat_that_had_been_blocked_can_be_written_to_again() -> None:
    office = SmallOffice()
    office.unlink("Khôi")
    with office.work() as work:
        people.set_state(work, chat(work, "mới").id, AccountState.BLOCKED)
        issued = codes.issue(work, office.people["Khôi"], by=None)
        enrolment.enter(work, chat(work, "mới"), issued)
        assert people.accounts_of(work, office.people["Khôi"]) != ()


def test_a_chat_that_has_become_somebodys_meanwhile_is_never_bound_anew() -> None:
    office = SmallOffice()
    office.unlink("Tâm")
    with office.work() as work:
        as_hung = second_phone(office, work, "Hùng", "Tâm")
        hers = codes.issue(work, office.people["Tâm"], by=None)
        enrolment.enter(work, chat(work, "Tâm"), hers)
        mai = people.person(work, office.people["Mai"])
        late = enrolment.decide_replacement(work, mai, DecideReplacement(as_hung, agreed=True))
        assert isinstance(late, Refused)
        assert chat(work, "Tâm").person == office.people["Tâm"]
        assert chat(work, "Hùng").person == office.people["Hùng"]


def test_a_chat_asks_to_be_one_person_at_a_time() -> None:
    office = SmallOffice()
    with office.work() as work:
        as_hung = second_phone(office, work, "Hùng", "mới")
        as_binh = second_phone(office, work, "Bình", "mới")
        mai = people.person(work, office.people["Mai"])
        assert isinstance(enrolment.second_phone(work, mai, str(as_hung)), Refused)
        assert not isinstance(enrolment.second_phone(work, mai, str(as_binh)), Refused)


@pytest.mark.parametrize("back", [delivery.again, delivery.in_doubt])
def test_what_was_on_its_way_to_a_chat_that_was_cut_off_is_not_tried_again(
    back: Callable[[Work, int, timedelta, str], None],
) -> None:
    office = SmallOffice()
    with office.work() as work:
        hung = chat(work, "Hùng")
        reader = people.reader_of(work, hung)
        outbox.say(work, hung, reader, say(verbatim("riêng tư")), outbox.Posting(key="k"))
        (flying,) = delivery.claim(work, 24, [])
    office.now += timedelta(seconds=1)
    with office.work() as work:
        enrolment.unlink(work, hung.id)
        back(work, flying.id, timedelta(0), "no answer")
    office.now += timedelta(minutes=1)
    with office.work() as work:
        assert delivery.claim(work, 24, []) == []


def test_a_request_ends_when_the_chat_is_linked_with_a_code_of_kenh() -> None:
    office = SmallOffice()
    with office.work() as work:
        there = people.account_of_chat(work, ZALO, BOT[1], "chung")
        issued = codes.issue(work, office.people["Hùng"], by=None)
        as_hung = enrolment.enter(work, there, issued).waits
        theirs = codes.keep_for_channel(work, office.people["Tâm"], "111111", "t1", ZALO)
        assert not isinstance(linking.add(work, there, theirs), Refused)
        mai = people.person(work, office.people["Mai"])
        assert isinstance(enrolment.second_phone(work, mai, str(as_hung)), Refused)
