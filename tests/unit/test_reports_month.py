"""The picture of a month: every day in its column, what is due and what is off in words."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from domain.days_off import SpecialDay
from domain.text import Localized
from reports.month import DUE, OFF, MonthOfOffice, month_png, month_svg
from tests.unit.reports_samples import english, vietnamese

SVG = "{http://www.w3.org/2000/svg}"
TET = SpecialDay(
    date(2026, 2, 14),
    date(2026, 2, 22),
    worked=False,
    name=Localized("Tết Nguyên Đán", "Lunar New Year"),
)
MADE_UP = SpecialDay(date(2026, 2, 28), date(2026, 2, 28), worked=True, provisional=True)
SELF_CHECK = Localized("Tự soi: tháng 2/2026", "Self-check: February 2026")
REPORT = Localized("Báo cáo sơ kết", "Report")


def february(*titles: Localized, special: tuple[SpecialDay, ...] = (TET, MADE_UP)) -> MonthOfOffice:
    days = [date(2026, 2, 1) + timedelta(n) for n in range(28)]
    off = {day for day in days if day.weekday() > 4 or TET.first <= day <= TET.last}
    due = {date(2026, 2, 27): titles} if titles else {}
    off.discard(MADE_UP.first)
    return MonthOfOffice(days[0], date(2026, 2, 11), frozenset(off), special, due)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  # our own picture: not well formed, it raises


def words(svg: str) -> list[str]:
    return [text.text or "" for text in parsed(svg).iter(f"{SVG}text")]


def filled(svg: str, colour: str) -> int:
    return sum(rect.attrib["fill"] == colour for rect in parsed(svg).iter(f"{SVG}rect"))


def test_what_is_due_is_marked_on_its_day_and_named_below() -> None:
    svg = month_svg(february(SELF_CHECK, REPORT), vietnamese)
    told = words(svg)
    assert told[told.index("27") + 1] == "2 hạn"
    below = told[told.index("28") + 2 :]
    assert below[:2] == ["14–22/2", "Nghỉ Tết Nguyên Đán"]
    assert below[2:6] == ["T6 27/2", "Tự soi: tháng 2/2026", "T6 27/2", "Báo cáo sơ kết"]
    assert filled(svg, DUE) == 1


def test_days_off_are_shaded_and_a_weekend_that_is_worked_is_not() -> None:
    svg = month_svg(february(), english)
    told = words(svg)
    assert filled(svg, OFF) == told.count("off") == 12
    assert told[told.index("28") + 1] == "at work"
    assert told[-2:] == ["Worked, though a weekend", "(expected)"]


def test_days_off_that_reach_beyond_the_month_are_named_up_to_its_end() -> None:
    longer = SpecialDay(date(2026, 1, 30), date(2026, 2, 3), worked=False)
    assert "1–3/2" in words(month_svg(february(special=(longer,)), english))


def test_a_month_in_which_nothing_is_due_says_so() -> None:
    assert "Không có hạn nào." in words(month_svg(february(special=()), vietnamese))


def test_who_cannot_see_it_hears_what_is_due_and_what_is_off() -> None:
    title = parsed(month_svg(february(REPORT), english)).find(f"{SVG}title")
    assert title is not None
    heard = "February 2026. 14–22/2: Off: Lunar New Year; Fr 27/2: Report; Sa 28/2: Worked"
    assert (title.text or "").startswith(heard)


@given(st.dates(date(2025, 1, 1), date(2030, 12, 31)))
def test_every_day_stands_once_under_its_weekday(day: date) -> None:
    first = day.replace(day=1)
    svg = month_svg(MonthOfOffice(first, day, frozenset(), (), {}), vietnamese)
    texts = [x for x in parsed(svg).iter(f"{SVG}text") if x.attrib["font-size"] in {"42", "46"}]
    columns = {x.text: x.attrib["x"] for x in texts[:7]}
    names = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
    numbers = [x for x in texts if x.attrib["font-size"] == "46"]
    following = (first + timedelta(31)).replace(day=1)
    assert [x.text for x in numbers] == [str(n + 1) for n in range((following - first).days)]
    for number in numbers:
        weekday = first.replace(day=int(number.text or 0)).weekday()
        assert number.attrib["x"] == columns[names[weekday]]


def test_decomposed_letters_are_drawn_composed_and_markup_is_only_letters() -> None:
    typed = unicodedata.normalize("NFD", "Lễ kỳ <b>Ưu</b>")
    assert "Lễ kỳ <b>Ưu</b>" in words(month_svg(february(Localized(typed, "")), vietnamese))


def test_the_png_is_always_the_same() -> None:
    made = month_png(february(REPORT), vietnamese)
    assert made.startswith(b"\x89PNG")
    assert made == month_png(february(REPORT), vietnamese)
