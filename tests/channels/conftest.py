"""Tests marked `anyio` run on asyncio, the loop that the bot uses."""

import pytest


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
