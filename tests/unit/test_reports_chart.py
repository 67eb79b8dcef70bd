"""The picture of progress: well-formed, complete, the same everywhere."""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from domain.completion import Completion
from domain.text import Localized
from reports.chart import PAINTS, progress_png, progress_svg
from tests.unit.reports_samples import EVERY_STANDING, MOST_DONE, english, table, vietnamese

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  # our own picture: not well formed, it raises


def words(svg: str) -> list[str]:
    return [text.text or "" for text in parsed(svg).iter(f"{SVG}text")]


def bars(svg: str) -> dict[str, float]:
    """The coloured segments by colour: those with a white edge."""
    rects = parsed(svg).iter(f"{SVG}rect")
    return {
        r.attrib["fill"]: float(r.attrib["width"])
        for r in rects
        if "stroke" in r.attrib and "rx" not in r.attrib
    }


def test_every_standing_has_a_segment_and_its_number_in_words() -> None:
    svg = progress_svg([table(EVERY_STANDING)], english)
    told = words(svg)
    for line in (
        "26 done in time",
        "3 done on paper",
        "2 done late",
        "5 not sent",
        "4 not connected",
        "1 blocked the bot",
        "2 on paper, not handed in",
        "1 absent",
    ):
        assert line in told
    assert set(bars(svg)) == {paint.fill for paint in PAINTS.values()}


def test_the_segments_fill_the_bar_in_proportion() -> None:
    widths = bars(progress_svg([table({Completion.DONE: 30, Completion.NOT_SENT: 10})], english))
    done, owed = widths[PAINTS[Completion.DONE].fill], widths[PAINTS[Completion.NOT_SENT].fill]
    assert abs(done / owed - 3) < 0.01
    assert abs(done + owed - 968) < 0.5


def test_one_person_among_a_thousand_can_still_be_seen() -> None:
    widths = bars(progress_svg([table({Completion.DONE: 999, Completion.NOT_SENT: 1})], english))
    assert widths[PAINTS[Completion.NOT_SENT].fill] > 10


def test_the_title_the_figures_and_the_moment_stand_above() -> None:
    told = words(progress_svg([table(MOST_DONE)], english))
    assert told[:4] == [
        "How far we are",
        "As of 16:30 on 10/10/2025",
        "Registering a task",
        "41/45 people (91.1%)",
    ]


def test_without_an_open_duty_the_picture_says_so() -> None:
    assert "No duty is open at the moment." in words(progress_svg([], english))


def test_decomposed_letters_are_drawn_composed() -> None:
    title = unicodedata.normalize("NFD", "Lễ kỳ Ưu thị")
    assert "Lễ kỳ Ưu thị" in words(progress_svg([table(MOST_DONE, title=title)], vietnamese))


def test_a_very_long_title_is_shortened_to_two_lines() -> None:
    short = progress_svg([table(MOST_DONE, title="Một dòng")], vietnamese)
    long = progress_svg([table(MOST_DONE, title="Nhiệm vụ rất dài " * 40)], vietnamese)
    assert len(words(long)) == len(words(short)) + 1
    assert any(line.endswith("…") for line in words(long))


@given(st.text(st.characters(), max_size=40))
def test_whatever_a_title_holds_the_picture_is_well_formed(title: str) -> None:
    hostile = replace(table(MOST_DONE), title=Localized(title, f"</text><script>{title}"))
    svg = progress_svg([hostile], english)
    assert [*parsed(svg).iter(f"{SVG}script")] == []


def test_the_png_is_1080_wide_as_high_as_the_svg_and_always_the_same() -> None:
    tables = [table(MOST_DONE), table(EVERY_STANDING)]
    png = progress_png(tables, vietnamese)
    height = int(parsed(progress_svg(tables, vietnamese)).attrib["height"])
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (1080, height)
    assert png == progress_png(tables, vietnamese)


def test_every_letter_of_the_alphabet_has_a_shape_of_its_own() -> None:
    """A letter that the font lacks is drawn as nothing or as a box: then two would look alike."""
    letters = "ễệịỳỵỹẫặựữỗợƯĐ"
    pictures = {progress_png([table(MOST_DONE, title=x * 9)], vietnamese) for x in letters}
    assert len(pictures) == len(letters)
