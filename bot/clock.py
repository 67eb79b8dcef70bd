"""The one place that knows what time it is.

`TUSOI_CLOCK` starts a running clock at another moment (only against loopback servers); the demo's
clock stands still and goes forward only when it is told to.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, UTC."""
        ...


class WallClock:
    """The machine's own time."""

    def now(self) -> datetime:
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
