"""One row of a roster -> a person, with every mistake in it by its cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.people import Post, Role, Standing
from domain.roster_entry import DEFAULT_SALUTATION, RosterEntry, roles_with
from domain.roster_rows import SheetRow
from domain.text import Text, _
from domain.vietnamese import fold
from reports import roster_cells
from reports.printable import shortened
from reports.roster_columns import Columns, Field
from reports.spreadsheet import UNCALCULATED, Row, cell_name


@dataclass
class Reading:
    """What has been read of a sheet so far: the section one is in, and what went wrong."""

    columns: Columns
    section: str = ""
    rows: list[SheetRow] = field(default_factory=list)
    problems: list[Text] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)

    def read(self, row: Row) -> None:
        """Add the person on this row, or the problems with it."""
        problems = list(_faults(row, self.columns))
        name, title = roster_cells.split_name(self.columns.name_in(row))
        if not problems:
            problems += self._name_problems(row, name)
            problems += self._position_problems(row)
        roles = self._roles(row, problems)
        called = self._salutation(row, title, problems)
        post, standing = self._post(row), self._standing(row, problems)
        self.problems += problems
        if not problems:
            code = self.columns.text(row, Field.CODE)
            entry = RosterEntry(
                name, (post,), standing, roles_with(roles, standing), called, code, row.number
            )
            self.rows.append(SheetRow(entry, self._further_job(row)))

    def _cell(self, row: Row, field_: Field) -> str:
        return cell_name(row.number, self.columns.by_field[field_])

    def _name_problems(self, row: Row, name: str) -> Iterator[Text]:
        cell = cell_name(row.number, self.columns.name[0])
        if not name:
            yield _("Cell {cell}: the name is missing. Write it, or delete the row.", cell=cell)
        elif not roster_cells.is_name(name):
            yield _(
                "Cell {cell}: “{words}” does not look like a name. Write only family, middle and "
                "given name.",
                cell=cell,
                words=shortened(name, 40),
            )
        elif roster_cells.is_position(name):
            yield _(
                "Cell {cell}: “{words}” is a position and nobody's name. Have the columns of names "
                "and positions been swapped?",
                cell=cell,
                words=shortened(name, 40),
            )
        elif " " not in name:
            self.notes.append(
                _("Cell {cell}: “{words}” is a single word. Is the name complete?", cell=cell,
                  words=name)
            )  # fmt: skip

    def _position_problems(self, row: Row) -> Iterator[Text]:
        if self.columns.has(Field.POSITION) and not self.columns.text(row, Field.POSITION):
            yield _(
                "Cell {cell}: the position is missing. Write it, or delete the row if it is no "
                "person.",
                cell=self._cell(row, Field.POSITION),
            )

    def _post(self, row: Row) -> Post:
        above = self.rows[-1].entry.posts[-1] if self.rows else Post("", "")
        unit = self.columns.text(row, Field.UNIT) or self.section
        position = self.columns.text(row, Field.POSITION)
        return Post(
            above.unit if fold(unit) in roster_cells.DITTO else unit,
            above.position if fold(position) in roster_cells.DITTO else position,
        )

    def _roles(self, row: Row, problems: list[Text]) -> set[Role]:
        named, unknown = roster_cells.roles(self.columns.text(row, Field.ROLES))
        if unknown:
            problems.append(
                _(
                    "Cell {cell}: the role “{words}” is not known. Write “chuyên viên phụ trách”, "
                    "“quản trị” or “được gửi thông báo”, or leave the cell empty.",
                    cell=self._cell(row, Field.ROLES),
                    words=shortened(unknown[0], 40),
                )
            )
        return named

    def _standing(self, row: Row, problems: list[Text]) -> Standing:
        words = self.columns.text(row, Field.STANDING)
        if not words:
            return roster_cells.standing_of(self._post(row).position)
        named = roster_cells.standing_named(words)
        if named is None:
            problems.append(
                _(
                    "Cell {cell}: “{words}” is not known here. Write “cấp trưởng”, “cấp phó” or "
                    "“nhân viên”, or leave the cell empty.",
                    cell=self._cell(row, Field.STANDING),
                    words=shortened(words, 40),
                )
            )
        return named or Standing.STAFF

    def _salutation(self, row: Row, title: str, problems: list[Text]) -> str:
        words = self.columns.text(row, Field.SALUTATION) or title
        called = roster_cells.salutation(words)
        if called is None:
            problems.append(
                _(
                    "Cell {cell}: the salutation “{words}” is not known. Write “anh”, “chị”, "
                    "“ông”, “bà” or “đồng chí”, or leave the cell empty.",
                    cell=self._cell(row, Field.SALUTATION),
                    words=shortened(words, 40),
                )
            )
        return called or DEFAULT_SALUTATION

    def _further_job(self, row: Row) -> bool:
        if any(column in row.carried for column in self.columns.name):
            return True
        position, note = (self.columns.text(row, f) for f in (Field.POSITION, Field.NOTE))
        return roster_cells.says_further_job(position, note)


def _faults(row: Row, columns: Columns) -> Iterator[Text]:
    for column, fault in sorted(row.faults.items()):
        if not columns.reads(column):
            continue
        cell = cell_name(row.number, column)
        if fault == UNCALCULATED:
            yield _(
                "Cell {cell} holds a formula whose result was not saved. Open the file in Excel "
                "and save it again, or type the value.",
                cell=cell,
            )
        else:
            yield _(
                "Cell {cell} shows the error {error}. Correct the formula, or type the value.",
                cell=cell,
                error=fault,
            )
