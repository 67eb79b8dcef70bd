"""What a database itself suffers from: it passes, or the operator ends it; nobody's update is bad.

Sources: SQLite, "Result and Error Codes"; PostgreSQL, "PostgreSQL Error Codes" (appendix A).
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

#: By SQLite's primary result code.
_OF_SQLITE = {
    5: "is locked by another process",
    6: "is locked",
    7: "has no memory left",
    8: "is read-only",
    10: "cannot be read or written (the disk fails)",
    11: "is damaged",
    13: "has no room left: the disk is full",
    14: "cannot be opened",
    26: "is no SQLite file",
}
#: By the beginning of PostgreSQL's SQLSTATE; the longer one comes first.
_OF_POSTGRESQL = {
    "25006": "is read-only",
    "53100": "has no room left: the disk is full",
    "53": "has not enough of what it needs",
    "08": "cannot be reached",
    "57": "was stopped by its operator",
    "58": "cannot be read or written (the disk fails)",
}


def ailment(error: BaseException) -> str | None:
    """What to tell the operator ("is read-only"); None where the database is not to blame.

    An error that followed from one of the database counts as well: after some of them SQLite
    takes the transaction back by itself, and taking back a savepoint fails too.
    """
    found = (_of(one.orig) for one in _chain(error) if isinstance(one, DBAPIError))
    return next((words for words in found if words), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _of(error: BaseException | None) -> str | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return _OF_SQLITE.get(code & 0xFF)
    if not type(error).__module__.startswith("psycopg"):
        return None
    state = getattr(error, "sqlstate", None)
    if state is None:  # no server has spoken; one that is silent is a ConnectionTimeout
        kinds = {kind.__name__ for kind in type(error).__mro__}
        return "cannot be reached" if "OperationalError" in kinds else None
    return next((words for begin, words in _OF_POSTGRESQL.items() if state.startswith(begin)), None)


def give_up_transaction(context: ExceptionContext) -> None:
    """For SQLite's engine: a transaction that SQLite took back by itself takes nothing more.

    What came next would be written without one, half a turn of it.
    """
    held = context.connection.connection.dbapi_connection if context.connection else None
    if held is not None and not getattr(held, "in_transaction", True):
        context.is_disconnect = True
        context.invalidate_pool_on_disconnect = False
