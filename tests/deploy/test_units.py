"""The systemd units: read by systemd itself where it is installed."""

from __future__ import annotations

import asyncio
import re
import shlex
import shutil
import socket
import subprocess
from configparser import RawConfigParser
from contextlib import suppress
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.pulse import Pulse
from bot.settings import Settings
from bot.watchdog import watched
from tests.unit.test_readme import ROOT, commands, parsed

UNITS = ROOT / "deploy" / "systemd"
ANALYSE = shutil.which("systemd-analyze")


def unit(name: str) -> RawConfigParser:
    read = RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment, method-assign]  # as its documentation shows
    read.read_string((UNITS / name).read_text(encoding="utf-8"))
    return read


def test_a_mistake_of_the_operator_does_not_start_the_service_again_and_again() -> None:
    service = unit("tusoi.service")["Service"]
    assert service["RestartPreventExitStatus"] == "2"
    assert int(service["TimeoutStopSec"]) > 10  # the bot's own limit
    assert service["Type"] == "notify"
    assert "WatchdogSec" in service


@pytest.mark.parametrize("name", ["tusoi.service", "tusoi-backup.service"])
def test_what_a_unit_runs_and_sets_is_known(name: str) -> None:
    text = (UNITS / name).read_text(encoding="utf-8")
    typed = re.findall(r"bin/tusoi ([^'\n]+)", text)
    assert typed
    for words in typed:
        asked = shlex.split(words.replace("$(date +%%F)", "2026-11-21"))
        assert parsed(main, asked) in set(commands(main))
    known = {f"TUSOI_{field.upper()}" for field in Settings.model_fields}
    assert set(re.findall(r"TUSOI_[A-Z_]+", text)) <= known


@pytest.mark.systemd
@pytest.mark.parametrize("name", sorted(path.name for path in UNITS.iterdir()))
def test_systemd_finds_no_fault_in_a_unit(name: str, tmp_path: Path) -> None:
    """With a program that is there, as the real one is not on this machine."""
    for file in UNITS.iterdir():
        text = file.read_text(encoding="utf-8").replace("/srv/tusoi/.venv/bin/tusoi", "/bin/true")
        (tmp_path / file.name).write_text(text.replace("User=tusoi", "User=daemon"))
    command = [str(ANALYSE), "verify", "--recursive-errors=no", str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.anyio
async def test_the_service_manager_hears_that_the_bot_is_ready_alive_and_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hears = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    hears.bind("")  # Linux chooses an abstract address: \0 and five digits
    hears.settimeout(10)
    monkeypatch.setenv("NOTIFY_SOCKET", "@" + hears.getsockname()[1:].decode())
    monkeypatch.setenv("WATCHDOG_USEC", "20000")
    time = 0.0
    pulse = Pulse(lambda: time)
    async with watched(lambda: pulse.is_alive):
        said = [await asyncio.to_thread(hears.recv, 99) for _ in range(3)]
        time = 301.0  # no tick has begun for five minutes
        await asyncio.sleep(0.02)
        waiting(hears)
        await asyncio.sleep(0.05)  # in which twice five beats would come
        assert waiting(hears) == []
    assert said == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
    assert waiting(hears) == [b"STOPPING=1"]
    hears.close()


def waiting(hears: socket.socket) -> list[bytes]:
    """What has been told and not yet been heard."""
    hears.settimeout(0)
    heard = []
    with suppress(BlockingIOError):
        while True:
            heard.append(hears.recv(99))
    return heard
