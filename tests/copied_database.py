"""Databases that are filled once and copied: making the tables takes longer than most tests.

In memory and in a file it is SQLite's own image of a database; in PostgreSQL, where making tables
takes a third of a second, they stay and their rows come from a schema beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from sqlite3 import Connection
from typing import Any, TypeVar, cast

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from storage.unit_of_work import Chance, Database
from storage.vault import Vault

T = TypeVar("T")

IN_MEMORY = "sqlite://"
SECRET = "a secret of the tests"
#: What was filled: an image or the name of a schema, and what the filling returned.
_filled: dict[Hashable, tuple[Any, Any]] = {}
#: The tables of a server as they were made here; other tests make their own.
_made: dict[str, str] = {}


@cache
def _vault() -> Vault:
    return Vault(SECRET)


def database(
    url: str, chance: Chance, what: Hashable | None, fill: Callable[[Database], T]
) -> tuple[Database, T]:
    """A database at `url` as `fill` leaves it, and what `fill` returned, here or the first time.

    `what` tells one filling from another; None is filled anew.
    """
    found = Database(url, _vault(), chance)
    if url == IN_MEMORY:
        found.engine = _in_memory()
    if found.engine.dialect.name == "postgresql":
        return found, _from_schema(found, what, fill)
    image, told = _image(what, fill)
    if url == IN_MEMORY:
        _connection(found.engine).deserialize(image)
    else:
        _write(Path(make_url(url).database or ""), image)
    return found, told


def _image(what: Hashable | None, fill: Callable[[Database], T]) -> tuple[bytes, T]:
    if what is not None and what in _filled:
        return cast("tuple[bytes, T]", _filled[what])
    made = Database(IN_MEMORY, _vault())
    made.engine = _in_memory()
    _connection(made.engine).deserialize(_empty())
    told = fill(made)
    image = _connection(made.engine).serialize()
    made.close()
    if what is not None:
        _filled[what] = image, told
    return image, told


@cache
def _empty() -> bytes:
    engine = _in_memory()
    SQLModel.metadata.create_all(engine)
    image = _connection(engine).serialize()
    engine.dispose()
    return image


def _in_memory() -> Engine:
    engine = create_engine(IN_MEMORY, poolclass=StaticPool)
    event.listen(engine, "connect", _as_in_life)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _as_in_life(connection: DBAPIConnection, _entry: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")


def _connection(engine: Engine) -> Connection:
    return cast("Connection", engine.raw_connection().driver_connection)


def _write(file: Path, image: bytes) -> None:
    for beside in ("-wal", "-shm"):
        file.with_name(file.name + beside).unlink(missing_ok=True)
    file.write_bytes(image)


def _from_schema(database: Database, what: Hashable | None, fill: Callable[[Database], T]) -> T:
    """The tables emptied, and filled again from the schema that keeps what was filled before."""
    engine = database.engine
    _have_tables(engine)
    key = (str(engine.url), what)
    if what is not None and key in _filled:
        schema, told = _filled[key]
        _emptied(engine, copied_from=schema)
        return cast("T", told)
    _emptied(engine)
    told = fill(database)
    if what is not None:
        schema = f"filled_{len(_filled)}"
        _keep(engine, schema)
        _filled[key] = schema, told
    return told


def _have_tables(engine: Engine) -> None:
    url = str(engine.url)
    if url in _made and _marks(engine) == _made[url]:
        return
    SQLModel.metadata.drop_all(engine)
    SQLModel.metadata.create_all(engine)
    _made[url] = _marks(engine)


def _marks(engine: Engine) -> str:
    """What tells these tables from others of the same names."""
    marks = (
        "SELECT string_agg(oid || ':' || relnatts, ' ' ORDER BY oid) FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i', 'S')"
    )
    with engine.begin() as connection:
        return str(connection.exec_driver_sql(marks).scalar_one())


def _emptied(engine: Engine, copied_from: str = "") -> None:
    tables = [f'"{name}"' for name in SQLModel.metadata.tables]
    parts = ["SET LOCAL session_replication_role = replica"]  # in any order
    parts += [f"DELETE FROM {table}" for table in tables]
    if copied_from:
        parts += [f"INSERT INTO {table} SELECT * FROM {copied_from}.{table}" for table in tables]
        counted = f"(SELECT next FROM {copied_from}.counted WHERE name = sequencename)"
    else:
        counted = "1"
    parts.append(
        f"SELECT setval(format('%I', sequencename)::regclass, {counted}, false) "
        "FROM pg_sequences WHERE schemaname = 'public'"
    )
    with engine.begin() as connection:
        connection.exec_driver_sql("; ".join(parts).replace("%", "%%"))


def _keep(engine: Engine, schema: str) -> None:
    parts = [f"CREATE SCHEMA {schema}"]
    parts += [
        f'CREATE TABLE {schema}."{name}" AS TABLE public."{name}"'
        for name in SQLModel.metadata.tables
    ]
    parts.append(
        f"CREATE TABLE {schema}.counted AS SELECT sequencename AS name, "
        "coalesce(last_value + 1, 1) AS next FROM pg_sequences WHERE schemaname = 'public'"
    )
    with engine.begin() as connection:
        connection.exec_driver_sql("; ".join(parts))
