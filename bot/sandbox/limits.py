"""How much Telegram takes, as numbers a test may shrink."""

from dataclasses import dataclass
from datetime import timedelta

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Rate:
    """How fast a bot may send before it is told to wait, in messages per real second.

    Source: Bots FAQ, "My bot is hitting limits" (30 a second overall, 1 a second in a chat,
    short bursts pass).
    """

    overall_per_second: float = 30
    chat_per_second: float = 1
    chat_burst: int = 3


@dataclass(frozen=True)
class Limits:
    """Telegram's bounds; lengths count UTF-16 units, sizes count bytes.

    Sources: Bot API, the methods and fields of the same names; "Sending files" for the sizes.
    `rate` is None when pace is not enforced.
    """

    text: int = 4096
    caption: int = 1024
    callback_data_bytes: int = 64
    buttons: int = 100
    buttons_in_row: int = 8
    callback_answer: int = 200
    callback_age: timedelta = timedelta(minutes=15)
    deletable_for: timedelta = timedelta(hours=48)
    upload_bytes: int = 50 * MEGABYTE
    photo_bytes: int = 10 * MEGABYTE
    download_bytes: int = 20 * MEGABYTE
    rate: Rate | None = None
