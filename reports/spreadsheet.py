"""A workbook somebody sent -> its visible sheets as plain text, row by row, without surprises."""

from __future__ import annotations

import re
import unicodedata
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain.vietnamese import nfc
from reports.file_kinds import Unreadable, check_workbook, damaged
from reports.sheet_outline import MAX_CELLS, Outline, outline

MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_CELL = 1_000  # characters kept of one cell
UNCALCULATED = "="  # what stands in `faults` for a formula whose result was never saved


@dataclass(frozen=True)
class Row:
    """The cells of a row that hold something, by column (A is 1), as clean text.

    `carried` are the columns whose text was merged down from a row above; `faults` the cells with
    an Excel error ("#REF!") or a formula without its result.
    """

    number: int
    cells: Mapping[int, str]
    carried: frozenset[int] = frozenset()
    faults: Mapping[int, str] = field(default_factory=dict)
    hidden: bool = False

    def __getitem__(self, column: int) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows, blank ones left out; `widths` are its cells merged sideways."""

    title: str
    rows: tuple[Row, ...]
    widths: Mapping[tuple[int, int], int] = field(default_factory=dict)  # (row, column) -> columns
    too_long: bool = False


_UNSEEN = {
    "Cf",
    "Cs",
    "Co",
    "Cn",
}  # format marks, halves of characters, private and unassigned ones


def cell_name(row: int, column: int) -> str:
    """A cell as Excel names it: `C7`."""
    return f"{get_column_letter(column)}{row}"


def open_workbook(content: bytes, filename: str) -> tuple[Sheet, ...]:
    """The visible sheets of an XLSX; Unreadable, with the reason, for anything else."""
    check_workbook(content, filename)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions it leaves out
            return tuple(_sheets(content))
    except Exception as broken:  # a damaged workbook raises whatever it meets
        raise Unreadable(damaged(filename)) from broken


def _sheets(content: bytes) -> Iterator[Sheet]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                # The only way from a read-only sheet to its part of the archive.
                with archive.open(sheet._worksheet_path) as part:  # type: ignore[attr-defined]
                    yield _sheet(sheet, outline(part))


def _sheet(sheet: Worksheet, lines: Outline) -> Sheet:
    rows = {}
    if lines.last_row:
        cells = sheet.iter_rows(max_row=min(lines.last_row, MAX_ROWS), max_col=MAX_COLUMNS)
        rows = dict(enumerate(map(_texts, cells), start=1))
    carried = {column: dict(spans) for column, spans in _merged_down(lines)}
    return Sheet(
        title=clean(sheet.title),
        rows=tuple(row for row in _rows(rows, carried, lines) if row.cells or row.faults),
        widths={(top, left): right - left + 1 for left, top, right, _bottom in lines.merged},
        too_long=lines.last_row > MAX_ROWS,
    )


def _rows(
    rows: Mapping[int, dict[int, str]], carried: Mapping[int, Mapping[int, int]], lines: Outline
) -> Iterator[Row]:
    for number, cells in rows.items():
        above = {
            column: rows[top][column]
            for column, tops in carried.items()
            if (top := tops.get(number)) is not None and column in rows.get(top, {})
        }
        faults = {column: words for column, words in cells.items() if words in ERROR_CODES}
        faults |= dict.fromkeys(lines.uncalculated.get(number, ()), UNCALCULATED)
        kept = {column: words for column, words in cells.items() if column not in faults}
        yield Row(number, above | kept, frozenset(above), faults, number in lines.hidden)


def _merged_down(lines: Outline) -> Iterator[tuple[int, Iterator[tuple[int, int]]]]:
    """For each column, the rows that a merged cell covers below its first, with that first row."""
    by_column: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for left, top, _right, bottom in lines.merged:
        if left <= MAX_COLUMNS and bottom > top:
            by_column[left].append((top, min(bottom, lines.last_row, MAX_ROWS)))
    if sum(end - top for spans in by_column.values() for top, end in spans) > MAX_CELLS:
        raise ValueError("too many merged cells")
    for column, spans in by_column.items():
        yield column, ((row, top) for top, end in spans for row in range(top + 1, end + 1))


def _texts(cells: Iterable[Cell | MergedCell]) -> dict[int, str]:
    texts = {place: _text(cell) for place, cell in enumerate(cells, start=1)}
    return {column: words for column, words in texts.items() if words}


def _text(cell: Cell | MergedCell) -> str:
    match cell.value:
        case None | bool():
            return ""
        case datetime() | date() as day:
            return f"{day:%d/%m/%Y}"
        case float() as number if number.is_integer():
            return _digits(cell, int(number))
        case int() as number:
            return _digits(cell, number)
        case other:
            return clean(str(other))


def _digits(cell: Cell | MergedCell, number: int) -> str:
    """A whole number as it is shown: the format 000 makes 7 into 007."""
    shown = cell.number_format
    return str(number).zfill(len(shown)) if re.fullmatch("0+", shown) else str(number)


def clean(words: str) -> str:
    """What stands in a cell, on one line: NFC, without invisible characters, not endless."""
    seen = "".join(c for c in nfc(words[:MAX_CELL]) if unicodedata.category(c) not in _UNSEEN)
    return nfc(" ".join(seen.split()))
