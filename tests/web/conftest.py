"""A small office and its pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.types import ASGIApp

from tests.office import SmallOffice
from tests.web.visiting import site_of


@pytest.fixture
def office() -> Iterator[SmallOffice]:
    small = SmallOffice()
    yield small
    small.database.close()


@pytest.fixture
def app(office: SmallOffice) -> ASGIApp:
    return site_of(office)
