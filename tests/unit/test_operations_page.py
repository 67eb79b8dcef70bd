"""docs/operations.md against the command line: what it shows can be typed."""

from __future__ import annotations

import re
import shlex
from configparser import RawConfigParser

import pytest

from bot.__main__ import main
from tests.unit.test_readme import ROOT, commands, parsed

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
UNITS = dict(re.findall(r"`/etc/systemd/system/(\S+)`:\n\n```ini\n(.+?)```", PAGE, re.DOTALL))
TYPED = re.findall(
    r"(?:^|[ /])tusoi ((?:backup|restore|run|status|doctor|init|rehearse)[^'`\n]*)", PAGE, re.M
)


@pytest.mark.parametrize(
    "words", [w for w in TYPED if not w.startswith(("backup needs", "restore of"))]
)
def test_what_the_page_types_is_understood(words: str) -> None:
    typed = shlex.split(words.replace("$(date +%%F)", "2026-11-21"))
    if typed in (["backup"], ["restore"]):
        return  # the command is spoken of, not typed
    assert parsed(main, typed) in set(commands(main))


def test_the_page_shows_a_service_and_a_timer() -> None:
    assert sorted(UNITS) == ["tusoi-backup.service", "tusoi-backup.timer", "tusoi.service"]
    assert {w.split()[0] for w in TYPED} >= {"run", "status", "doctor", "backup", "restore"}


def unit(name: str) -> RawConfigParser:
    read = RawConfigParser(strict=True)
    read.optionxform = str  # type: ignore[assignment, method-assign]  # as its documentation shows
    read.read_string(UNITS[name])
    return read


def test_a_mistake_of_the_operator_does_not_start_the_service_again_and_again() -> None:
    service = unit("tusoi.service")["Service"]
    assert service["RestartPreventExitStatus"] == "2"
    assert int(service["TimeoutStopSec"]) > 10  # the bot's own limit
    assert service["ReadWritePaths"] == f"{service['WorkingDirectory']}/data"
