"""The people of a bench: they type the steps of a conversation and time what is said to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from time import perf_counter

from tests.bench.fast_telegram import FastTelegram

FIRST = 10_001  # the chat of the first of them
#: The steps of /dangky that one types, to its review, and its end: then from the beginning.
STEPS = (
    "/dangky",
    "Rút thời gian giải quyết hồ sơ đất đai từ 15 xuống còn 10 ngày làm việc",
    "Quy trình mới; 95% hồ sơ trả đúng hạn",
    "hết tháng 11",
    "/huy",
)
_PATIENCE = 180  # seconds; a machine that is shared may be slow


class Crowd:
    """So many people; each types the next step once the bot has answered the one before.

    Each begins one step later than the one before them, so that all steps come at any time.
    """

    def __init__(self, telegram: FastTelegram, people: int) -> None:
        self._telegram = telegram
        self._people = range(FIRST, FIRST + people)
        self._step = {chat: chat % len(STEPS) for chat in self._people}
        self._asked: dict[int, float] = {}
        self.turns = 0
        self.waits: list[float] = []  # seconds from a step to its answer
        self._busy = False
        self._answered = asyncio.Event()
        telegram.said = self._hears

    def _types(self, chat: int) -> None:
        self._asked[chat] = perf_counter()
        self._telegram.type(chat, STEPS[self._step[chat]])
        self._step[chat] = (self._step[chat] + 1) % len(STEPS)

    def _hears(self, chat: int) -> None:
        asked = self._asked.pop(chat, None)
        if asked is None:
            return
        self.turns += 1
        self._answered.set()
        self.waits.append(perf_counter() - asked)
        if self._busy:
            self._types(chat)

    async def goes_on(self, warming: float, rounds: int = 0) -> None:
        """Everybody begins at once and goes on from here on; returns when the bot is warm.

        That is after so many seconds, and so many rounds of all steps: in the first one some type
        what belongs to no conversation yet.
        """
        self._busy = True
        for chat in self._people:
            self._types(chat)
        await asyncio.sleep(warming)
        await self._until(lambda: self.turns >= rounds * len(STEPS) * len(self._people))

    async def rests(self) -> None:
        """Nobody types any more; returns when everybody is answered."""
        self._busy = False
        await self._until(lambda: not self._asked)
        self.waits.clear()

    async def turns_within(self, seconds: float) -> tuple[int, float]:
        """How many turns come to their end in so many seconds; the seconds it really was."""
        before, began = self.turns, perf_counter()
        await asyncio.sleep(seconds)
        return self.turns - before, perf_counter() - began

    async def at_rate(self, a_second: float, seconds: float) -> list[float]:
        """One after the other types, so many a second; the waits, in seconds, shortest first.

        TimeoutError where somebody is not answered in time.
        """
        began = perf_counter()
        for turn in range(int(a_second * seconds)):
            due = began + turn / a_second
            await asyncio.sleep(max(0.0, due - perf_counter()))
            chat = self._people[turn % len(self._people)]
            await self._until(partial(self._is_answered, chat))
            self._types(chat)
        await self._until(lambda: not self._asked)
        return sorted(self.waits)

    def _is_answered(self, chat: int) -> bool:
        return chat not in self._asked

    async def _until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(_PATIENCE):
            while not holds():
                self._answered.clear()
                await self._answered.wait()
