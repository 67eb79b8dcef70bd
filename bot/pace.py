"""How fast one bot account may send: replies at once, the rest evenly, one pause for the whole bot.

Telegram allows about 30 messages a second in bulk and one a second a chat; an even 29 with a gap
per chat drew no refusal where a burst did (docs/performance.md). Monotonic seconds throughout.
"""

from __future__ import annotations

import asyncio
from time import monotonic

BULK_A_SECOND = 29.0
CHAT_GAP = 1.0


class Pace:
    """The pace of one bot account, shared by everything that sends through it."""

    def __init__(self, a_second: float = BULK_A_SECOND, chat_gap: float = CHAT_GAP) -> None:
        self._step = 1.0 / a_second
        self._chat_gap = chat_gap
        self._next = 0.0
        self._chats: dict[str, float] = {}
        self._paused_until = 0.0

    def pause(self, seconds: float) -> None:
        """The platform asked the whole bot to wait (429)."""
        self._paused_until = max(self._paused_until, monotonic() + seconds)

    async def reply(self) -> None:
        """Replies wait for nothing but a pause."""
        await _until(self._paused_until)

    async def bulk(self, chat: str) -> None:
        """Wait for the next even slot, and for this chat's gap."""
        now = monotonic()
        slot = max(now, self._next, self._chats.get(chat, 0.0), self._paused_until)
        self._next = max(now, self._next) + self._step
        self._chats[chat] = slot + self._chat_gap
        if len(self._chats) > 10_000:
            self._chats = {c: until for c, until in self._chats.items() if until > now}
        await _until(slot)
        await _until(self._paused_until)


async def _until(moment: float) -> None:
    wait = moment - monotonic()
    if wait > 0:
        await asyncio.sleep(wait)
