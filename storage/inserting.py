"""New rows past the session's bookkeeping: one at once, or many in one statement.

It costs more than the insert itself; a row that nobody changes in the same turn has no use for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import Select, Table, insert, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import SQLModel

from storage.unit_of_work import Work


def add(work: Work, row: type[SQLModel], **values: object) -> int:
    """Insert at once and give the new row's id; what is not given has the table's default."""
    id_: int = (
        work.session.connection()
        .execute(_statement(row), {**_defaults(row), **values})
        .scalar_one()
    )
    return id_


def add_found(work: Work, row: type[SQLModel], found: Select[Any], **same: object) -> int:
    """A new row for each of those found, its columns named as theirs, the other values the same.

    Whatever the number, nothing of it comes into memory. Where a unique key is there already,
    nothing is added. Returns how many rows are new.
    """
    named = found.selected_columns.keys()
    values = {name: x for name, x in ({**_defaults(row), **same}).items() if x is not None}
    rest = {name: literal(x, _table(row).c[name].type) for name, x in values.items()}
    rest = {name: x for name, x in rest.items() if name not in named}
    dialect = sqlite if work.session.get_bind().dialect.name == "sqlite" else postgresql
    work.session.flush()  # what goes past the session comes after what it still holds
    into = dialect.insert(_table(row)).from_select(
        [*named, *rest], found.add_columns(*rest.values())
    )
    return work.session.connection().execute(into.on_conflict_do_nothing()).rowcount


@cache
def _statement(row: type[SQLModel]) -> ReturningInsert[Any]:
    return insert(_table(row)).returning(_table(row).c.id)


def _table(row: type[SQLModel]) -> Table:
    table: Table = row.__table__  # type: ignore[attr-defined]  # SQLAlchemy gives it to each row
    return table


@cache
def _defaults(row: type[SQLModel]) -> Mapping[str, object]:
    fields = row.model_fields.items()
    given = {name: field.default for name, field in fields if name != "id"}
    return {name: value for name, value in given.items() if value is not PydanticUndefined}
