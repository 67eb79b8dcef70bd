"""Which tests run where, in which order, and what they share."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import machine
from tests.postgresql_server import running_postgresql

ORDER = ("unit", "transcripts", "storage", "channels", "web", "e2e", "chaos")
#: Their files share what is slow to start (a demo, a browser, a town): one process each.
WHOLE_FILES = ("e2e", "chaos", "bench")

#: A machine that is busy with something else is no mistake of ours.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups after it
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast first: room by room, and what needs the machine last. The browser is the very last:
    once Playwright has begun, its event loop leaves a process no other."""
    items.sort(key=lambda item: (_needs_the_machine(item), _in_a_browser(item), _room(item)))
    for item in items:
        if item.path.parent.name in WHOLE_FILES:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def _in_a_browser(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None


def _needs_the_machine(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(marker) for marker in machine.NEEDS)


def _room(item: pytest.Item) -> int:
    folder = item.path.parent.name
    return ORDER.index(folder) if folder in ORDER else -1


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, need in machine.NEEDS.items():
        if item.get_closest_marker(marker) and (sentence := need.left_out()):
            pytest.skip(sentence)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With TUSOI_TEST_ALL=1 nothing may be left out, for whatever reason."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and machine.everything_demanded():
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"TUSOI_TEST_ALL=1 forbids leaving this out: {reason}"
    return report


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL server of this run's own, for tests marked `postgresql`."""
    with running_postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's Chromium, for tests marked `browser`: Playwright's `executable_path`."""
    path = machine.chromium()
    assert path, "mark the test with @pytest.mark.browser"
    return path
