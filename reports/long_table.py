"""A worksheet of very many rows: written as they come, to be filtered; nothing in it computes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.package import settled
from reports.printable import one_line, printable
from reports.sheets import FONT, HEADER_FILL, Column, Value, set_up_print, sheet_title


def long_table(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]], as_of: datetime
) -> bytes:
    """A workbook (XLSX) of one such table; `as_of` (aware) is what its properties say."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = one_line(title), "tusoi"
    sheet: Worksheet = book.create_sheet(sheet_title(title, ()))
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append([_heading(sheet, column) for column in columns])
    styles = [_styled(sheet, column) for column in columns]
    cell = _cells(sheet, styles)
    for row in rows:
        sheet.append([cell(number, value) for number, value in enumerate(row)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
    set_up_print(sheet, 1, landscape=True)
    out = BytesIO()
    book.save(out)
    return settled(out.getvalue(), as_of)


def _heading(sheet: Worksheet, column: Column) -> Cell:
    cell = WriteOnlyCell(sheet, column.heading)
    cell.font, cell.fill = Font(name=FONT, size=12, bold=True), HEADER_FILL
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


def _styled(sheet: Worksheet, column: Column) -> Cell:
    """A cell whose looks its whole column shares: to look each up again costs most of the time."""
    cell = WriteOnlyCell(sheet)
    cell.font, cell.number_format = Font(name=FONT, size=12), column.format
    across = "center" if column.centred else "left"
    cell.alignment = Alignment(horizontal=across, vertical="top", wrap_text=True)
    cell.quotePrefix = column.format == "General"
    return cell


def _cells(sheet: Worksheet, styles: Sequence[Cell]) -> Callable[[int, Value], Cell]:
    """Makes the cell of a column that holds a value: what stands there again and again is one, as
    each is written before the next row comes."""

    @lru_cache(maxsize=4096, typed=True)
    def cell(column: int, value: Value) -> Cell:
        return _cell(sheet, styles[column], value)

    return cell


def _cell(sheet: Worksheet, style: Cell, value: Value) -> Cell:
    """Text stays text: what begins with = + - @ would compute, now or after somebody edits it."""
    words = printable(value) if isinstance(value, str) else None
    cell = WriteOnlyCell(sheet, words or None if words is not None else value)
    if words:
        cell.data_type = "s"
    cell._style = style._style  # type: ignore[attr-defined]  # openpyxl's, of every cell
    return cell
