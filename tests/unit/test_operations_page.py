"""docs/operations.md against the command line: what it shows can be typed."""

from __future__ import annotations

import re
import shlex

import pytest

from bot.__main__ import main
from tests.unit.test_readme import ROOT, commands, parsed

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "huong-dan.md").read_text(encoding="utf-8")
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


def test_the_page_types_what_an_operator_needs() -> None:
    assert {w.split()[0] for w in TYPED} >= {"run", "status", "doctor", "backup", "restore"}


def test_every_metric_stands_on_the_page_and_nothing_else_does() -> None:
    source = (ROOT / "bot" / "measuring.py").read_text(encoding="utf-8")
    gauges = set(re.findall(r'_gauge\(\s*"(\w+)"', source))
    counters = {f"{name}_total" for name in re.findall(r'_counter\(\s*"(\w+)"', source)}
    rows = set(re.findall(r"tusoi_(\w+)", "".join(re.findall(r"^\| `tusoi_.+$", PAGE, re.M))))
    assert rows == gauges | counters


@pytest.mark.parametrize("words", re.findall(r"^tusoi (.+)$", GUIDE, re.M))
def test_what_the_guide_types_is_understood(words: str) -> None:
    assert parsed(main, shlex.split(words)) in set(commands(main))


def test_what_the_guide_runs_on_windows_is_there() -> None:
    run = re.findall(r"-File C:\\tusoi\\(\S+)(.*)$", GUIDE, re.M)
    assert run
    for script, words in run:
        text = (ROOT / script.replace("\\", "/")).read_text(encoding="utf-8-sig")
        assert all(f"${name}" in text for name in re.findall(r" -(\w+)", words))
