"""A copy of the whole database at one moment, while others write; and bringing one back.

SQLite copies itself (`VACUUM INTO`: what was erased is not in it). PostgreSQL is copied by its own
pg_dump and pg_restore.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect, text

#: Where a database that makes room for a restored one is kept; copies leave it out.
_ASIDE = "before_restore"


class CannotCopy(Exception):
    """The database cannot be copied or brought back; the sentence says why."""


def copy(engine: Engine, to: Path) -> Mapping[str, int]:
    """Write a copy to a file that is not there yet; returns the rows of each table in it.

    Raises CannotCopy.
    """
    return (_dump if engine.dialect.name == "postgresql" else _copy_sqlite)(engine, to)


def _copy_sqlite(engine: Engine, to: Path) -> Mapping[str, int]:
    with closing(engine.raw_connection()) as connection:
        try:
            connection.cursor().execute("VACUUM INTO ?", (str(to),))
        except sqlite3.Error as error:
            raise CannotCopy(f"the database cannot be copied ({error})") from None
    with closing(sqlite3.connect(to)) as copied:
        names = copied.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: copied.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - its own names
            for (name,) in sorted(names)
            if not name.startswith(("sqlite_", "alembic_"))
        }


def is_whole(file: Path) -> bool:
    """Whether a file is an SQLite database without damage."""
    with closing(sqlite3.connect(file)) as connection:
        try:
            return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))
        except sqlite3.DatabaseError:
            return False


def _dump(engine: Engine, to: Path) -> Mapping[str, int]:
    isolated = engine.execution_options(isolation_level="REPEATABLE READ")
    with isolated.begin() as connection:
        moment = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        out = ("--format=custom", f"--snapshot={moment}", f"--file={to}")
        _run("pg_dump", engine.url, *out, f"--exclude-schema={_ASIDE}*")
        return _counted(connection)


def _counted(connection: Connection) -> dict[str, int]:
    names = sorted(set(inspect(connection).get_table_names()) - {"alembic_version"})
    counts = (text(f'SELECT count(*) FROM "{name}"') for name in names)  # noqa: S608 - its own names
    return {n: connection.execute(c).scalar_one() for n, c in zip(names, counts, strict=True)}


def is_empty(engine: Engine) -> bool:
    """Whether a PostgreSQL database holds no tables."""
    return not inspect(engine).get_table_names()


@contextmanager
def loaded(engine: Engine, dump: Path, moment: str) -> Iterator[str]:
    """Bring a PostgreSQL database back from its dump; an exception inside takes all of it back.

    What was there is kept in a schema of its own, whose name is given ("" where it was empty);
    `moment` becomes part of it. Raises CannotCopy.
    """
    was_empty, aside = is_empty(engine), f"{_ASIDE}_{moment}"
    with engine.connect() as connection:
        schema = connection.execute(text("SELECT current_schema()")).scalar_one()
    _script(engine, f'ALTER SCHEMA "{schema}" RENAME TO "{aside}"', f'CREATE SCHEMA "{schema}"')
    try:
        _run("pg_restore", engine.url, "--exit-on-error", "--single-transaction", *_OWN, str(dump))
        yield "" if was_empty else aside
    except BaseException:
        drop = f'DROP SCHEMA "{schema}" CASCADE'
        _script(engine, drop, f'ALTER SCHEMA "{aside}" RENAME TO "{schema}"')
        raise
    if was_empty:
        _script(engine, f'DROP SCHEMA "{aside}"')


#: Tables belong to whoever restores them.
_OWN = ("--no-owner", "--no-privileges")


def _script(engine: Engine, *statements: str) -> None:
    engine.dispose()  # connections remember where the tables were
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _run(name: str, url: URL, *arguments: str) -> None:
    program = shutil.which(name)
    if program is None:
        raise CannotCopy(
            f"{name} is not installed, and PostgreSQL is copied by it: "
            "install PostgreSQL's client programs (on Debian: apt-get install postgresql-client)"
        )
    where = url.set(drivername="postgresql", password=None).render_as_string()
    # Not among the arguments: every process of the machine can read those.
    secret = {"PGPASSWORD": url.password} if url.password else {}
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        [program, f"--dbname={where}", *arguments],
        env=os.environ | secret,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotCopy(f"{name} failed: {_first_error(done.stderr)}")


def _first_error(said: str) -> str:
    """Its first error; what follows may quote rows."""
    errors = (line for line in said.splitlines() if "error:" in line)
    return next(errors, "it said nothing")
