"""Days as people type them, on a Friday: 10/10/2025."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.vietnamese import fold
from handlers.typed_dates import NoDate, no_such_day, read_date, too_early, unreadable

FRIDAY = date(2025, 10, 10)


def on(day: int, month: int, year: int = 2025) -> date:
    return date(year, month, day)


VIETNAMESE = [
    ("15/10", on(15, 10)),
    ("10/10", on(10, 10)),
    ("9/10", on(9, 10, 2026)),
    ("15-10-2025", on(15, 10)),
    ("15.10", on(15, 10)),
    (" 15 / 10 / 25. ", on(15, 10)),
    ("2026-01-05", on(5, 1, 2026)),
    ("29/2", on(29, 2, 2028)),
    ("ngày 15/10", on(15, 10)),
    ("đến 15/10", on(15, 10)),
    ("trước ngày 15/10", on(14, 10)),
    ("thứ tư, ngày 15/10", on(15, 10)),
    ("ngày 15 tháng 10", on(15, 10)),
    ("15 tháng 10 năm 2026", on(15, 10, 2026)),
    ("15 tháng mười một", on(15, 11)),
    ("ngày 15", on(15, 10)),
    ("mùng 5", on(5, 11)),
    ("ngày 31", on(31, 10)),
    ("ngày 5 tháng sau", on(5, 11)),
    ("tháng 11", on(30, 11)),
    ("tháng sáu", on(30, 6, 2026)),
    ("hết tháng 11", on(30, 11)),
    ("cuối tháng 11", on(30, 11)),
    ("cuối tháng 9", on(30, 9, 2026)),
    ("trước tháng 11", on(31, 10)),
    ("hết 11/2025", on(30, 11)),
    ("cuối tháng", on(31, 10)),
    ("cuối tháng này", on(31, 10)),
    ("tháng sau", on(30, 11)),
    ("cuối quý 4", on(31, 12)),
    ("quý IV", on(31, 12)),
    ("quý IV/2025", on(31, 12)),
    ("quý I", on(31, 3, 2026)),
    ("quý ba năm 2026", on(30, 9, 2026)),
    ("quý này", on(31, 12)),
    ("q4/2025", on(31, 12)),
    ("cuối năm", on(31, 12)),
    ("hết năm nay", on(31, 12)),
    ("năm sau", on(31, 12, 2026)),
    ("năm 2026", on(31, 12, 2026)),
    ("hôm nay", on(10, 10)),
    ("mai", on(11, 10)),
    ("ngày mai", on(11, 10)),
    ("ngày kia", on(12, 10)),
    ("thứ 6", on(17, 10)),
    ("thứ sáu", on(17, 10)),
    ("thứ hai", on(13, 10)),
    ("t2", on(13, 10)),
    ("thứ 6 tuần này", on(10, 10)),
    ("thứ sáu tuần sau", on(17, 10)),
    ("cn", on(12, 10)),
    ("chủ nhật tuần sau", on(19, 10)),
    ("tuần này", on(10, 10)),
    ("cuối tuần", on(10, 10)),
    ("tuần sau", on(17, 10)),
    ("sau 2 tuần", on(24, 10)),
    ("2 tuần nữa", on(24, 10)),
    ("năm ngày nữa", on(15, 10)),
    ("một tháng nữa", on(10, 11)),
]
ENGLISH = [
    ("end of November", on(30, 11)),
    ("by the end of this month", on(31, 10)),
    ("end of next month", on(30, 11)),
    ("end of year", on(31, 12)),
    ("end of the quarter", on(31, 12)),
    ("Q1 2026", on(31, 3, 2026)),
    ("tomorrow", on(11, 10)),
    ("today", on(10, 10)),
    ("Monday", on(13, 10)),
    ("on Thursday", on(16, 10)),
    ("next friday", on(17, 10)),
    ("Sunday next week", on(19, 10)),
    ("15 October", on(15, 10)),
    ("October 15th, 2026", on(15, 10, 2026)),
    ("the 15th of october", on(15, 10)),
    ("in two weeks", on(24, 10)),
    ("3 days from now", on(13, 10)),
    ("next week", on(17, 10)),
    ("before 15 October", on(14, 10)),
]
TELEX = [
    ("ngayf 15 thangs 11", on(15, 11)),
    ("cuoois thangs 11", on(30, 11)),
    ("heets nawm", on(31, 12)),
    ("tuaanf sau", on(17, 10)),
    ("thuws saus tuaanf sau", on(17, 10)),
    ("thangs saus", on(30, 6, 2026)),
    ("chur nhaatj", on(12, 10)),
]


@pytest.mark.parametrize(("typed", "meant"), VIETNAMESE + ENGLISH + TELEX)
def test_a_day_is_read_as_it_is_typed(typed: str, meant: date) -> None:
    assert read_date(typed, FRIDAY) == meant


@pytest.mark.parametrize(("typed", "meant"), VIETNAMESE)
def test_a_day_is_read_without_accents(typed: str, meant: date) -> None:
    if typed == "tháng sáu":
        return  # bare "thang sau" is the next month
    bare = typed if any(c in typed for c in "/.-") else fold(typed)
    assert read_date(bare, FRIDAY) == meant


def test_june_and_next_month_differ_by_their_accents_only() -> None:
    assert read_date("tháng sáu", FRIDAY) == on(30, 6, 2026)
    assert read_date("tháng sau", FRIDAY) == read_date("thang sau", FRIDAY) == on(30, 11)


@pytest.mark.parametrize(
    "typed", ["31/02", "31/2/2026", "15/13", "0/10", "tháng 13", "ngày 32", "29/2/2026", "ngày 0"]
)
def test_a_day_that_does_not_exist_is_told_from_one_that_cannot_be_read(typed: str) -> None:
    assert read_date(typed, FRIDAY) == no_such_day(typed, FRIDAY)


@pytest.mark.parametrize(
    "typed", ["", "15", "3 7", "sớm", "ngày", "tháng", "🙂", "15/10/20255", "1/2/3/4"]
)
def test_what_is_no_day_is_unreadable(typed: str) -> None:
    assert read_date(typed, FRIDAY) == unreadable(FRIDAY)


@pytest.mark.parametrize(
    "typed", ["9/10/2025", "15 tháng 9 năm nay", "trước hôm nay", "quý 1/2025"]
)
def test_a_past_day_is_refused_as_past(typed: str) -> None:
    answer = read_date(typed, FRIDAY)
    assert isinstance(answer, NoDate)
    assert "is past" in answer.reason.msgid


def test_an_earliest_day_moves_what_is_refused() -> None:
    assert read_date("9/10/2025", FRIDAY, earliest=on(1, 10)) == on(9, 10)
    assert read_date("11/10", FRIDAY, earliest=on(13, 10)) == too_early(
        on(11, 10), on(13, 10), FRIDAY
    )


days = st.dates(date(2020, 1, 1), date(2099, 12, 31))
FORMATS = [
    "{d}/{m}/{y}",
    "{d:02}/{m:02}/{y}",
    "{d}-{m}-{y}",
    "{d}.{m}.{y}",
    "{y}-{m:02}-{d:02}",
    "ngày {d} tháng {m} năm {y}",
    "ngay {d} thang {m} nam {y}",
    "{d:02}/{m:02}/{short:02}",
]


@given(days, st.sampled_from(FORMATS))
def test_a_day_written_in_any_way_reads_back(day: date, form: str) -> None:
    typed = form.format(d=day.day, m=day.month, y=day.year, short=day.year % 100)
    assert read_date(typed, day) == day


@given(days, days)
def test_a_day_without_a_year_is_the_next_such_day(day: date, today: date) -> None:
    read = read_date(f"{day.day}/{day.month}", today)
    assert isinstance(read, date)
    assert (read.day, read.month) == (day.day, day.month)
    assert read >= today
    assert read.year - today.year <= 8


WORDS = (
    "ngày thang tháng 15 31 9999 10 sau sáu saus tuần thứ cn cuối trước quý IV năm / . - "
    "end next of in"
)
typings = st.text(max_size=80) | st.lists(st.sampled_from(WORDS.split())).map(" ".join)


@given(typings, st.dates(date(1900, 1, 1), date(9990, 1, 1)))
def test_nothing_that_is_typed_raises(typed: str, today: date) -> None:
    answer = read_date(typed, today)
    assert isinstance(answer, NoDate) or answer >= today
