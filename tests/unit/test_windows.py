"""How long after somebody's last message one may write to them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.channels import TELEGRAM, ZALO, ZALO_OA
from domain.windows import Window, window

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (timedelta(0), Window.FREE),
        (timedelta(hours=47, minutes=59), Window.FREE),
        (timedelta(hours=48), Window.PAID),
        (timedelta(days=6, hours=23), Window.PAID),
        (timedelta(days=7), Window.CLOSED),
    ],
)
def test_an_official_account_may_write_for_48_hours_free_and_7_days_paid(
    ago: timedelta, expected: Window
) -> None:
    assert window(ZALO_OA, NOW - ago, NOW) is expected


def test_an_official_account_may_not_write_to_who_never_wrote() -> None:
    assert window(ZALO_OA, None, NOW) is Window.CLOSED


@pytest.mark.parametrize("channel", [TELEGRAM, ZALO])
def test_the_other_channels_know_no_window(channel: str) -> None:
    assert window(channel, None, NOW) is Window.FREE
