"""The operator's log: what happened, by number. Never a name, a text or a token."""

from __future__ import annotations

import logging

#: httpx writes whole URLs at INFO, and a bot's URL holds its token; the others write contents.
_TELLTALES = ("httpx", "httpcore", "telegram", "sqlalchemy", "apscheduler", "alembic")


def set_up(level: int = logging.INFO) -> None:
    """Log to standard error; libraries that would tell too much only warn."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in _TELLTALES:
        logging.getLogger(name).setLevel(logging.WARNING)
