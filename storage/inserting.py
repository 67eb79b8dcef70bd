"""New rows of the tables that every turn adds to, past the session's bookkeeping.

It costs more than the insert itself; a row that nobody changes in the same turn has no use for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import Table, insert
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


@cache
def _statement(row: type[SQLModel]) -> ReturningInsert[Any]:
    table: Table = row.__table__  # type: ignore[attr-defined]  # SQLAlchemy gives it to each row
    return insert(table).returning(table.c.id)


@cache
def _defaults(row: type[SQLModel]) -> Mapping[str, object]:
    fields = row.model_fields.items()
    given = {name: field.default for name, field in fields if name != "id"}
    return {name: value for name, value in given.items() if value is not PydanticUndefined}
