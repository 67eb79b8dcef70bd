"""A rehearsal on a page and in a workbook: everything once, nothing from elsewhere, no markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from html.parser import HTMLParser
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from domain.people import Person
from domain.rehearsal import Rehearsal
from locales.render import Reader, render
from reports.rehearsal_calendar import calendar, letters
from reports.rehearsal_page import rehearsal_page
from reports.rehearsal_workbook import rehearsal_workbook
from tests.unit.calendars import HANOI
from tests.unit.rehearsals import PEOPLE, deadline, judged, message, rehearsal

MORNING = [message("2025-10-07 08:30", person) for person in PEOPLE]
HOSTILE = '=HYPERLINK("http://x.example")<script>alert(1)</script>'


def say(language: str = "vi") -> partial[str]:
    return partial(render, reader=Reader(language, Person.salutation, "", HANOI))


def page(lived: Rehearsal, language: str = "vi") -> str:
    return rehearsal_page(lived, judged(lived), say(language), language)


@given(
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    st.integers(min_value=0, max_value=500),
)
def test_every_day_stands_once_under_its_weekday(first: date, count: int) -> None:
    last = first + timedelta(days=count)
    months = calendar(rehearsal(first=first, last=last))
    days = [day.day for month in months for day in month.days]
    assert days == [first + timedelta(days=n) for n in range(count + 1)]
    for week in (week for month in months for week in month.weeks):
        assert len(week) == 7
        assert all(day.day.weekday() == n for n, day in enumerate(week) if day is not None)


def test_messages_that_differ_in_the_name_only_are_one_letter() -> None:
    (letter,) = letters(MORNING, PEOPLE)
    assert [person.id for person in letter.to] == [1, 2, 3]


def test_another_text_or_moment_is_another_letter() -> None:
    other = replace(MORNING[1], text="Chào chị Tâm, đăng ký đã qua hạn.")
    later = message("2025-10-07 16:30", 3)
    assert len(letters([MORNING[0], other, later], PEOPLE)) == 3


@given(st.lists(st.sampled_from(MORNING), max_size=30))
def test_nobody_is_lost_in_letters(messages: list[object]) -> None:
    told = letters(messages, PEOPLE)  # type: ignore[arg-type]  # sampled from such
    assert sum(len(letter.to) for letter in told) == len(messages)


class _Loads(HTMLParser):
    """What a page would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        here = [value for name, value in attrs if name in {"src", "href"} and value]
        self.found += [value for value in here if not value.startswith("#")]
        self.found += [tag] if tag in {"script", "link", "iframe", "img", "form"} else []


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    hostile = replace(MORNING[0], text=HOSTILE, buttons=(HOSTILE,))
    made = page(rehearsal([hostile, *MORNING[1:]]))
    loads = _Loads()
    loads.feed(made)
    assert loads.found == []
    assert "&lt;script&gt;" in made
    assert not re.search(r"url\(|@import", made)


def test_the_calendar_tells_days_off_deadlines_and_what_goes() -> None:
    made = page(rehearsal(MORNING, [deadline("2025-10-03 08:00", "2025-10-14 17:00")]))
    assert "Hạn 17:00: Đăng ký nhiệm vụ" in made
    assert "08:30 Đăng ký nhiệm vụ: 3" in made
    assert "gửi 3 người; ví dụ gửi Trần Quốc Hùng:" in made
    assert "Không có gì phải cảnh báo." in made


def test_a_year_not_announced_is_marked_at_its_holidays() -> None:
    made = page(rehearsal(first=date(2026, 12, 25), last=date(2027, 1, 5)))
    assert "Tết Dương lịch (dự kiến)" in made
    assert "Lịch nghỉ năm 2027 chưa có thông báo chính thức" in made


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_is_written_in_the_language_asked_for(language: str) -> None:
    made = page(rehearsal(MORNING), language)
    assert f'<html lang="{language}">' in made
    assert ("Rehearsal of the plan" in made) is (language == "en")


def test_the_workbook_has_a_row_a_message_and_computes_nothing() -> None:
    lived = rehearsal([replace(MORNING[0], text=HOSTILE), *MORNING[1:]])
    rows = list(load_workbook(BytesIO(rehearsal_workbook(lived, say())))["Từng tin nhắn"].rows)
    assert [cell.value for cell in rows[0]][:4] == ["Ngày", "Giờ", "Thứ", "Họ và tên"]
    assert len(rows) == 1 + 3
    assert {cell.data_type for row in rows for cell in row} <= {"s", "d", "n"}
    assert rows[1][-1].value == HOSTILE
    assert rows[1][-1].quotePrefix
    assert f"{rows[1][0].value:%d/%m/%Y %H:%M}" == "07/10/2025 08:30"
    assert rows[1][2].value == "Thứ Ba"


def test_the_same_rehearsal_is_the_same_file() -> None:
    lived = rehearsal(MORNING)
    assert rehearsal_workbook(lived, say()) == rehearsal_workbook(lived, say())
