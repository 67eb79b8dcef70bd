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
    text = "2. Quy trình mới\n4. 31/02"
    draft, remark = grouped.hear_all(page_of(begun), begun, text, TODAY)
    assert set(draft.answers) == {"product", "note"}
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
    assert grouped.parts("3. Trả lời trong ngày\n7. Hỏi trước", [3, 7, 8], [3, 7, 8]) == {
        3: "Trả lời trong ngày",
        7: "Hỏi trước",
    }


@given(st.text(), st.lists(st.integers(1, 12), unique=True, min_size=1, max_size=8))
def test_whatever_is_typed_falls_into_parts_that_stand_in_it(text: str, asked: list[int]) -> None:
    found = grouped.parts(text, sorted(asked), sorted(asked)) or {}
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
    assert grouped.parts(text, numbers, numbers) == dict(zip(numbers, parts, strict=True))


def test_a_question_keeps_its_number_when_others_have_been_answered() -> None:
    first = after("1. Rút ngắn thời gian chờ")
    assert dict(first.answers) == {"task": "Rút ngắn thời gian chờ"}
    second = after("2. Quy trình mới", first)
    assert second.answers["product"] == "Quy trình mới"
    assert after("4. 15/10", second).answers["due"] == "2025-10-15"


def test_a_question_asked_alone_takes_its_number_off_and_no_other() -> None:
    alone = after("1. Rút ngắn thời gian chờ\n2. Quy trình mới\n3. không")
    assert page_of(alone).question.name == "due"
    assert after("4. 15/10", alone).answers["due"] == "2025-10-15"
    reopened = Draft(after("4. 15/10", alone).answers, at="product")
    listed = "1. Quy trình mới\n2. Tập huấn"
    assert after(listed, reopened).answers["product"] == listed


def test_what_was_answered_before_is_corrected_by_its_number() -> None:
    begun = after("1. Rút ngắn thời gian chờ")
    draft = after("1. Giảm hồ sơ trễ hạn\n2. Quy trình mới", begun)
    assert draft.answers["task"] == "Giảm hồ sơ trễ hạn"
    assert draft.answers["product"] == "Quy trình mới"


def test_what_stands_before_the_first_number_is_not_lost() -> None:
    draft = after("Rút ngắn thời gian chờ\n2. Quy trình mới\n4. 15/10")
    assert draft.answers["task"] == "Rút ngắn thời gian chờ"
    assert isinstance(play(form(), draft), Finished)


def test_the_ways_to_write_a_number() -> None:
    for text in (
        "1/ Ngắn hơn 2/ Quy trình",
        "(1) Ngắn hơn\n(2) Quy trình",
        "1- Ngắn hơn\n2: Quy trình",
    ):
        assert grouped.parts(text, [1, 2], [1, 2]) == {1: "Ngắn hơn", 2: "Quy trình"}


def optional() -> Dialog[list[str]]:
    questions = [Write(name, _("Note"), _("Note?"), required=False) for name in "abc"]
    return (yield from each([ask(question) for question in questions]))


def noted(text: str, draft: Draft) -> Draft:
    page = play(optional(), draft)
    assert isinstance(page, Page)
    return grouped.hear_all(page, draft, text, TODAY)[0]


def test_one_number_alone_is_the_first_of_several_messages() -> None:
    draft = noted("1. Họp tổ", Draft())
    assert dict(draft.answers) == {"a": "Họp tổ"}
    assert dict(noted("2. Chị Lan", draft).answers) == {"a": "Họp tổ", "b": "Chị Lan", "c": ""}


def test_a_word_leaves_out_all_that_is_left() -> None:
    draft = noted("bỏ qua hết", noted("1. Họp tổ", Draft()))
    assert dict(draft.answers) == {"a": "Họp tổ", "b": "", "c": ""}


def test_a_word_keeps_all_that_stands_there() -> None:
    stood = {"a": "Họp tổ", "b": "Chị Lan", "c": ""}
    draft = noted("giu nguyen het", Draft(stood, at="a"))
    assert dict(draft.answers) == stood
    assert draft.at is None


def test_what_is_asked_alone_is_told_without_its_number() -> None:
    begun = Draft()
    text = "1. Rút ngắn thời gian chờ\n2. Quy trình mới\n4. 31/02"
    remark = grouped.hear_all(page_of(begun), begun, text, TODAY)[1]
    assert remark is not None
    assert "n" not in remark.params
