"""How long after somebody's last message a channel still lets one write to them.

A Zalo Official Account may write within 48 hours without pay and within 7 days for pay; after that
the platform refuses until the person writes again (OpenAPI v3, errors -230 and -232). The other
channels know no such window.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from domain.channels import ZALO_OA

FREE_FOR = timedelta(hours=48)
PAID_FOR = timedelta(days=7)


class Window(StrEnum):
    FREE = "free"
    PAID = "paid"  # each message costs the office
    CLOSED = "closed"


def window(channel: str, heard: datetime | None, now: datetime) -> Window:
    """What holds for a chat whose person last wrote at `heard` (aware; None for never)."""
    if channel != ZALO_OA:
        return Window.FREE
    if heard is None or now - heard >= PAID_FOR:
        return Window.CLOSED
    return Window.FREE if now - heard < FREE_FOR else Window.PAID
