"""The headers of a roster: which column says what, however an office has written it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.vietnamese import fold
from reports.spreadsheet import Row, Sheet

HEADER_ROWS = 20  # how far down a header may stand, below the titles


class Field(StrEnum):
    NUMBER = "number"  # STT; read only to tell people's rows from the rest
    NAME = "name"
    FAMILY = "family"  # family and middle names, where the given name has a column of its own
    GIVEN = "given"
    POSITION = "position"
    UNIT = "unit"
    ROLES = "roles"
    SALUTATION = "salutation"
    STANDING = "standing"
    CODE = "code"
    NOTE = "note"  # read only for "kiêm nhiệm"


#: Headers without accents, punctuation and case. Whatever is not here is left unread: a list of
#: people says much that this project has no business to know.
_HEADERS: Mapping[Field, str] = {
    Field.NUMBER: "stt|tt|so tt|so thu tu|no",
    Field.NAME: "ho va ten|ho ten|hovaten|hoten|ten can bo|ten cong chuc|ten nhan vien|full name|"
    "name|ho va ten can bo|ho va ten cbcc|ho va ten cbccvc|ho va ten cong chuc|"
    "ho va ten can bo cong chuc|ho va ten cbcc nld|ho ten cbcc|ho ten can bo|ho ten cong chuc|"
    "ho va ten nguoi lao dong|ho va ten nhan vien|ho chu dem va ten|ho ten dem va ten",
    Field.FAMILY: "ho va ten dem|ho ten dem|ho va dem|ho dem|ho va chu dem|ho chu dem|"
    "ho va ten lot|ho va chu lot|ho lot|ho|family name|last name|surname",
    Field.GIVEN: "ten|given name|first name",
    Field.POSITION: "chuc vu|chuc danh|chuc vu chuc danh|chuc danh chuc vu|chuc vu cong tac|"
    "chuc vu hien tai|chuc vu chinh quyen|vi tri viec lam|vi tri cong tac|vi tri|"
    "position|job title|title",
    Field.UNIT: "don vi|bo phan|phong|phong ban|phong ban don vi|to|to cong tac|to bo phan|"
    "don vi cong tac|don vi bo phan|bo phan cong tac|noi cong tac|ten don vi|co quan|"
    "co quan don vi|unit|department|team",
    Field.ROLES: "vai tro|vai tro tren he thong|quyen|phan quyen|role|roles",
    Field.SALUTATION: "xung ho|cach xung ho|danh xung|cach goi|salutation",
    Field.STANDING: "cap|cap lanh dao|cap quan ly|cuong vi|standing",
    Field.CODE: "ma|ma so|ma cbcc|ma so cbcc|ma can bo|ma so can bo|ma cong chuc|ma nhan vien|"
    "ma nv|ma cc|ma cbccvc|so hieu|so hieu cbcc|so hieu cong chuc|code|staff code|staff id",
    Field.NOTE: "ghi chu|note|notes|remark|remarks",
}
_FIELDS = {words: field for field, all_words in _HEADERS.items() for words in all_words.split("|")}


@dataclass(frozen=True)
class Columns:
    """Where the header stands and which columns (A is 1) hold what; the name may take several."""

    header_row: int
    name: tuple[int, ...]
    by_field: Mapping[Field, int]

    def has(self, *fields: Field) -> bool:
        return any(field in self.by_field for field in fields)

    def reads(self, column: int) -> bool:
        """Whether what stands there becomes part of a person."""
        said = (c for f, c in self.by_field.items() if f not in {Field.NUMBER, Field.NOTE})
        return column in self.name or column in said

    def text(self, row: Row, field: Field) -> str:
        return row[self.by_field[field]] if field in self.by_field else ""

    def name_in(self, row: Row) -> str:
        return " ".join(row[column] for column in self.name if row[column])


def field_of(header: str) -> Field | None:
    """What a column of this header holds: the whole of it, or what stands before a / ( , or -."""
    whole = fold(header)
    return _FIELDS.get(whole) or _FIELDS.get(fold(re.split(r"[/(,;:\-–]", header)[0]))


def find_columns(sheet: Sheet) -> Columns | None:
    """The header among the first rows: the one with a name that knows the most columns."""
    heads = [row for row in sheet.rows if row.number <= HEADER_ROWS]
    found = [columns for row in heads if (columns := _columns(sheet, row))]
    return max(found, key=lambda columns: len(columns.by_field), default=None)


def headers_read(sheet: Sheet) -> tuple[str, ...]:
    """The words of the row most like a header, to show to who looks for the missing name."""
    heads = [row for row in sheet.rows if row.number <= HEADER_ROWS]
    fullest = max(heads, key=lambda row: len(row.cells), default=None)
    return tuple(fullest.cells.values()) if fullest else ()


def _columns(sheet: Sheet, row: Row) -> Columns | None:
    by_field: dict[Field, int] = {}
    for column, words in sorted(row.cells.items()):
        field = field_of(words)
        if field is not None and column not in row.carried:
            by_field.setdefault(field, column)
    name = tuple(_name_columns(sheet, row, by_field))
    return Columns(row.number, name, by_field) if name else None


def _name_columns(sheet: Sheet, row: Row, by_field: Mapping[Field, int]) -> Iterator[int]:
    if Field.FAMILY in by_field and Field.GIVEN in by_field:
        yield from (by_field[Field.FAMILY], by_field[Field.GIVEN])
    elif Field.NAME in by_field:
        first = by_field[Field.NAME]
        width = sheet.widths.get((row.number, first), 1)
        yield from range(first, first + min(width, 3))  # "Họ và tên" merged over "họ" and "tên"
        if width == 1 and Field.GIVEN in by_field:  # "Họ tên" for the family, then "Tên"
            yield by_field[Field.GIVEN]
