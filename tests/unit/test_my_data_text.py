"""The file of /dulieu: readable without us, and nothing of it lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.data_rights import MyData
from domain.text import Localized
from reports.my_data import my_data_text
from tests.unit.getting_in import ENGLISH, NOW

DATA: MyData = {
    "person": [{"full_name": "Trần Quốc Hùng", "left": False}],
    "self_checks": [
        {
            "done_at": NOW,
            "signs": [3, 7],
            "remedies": [{"sign": 3, "action": "Trả lời\ntrong ngày {x}", "due": NOW.date()}],
        }
    ],
    "something_new": [{"a_new_column": "kept"}],
}


def text() -> str:
    return my_data_text(DATA, NOW, ENGLISH).decode()


def test_it_says_about_whom_and_as_of_when() -> None:
    assert text().startswith("Everything kept about Hùng, as of 09:00 on 07/10/2025\n")


def test_values_are_written_as_the_reader_writes_them() -> None:
    assert "Full name: Trần Quốc Hùng\nHas left: no\n" in text()
    assert "Done: 09:00 on 07/10/2025" in text()
    assert "By when: 07/10/2025" in text()


def test_what_was_said_in_lists_stands_item_by_item_under_its_label() -> None:
    assert "Signs: 2\n  - 1: 3\n  - 2: 7\n" in text()
    assert "Trả lời\n" in text()
    assert "trong ngày {x}" in text()


def test_our_own_words_are_told_in_the_readers_and_a_persons_words_stay() -> None:
    data: MyData = {"remedies": [{"state": "open"}, {"action": "reply, at once"}]}
    written = my_data_text(data, NOW, ENGLISH).decode()
    assert "State: open\n" in written
    assert "Action: reply, at once\n" in written


def test_a_duty_is_told_by_its_title() -> None:
    data: MyData = {"duties_done": [{"period": Localized("tháng 10/2025", "October 2025")}]}
    assert "Period: October 2025\n" in my_data_text(data, NOW, ENGLISH).decode()


def test_roles_are_told_one_by_one() -> None:
    data: MyData = {"person": [{"roles": "admin,sender"}]}
    assert "administrator, may send announcements" in my_data_text(data, NOW, ENGLISH).decode()


def test_what_has_no_label_of_ours_is_not_left_out() -> None:
    assert "something_new (1)" in text()
    assert "a_new_column: kept" in text()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_was_typed_is_in_the_file(typed: str) -> None:
    written = my_data_text({"drafts": [{"words": typed}]}, NOW, ENGLISH).decode()
    assert all(line in written for line in typed.split("\n"))
