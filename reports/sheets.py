"""How every worksheet of ours looks and prints: A4, a frozen header, nothing that computes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from io import BytesIO
from math import ceil
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.package import settled
from reports.printable import one_line, printable

#: A date and time here is local and naive, as spreadsheets know no zones.
Value: TypeAlias = "str | int | float | datetime | None"

FONT = "Times New Roman"
DATE_AND_TIME = "dd/mm/yyyy hh:mm"
PERCENT = "0.0%"
LONGEST_TITLE = 31  # of a sheet, as Excel allows
_FORBIDDEN_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_THIN = Side(style="thin", color="808080")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_BODY = Font(name=FONT, size=12)
_LEFT, _CENTRED = (
    Alignment(horizontal=side, vertical="center", wrap_text=True) for side in ("left", "center")
)
HEADER_FILL = PatternFill("solid", fgColor="DCE6F1")


@dataclass(frozen=True)
class Column:
    """A heading and a width in characters; numbers and moments stand in the middle."""

    heading: str
    width: float
    centred: bool = False
    format: str = "General"


def add_sheet(
    book: Workbook,
    title: str,
    *,
    above: Sequence[str],
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    landscape: bool = False,
) -> Worksheet:
    """A sheet with some lines above its table; the first of them is its title."""
    sheet: Worksheet = book.create_sheet(sheet_title(title, book.sheetnames))
    width = sum(column.width for column in columns)
    for number, line in enumerate(above, start=1):
        cell = _put(sheet, number, 1, one_line(line))
        cell.font = Font(name=FONT, size=14 if number == 1 else 12, bold=number == 1)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(columns))
        sheet.row_dimensions[number].height = _height(line, width, 14)
    top = len(above) + 1
    _header(sheet, top, columns)
    for number, row in enumerate(rows, start=top + 1):
        _row(sheet, number, columns, row)
    sheet.freeze_panes = f"A{top + 1}"
    set_up_print(sheet, top, landscape=landscape)
    return sheet


def on_the_clock(moment: datetime | None, zone: tzinfo) -> datetime | None:
    """As a spreadsheet shows it: the clock of that zone, to the minute."""
    return moment and moment.astimezone(zone).replace(second=0, microsecond=0, tzinfo=None)


def tab_title(words: str) -> str:
    """A long title that ends in what it is about ("...: tháng 10/2025") keeps that end."""
    front, colon, end = words.rpartition(": ")
    room = LONGEST_TITLE - len(end) - 2
    if not colon or not 0 < room < len(front):
        return words
    return f"{front[:room].rsplit(' ', 1)[0].rstrip(' ,')}… {end}"


def sheet_title(words: str, taken: Sequence[str]) -> str:
    """A title Excel accepts: no forbidden character, at most 31 of them, not given twice."""
    wanted = one_line(one_line(words).translate(_FORBIDDEN_IN_TITLES)) or "Sheet"
    used = {title.casefold() for title in taken}
    title, number = wanted[:LONGEST_TITLE].strip(), 1
    while title.casefold() in used:
        number += 1
        mark = f" ({number})"
        title = wanted[: LONGEST_TITLE - len(mark)].strip() + mark
    return title


def new_book(title: str) -> Workbook:
    """A workbook without sheets yet."""
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    book.properties.title = one_line(title)
    book.properties.creator = "tusoi"
    return book


def saved(book: Workbook, as_of: datetime) -> bytes:
    out = BytesIO()
    book.save(out)
    return settled(out.getvalue(), as_of)


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """Text stays text: what begins with = + - @ would compute, now or after somebody edits it."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101  # a merged cell is never written to here
    if isinstance(value, str):
        cell.value = printable(value) or None
        cell.data_type = "s" if cell.value else "n"
        cell.quotePrefix = True
    else:
        cell.value = value
    return cell


def _header(sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
    # bold words break earlier: a line more than they seem to need
    height = _row_height(columns, [f"{column.heading}\n" for column in columns])
    sheet.row_dimensions[row].height = height
    for number, column in enumerate(columns, start=1):
        cell = _put(sheet, row, number, column.heading)
        cell.font = Font(name=FONT, size=12, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border, cell.fill = _GRID, HEADER_FILL
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def _row(sheet: Worksheet, number: int, columns: Sequence[Column], row: Sequence[Value]) -> None:
    sheet.row_dimensions[number].height = _row_height(columns, row)
    for place, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
        cell = _put(sheet, number, place, value)
        cell.font = _BODY
        cell.number_format = "@" if isinstance(value, str) else column.format
        cell.alignment = _CENTRED if column.centred else _LEFT
        cell.border = _GRID


def _height(words: str, width: float, size: int) -> float:
    """In points: said outright, as merged cells never grow and other programs' rows may not.

    A column's width counts letters of 11 points; Times is narrow, yet words break at spaces.
    """
    letters = max(1.0, width * 11 / size)
    lines = sum(max(1, ceil(len(line) / letters)) for line in words.split("\n"))
    return min(409, size * (0.5 + 1.3 * lines))  # 409 is Excel's limit


def _row_height(columns: Sequence[Column], row: Sequence[Value]) -> float:
    pairs = zip(columns, row, strict=True)
    return max(_height(x if isinstance(x, str) else "", column.width, 12) for column, x in pairs)


def set_up_print(sheet: Worksheet, header: int, *, landscape: bool) -> None:
    sheet.page_setup.paperSize = 9  # A4 (ECMA-376 part 1, 18.3.1.63)
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{header}:{header}"
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.6
    sheet.page_margins.top = sheet.page_margins.bottom = 0.8
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="&P/&N"))
