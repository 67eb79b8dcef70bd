"""What every turn writes: past the session's bookkeeping, for all turns of a transaction at once.

The bookkeeping costs more than the writing; a row that nobody changes in the same turn has no use
for it. A new row's number is given at once (a menu's goes into its buttons); what is to be written
goes to the database when the session next flushes: before it asks for anything, and before it
commits. One statement with many values costs little more than with one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any, TypeAlias

from pydantic_core import PydanticUndefined
from sqlalchemy import (
    Executable,
    Insert,
    Select,
    Table,
    column,
    event,
    func,
    insert,
    select,
    table,
)
from sqlmodel import Session, SQLModel

#: Statements, each with the values that it is carried out for.
Waiting: TypeAlias = defaultdict[Executable, list[dict[str, object]]]

_AHEAD = 32  # numbers that PostgreSQL is asked for at a time; what is not used of them is skipped


class WritingSession(Session):
    """A session that also writes what `insert` and `later` were given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._forget()
        event.listen(self, "before_commit", WritingSession.flush)
        event.listen(self, "after_soft_rollback", lambda *_of: self._forget())

    def _forget(self) -> None:
        """What waits to be written is part of what is taken back."""
        self._rows: defaultdict[Insert, list[dict[str, object]]] = defaultdict(list)
        self._changes: Waiting = defaultdict(list)
        self._numbers: dict[type[SQLModel], Iterator[int]] = {}

    def insert(self, row: type[SQLModel], **values: object) -> int:
        """A new row, and its number; what is not given has the table's default."""
        id_ = self.number(row)
        self._rows[_insert(row)].append({**defaults_of(row), **values, "id": id_})
        return id_

    def later(self, statement: Executable, values: dict[str, object]) -> None:
        """Carry a statement out at the next flush, once for all values that it is given by then."""
        self._changes[statement].append(values)

    def number(self, row: type[SQLModel]) -> int:
        """A number that a new row must have: it is given to no other."""
        found = next(self._numbers[row], None) if row in self._numbers else None
        if found is None:
            self._numbers[row] = self._more_numbers(table_of(row))
            found = next(self._numbers[row])
        return found

    def _more_numbers(self, of: Table) -> Iterator[int]:
        """SQLite has one writer at a time: nobody takes a number between asking and writing."""
        if self._is_sqlite:
            return count(self.connection().execute(_last(of)).scalar_one() + 1)
        return iter(self.connection().execute(_next(of)).scalars().all())

    @property
    def _is_sqlite(self) -> bool:
        return self.get_bind().dialect.name == "sqlite"

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """New rows, then what the session holds, then what changes rows past the session."""
        if (self._rows or self.new) and self._is_sqlite:
            self._numbers.clear()  # a row that the session adds takes the next number
        self._write_rows()
        super().flush(objects)
        self._write(self._changes)

    def _write_rows(self) -> None:
        """Those that others point at first, whichever kind came first: a kind is one statement."""
        rows, self._rows = self._rows, defaultdict(list)
        for inserted in sorted(rows, key=_rank):
            self.connection().execute(inserted, rows[inserted])

    def _write(self, waiting: Waiting) -> None:
        """In the order in which they came."""
        while waiting:
            statement = next(iter(waiting))
            self.connection().execute(statement, waiting.pop(statement))


def table_of(row: type[SQLModel]) -> Table:
    """The table of a kind of rows."""
    known: Table = row.__table__  # type: ignore[attr-defined]  # SQLAlchemy gives it to each row
    return known


@cache
def _insert(row: type[SQLModel]) -> Insert:
    return insert(table_of(row))


def _rank(statement: Insert) -> int:
    return _ranks()[statement.table.name]


@cache
def _ranks() -> Mapping[str, int]:
    """Tables in the order of their foreign keys."""
    return {one.name: rank for rank, one in enumerate(SQLModel.metadata.sorted_tables)}


_SEQUENCE = table("sqlite_sequence", column("name"), column("seq"))


@cache
def _last(of: Table) -> Select[Any]:
    """SQLite: the highest number that was ever given, where the table remembers that."""
    highest = select(func.coalesce(func.max(of.c.id), 0)).scalar_subquery()
    if not of.dialect_options["sqlite"]["autoincrement"]:
        return select(highest)
    known = _SEQUENCE.c.name == of.name
    given = select(func.max(_SEQUENCE.c.seq)).where(known).scalar_subquery()
    return select(func.max(highest, func.coalesce(given, 0)))


@cache
def _next(of: Table) -> Select[Any]:
    sequence = func.pg_get_serial_sequence(of.name, "id")
    return select(func.nextval(sequence)).select_from(func.generate_series(1, _AHEAD))


@cache
def defaults_of(row: type[SQLModel]) -> Mapping[str, object]:
    """What a new row has in the columns that it is not given."""
    fields = row.model_fields.items()
    given = {name: field.default for name, field in fields if name != "id"}
    return {name: value for name, value in given.items() if value is not PydanticUndefined}
