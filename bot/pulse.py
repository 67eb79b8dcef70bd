"""Whether this process still does its work: its planner comes round and its channels are heard."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

#: Seconds without a tick begun after which the process has lost its way: restart it.
_DEAD = 300.0
#: Seconds without a tick ended, or a poll answered, after which it does not do its work now.
_LATE = 120.0
_NEVER = float("-inf")


class Pulse:
    """Noted by the loops as they come round; `now` is monotonic, in seconds."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._begun = now()
        self._ticked = _NEVER
        self._heard: dict[tuple[str, str], float] = {}

    def tick_begins(self) -> None:
        self._begun = self._now()

    def tick_ends(self) -> None:
        self._ticked = self._now()

    def heard(self, channel: str, bot: str) -> None:
        """The platform has answered a poll, if only that there is nothing."""
        self._heard[channel, bot] = self._now()

    @property
    def is_alive(self) -> bool:
        """False where only a new start helps; a database or a network that is gone is not that."""
        return self._now() - self._begun < _DEAD

    @property
    def since_tick(self) -> float:
        """Seconds since the planner last came to its end; infinite before the first time."""
        return self._now() - self._ticked

    def silence(self, channel: str, bot: str) -> float:
        """Seconds since this bot's platform last answered; infinite before the first time."""
        return self._now() - self._heard.get((channel, bot), _NEVER)

    @staticmethod
    def is_recent(seconds: float) -> bool:
        return seconds < _LATE
