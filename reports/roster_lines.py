"""The rows of a roster that are no people: sections, numbering, repeated headers, the footer."""

from __future__ import annotations

import re
from enum import Enum, auto

from domain.people import Standing
from domain.vietnamese import fold
from reports.roster_cells import standing_of
from reports.roster_columns import Columns, Field, field_of
from reports.spreadsheet import Row, Sheet

_END = re.compile(
    r"(tong cong|tong so|nguoi lap|nguoi tong hop|lap bieu|noi nhan|thu truong don vi|xac nhan|"
    r"danh sach (nay )?(gom|co)|an dinh danh sach)\b|.*\bngay \d* ?thang \d* ?nam\b"
)
_SUBTOTAL = re.compile(r"cong( \d+.*)?")
_SECTION_NUMBER = re.compile(r"\(?([IVXL]+|[A-ZĐ]|\d+(\.\d+)*)[.)\]:/-]*")
_NUMBERED = re.compile(r"(?:[IVXLC]+|[A-ZĐ]|\d+(?:\.\d+)*)(?:\s*[.)]\s*|\s+[-–]\s+)(?P<words>\D.+)")
_UNIT_WORDS = re.compile(
    r"(tổ|phòng|ban|bộ phận|lãnh đạo|khối|văn phòng|trung tâm|đội|nhóm|đơn vị)\s.+", re.IGNORECASE
)
_NUMBERING = re.compile(r"\(?\d{1,2}\)?|\(?[A-Z]\)?|\d{1,2}\s*=.*")


class Kind(Enum):
    PERSON = auto()
    SECTION = auto()
    SKIP = auto()
    END = auto()


def kind_of(row: Row, columns: Columns, sheet: Sheet) -> Kind:
    """What a row below the header is."""
    fresh = {
        column: text for column, text in sorted(row.cells.items()) if column not in row.carried
    }
    words = [text for column, text in fresh.items() if not _counts(column, text, columns)]
    if words and (_END.match(fold(words[0])) or _is_signature(row, columns, words)):
        return Kind.END
    if any(columns.reads(column) for column in row.faults):
        return Kind.PERSON  # who it is may be what went wrong
    if not words or _is_furniture(row, columns, words):
        return Kind.SKIP  # also the number of a line that nobody has filled in
    return Kind.SECTION if section_title(row, columns, sheet) else Kind.PERSON


def section_title(row: Row, columns: Columns, sheet: Sheet) -> str:
    """The title of a section row ("I. Lãnh đạo phòng" is "Lãnh đạo phòng"); nothing if it is none.

    It is a title when it stands alone and is numbered like one, merged over columns, begins with a
    word for a unit, or stands where no name does.
    """
    fresh = {column: text for column, text in row.cells.items() if column not in row.carried}
    number = fresh.pop(columns.by_field.get(Field.NUMBER, 0), "")
    if number and not fresh:
        fresh, number = {columns.by_field[Field.NUMBER]: number}, ""
    if len(fresh) != 1:
        return ""
    ((column, text),) = fresh.items()
    numbered = _NUMBERED.fullmatch(text)
    title = numbered["words"] if numbered else text
    beside = bool(_SECTION_NUMBER.fullmatch(number)) and not number.isdigit()
    wide = sheet.widths.get((row.number, column), 1) > len(columns.name)
    elsewhere = column not in columns.name and column not in columns.by_field.values()
    alone = elsewhere or column == columns.by_field.get(Field.NUMBER)
    is_title = bool(numbered) or beside or wide or alone or bool(_UNIT_WORDS.fullmatch(title))
    return title if is_title and any(map(str.isalpha, title)) else ""


def _counts(column: int, text: str, columns: Columns) -> bool:
    """Whether this is only the number of a line."""
    numbers = column == columns.by_field.get(Field.NUMBER) and column not in columns.name
    return numbers and bool(_SECTION_NUMBER.fullmatch(text))


def _is_signature(row: Row, columns: Columns, words: list[str]) -> bool:
    """Whether a lone title without a name begins the block where somebody signs."""
    alone = len(words) == 1 and not row.carried and not columns.name_in(row)
    return alone and standing_of(words[0]) is not Standing.STAFF


def _is_furniture(row: Row, columns: Columns, words: list[str]) -> bool:
    """Subtotals, the header once more (on each printed page), and the line "1 2 3 4" under it."""
    if field_of(columns.name_in(row)) in {Field.NAME, Field.FAMILY}:
        return True
    if all(field_of(row[column]) in {Field.FAMILY, Field.GIVEN} for column in columns.name):
        return True
    if len(words) <= 2 and _SUBTOTAL.fullmatch(fold(words[0])):
        return True
    return len(words) > 1 and all(_NUMBERING.fullmatch(text) for text in words)
