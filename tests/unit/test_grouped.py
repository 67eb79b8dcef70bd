"""Questions asked in one message and answered in one."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.text import _
from handlers import grouped
from handlers.dialog import Dialog, Draft, Finished, Page, ask, both, each, play
from handlers.questions import PickDate, Write

TODAY = date(2025, 10, 7)
TASK = Write("task", _("Task"), _("Which task?"), _("“Shorter queues at the counter.”"))
PRODUCT = Write("product", _("Product"), _("Which product?"))
NOTE = Write("note", _("Note"), _("Anything else?"), required=False)
DUE = PickDate("due", _("By when"), _("By when?"))


def form() -> Dialog[tuple[list[str], object]]:
    return (yield from both(each([ask(TASK), ask(PRODUCT), ask(NOTE)]), ask(DUE)))


def page_of(draft: Draft) -> Page:
    page = play(form(), draft)
    assert isinstance(page, Page)
    return page


def after(text: str, draft: Draft | None = None) -> Draft:
    begun = draft or Draft()
    return grouped.hear_all(page_of(begun), begun, text, TODAY)[0]


def test_a_numbered_answer_answers_all_of_them() -> None:
    draft = after("1. Rút ngắn thời gian chờ\n2. Quy trình mới\n3. không\n4. 15/10")
    assert isinstance(play(form(), draft), Finished)
    assert draft.answers["task"] == "Rút ngắn thời gian chờ"
    assert draft.answers["due"] == "2025-10-15"


def test_numbers_in_one_line_are_read_as_well() -> None:
    draft = after("1. Rút ngắn thời gian chờ 2. Quy trình mới 3. không 4. 15/10")
    assert draft.answers["product"] == "Quy trình mới"
    assert isinstance(play(form(), draft), Finished)


def test_lines_without_numbers_count_when_there_are_as_many_as_questions() -> None:
    draft = after("Rút ngắn thời gian chờ\nQuy trình mới\nkhông\n15/10")
    assert isinstance(play(form(), draft), Finished)


def test_one_answer_without_a_number_is_for_the_first_question() -> None:
    draft = after("Rút ngắn thời gian chờ")
    assert dict(draft.answers) == {"task": "Rút ngắn thời gian chờ"}
    assert page_of(draft).question.name == "product"


def test_what_may_be_left_out_and_is_not_mentioned_is_left_out() -> None:
    draft = after("1. Rút ngắn thời gian chờ\n2. Quy trình mới\n4. 15/10")
    assert draft.answers["note"] == ""
    assert isinstance(play(form(), draft), Finished)


def test_a_wrong_part_is_told_by_its_number_and_the_others_are_kept() -> None:
    begun = Draft()
    text = "1. Rút ngắn thời gian chờ\n2. Quy trình mới\n4. 31/02"
    draft, remark = grouped.hear_all(page_of(begun), begun, text, TODAY)
    assert set(draft.answers) == {"task", "product", "note"}
    assert remark is not None
    assert remark.params["n"] == "4"


def test_a_vague_part_gets_its_hint_and_stands_when_it_is_sent_again() -> None:
    draft = after("1. hoàn thành tốt\n2. Quy trình mới\n4. 15/10")
    assert "task" not in draft.answers
    assert after("hoàn thành tốt", draft).answers["task"] == "hoàn thành tốt"


def test_a_number_inside_an_answer_stays_where_it_is() -> None:
    draft = after("1. Giảm hồ sơ trễ, gồm 3. nhóm\n2. Quy trình mới\n4. 15/10")
    assert draft.answers["task"] == "Giảm hồ sơ trễ, gồm 3. nhóm"


def test_a_question_goes_by_its_own_number() -> None:
    assert grouped.parts("3. Trả lời trong ngày\n7. Hỏi trước", [3, 7, 8]) == {
        3: "Trả lời trong ngày",
        7: "Hỏi trước",
    }


@given(st.text(), st.lists(st.integers(1, 12), unique=True, min_size=1, max_size=8))
def test_whatever_is_typed_falls_into_parts_that_stand_in_it(text: str, asked: list[int]) -> None:
    found = grouped.parts(text, sorted(asked)) or {}
    assert set(found) <= set(asked)
    assert all(part in text for part in found.values())


@given(st.text())
def test_no_answer_breaks_a_group_and_none_is_lost(text: str) -> None:
    begun = after("Rút ngắn thời gian chờ")
    assert after(text, begun).answers["task"] == "Rút ngắn thời gian chờ"


@given(st.lists(st.text("abc ăđ", min_size=4).map(str.strip).filter(bool), min_size=2, max_size=6))
def test_what_was_numbered_comes_back_part_by_part(parts: list[str]) -> None:
    text = "\n".join(f"{n}. {part}" for n, part in enumerate(parts, start=1))
    numbers = list(range(1, len(parts) + 1))
    assert grouped.parts(text, numbers) == dict(zip(numbers, parts, strict=True))
