"""An office on each database that tusoi can live on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office import SmallOffice


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def any_url(request: pytest.FixtureRequest) -> str:
    """The URL of an SQLite in memory, and of a PostgreSQL."""
    if request.param == "sqlite":
        return "sqlite://"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def office(any_url: str) -> Iterator[SmallOffice]:
    small = SmallOffice(url=any_url)
    yield small
    small.database.close()
