"""The one place that knows what time it is.

`TUSOI_CLOCK` starts a running clock at another moment (only against loopback servers); the demo's
clock stands still and goes forward only when it is told to.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol

from bot.settings import Settings

log = logging.getLogger("tusoi.clock")

#: A clock that is kept right goes back by less than this.
_SLIGHT = timedelta(seconds=2)


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, UTC."""
        ...


class WallClock:
    """The machine's own time, which never goes back here.

    Where the machine's clock is set back, time goes on at half its speed until that clock has
    caught up: what is due comes late rather than never or twice.
    """

    def __init__(
        self,
        wall: Callable[[], datetime] | None = None,
        steady: Callable[[], float] = monotonic,
    ) -> None:
        self._wall, self._steady = wall or _of_the_machine, steady
        self._last, self._at = self._wall(), steady()
        self._behind = False

    def now(self) -> datetime:
        wall, at = self._wall(), self._steady()
        slowly = self._last + timedelta(seconds=(at - self._at) / 2)
        self._notice(slowly - wall)
        self._last, self._at = max(wall, slowly), at
        return self._last

    def _notice(self, ahead: timedelta) -> None:
        if ahead > _SLIGHT and not self._behind:
            minutes = ahead.total_seconds() / 60
            log.warning("the machine's clock was set back by %.1f minutes; nothing waits", minutes)
        self._behind = ahead > timedelta(0) and (self._behind or ahead > _SLIGHT)


def _of_the_machine() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the edge: everybody else is given the time


class RunningClock:
    """A clock that was set to `start` and runs on from there."""

    def __init__(self, start: datetime) -> None:
        self._start = start.astimezone(UTC)
        self._since = monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=monotonic() - self._since)


class SteppedClock:
    """A clock that stands still between steps, and never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def forward(self, to: datetime) -> None:
        """Go to a later moment; ValueError for an earlier one."""
        if to < self._now:
            raise ValueError("this clock only goes forward")
        self._now = to.astimezone(UTC)


def clock_of(given: Settings) -> Clock:
    """The wall's, unless the settings start another."""
    return RunningClock(given.clock) if given.clock else WallClock()
