"""A day inside a line: found where it is meant, and the words left as they were written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.line_dates import split_day

TODAY = date(2025, 10, 27)  # a Monday


@pytest.mark.parametrize(
    ("line", "words", "day"),
    [
        ("ghi rõ hạn từng việc, trước 15/12", "ghi rõ hạn từng việc", date(2025, 12, 14)),
        ("ghi rõ hạn từng việc, hạn 15/12", "ghi rõ hạn từng việc", date(2025, 12, 15)),
        ("gặp từng hộ; hết tháng 11", "gặp từng hộ", date(2025, 11, 30)),
        ("gặp từng hộ (xong 30/11/2025)", "gặp từng hộ", date(2025, 11, 30)),
        ("Gặp từng hộ. Hạn: 30/11.", "Gặp từng hộ", date(2025, 11, 30)),
        ("gặp từng hộ - cuối quý 4", "gặp từng hộ", date(2025, 12, 31)),
        ("gặp từng hộ, trong 2 tuần", "gặp từng hộ", date(2025, 11, 10)),
        ("gặp từng hộ, hết năm", "gặp từng hộ", date(2025, 12, 31)),
        ("gặp từng hộ trước cuối tháng", "gặp từng hộ", date(2025, 10, 30)),
        ("gặp từng hộ, tháng 11", "gặp từng hộ", date(2025, 11, 30)),
        ("gặp từng hộ đến 15/11", "gặp từng hộ", date(2025, 11, 15)),
        ("gap tung ho truoc ngay 15/11", "gap tung ho", date(2025, 11, 14)),
        ("gặp từng hộ từ nay đến hết tháng 11", "gặp từng hộ", date(2025, 11, 30)),
        ("gặp từng hộ chậm nhất là ngày 15 tháng 11", "gặp từng hộ", date(2025, 11, 15)),
        ("meet every household by 15/11", "meet every household", date(2025, 11, 15)),
        ("meet them until the end of November", "meet them", date(2025, 11, 30)),
    ],
)
def test_a_day_that_stands_apart_is_taken_off_the_words(line: str, words: str, day: date) -> None:
    assert split_day(line, TODAY) == (words, day)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("ghi rõ hạn trước 15/12", date(2025, 12, 14)),
        ("ghi rõ hạn 15/12", date(2025, 12, 15)),
        ("gặp từng hộ 30/11", date(2025, 11, 30)),
        ("gặp từng hộ tuần sau", date(2025, 11, 7)),
        ("gặp từng hộ 2 tuần nữa", date(2025, 11, 10)),
        ("nộp báo cáo trước tháng 12", date(2025, 11, 30)),
        ("xem lại việc liên quan đến tháng 11", date(2025, 11, 30)),
        ("trước 15/12 gặp xong từng hộ", date(2025, 12, 14)),
        ("từ nay đến hết tháng 11 gặp từng hộ", date(2025, 11, 30)),
        ("họp ngày 3/11, 5/11", date(2025, 11, 5)),
        ("rà hồ sơ tháng 11, tháng 12", date(2025, 12, 31)),
        ("meet them by Friday", date(2025, 10, 31)),
    ],
)
def test_elsewhere_a_day_is_read_and_the_words_stay(line: str, day: date) -> None:
    assert split_day(line, TODAY) == (line, day)


@pytest.mark.parametrize(
    "line",
    [
        "ghi rõ người, rõ hạn",
        "họp giao ban thứ hai",
        "viết xong báo cáo tháng 11",
        "trao đổi với chị Mai",
        "trao đổi với anh Hoà, Mai",
        "gửi văn bản đến Mai",
        "báo dân trước 2 ngày",
        "trả lời trong 3 ngày",
        "ghi rõ hạn từ 15/11",
        "xem lại văn bản số 15/12",
        "đọc mỗi ngày 15",
        "xong trước 15/10/2025",
        "hết tháng 11",
        "15/11",
        "3",
    ],
)
def test_what_may_be_no_deadline_and_what_is_past_is_left_alone(line: str) -> None:
    words, day = split_day(line, TODAY)
    assert words == line
    assert day is None


PIECES = st.sampled_from(
    [
        *("trước", "đến", "từ nay đến", "hạn", "by", "until", "ngày", "thứ hai", "tháng", "quý"),
        *("tuần sau", "hết", "cuối", "15/11", "31/02", "2025", "11", "năm 9999", "9999999999/1"),
        *(",", ".", "(", ")", "-", "gặp dân", "mai"),
    ]
)


@given(
    st.lists(PIECES | st.text(max_size=12), min_size=1, max_size=12).map(" ".join),
    st.dates(date(2024, 1, 1), date(2035, 1, 1)),
)
def test_whatever_is_typed_keeps_its_words_and_no_day_is_past(line: str, today: date) -> None:
    words, day = split_day(line, today)
    assert line.startswith(words) or words == " ".join(line.split())[: len(words)]
    assert bool(words.strip()) == bool(line.strip())
    assert day is None or day >= today
    if day is None:
        assert words == line
