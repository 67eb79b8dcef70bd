"""What the machine lacks is installed or named, and what it has works."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.machine import NEEDS, Need, prepare

pytest_plugins = "pytester"


class Debian:
    """Remembers what it was asked for; a package is there once it has been installed."""

    def __init__(self, returncode: int = 0) -> None:
        self.returncode = returncode
        self.commands: list[list[str]] = []

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        self.commands.append(command)
        return subprocess.CompletedProcess(command, self.returncode, "", "E: no such package")

    def has(self, package: str) -> bool:
        return not self.returncode and any(package in command for command in self.commands)


def needs_of(debian: Debian) -> list[Need]:
    return [
        Need("office", {"there": lambda: True, "writer": lambda: debian.has("writer")}),
        Need("browser", {"browser": lambda: debian.has("browser")}),
    ]


def test_only_what_is_missing_is_installed_after_an_update() -> None:
    debian = Debian()
    assert prepare(needs_of(debian), may_install=True, run=debian.run) == []
    update, install = debian.commands
    assert update[-1] == "update"
    assert install[-3:] == ["install", "writer", "browser"]


def test_without_the_right_to_install_the_missing_is_named_with_the_way_to_get_it() -> None:
    debian = Debian()
    left_out = prepare(needs_of(debian), may_install=False, run=debian.run)
    assert left_out == [
        "office tests left out; on Debian: apt-get install writer",
        "browser tests left out; on Debian: apt-get install browser",
    ]
    assert debian.commands == []


def test_a_failed_installation_says_why_and_what_is_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    debian = Debian(returncode=100)
    assert len(prepare(needs_of(debian), may_install=True, run=debian.run)) == 2
    assert "no such package" in capsys.readouterr().err


def test_nothing_is_installed_when_nothing_is_missing() -> None:
    debian = Debian()
    assert prepare([Need("a", {"b": lambda: True})], may_install=True, run=debian.run) == []
    assert debian.commands == []


def test_every_need_is_a_marker_of_pytest(pytestconfig: pytest.Config) -> None:
    declared = {line.split(":")[0] for line in pytestconfig.getini("markers")}
    assert set(NEEDS) <= declared


@pytest.mark.parametrize(
    ("demanded", "outcome"), [("0", {"passed": 1, "skipped": 1}), ("1", {"passed": 1, "errors": 1})]
)
def test_leaving_a_test_out_is_a_failure_only_where_everything_is_demanded(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    demanded: str,
    outcome: dict[str, int],
) -> None:
    monkeypatch.setenv("TUSOI_TEST_ALL", demanded)
    monkeypatch.setitem(NEEDS, "browser", Need("browser", {"chromium": lambda: None}))
    pytester.makeconftest(
        "from tests.conftest import pytest_runtest_setup, pytest_runtest_makereport"
    )
    pytester.makepyfile(
        "import pytest\n\n"
        "def test_that_needs_nothing(): ...\n\n"
        "@pytest.mark.browser\n"
        "def test_that_needs_a_browser(): raise AssertionError\n"
    )
    result = pytester.runpytest_inprocess("-rsf")
    result.assert_outcomes(**outcome)
    result.stdout.fnmatch_lines(["*apt-get install chromium*"])


@pytest.mark.postgresql
def test_the_postgresql_of_the_tests_answers(postgresql_url: str) -> None:
    with create_engine(postgresql_url).connect() as connection:
        assert connection.scalar(text("select 'tự soi'")) == "tự soi"


@pytest.mark.browser
def test_the_chromium_of_the_tests_is_a_program(chromium: Path) -> None:
    answer = subprocess.run([chromium, "--version"], capture_output=True, text=True, check=True)
    assert "Chrom" in answer.stdout
