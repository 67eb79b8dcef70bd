"""A roster as an office has it (XLSX) -> its people, or every mistake in it with row and cell.

Any problem means that nothing may be imported; notes are only to be read. What is read of the
headers stands in `reports.roster_columns`, which rows are people in `reports.roster_lines`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from domain.roster_entry import DEFAULT_SALUTATION, RosterEntry
from domain.roster_rows import gather
from domain.text import Text, _
from reports.file_kinds import Unreadable
from reports.printable import shortened
from reports.roster_columns import Columns, Field, find_columns, headers_read
from reports.roster_lines import Kind, kind_of, section_title
from reports.roster_person import Reading
from reports.spreadsheet import MAX_ROWS, Row, Sheet, open_workbook


@dataclass(frozen=True)
class RosterSheet:
    """The people of a sheet; `silent` are the fields of `RosterEntry` that it has no column for."""

    entries: tuple[RosterEntry, ...]
    problems: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    silent: frozenset[str] = frozenset()


def read_roster(content: bytes, filename: str) -> RosterSheet:
    """Read a roster; whatever the bytes are, the answer is people or problems, never an error."""
    try:
        sheets = open_workbook(content, shortened(filename, 60))
    except Unreadable as refused:
        return RosterSheet((), (refused.reason,))
    found = [(sheet, columns) for sheet in sheets if (columns := find_columns(sheet))]
    if not found:
        return RosterSheet((), (_no_names(sheets),))
    sheet, columns = found[0]
    if sheet.too_long:
        return RosterSheet((), (_too_long(sheet),))
    read = _people(sheet, columns)
    which = [_("Only the sheet “{sheet}” was read.", sheet=sheet.title)]
    return replace(read, notes=(*(which if len(sheets) > 1 else ()), *read.notes))


def _people(sheet: Sheet, columns: Columns) -> RosterSheet:
    reading = Reading(columns)
    rows = [row for row in sheet.rows if row.number > columns.header_row]
    taken = _read_rows(rows, sheet, reading)
    gathered = gather(reading.rows)
    problems = (*reading.problems, *gathered.problems)
    if not gathered.entries and not problems:
        problems = (_nobody(columns),)
    notes = (*reading.notes, *_oddities(taken, gathered.entries), *gathered.notes)
    silent = frozenset(_silent(columns, gathered.entries))
    return RosterSheet(() if problems else gathered.entries, problems, notes, silent)


def _read_rows(rows: Sequence[Row], sheet: Sheet, reading: Reading) -> list[Row]:
    """Read the people up to the end of the list; return their rows."""
    taken = []
    for place, row in enumerate(rows):
        match kind_of(row, reading.columns, sheet):
            case Kind.END:
                reading.problems += _below(row, rows[place + 1 :], reading.columns)
                break
            case Kind.SECTION:
                reading.section = section_title(row, reading.columns, sheet)
            case Kind.PERSON:
                reading.read(row)
                taken.append(row)
            case Kind.SKIP:
                pass
    return taken


def _below(end: Row, rows: Iterable[Row], columns: Columns) -> Iterator[Text]:
    """People below the footer would be lost without a word: say so. Signatures have no number."""
    for row in rows:
        if columns.text(row, Field.NUMBER).isdigit() and columns.name_in(row):
            yield _(
                "Row {row} stands below the end of the list (row {end}: “{words}”). Move it up, "
                "or delete it.",
                row=str(row.number),
                end=str(end.number),
                words=shortened(next(iter(end.cells.values())), 30),
            )


def _silent(columns: Columns, entries: Sequence[RosterEntry]) -> Iterator[str]:
    if not columns.has(Field.ROLES):
        yield "roles"
    if not columns.has(Field.CODE):
        yield "code"
    if not columns.has(Field.POSITION, Field.STANDING):
        yield "standing"
    if not columns.has(Field.POSITION, Field.UNIT) and not any(entry.unit for entry in entries):
        yield "posts"
    called = any(entry.salutation != DEFAULT_SALUTATION for entry in entries)
    if not columns.has(Field.SALUTATION) and not called:
        yield "salutation"


def _oddities(rows: Iterable[Row], entries: Sequence[RosterEntry]) -> Iterator[Text]:
    hidden = [str(row.number) for row in rows if row.hidden]
    if hidden:
        yield _("Hidden rows were read too: {numbers}.", numbers=_some(hidden))
    homeless = [str(entry.row) for entry in entries if not entry.unit]
    if homeless and len(homeless) < len(entries):
        yield _("No unit stands in these rows: {numbers}.", numbers=_some(homeless))


def _some(numbers: Sequence[str]) -> str:
    return ", ".join(numbers[:10]) + (", …" if len(numbers) > 10 else "")


def _no_names(sheets: Sequence[Sheet]) -> Text:
    headers = next((words for sheet in sheets if (words := headers_read(sheet))), ())
    if not headers:
        return _("The workbook has no rows. Write one row for each person and send it again.")
    return _(
        "No column of names was found in the first 20 rows. Give one the header “Họ và tên”. "
        "Headers read: {headers}.",
        headers=shortened(", ".join(headers), 200),
    )


def _too_long(sheet: Sheet) -> Text:
    return _(
        "The sheet “{sheet}” goes on beyond row {most}. Delete what stands below the list and "
        "send it again.",
        sheet=sheet.title,
        most=str(MAX_ROWS),
    )


def _nobody(columns: Columns) -> Text:
    return _(
        "Nobody stands below the header in row {row}. Write one row for each person and send it "
        "again.",
        row=str(columns.header_row),
    )
