"""What a stranger's words mean, and what is said at the door."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.enrolment import DecideReplacement, SecondPhone, ShowCommands, Tell
from domain.message import Do, Start
from handlers.enrolling import (
    AGREE,
    DECLINE,
    INSIDE,
    WAY_IN,
    ask_decider,
    code_in,
    is_this_you,
    yes_or_no,
)
from tests.unit.getting_in import HUNG, MAI, words

SECOND = SecondPhone(id=9, person=HUNG, old=(40, 41), new=50, has_consented=False)


@given(
    st.text("0123456789", min_size=6, max_size=6),
    st.lists(st.sampled_from(["", " ", "-", ".", " - ", "–"]), min_size=5, max_size=5),
    st.sampled_from(["", "mã ", "Mã: ", "code ", "ma cua toi la ", "em gửi chị mã "]),
    st.sampled_from(["", " ạ", ". Cảm ơn chị", " nhé"]),
)
def test_six_digits_are_a_code_however_they_are_grouped(
    digits: str, gaps: list[str], before: str, after: str
) -> None:
    grouped = "".join(digit + gap for digit, gap in zip(digits, [*gaps, ""], strict=True))
    typed = before + grouped + after
    assert code_in(typed) == digits


def test_other_numbers_are_no_code() -> None:
    for typed in ("12345", "1234567", "0905 123 456", "gặp lúc 10 giờ 30 ngày 12", "", "15/10/25"):
        assert code_in(typed) is None


def test_digits_of_other_scripts_are_read_as_digits() -> None:
    assert code_in("१२३४५६") == "123456"


@pytest.mark.parametrize(
    "typed",
    ["đúng rồi", "dung roi", "phai", "co", "Đúng", "1", "ok", "dung", "dạ đúng ạ", "ddungs a"],
)
def test_yes_may_be_typed(typed: str) -> None:
    assert yes_or_no(typed) is True


@pytest.mark.parametrize(
    "typed", ["khong", "không phải tôi", "ko phai", "nhầm", "sai a", "nham roi", "2"]
)
def test_no_may_be_typed(typed: str) -> None:
    assert yes_or_no(typed) is False


@pytest.mark.parametrize(
    "typed", ["", "alo", "tôi đúng là Hùng không", "ai đấy", "3", "dừng", "Dũng"]
)
def test_anything_else_is_neither(typed: str) -> None:
    assert yes_or_no(typed) is None


def test_a_pasted_link_gives_its_token() -> None:
    assert code_in("https://t.me/tusoi_bot?start=Ab_9-x") == "Ab_9-x"


@given(st.text())
def test_whatever_is_typed_is_a_code_a_token_or_nothing(typed: str) -> None:
    found = code_in(typed)
    assert found is None or (len(found) <= 64 and found.isascii())


def test_the_way_in_names_nobody_and_offers_no_button() -> None:
    assert "specialist" in words(WAY_IN)
    assert WAY_IN.choices == ()


def test_the_confirmation_shows_name_position_and_unit() -> None:
    shown = words(is_this_you(7, HUNG))
    assert all(part in shown for part in ("Trần Quốc Hùng", "Chuyên viên", "Tổ Đất đai"))
    targets = [choice.target for row in is_this_you(7, HUNG).choices for choice in row]
    assert targets == [Do("enrol_yes", "7"), Do("enrol_no", "7")]


def test_agreeing_unlinks_and_tells_the_old_phones_and_greets_the_new_one() -> None:
    effects = AGREE.decide(SECOND)
    assert isinstance(effects, list)
    assert effects[0] == DecideReplacement(9, agreed=True)
    told = [effect for effect in effects if isinstance(effect, Tell)]
    assert [effect.account for effect in told] == [40, 41, 50]
    assert told[-1].message.choices[0][0].target == Start("consent")
    assert any(isinstance(effect, ShowCommands) for effect in effects)


def test_who_has_consented_before_goes_on_to_the_menu() -> None:
    effects = AGREE.decide(SecondPhone(9, HUNG, (40,), 50, has_consented=True))
    assert isinstance(effects, list)
    new = next(e for e in effects if isinstance(e, Tell) and e.account == 50)
    assert new.message.choices[0][0].target == Do("menu")


def test_declining_tells_the_new_phone_only() -> None:
    effects = DECLINE.decide(SECOND)
    assert isinstance(effects, list)
    assert effects[0] == DecideReplacement(9, agreed=False)
    assert [effect.account for effect in effects if isinstance(effect, Tell)] == [50]


def test_each_decider_is_asked_once_for_each_request() -> None:
    assert ask_decider(MAI, HUNG, 9).key != ask_decider(MAI, HUNG, 10).key


def test_a_second_tap_on_the_way_in_says_that_one_is_inside() -> None:
    assert {action.name for action in INSIDE} == {"enrol_yes", "enrol_no"}
    assert all(len(action.decide(HUNG)) == 1 for action in INSIDE)  # type: ignore[arg-type]  # never Refused
