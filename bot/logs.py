"""The operator's log: what happened, by number. Never a name, a text or a token."""

from __future__ import annotations

import copy
import logging

#: httpx writes whole URLs at INFO, and a bot's URL holds its token; the others write contents.
_TELLTALES = (
    "httpx", "httpcore", "telegram", "sqlalchemy", "apscheduler", "alembic", "aiohttp", "uvicorn",
    "asyncio",
)  # fmt: skip
_WITHHELD = "(its words are withheld: they may hold a person's)"


class Discreet(logging.Formatter):
    """Our own lines as they are; of what libraries say only what was written beforehand.

    asyncio, for one, tells of a failed task with the error's own words, and an error may repeat
    what somebody wrote.
    """

    def format(self, record: logging.LogRecord) -> str:
        own = record.name.partition(".")[0] == "tusoi"
        return super().format(record if own else _withheld(record))


def _withheld(record: logging.LogRecord) -> logging.LogRecord:
    from bot.failing import where  # it loads what `--help` does not need

    error = record.exc_info[1] if record.exc_info else None
    kept = [str(record.msg) if record.args else "", where(error) if error else ""]
    spare = copy.copy(record)
    spare.msg, spare.args = "; ".join(filter(None, kept)) or _WITHHELD, ()
    spare.exc_info = spare.exc_text = spare.stack_info = None
    return spare


def set_up(level: int = logging.INFO) -> None:
    """Log to standard error; libraries that would tell too much only warn."""
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])
    for name in _TELLTALES:
        logging.getLogger(name).setLevel(logging.WARNING)
