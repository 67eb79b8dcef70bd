"""The picture of one duty period by period: its counts, its words, what is left out."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from domain.completion import Completion, DutyFigures
from domain.period import stretch_around
from domain.plan import Every
from domain.text import Localized
from reports.trend import trend_png, trend_svg
from tests.unit.reports_samples import EVERY_STANDING, SELF_CHECK, english, vietnamese

SVG = "{http://www.w3.org/2000/svg}"
TITLE = Localized("Tự soi hằng tháng", "Monthly self-check")
AS_OF = datetime(2026, 9, 27, 0, 0, tzinfo=UTC)
MIXED = {Completion.DONE: 38, Completion.DONE_LATE: 3, Completion.NOT_SENT: 4}


def month(year: int, number: int, counts: Mapping[Completion, int] = MIXED) -> DutyFigures:
    span = stretch_around(Every.MONTH, date(year, number, 1))
    due = datetime(year, number, 28, 10, 0, tzinfo=UTC)
    return DutyFigures(replace(SELF_CHECK, span=span, due=due), TITLE, None, AS_OF, counts)


def shapes(svg: str, name: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(svg)  # noqa: S314  # our own picture: not well formed, it raises
    return list(root.iter(f"{SVG}{name}"))


def words(svg: str) -> list[str]:
    return [text.text or "" for text in shapes(svg, "text")]


def bars(svg: str) -> list[tuple[float, float]]:
    """Where each coloured part begins and how wide it is."""
    parts = [x.attrib for x in shapes(svg, "rect") if "stroke" in x.attrib and "rx" not in x.attrib]
    return [(float(part["x"]), float(part["width"])) for part in parts]


def test_a_period_tells_how_many_were_in_time_on_paper_late_and_missing() -> None:
    counts = {x: count for x, count in EVERY_STANDING.items() if x.applies}
    told = words(trend_svg(TITLE, [month(2026, 8, counts)], english))
    in_time, on_paper, late, missing = "26", "3", "2", "14"
    assert told[-6:] == ["August 2026", "31/45 (68.9%)", in_time, on_paper, late, missing]


def test_the_last_twelve_periods_are_shown_and_older_ones_are_not() -> None:
    months = [(2025, n) for n in range(7, 13)] + [(2026, n) for n in range(1, 9)]
    told = words(trend_svg(TITLE, [month(*one) for one in months], vietnamese))
    named = [line for line in told if line.startswith("tháng ")]
    assert (len(named), named[0], named[-1]) == (12, "tháng 9/2025", "tháng 8/2026")


def test_a_period_that_is_not_due_yet_says_so() -> None:
    told = words(trend_svg(TITLE, [month(2026, 8), month(2026, 9)], vietnamese))
    assert "tháng 8/2026" in told
    assert "tháng 9/2026, còn hạn" in told


def test_periods_in_which_nobody_was_asked_are_left_out() -> None:
    told = words(trend_svg(TITLE, [month(2026, 7, {}), month(2026, 8)], english))
    assert "July 2026" not in told
    assert "No period has begun yet." in words(trend_svg(TITLE, [month(2026, 7, {})], english))


def test_who_cannot_see_it_hears_every_period() -> None:
    [title] = shapes(trend_svg(TITLE, [month(2026, 7), month(2026, 8)], english), "title")
    assert "July 2026: 41/45 people (91.1%), 3 of them late; August 2026:" in (title.text or "")


@given(
    st.dictionaries(
        st.sampled_from([x for x in Completion if x.applies]), st.integers(1, 9_000), min_size=1
    )
)
def test_the_parts_fill_the_bar_without_a_gap_and_each_holds_its_number(
    counts: dict[Completion, int],
) -> None:
    svg = trend_svg(TITLE, [month(2026, 8, counts)], english)
    parts = bars(svg)
    assert abs(sum(width for _x, width in parts) - 968) < 1
    assert all(abs(x + width - after) < 0.2 for (x, width), (after, _w) in pairwise(parts))
    numbers = words(svg)[-len(parts) :]
    assert sum(map(int, numbers)) == sum(counts.values())
    assert all(w > 29 * len(n) for (_x, w), n in zip(parts, numbers, strict=True))


def test_decomposed_letters_are_drawn_composed_and_markup_is_only_letters() -> None:
    typed = unicodedata.normalize("NFD", "Lễ kỳ <b>Ưu</b>")
    assert "Lễ kỳ <b>Ưu</b>" in words(trend_svg(Localized(typed, ""), [], vietnamese))


def test_the_png_is_as_large_as_the_svg_and_always_the_same() -> None:
    made = trend_png(TITLE, [month(2026, 8)], vietnamese)
    [page] = shapes(trend_svg(TITLE, [month(2026, 8)], vietnamese), "svg")
    assert struct.unpack(">II", made[16:24]) == (1080, int(page.attrib["height"]))
    assert made == trend_png(TITLE, [month(2026, 8)], vietnamese)
