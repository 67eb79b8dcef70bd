"""What each kind of question makes of what is typed and pressed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import Localized, Text, verbatim
from handlers.dialog import (
    Accepted,
    Answered,
    Heard,
    Json,
    Jump,
    Question,
    Rejected,
    Said,
    StaleAnswer,
    Still,
    View,
)
from handlers.questions import (
    Choose,
    ChooseMany,
    Confirm,
    Option,
    PickDate,
    Review,
    Skippable,
    Write,
)
from locales.render import Reader, render

TODAY = date(2025, 10, 10)
READER = Reader("en", "anh", "Hùng", ZoneInfo("Asia/Ho_Chi_Minh"))


def label(vi: str, en: str = "") -> Text:
    return verbatim(Localized(vi, en or vi))


def typed(question: Question[object], text: str | None, scratch: Json = None) -> Heard:
    return question.parse(Said(text=text), scratch, TODAY)


def pressed(question: Question[object], value: str, scratch: Json = None) -> Heard:
    return question.parse(Said(value=value), scratch, TODAY)


def shown(text: Text | None) -> str:
    return render(text, READER) if text else ""


def refusal(heard: Heard) -> str:
    assert isinstance(heard, Rejected)
    return shown(heard.reason)


def values(view: View) -> list[str]:
    return [button.value for row in view.rows for button in row]


def seen(question: Question[object], scratch: Json = None, today: date = TODAY) -> View:
    return question.view(scratch, today, ())


COLOURS = Choose(
    "colour",
    label("Màu"),
    label("Màu nào?"),
    (
        Option("r", label("Đỏ thắm", "Red"), 1),
        Option("b", label("Hoà bình"), 2),
        Option("c", label("Hoa binh"), 3),
    ),
    columns=2,
)
SIGNS = ChooseMany(
    "signs",
    label("Biểu hiện"),
    label("Có biểu hiện nào?"),
    tuple(Option(str(n), label(f"sign {n}"), n) for n in (1, 2, 3, 7, 10)),
    label("Không có biểu hiện nào", "None of these"),
    label("Chọn xong", "That is all"),
)
SURE = Confirm("sure", label("Chắc"), label("Chắc chưa?"), label("Có, gửi"), label("Chưa gửi"))
WORK = Write("work", label("Việc"), label("Việc gì?"), label("cấp 100 giấy phép"), max_length=50)
NOTE = Write("note", label("Ghi chú"), label("Ghi chú?"), required=False)
DUE = PickDate("due", label("Hạn"), label("Khi nào?"), latest=date(2026, 6, 30))


# One of several


@pytest.mark.parametrize("text", ["1", "1.", "(1)", " 1) ", "Đỏ thắm", "do tham", "RED"])
def test_an_option_is_typed_as_its_number_or_its_label(text: str) -> None:
    assert typed(COLOURS, text) == Accepted("r")
    assert COLOURS.decode("r") == 1


def test_an_exact_label_wins_over_one_that_only_folds_alike() -> None:
    assert typed(COLOURS, "Hoà bình") == Accepted("b")
    assert typed(COLOURS, "Hoa binh") == Accepted("c")
    assert isinstance(typed(COLOURS, "hoa binh"), Rejected)


@pytest.mark.parametrize("text", ["0", "4", "11", "", None, "x", "1 2", "r"])
def test_what_is_no_option_is_told_the_range(text: str | None) -> None:
    assert "1 to 3" in refusal(typed(COLOURS, text))


def test_a_pressed_key_that_is_gone_is_refused() -> None:
    assert pressed(COLOURS, "b") == Accepted("b")
    assert isinstance(pressed(COLOURS, "gone"), Rejected)


def test_options_stand_in_columns_and_the_present_answer_is_marked() -> None:
    view = seen(COLOURS, "b")
    assert [len(row) for row in view.rows] == [2, 1]
    assert [shown(b.label) for row in view.rows for b in row] == ["Red", "✓ Hoà bình", "Hoa binh"]


# Any number of them


@pytest.mark.parametrize(
    "text", ["3, 7", "7 3", "3 va 7", "3 và 7", "3;7.", "số 3 và 7", "3 vaf 7 nhes em", "03, 7, 3"]
)
def test_numbers_are_typed_in_any_way_and_kept_in_order(text: str) -> None:
    assert typed(SIGNS, text) == Accepted(["3", "7"])
    assert SIGNS.decode(["3", "7"]) == (3, 7)


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "không có",
        "khong co",
        "ko co",
        "ko",
        "Không ạ",
        "không có biểu hiện nào",
        "none of these",
    ],
)
def test_none_is_an_answer_of_its_own(text: str) -> None:
    assert typed(SIGNS, text) == Accepted([])
    assert pressed(SIGNS, "none", ["3"]) == Accepted([])
    assert SIGNS.decode([]) == ()


def test_none_is_as_visible_as_the_others() -> None:
    rows = [row for (row,) in seen(SIGNS).rows]
    assert shown(rows[5].label) == "☐ 0. None of these"
    assert rows[5].style == rows[0].style


def test_numbers_that_are_not_asked_are_named() -> None:
    assert "8, 9" in refusal(typed(SIGNS, "3, 8, 9"))
    assert "0" in refusal(typed(SIGNS, "0 3"))


@pytest.mark.parametrize("text", ["", None, "ba", "3.5 triệu", "9" * 5000, "👍"])
def test_what_is_no_numbers_is_told_how_to_answer(text: str | None) -> None:
    assert "2, 10" in refusal(typed(SIGNS, text))


def test_toggles_say_where_they_lead_so_two_quick_taps_are_one() -> None:
    once = pressed(SIGNS, "on:7", ["3"])
    assert once == Still(["3", "7"]) == pressed(SIGNS, "on:7", ["3", "7"])
    assert pressed(SIGNS, "off:3", ["3", "7"]) == Still(["7"]) == pressed(SIGNS, "off:3", ["7"])


def test_marks_show_what_is_chosen_so_far() -> None:
    view = seen(SIGNS, ["3"])
    assert values(view) == ["on:1", "on:2", "off:3", "on:7", "on:10", "none", "done"]
    assert shown(view.rows[2][0].label) == "☑ 3. sign 3"
    assert all(len(row) == 1 for row in view.rows)


def test_done_needs_a_mark() -> None:
    assert pressed(SIGNS, "done", ["3"]) == typed(SIGNS, "xong", ["3"]) == Accepted(["3"])
    assert "None of these" in refusal(pressed(SIGNS, "done"))


def test_the_answer_is_shown_by_numbers_and_labels() -> None:
    assert shown(SIGNS.show(["10", "3"])) == "3. sign 3, 10. sign 10"
    assert shown(SIGNS.show([])) == "None of these"


# Yes or no


@pytest.mark.parametrize(
    "text", ["đc", "dc", "ok em", "có", "co", "vâng ạ", "Đồng ý", "dạ", "1", "có, gửi"]
)
def test_yes_as_people_type_it(text: str) -> None:
    assert typed(SURE, text) == Accepted(stored=True)


@pytest.mark.parametrize(
    "text", ["kh", "ko", "k", "không", "khong a", "Chưa", "2", "0", "chưa gửi", "khoong"]
)
def test_no_as_people_type_it(text: str) -> None:
    assert typed(SURE, text) == Accepted(stored=False)


@pytest.mark.parametrize("text", ["", None, "có lẽ", "kế hoạch", "3", "👍"])
def test_what_is_neither_is_asked_again(text: str | None) -> None:
    assert isinstance(typed(SURE, text), Rejected)


def test_kh_is_a_no_only_where_yes_or_no_is_asked() -> None:
    assert typed(COLOURS, "kh") == typed(COLOURS, "đc") == typed(COLOURS, "x")
    assert typed(Write("w", label("w"), label("w")), "đc") == Accepted("đc")


# Writing


def test_words_are_composed_and_trimmed() -> None:
    assert typed(WORK, "  cấp giấy phép\n") == Accepted("cấp giấy phép")


@pytest.mark.parametrize(
    "text",
    [
        *("tl", "làm tốt", "Lam tot.", "hoàn thành nhiệm vụ được giao", "12345"),
        *(
            "hoan thanh tot nhiem vu duoc giao",
            "Hoàn thành tốt công việc chuyên môn",
            "theo quy định",
        ),
        *("cố gắng làm tốt công việc", "chưa biết", "do my best", "complete assigned tasks"),
    ],
)
def test_a_vague_answer_gets_one_hint_and_is_then_accepted(text: str) -> None:
    heard = typed(WORK, text)
    assert isinstance(heard, Still)
    assert "cấp 100 giấy phép" in shown(heard.remark)
    assert typed(WORK, text, heard.scratch) == Accepted(text)
    assert typed(WORK, "tốt", heard.scratch) == Accepted("tốt")
    assert pressed(WORK, "keep", heard.scratch) == Accepted(text)


@pytest.mark.parametrize(
    "text", ["👍👍", "ok", "vâng ạ", "không", "xong rồi", "...", "\u200e \u200f"]
)
def test_what_says_nothing_is_never_taken_for_a_task(text: str) -> None:
    for scratch in (None, {"hinted": "làm tốt"}):
        assert "cấp 100 giấy phép" in refusal(typed(WORK, text, scratch))


def test_done_typed_at_an_optional_question_leaves_it_out() -> None:
    assert typed(NOTE, "xong") == typed(NOTE, "Tiếp tục") == Accepted("")


@pytest.mark.parametrize(
    "text", ["giảm hồ sơ trễ hạn", "hoàn thành số hoá 200 hồ sơ", "làm tốt hơn 10%"]
)
def test_a_plain_answer_gets_no_hint(text: str) -> None:
    assert typed(WORK, text) == Accepted(text)


@pytest.mark.parametrize("text", ["", None, "  \n ", "\x00"])
def test_an_empty_message_or_a_photo_is_asked_to_be_typed(text: str | None) -> None:
    for scratch in (None, {"hinted": "ok"}):
        assert "type" in refusal(typed(WORK, text, scratch))


def test_too_long_an_answer_is_told_by_how_much() -> None:
    reason = refusal(typed(WORK, "a b " * 20))
    assert "79" in reason
    assert "29" in reason
    assert typed(WORK, "ab " * 16 + "ab") == Accepted("ab " * 16 + "ab")


@pytest.mark.parametrize("text", ["bỏ qua", "bo qua", "không", "khong", "ko", "skip"])
def test_an_optional_answer_may_be_left_out(text: str) -> None:
    assert typed(NOTE, text) == Accepted("") == pressed(NOTE, "skip")
    assert values(seen(NOTE)) == ["skip"]
    assert shown(NOTE.show("")) == "(left out)"
    assert "skip" not in values(seen(WORK))


def test_a_reopened_answer_is_shown_and_can_be_kept() -> None:
    view = seen(WORK, "cũ {x}")
    assert values(view) == ["keep"]
    assert "cũ {x}" in shown(view.lines[1])
    assert pressed(WORK, "keep", "cũ {x}") == typed(WORK, "giữ nguyên", "cũ {x}")
    assert pressed(WORK, "keep", "cũ {x}") == Accepted("cũ {x}")


def test_keep_means_nothing_where_nothing_was_written() -> None:
    assert values(seen(WORK)) == []
    assert isinstance(pressed(WORK, "keep"), Rejected)


# A day


def test_a_day_is_typed_pressed_or_taken_from_the_suggestions() -> None:
    day = Accepted("2025-10-31")
    assert typed(DUE, "31/10") == pressed(DUE, "day:2025-10-31") == day
    assert typed(DUE, "end of this month (31/10/2025)") == day
    assert DUE.decode("2025-10-31") == date(2025, 10, 31)
    assert shown(DUE.show("2025-10-31")) == "31/10/2025"


def test_a_day_that_cannot_be_is_refused_with_its_reason() -> None:
    assert "no such day: 31/02" in refusal(typed(DUE, "31/02"))
    assert "is past" in refusal(typed(DUE, "9/10/2025"))
    assert "is past" in refusal(pressed(DUE, "day:2025-10-09"))
    assert "30/06/2026 or earlier" in refusal(typed(DUE, "1/7/2026"))
    assert "could not read" in refusal(typed(DUE, None))
    later = PickDate("d", label("d"), label("d"), earliest=date(2025, 11, 1))
    assert "01/11/2025 or later" in refusal(typed(later, "31/10"))


@pytest.mark.parametrize(
    "value", ["day:2025-02-31", "day:", "month:2025-13", "month:x", "nonsense"]
)
def test_a_value_that_no_button_carries_is_refused(value: str) -> None:
    assert isinstance(pressed(DUE, value), Rejected)


def test_the_calendar_has_weeks_from_monday_and_no_past_day() -> None:
    rows = seen(DUE).rows
    assert [shown(r[0].label) for r in rows[:2]] == [
        "End of this month (31/10/2025)",
        "End of this year (31/12/2025)",
    ]
    turning, header, *weeks = rows[2:]
    assert [b.value for b in turning] == ["stay", "stay", "month:2025-11"]
    assert shown(turning[1].label) == "October 2025"
    assert [shown(b.label) for b in header] == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    assert all(len(week) == 7 for week in weeks)
    days = [b.value for week in weeks for b in week if b.value != "stay"]
    assert days == [f"day:2025-10-{n}" for n in range(10, 32)]
    assert weeks[0][4].value == "day:2025-10-10"


def test_the_calendar_turns_as_far_as_there_are_days() -> None:
    turned = pressed(DUE, "month:2026-06")
    assert turned == Still("2026-06")
    view = seen(DUE, "2026-06")
    assert [b.value for b in view.rows[2]] == ["month:2026-05", "stay", "stay"]
    assert values(seen(DUE, "2030-01")) == values(view)
    assert values(seen(DUE, "1999-01")) == values(seen(DUE))
    assert pressed(DUE, "stay", "2026-06") == Still("2026-06")


def test_a_reopened_day_can_be_kept_even_when_it_has_passed() -> None:
    view = seen(DUE, "2025-10-01")
    assert view.rows[0][0].value == "keep"
    assert pressed(DUE, "keep", "2025-10-01") == Accepted("2025-10-01")
    assert isinstance(pressed(DUE, "keep", "2025-10"), Rejected)


def test_a_day_may_be_left_out_where_it_is_skippable() -> None:
    maybe = Skippable(DUE)
    assert typed(maybe, "bỏ qua") == pressed(maybe, "skip") == Accepted(None)
    assert maybe.decode(None) is None
    assert maybe.decode("2025-10-31") == date(2025, 10, 31)
    assert typed(maybe, "31/10") == Accepted("2025-10-31")
    assert values(seen(maybe))[-1] == "skip"
    assert shown(maybe.show(None)) == "(left out)"


# The review


def test_the_review_shows_every_answer_with_its_own_button() -> None:
    trace = (
        Answered("work", label("Việc"), label("cấp {x}")),
        Answered("due", label("Hạn"), label("31/10")),
    )
    view = Review().view(None, TODAY, trace)
    assert [shown(line) for line in view.lines] == ["Việc: cấp {x}", "Hạn: 31/10"]
    assert values(view) == ["edit:work", "edit:due", "submit"]
    assert shown(view.title) == "Please look it over"


def test_the_review_is_sent_or_left_for_an_edit() -> None:
    assert pressed(Review(), "submit") == typed(Review(), "gửi") == Accepted("submit")
    assert pressed(Review(), "edit:action.3") == Jump("action.3")
    assert isinstance(typed(Review(), "hm"), Rejected)
    assert isinstance(typed(Review(), None), Rejected)


# All of them

QUESTIONS: Sequence[Question[object]] = (
    COLOURS,
    SIGNS,
    SURE,
    WORK,
    NOTE,
    DUE,
    Skippable(DUE),
    Review(),
)
scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=12)
anything = st.recursive(
    scalars
    | st.sampled_from(["2025-10", "2025-10-31", "9999-12-31", "0001-01", ["3"], ["99"], ""]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
sayings = st.builds(Said, text=st.none() | st.text(max_size=90)) | st.builds(
    Said,
    value=st.text(max_size=20)
    | st.sampled_from(
        ["keep", "skip", "stay", "day:9999-12-31", "month:0001-01", "month:9999-12", "on:", "off:3"]
    ),
)


@given(st.sampled_from(QUESTIONS), anything)
def test_a_stored_answer_is_understood_and_shown_or_stale(
    question: Question[object], stored: Json
) -> None:
    try:
        question.decode(stored)
    except StaleAnswer:
        return
    assert isinstance(shown(question.show(stored)), str)


@given(st.sampled_from(QUESTIONS), anything, sayings)
def test_whatever_is_said_is_heard_and_the_question_can_be_shown(
    question: Question[object], scratch: Json, said: Said
) -> None:
    heard = question.parse(said, scratch, TODAY)
    view = question.view(heard.scratch if isinstance(heard, Still) else scratch, TODAY, ())
    assert [shown(text) for text in (*view.lines, *(b.label for row in view.rows for b in row))]
    if isinstance(heard, Accepted):
        question.decode(heard.stored)
        assert isinstance(shown(question.show(heard.stored)), str)
