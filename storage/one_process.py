"""One process plays and sends for one database: a second would send what the first has in flight.

The claim dies with its process, however that ends: a lock on a file beside an SQLite database, an
advisory lock on PostgreSQL. Commands that only write (`tusoi broadcast`) need no claim.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

if sys.platform == "win32":
    import msvcrt

    def _hold(lock: int) -> None:
        msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(lock: int) -> None:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


_LOCK = 34_2025_10  # any number, as long as it stays the same


class AlreadyRunning(Exception):
    """Another process holds this database; the sentence says so."""

    def __init__(self) -> None:
        super().__init__("another tusoi runs on this database: stop it first")


def claim(engine: Engine) -> Callable[[], None]:
    """Hold the database until the returned function is called. AlreadyRunning if it is held."""
    if engine.dialect.name == "postgresql":
        return _on_postgresql(engine)
    return _beside(engine.url.database)


def _beside(database: str | None) -> Callable[[], None]:
    if not database or database == ":memory:":
        return lambda: None
    lock = os.open(f"{database}.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _hold(lock)
    except (BlockingIOError, PermissionError):  # the latter on Windows
        os.close(lock)
        raise AlreadyRunning from None
    return partial(os.close, lock)


def _on_postgresql(engine: Engine) -> Callable[[], None]:
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    held = text("SELECT pg_try_advisory_lock(:lock)").bindparams(lock=_LOCK)
    freed = text("SELECT pg_advisory_unlock(:lock)").bindparams(lock=_LOCK)
    if not connection.execute(held).scalar_one():
        connection.close()
        raise AlreadyRunning

    def release() -> None:
        with suppress(DBAPIError):  # a server that is gone holds nothing
            connection.execute(freed)  # one that is slow would hold it a while after the goodbye
        connection.invalidate()  # a connection back in the pool would keep its lock
        connection.close()

    return release
