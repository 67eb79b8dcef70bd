"""New rows for all that a query finds, in one statement and past the session's bookkeeping."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from storage.unit_of_work import Work
from storage.writing import defaults_of, table_of


def add_found(work: Work, row: type[SQLModel], found: Select[Any], **same: object) -> int:
    """A new row for each of those found, its columns named as theirs, the other values the same.

    Whatever the number, nothing of it comes into memory. Where a unique key is there already,
    nothing is added. Returns how many rows are new.
    """
    named = found.selected_columns.keys()
    values = {name: x for name, x in ({**defaults_of(row), **same}).items() if x is not None}
    rest = {name: literal(x, table_of(row).c[name].type) for name, x in values.items()}
    rest = {name: x for name, x in rest.items() if name not in named}
    dialect = sqlite if work.session.get_bind().dialect.name == "sqlite" else postgresql
    work.session.flush()  # what goes past the session comes after what it still holds
    into = dialect.insert(table_of(row)).from_select(
        [*named, *rest], found.add_columns(*rest.values())
    )
    counted = {"preserve_rowcount": True}
    done = work.session.connection().execute(
        into.on_conflict_do_nothing(), execution_options=counted
    )
    return done.rowcount
