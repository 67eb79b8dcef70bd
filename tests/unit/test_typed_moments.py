"""Moments as people type them: a time of day and a day, in either order and either language."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import verbatim
from handlers.dialog import Accepted, Rejected, Said
from handlers.moment_question import PickMoment
from handlers.typed_dates import NoDate
from handlers.typed_moments import read_moment

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2025, 10, 7, 9, 0, tzinfo=ZONE)  # a Tuesday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8 giờ thứ Hai", "13/10 08:00"),
        ("8 gio thu hai", "13/10 08:00"),
        ("thứ Hai 8 giờ", "13/10 08:00"),
        ("8h thứ sáu", "10/10 08:00"),
        ("15/10 14:00", "15/10 14:00"),
        ("14:00 15/10", "15/10 14:00"),
        ("14h30 ngày 15/10", "15/10 14:30"),
        ("14 giờ 30 phút mai", "08/10 14:30"),
        ("8 giờ rưỡi sáng mai", "08/10 08:30"),
        ("2 giờ chiều mai", "08/10 14:00"),
        ("chiều mai lúc 2h", "08/10 14:00"),
        ("7h tối nay", "07/10 19:00"),
        ("11 giờ trưa nay", "07/10 11:00"),
        ("10h", "07/10 10:00"),
        ("8h", "08/10 08:00"),
        ("8g mai", "08/10 08:00"),
        ("8:00 Monday", "13/10 08:00"),
        ("Monday 8am", "13/10 08:00"),
        ("tomorrow 2 pm", "08/10 14:00"),
        ("12 am tomorrow", "08/10 00:00"),
    ],
)
def test_a_moment_is_read(typed: str, meant: str) -> None:
    read = read_moment(typed, NOW)
    assert isinstance(read, datetime), read
    assert read.strftime("%d/%m %H:%M") == meant


@pytest.mark.parametrize(
    "typed", ["thứ sáu", "25h mai", "8:75 mai", "hôm nay 8h", "mai", "", "8h 31/02", "8h " * 40]
)
def test_what_is_no_moment_to_come_is_refused(typed: str) -> None:
    assert isinstance(read_moment(typed, NOW), NoDate)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    read = read_moment(typed, NOW)
    assert isinstance(read, NoDate) or read > NOW


def asked() -> PickMoment:
    suggested = (NOW.replace(day=8, hour=8), NOW.replace(day=13, hour=8))
    return PickMoment("moment", verbatim("Giờ"), verbatim("Lúc nào?"), NOW, suggested)


def test_a_suggestion_is_pressed_or_numbered() -> None:
    question = asked()
    first = question.suggested[0].isoformat()
    view = question.view(None, NOW.date(), ())
    assert next(button.value for row in view.rows for button in row) == first
    assert question.parse(Said(value=first), None, NOW.date()) == Accepted(first)
    assert question.parse(Said(text="1"), None, NOW.date()) == Accepted(first)
    assert question.decode(first) == question.suggested[0]


@pytest.mark.parametrize("said", ["2025-10-07T08:00:00+07:00", "2025-10-08T08:00:00", "x"])
def test_an_old_or_forged_button_is_refused(said: str) -> None:
    assert isinstance(asked().parse(Said(value=said), None, NOW.date()), Rejected)
