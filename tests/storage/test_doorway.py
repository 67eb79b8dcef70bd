"""A stranger reaches nothing but the door, whatever they send or press."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.channels.base import Event, Pressed, Typed, Wordless
from domain.channels import ZALO
from domain.enrolment import MOST_WRONG, MOST_WRONG_IN_A_DAY, MOST_WRONG_TOGETHER
from domain.outgoing import Say
from domain.quota import Quota
from storage import menus, people, usage
from storage.strangers import ANSWERS_A_DAY
from storage.tables import AuditRow, MenuRow, PersonRow
from tests.office import BOT, CAST, START, SmallOffice

STRANGER = "Kẻ lạ"
NAMES = [word for entry in CAST for word in entry[1].split() if len(word) > 2]


def heard(office: SmallOffice, name: str) -> list[str]:
    return [said.text for _row, said in office.said_to(name) if isinstance(said, Say)]


def linked(office: SmallOffice, name: str) -> int | None:
    with office.work() as work:
        return people.account_of_chat(work, *BOT, name).person


def yes_of(office: SmallOffice, name: str) -> str:
    """The label of the first button last shown, whatever the language."""
    shown = [said for _row, said in office.said_to(name) if isinstance(said, Say) and said.rows]
    return shown[-1].rows[0][0].label


@pytest.fixture(scope="module")
def shared() -> SmallOffice:
    """One office that a stranger bothers; nothing they do may change it."""
    return SmallOffice()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(event=st.builds(Typed, st.text(max_size=200)) | st.builds(Wordless, st.just("photo")))
def test_whatever_a_stranger_sends_names_nobody_and_links_nothing(
    shared: SmallOffice, event: Event
) -> None:
    shared.happens(STRANGER, event)
    assert linked(shared, STRANGER) is None
    assert not any(name in text for name in NAMES for text in heard(shared, STRANGER))


def test_a_flood_is_answered_once_a_minute() -> None:
    office = SmallOffice()
    for number in range(50):
        office.types(STRANGER, f"alo {number} alo")
    assert len(heard(office, STRANGER)) == 1


@pytest.mark.parametrize("data", ["", ":", "1:", "x:y", "1:99", f"{9**40}:0", "-1:0", "1:0:0"])
def test_a_forged_button_leads_to_the_way_in(data: str) -> None:
    office = SmallOffice()
    office.happens(STRANGER, Pressed("tap", data, "1"))
    assert len(heard(office, STRANGER)) == 1
    assert linked(office, STRANGER) is None


def test_a_button_of_somebody_elses_menu_links_nothing() -> None:
    office = SmallOffice()
    office.unlink("Khôi")
    office.issue_code("Khôi")
    office.types("Khôi", "100001")
    with office.work() as work:
        menu = max(row.id or 0 for row in work.session.exec(select(MenuRow)))
    office.happens(STRANGER, Pressed("tap", f"{menu}:0", "1"))
    assert linked(office, STRANGER) is None
    office.happens("Khôi", Pressed("tap", f"{menu}:0", "1"))
    assert linked(office, "Khôi") == office.people["Khôi"]


def test_nothing_is_said_in_a_group() -> None:
    office = SmallOffice()
    office.issue_code("Khôi")
    office.happens("Nhóm", Typed("100001"), private=False)
    assert heard(office, "Nhóm") == []


def test_two_taps_on_yes_enrol_once() -> None:
    office = SmallOffice()
    office.unlink("Khôi")
    office.issue_code("Khôi")
    office.types("Khôi", "100001")
    office.presses("Khôi", yes_of(office, "Khôi"))
    office.repeat_last("Khôi")
    with office.work() as work:
        enrolled = work.session.exec(select(AuditRow).where(AuditRow.action == "enrolled"))
        assert len(enrolled.all()) == 1


def test_a_code_shown_to_two_chats_lets_in_whoever_says_yes_first() -> None:
    office = SmallOffice()
    office.unlink("Khôi")
    office.issue_code("Khôi")
    for chat in ("Khôi", STRANGER):
        office.types(chat, "100001")
    office.presses("Khôi", yes_of(office, "Khôi"))
    office.presses(STRANGER, yes_of(office, STRANGER))
    assert linked(office, "Khôi") == office.people["Khôi"]
    assert linked(office, STRANGER) is None


def test_who_leaves_between_the_code_and_the_yes_is_not_linked() -> None:
    office = SmallOffice()
    office.unlink("Khôi")
    office.issue_code("Khôi")
    office.types("Khôi", "100001")
    with office.work() as work:
        work.session.get_one(PersonRow, office.people["Khôi"]).left = True
    office.presses("Khôi", yes_of(office, "Khôi"))
    assert linked(office, "Khôi") is None


def test_many_chats_that_guess_together_close_typed_codes_but_not_links() -> None:
    office = SmallOffice()
    office.unlink("Khôi")
    office.issue_code("Khôi")
    for guesser in range(MOST_WRONG_TOGETHER // MOST_WRONG):
        for guess in range(MOST_WRONG):
            office.types(f"Người lạ {guesser}", f"90{guesser:02}{guess:02}")
    office.types("Khôi", "100001")
    assert not any("Khôi" in words for words in heard(office, "Khôi"))
    office.types("Khôi", "/start link-1")
    office.presses("Khôi", yes_of(office, "Khôi"))
    assert linked(office, "Khôi") == office.people["Khôi"]


@pytest.mark.parametrize(("said", "inside"), [("dung roi", True), ("khong phai", False)])
def test_the_question_at_the_door_may_be_answered_in_words(said: str, inside: bool) -> None:
    office = SmallOffice()
    office.unlink("Hùng")
    office.issue_code("Hùng")
    office.types("Hùng", "ma cua em la 100 001 a")
    office.fresh()
    office.types("Hùng", said)
    assert (linked(office, "Hùng") == office.people["Hùng"]) is inside


def test_yes_where_nothing_was_asked_leads_nowhere() -> None:
    office = SmallOffice()
    for word in ("đúng", "1", "không"):
        office.types(STRANGER, word)
    assert linked(office, STRANGER) is None
    assert len(heard(office, STRANGER)) == 1


def test_who_deleted_everything_and_comes_back_is_asked_for_consent_again() -> None:
    office = SmallOffice()
    office.types("Hùng", "/xoa")
    office.types("Hùng", "xoá hết")
    office.issue_code("Hùng")
    office.types("Hùng", "100001")
    office.fresh()
    office.types("Hùng", "đúng rồi")
    assert "Đồng ý" in [b.label for row in office.said_to("Hùng")[-1][1].rows for b in row]  # type: ignore[union-attr]  # a Say


def test_a_new_phone_of_somebody_who_has_agreed_goes_to_the_menu() -> None:
    office = SmallOffice()
    office.unlink("Hùng")
    office.issue_code("Hùng")
    office.types("Hùng", "100001")
    office.fresh()
    office.types("Hùng", "đúng rồi")
    assert "/trogiup" in heard(office, "Hùng")[-1]


def metered() -> SmallOffice:
    """An office on a platform that counts every message."""
    office = SmallOffice(channel=ZALO)
    office.database.quotas = {ZALO: Quota(messages=3000, places=50)}
    return office


def test_one_stranger_gets_a_few_answers_a_day_where_messages_are_counted() -> None:
    office = metered()
    for minute in range(600):
        office.now += timedelta(minutes=1)
        office.types(STRANGER, "900001" if minute % 7 else "alo alo")
    assert len(heard(office, STRANGER)) == ANSWERS_A_DAY
    office.now += timedelta(days=1)
    office.types(STRANGER, "alo alo")
    assert len(heard(office, STRANGER)) == ANSWERS_A_DAY + 1


def test_all_strangers_together_get_a_small_part_of_the_month() -> None:
    office = metered()
    for day in range(8):
        office.now = START + timedelta(days=day)
        for stranger in range(45):
            office.types(f"Người lạ {stranger}", "alo alo")
    said = sum(len(heard(office, f"Người lạ {stranger}")) for stranger in range(45))
    assert said == 3000 // 10


def test_who_has_a_code_gets_in_however_many_strangers_came_before() -> None:
    office = metered()
    office.database.quotas = {ZALO: Quota(messages=30, places=50)}
    office.unlink("Khôi")
    for stranger in range(9):
        office.types(f"Người lạ {stranger}", "alo alo")
    office.issue_code("Khôi")
    office.types("Khôi", "alo alo")
    assert heard(office, "Khôi") == []
    office.types("Khôi", "100001")
    office.fresh()
    office.types("Khôi", "đúng rồi")
    with office.work() as work:
        assert office.account(work, "Khôi").person_id == office.people["Khôi"]


def test_where_messages_run_short_strangers_are_not_answered() -> None:
    office = metered()
    with office.work() as work:
        usage.mark_spent(work, (ZALO, BOT[1]))
    office.types(STRANGER, "alo alo")
    assert heard(office, STRANGER) == []


def guess(office: SmallOffice, count: int) -> None:
    """So many wrong codes, in hours in which nobody's door closes."""
    for number in range(count):
        if number % (MOST_WRONG_TOGETHER - 10) == 0:
            office.now += timedelta(hours=1, minutes=1)
        office.types(f"Người lạ {number // MOST_WRONG}", f"9{number:05}")


def test_guessing_slowly_closes_typed_codes_for_the_day() -> None:
    office = SmallOffice()
    office.unlink("Khôi")
    office.issue_code("Khôi")
    guess(office, MOST_WRONG_IN_A_DAY)
    office.now += timedelta(hours=2)
    office.types("Khôi", "100001")
    assert not any("Khôi" in words for words in heard(office, "Khôi"))
    office.now += timedelta(days=1)
    office.types("Khôi", "100001")
    assert any("Khôi" in words for words in heard(office, "Khôi"))


def test_who_issues_codes_is_told_once_that_somebody_guesses() -> None:
    office = SmallOffice()
    guess(office, MOST_WRONG_IN_A_DAY)
    office.types("Người lạ 200", "/start link-9")
    for name in ("Mai", "Lan"):
        assert sum("dò mã" in words or "guessing" in words for words in heard(office, name)) == 1
    assert not any("guessing" in words or "dò mã" in words for words in heard(office, "Hùng"))


def test_a_number_meant_for_something_else_gives_nobodys_chat_away() -> None:
    """A request to be linked comes unasked, and may stand above what the specialist answers."""
    office = SmallOffice(channel=ZALO)
    office.issue_code("Hùng")
    for words in ("100001", "đúng rồi"):
        office.types(STRANGER, words)
        office.fresh()
    for number in ("1", "2"):
        office.types("Mai", number)
    with office.work() as work:
        assert office.account(work, STRANGER).person_id is None
        asked = menus.newest(work, office.account(work, "Mai").id or 0)[0]
    office.types("Mai", asked.typed)
    with office.work() as work:
        assert office.account(work, STRANGER).person_id == office.people["Hùng"]
