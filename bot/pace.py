"""How fast one bot account may send: replies at once, the rest evenly, one pause for the whole bot.

Telegram allows about 30 messages a second in bulk and one a second a chat, short bursts pass; an
even 29 with a gap per chat drew no refusal where a burst did (docs/performance.md). Seconds
throughout, monotonic.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeAlias

#: Waits so many seconds.
Sleep: TypeAlias = Callable[[float], Awaitable[None]]

BULK_A_SECOND = 29.0
CHAT_GAP = 1.0
#: So many replies may follow one another in a chat before they, too, keep the gap.
BURST = 3


class Pace:
    """The pace of one bot account, shared by everything that sends through it."""

    def __init__(
        self,
        a_second: float = BULK_A_SECOND,
        chat_gap: float = CHAT_GAP,
        clock: Callable[[], float] = monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._step = 1.0 / a_second
        self._gap = chat_gap
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0
        self._chats: dict[str, float] = {}  # when a chat that never bursts could be sent to again
        self._paused_until = 0.0

    def pause(self, seconds: float) -> None:
        """The platform asked the whole bot to wait (429)."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    async def unpaused(self) -> None:
        """What is no new message (an edit, the answer to a tap) waits for nothing else."""
        await self._until(0.0)

    async def reply(self, chat: str) -> None:
        """Replies go at once, a few in a row; more of them keep the gap of their chat."""
        now = self._clock()
        free = max(now, self._chats.get(chat, 0.0))
        self._keep(chat, free + self._gap, now)
        await self._until(free - (BURST - 1) * self._gap)

    async def bulk(self, chat: str) -> None:
        """Wait for the next even slot, and for this chat's gap."""
        now = self._clock()
        slot = max(now, self._next, self._chats.get(chat, 0.0), self._paused_until)
        self._next = max(now, self._next) + self._step
        self._keep(chat, slot + self._gap, now)
        await self._until(slot)

    def _keep(self, chat: str, free: float, now: float) -> None:
        self._chats[chat] = free
        if len(self._chats) > 10_000:
            self._chats = {c: until for c, until in self._chats.items() if until > now}

    async def _until(self, moment: float) -> None:
        """The pause may grow while one waits."""
        while (wait := max(moment, self._paused_until) - self._clock()) > 0:
            await self._sleep(wait)
