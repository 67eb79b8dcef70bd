"""Telegram's patience: how many messages it takes before it answers 429, in real time."""

import math
import time

from bot.sandbox.limits import Rate
from bot.sandbox.wire import too_many


class Bucket:
    """Refills at a steady rate up to its size; each message takes one."""

    def __init__(self, per_second: float, size: float) -> None:
        self._per_second = per_second
        self._size = size
        self._level = size
        self._at = time.monotonic()

    def wait(self) -> float:
        """Seconds until one can be taken; 0 when it can be taken now."""
        now = time.monotonic()
        self._level = min(self._size, self._level + (now - self._at) * self._per_second)
        self._at = now
        return max(0.0, (1 - self._level) / self._per_second)

    def take(self) -> None:
        """Take one."""
        self._level -= 1


class Pace:
    """One bucket for the bot and one for each chat."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._overall = Bucket(rate.overall_per_second, rate.overall_per_second)
        self._chats: dict[object, Bucket] = {}

    def admit(self, chat_id: object) -> None:
        """Let one message pass, or raise Refusal (429) with the seconds to wait."""
        fresh = Bucket(self._rate.chat_per_second, self._rate.chat_burst)
        chat = self._chats.setdefault(chat_id, fresh)
        wait = max(self._overall.wait(), chat.wait())
        if wait > 0:
            raise too_many(math.ceil(wait))
        self._overall.take()
        chat.take()
