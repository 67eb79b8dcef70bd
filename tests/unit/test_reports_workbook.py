"""Workbooks: what stands in the cells, and that nothing in them computes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from domain.registration import PaperState, ReviewState, Revision
from domain.text import _, verbatim
from domain.work import Outcome, TaskLine, TaskResult
from reports.roster_sheet import read_roster
from reports.roster_template import EXAMPLE_ROW, roster_template
from reports.sheets import LONGEST_TITLE, sheet_title, tab_title
from reports.workbook import Delivery, broadcast_workbook, completion_workbook
from tests.unit.reports_samples import (
    AS_OF,
    EVERY_STANDING,
    MOST_DONE,
    SELF_CHECK,
    TASK,
    ZONE,
    english,
    person,
    table,
    vietnamese,
)

HEADER = 3


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def rows(book: Workbook, sheet: int, first: int = HEADER) -> list[tuple[object, ...]]:
    return list(book.worksheets[sheet].iter_rows(min_row=first, values_only=True))


def named(name: str) -> bytes:
    """A workbook whose only person, in position and unit too, is called like this."""
    whole = table(MOST_DONE)
    line = replace(whole.lines[0], person=person(1, name, name))
    return completion_workbook([replace(whole, lines=(line,))], english, ZONE)


def test_there_is_a_summary_and_a_sheet_for_each_duty() -> None:
    tables = [table(MOST_DONE), table(EVERY_STANDING, period=SELF_CHECK, title="Tự soi")]
    book = opened(completion_workbook(tables, vietnamese, ZONE))
    assert book.sheetnames[1:] == ["Đăng ký nhiệm vụ", "Tự soi"]


def test_the_summary_counts_by_reason() -> None:
    book = opened(completion_workbook([table(EVERY_STANDING, papers=7)], english, ZONE))
    heading, figures = rows(book, 0)
    told = dict(zip(heading, figures, strict=True))
    assert told["To do it"] == 45
    assert told["Have done it"] == 31
    assert told["Share"] == pytest.approx(31 / 45)
    assert told["Not sent yet"] == 5
    assert told["Away today"] == 1
    assert told["Signed copies"] == 7


def test_everyone_has_a_row_in_the_order_of_the_table() -> None:
    duty = table(EVERY_STANDING)
    people = rows(opened(completion_workbook([duty], english, ZONE)), 1)[1:]
    assert [row[1] for row in people] == [line.person.full_name for line in duty.lines]
    assert [row[0] for row in people] == list(range(1, len(duty.lines) + 1))


def test_moments_are_real_dates_on_the_office_clock() -> None:
    duty = table({next(iter(MOST_DONE)): 1})
    book = opened(completion_workbook([duty], english, ZONE))
    cell = book.worksheets[1].cell(HEADER + 1, 6)
    assert cell.data_type == "d"
    assert cell.value == datetime(2025, 10, 8, 9, 0)  # noqa: DTZ001  # a sheet knows no zones


def test_the_signed_copy_has_a_column_only_where_there_is_paper() -> None:
    tables = [table(MOST_DONE), table(MOST_DONE, period=SELF_CHECK)]
    book = opened(completion_workbook(tables, english, ZONE))
    assert "Signed copy" in rows(book, 1)[0]
    assert "Signed copy" not in rows(book, 2)[0]


def test_sheets_are_frozen_below_the_header_and_print_on_a4() -> None:
    for sheet in opened(completion_workbook([table(MOST_DONE)], english, ZONE)).worksheets:
        assert sheet.freeze_panes == f"A{HEADER + 1}"
        assert int(sheet.page_setup.paperSize or 0) == 9
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == f"${HEADER}:${HEADER}"
        assert "As of" in str(sheet["A2"].value) or "as of" in str(sheet["A2"].value)


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://x","y")', "+1+1", "-2", "@SUM(A1)", "#N/A", "=", "{=1}", "TRUE"]
)
def test_what_looks_like_a_formula_stays_text(name: str) -> None:
    cell = opened(named(name)).worksheets[1].cell(HEADER + 1, 2)
    assert cell.value == name
    assert cell.data_type == "s"
    assert cell.quotePrefix


@given(st.text(st.characters(), min_size=1, max_size=30))
def test_whatever_a_name_holds_it_can_be_opened_and_computes_nothing(name: str) -> None:
    sheet = opened(named(name)).worksheets[1]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_the_same_tables_give_the_same_bytes() -> None:
    first, second = (completion_workbook([table(MOST_DONE)], english, ZONE) for _ in range(2))
    assert first == second
    assert opened(first).properties.modified == AS_OF.replace(tzinfo=None)


def test_no_table_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        completion_workbook([], english, ZONE)


@given(st.lists(st.text(st.characters(), max_size=50), max_size=6))
def test_sheet_titles_are_allowed_short_and_different(titles: list[str]) -> None:
    taken: list[str] = []
    for title in titles:
        taken.append(sheet_title(title, taken))
    assert len({title.casefold() for title in taken}) == len(titles)
    for title in taken:
        assert 0 < len(title) <= LONGEST_TITLE
        assert not set(title) & set("[]:*?/\\'")


def test_a_broadcast_is_told_recipient_by_recipient() -> None:
    sent, at = _("{n} sent", n=1), AS_OF
    reached = Delivery("Đỗ Ưu", "Chuyên viên", "Tổ 1", sent, None, at, "Telegram", "17")
    missed = Delivery("Hồ Lễ", "Chuyên viên", "Tổ 2", verbatim("failed"), verbatim("=blocked"))
    book = opened(broadcast_workbook([reached, missed], english, ZONE, AS_OF))
    one, two = rows(book, 0)[1:]
    assert one[1:] == (
        "Đỗ Ưu",
        "Chuyên viên",
        "Tổ 1",
        "1 sent",
        None,
        datetime(2025, 10, 10, 16, 30, tzinfo=UTC).replace(tzinfo=None),
        "Telegram",
        "17",
    )
    assert two[4:] == ("failed", "=blocked", None, None, None)


def test_the_roster_template_is_read_as_a_roster() -> None:
    read = read_roster(roster_template(vietnamese), "mau.xlsx")
    assert read.problems == ()
    (example,) = read.entries
    assert example.row == EXAMPLE_ROW
    assert example.code
    assert example.posts
    assert example.salutation == "chị"


LINES = (
    TaskLine(
        person(1), Revision(1, TASK, AS_OF, late=False, state=ReviewState.RECEIVED), collective=True
    ),
    TaskLine(
        person(2),
        Revision(2, TASK, AS_OF, late=False, state=ReviewState.CONFIRMED),
        paper=PaperState.SIGNED,
        result=TaskResult(Outcome.PARTLY, "=còn hai tổ", AS_OF),
    ),
    TaskLine(person(3), None, result=TaskResult(Outcome.DONE, "", AS_OF)),
)


def test_what_was_registered_is_listed_in_full_and_the_offices_own_by_no_name() -> None:
    book = opened(completion_workbook([table(MOST_DONE)], english, ZONE, LINES))
    listed = rows(book, 2, first=3)
    assert book.sheetnames[2:] == ["Registered tasks", "Results of the tasks"]
    assert [row[1] for row in listed] == ["The office as a whole", person(2).full_name]
    assert listed[1][3:6] == (TASK.task, TASK.product, "15/12/2025")
    assert listed[1][7:] == ("Confirmed", "Handed in")


def test_results_stand_beside_their_tasks_and_compute_nothing() -> None:
    book = opened(completion_workbook([table(MOST_DONE)], english, ZONE, LINES))
    first, second = rows(book, 3, first=3)
    assert first[5:] == ("Partly done", "=còn hai tổ", datetime(2025, 10, 10, 16, 30))  # noqa: DTZ001  # a sheet knows no zones
    assert second[3] == "Registered on paper"
    assert book.worksheets[3].cell(3, 7).data_type == "s"


def test_without_results_there_is_no_sheet_of_them() -> None:
    book = opened(completion_workbook([table(MOST_DONE)], english, ZONE, LINES[:1]))
    assert book.sheetnames[2:] == ["Registered tasks"]


def test_a_long_tab_keeps_the_month_it_is_about() -> None:
    assert tab_title("Tự soi, tự sửa hằng tháng: tháng 10/2025") == "Tự soi, tự sửa… tháng 10/2025"
    assert tab_title("Đăng ký") == "Đăng ký"
