"""Sentences in the reader's language, their parameters in the formats of an office."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.period import Span
from domain.plan import Every
from domain.text import Localized, Param, Text, verbatim
from handlers.wording import span_name
from locales.render import Reader, render

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HUNG = Reader("vi", "anh", "Hùng", ZONE)
ENGLISH = Reader("en", "anh", "Hùng", ZONE)


def said(template: str, reader: Reader = HUNG, **params: Param) -> str:
    """A sentence no catalogue knows stays as it is written."""
    return render(Text(template, params), reader)


@pytest.mark.parametrize(
    ("param", "vietnamese", "english"),
    [
        (
            datetime(2025, 10, 10, 9, 30, tzinfo=UTC),
            "16 giờ 30 ngày 10/10/2025",
            "16:30 on 10/10/2025",
        ),
        (
            datetime(2025, 10, 14, 10, 0, tzinfo=UTC),
            "17 giờ 00 ngày 14/10/2025",
            "17:00 on 14/10/2025",
        ),
        (date(2026, 1, 5), "05/01/2026", "05/01/2026"),
        (1234, "1.234", "1,234"),
        (7, "7", "7"),
        (1234.56, "1.234,6", "1,234.6"),
        (91.1, "91,1", "91.1"),
        (Localized("tháng", "month"), "tháng", "month"),
        (Text("in {x}", {"x": 2000}), "in 2.000", "in 2,000"),
        ((verbatim("a"), verbatim("b")), "a, b", "a, b"),
        ("năm {x} %s {0} {}", "năm {x} %s {0} {}", "năm {x} %s {0} {}"),
    ],
)
def test_a_parameter_is_shown_by_its_type(param: Param, vietnamese: str, english: str) -> None:
    assert said("[{it}]", it=param) == f"[{vietnamese}]"
    assert said("[{it}]", ENGLISH, it=param) == f"[{english}]"


def test_the_reader_is_addressed_without_being_passed() -> None:
    assert said("{You} {name}, {you}") == "Anh Hùng, anh"
    assert render(Text("{You}"), Reader("vi", "đồng chí", "Nga", ZONE)) == "Đồng chí"
    assert said("{name}", name="another") == "another"


def test_in_english_one_is_greeted_by_name_or_told_you() -> None:
    assert said("Hello {you} {name}, {you} can; {You} may.", ENGLISH) == (
        "Hello Hùng, you can; You may."
    )


def test_a_missing_parameter_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        said("{nothing}")


def test_a_moment_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        said("{at}", at=datetime(2025, 10, 10))  # noqa: DTZ001 - the mistake itself


@given(st.text())
def test_what_a_person_typed_comes_out_as_it_was(typed: str) -> None:
    assert render(verbatim(typed), HUNG) == typed
    assert said("<{x}>{y}", x=typed, y="") == f"<{typed}>"
    assert said("{x}", x=verbatim(typed)) == typed


@pytest.mark.parametrize(
    ("every", "first", "vietnamese", "english"),
    [
        (Every.MONTH, date(2025, 10, 1), "tháng 10/2025", "October 2025"),
        (Every.QUARTER, date(2025, 10, 1), "quý IV/2025", "quarter IV of 2025"),
        (Every.HALF, date(2025, 1, 1), "6 tháng đầu năm 2025", "the first half of 2025"),
        (Every.HALF, date(2025, 7, 1), "6 tháng cuối năm 2025", "the second half of 2025"),
        (Every.YEAR, date(2025, 1, 1), "năm 2025", "the year 2025"),
        (
            Every.ONCE,
            date(2025, 10, 3),
            "từ 03/10/2025 đến 31/12/2025",
            "03/10/2025 to 31/12/2025",
        ),
    ],
)
def test_a_period_is_named_as_offices_name_it(
    every: Every, first: date, vietnamese: str, english: str
) -> None:
    name = span_name(Span(every, first, date(2025, 12, 31)))
    assert render(name, HUNG) == vietnamese
    assert render(name, ENGLISH) == english
