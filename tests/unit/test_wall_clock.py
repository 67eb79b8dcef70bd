"""The machine's clock is set back: time here goes on."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import WallClock

NINE = datetime(2025, 10, 28, 9, tzinfo=UTC)


class Machine:
    def __init__(self) -> None:
        self.time = NINE

    def __call__(self) -> datetime:
        return self.time


def test_it_tells_the_machines_time() -> None:
    machine = Machine()
    clock = WallClock(machine)
    machine.time += timedelta(hours=1)
    assert clock.now() == NINE + timedelta(hours=1)


def test_set_back_an_hour_it_goes_on_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    machine = Machine()
    clock = WallClock(machine)
    machine.time -= timedelta(hours=1)
    told = [clock.now() for _ in range(5)]
    assert told == sorted(told)
    assert NINE < told[0] < NINE + timedelta(minutes=1)
    (line,) = caplog.records
    assert line.levelno == logging.WARNING
    assert line.getMessage() == "the machine's clock was set back by 60.0 minutes; nothing waits"


def test_once_the_machine_has_caught_up_they_agree_again() -> None:
    machine = Machine()
    clock = WallClock(machine)
    machine.time -= timedelta(hours=1)
    clock.now()
    machine.time += timedelta(hours=3)
    assert clock.now() == machine.time


def test_a_clock_that_is_kept_right_is_no_news(caplog: pytest.LogCaptureFixture) -> None:
    machine = Machine()
    clock = WallClock(machine)
    machine.time -= timedelta(milliseconds=300)
    assert clock.now() >= NINE
    assert caplog.records == []
