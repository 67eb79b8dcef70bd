"""What a sheet's XML tells beside its values, read as a stream.

openpyxl's read-only mode knows no merged cells and no hidden rows, and its full mode makes an
object for every cell of a merged range, a million for a merged column. So these few facts are read
here, in constant memory (ECMA-376 part 1, section 18.3: worksheet, row, c, mergeCell).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MAX_CELLS = 1_000_000


@dataclass
class Outline:
    """Merged ranges as (first column, first row, last column, last row), and what else is odd."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    uncalculated: dict[int, set[int]] = field(default_factory=dict)  # row -> columns
    last_row: int = 0
    cells: int = 0


def outline(part: IO[bytes]) -> Outline:
    """Read the outline of a sheet; ValueError when it has more than MAX_CELLS cells."""
    found = Outline()
    row = 0
    for event, element in ElementTree.iterparse(part, events=("start", "end")):  # noqa: S314  # expat bounds entities
        if event == "start":
            if element.tag == f"{_MAIN}row":
                row = int(element.get("r") or row + 1)
                if element.get("hidden") in {"1", "true"}:
                    found.hidden.add(row)
            continue
        if element.tag == f"{_MAIN}c":
            _read_cell(element, row, found)
        elif element.tag == f"{_MAIN}mergeCell":
            found.merged.append(_range(element.get("ref", "")))
        if element.tag in {f"{_MAIN}c", f"{_MAIN}row", f"{_MAIN}mergeCell"}:
            element.clear()
    return found


def _read_cell(cell: ElementTree.Element, row: int, found: Outline) -> None:
    found.cells += 1
    if found.cells > MAX_CELLS:
        raise ValueError("too many cells")
    value = cell.find(f"{_MAIN}v")
    has_value = value is not None and bool(value.text)
    if has_value or cell.find(f"{_MAIN}is") is not None:
        found.last_row = max(found.last_row, row)
    elif cell.find(f"{_MAIN}f") is not None and cell.get("r") and cell.get("t") != "str":
        number, column = coordinate_to_tuple(cell.get("r", ""))
        found.uncalculated.setdefault(number, set()).add(column)
        found.last_row = max(found.last_row, number)


def _range(ref: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(ref)
    if left is None or top is None or right is None or bottom is None:
        raise ValueError(ref)
    return left, top, right, bottom
