"""Windows, as far as it can be seen from elsewhere: the scripts are read with PowerShell's grammar
and against the command line, and the program is started without what only POSIX has."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path, PureWindowsPath
from typing import cast

import click
import pytest
import tree_sitter_powershell
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sqlalchemy import make_url
from tree_sitter import Language, Node, Parser

from bot.__main__ import main
from bot.settings import Settings
from tests.test_architecture import pins
from tests.unit.test_readme import ROOT, commands, parsed

SCRIPTS = sorted((ROOT / "deploy" / "windows").glob("*.ps1"))
GRAMMAR = Parser(Language(tree_sitter_powershell.language()))


def faults(source: bytes) -> list[str]:
    def within(node: Node) -> list[str]:
        own = [f"line {node.start_point[0] + 1}"] if node.is_error or node.is_missing else []
        return own + [fault for child in node.children for fault in within(child)]

    return within(GRAMMAR.parse(source).root_node)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_powershell_that_windows_reads_as_vietnamese(script: Path) -> None:
    source = script.read_bytes()
    assert source.startswith(b"\xef\xbb\xbf"), "PowerShell 5.1 takes it for the local code page"
    assert source.count(b"\n") == source.count(b"\r\n")
    assert faults(source.removeprefix(b"\xef\xbb\xbf")) == []


def test_a_broken_script_would_be_found() -> None:
    assert faults(b"if ($a { Write-Host 'b' }")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_what_a_script_asks_of_tusoi_is_understood(script: Path) -> None:
    """The variables stand for a path each; `@with` for options that are looked at below."""
    text = script.read_text(encoding="utf-8-sig")
    typed = re.findall(r"\$program`?\"* ([a-z][^\r\n|]*?)(?: >>.*|\")?\r?$", text, re.M)
    assert typed, "it calls nothing"
    for words in typed:
        asked = [re.sub(r"^\$\w+$", "tep.xlsx", word) for word in shlex.split(words)]
        asked = [word for word in asked if word != "@with"]
        assert parsed(main, asked) in set(commands(main))
    for name in re.findall(r"'(--[a-z-]+)', \$", text):
        assert parsed(main, ["init", name, "tep"]) == ("init",)
    known = {f"TUSOI_{field.upper()}" for field in Settings.model_fields} | {
        "TUSOI_BACKUP_PASSPHRASE"
    }
    assert set(re.findall(r"TUSOI_[A-Z_]+", text)) <= known


def test_the_scripts_know_each_other_and_the_project() -> None:
    install = SCRIPTS[1].read_text(encoding="utf-8-sig")
    assert {"run.ps1", "backup.ps1"} == set(re.findall(r"'(\w+\.ps1)'", install))
    named = re.findall(r"'((?:requirements|locales)\\[^']+)'", install)
    assert named
    assert all([*ROOT.glob(name.replace("\\", "/"))] for name in named)
    assert "--require-hashes" in install


def test_what_is_installed_there_is_complete() -> None:
    """Packages are installed without looking at what they need: the lock has to hold all of it."""
    windows = {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "extra": "",
    }
    locked = {canonicalize_name(name) for name in pins("run")}
    needed = [Requirement(line) for name in locked for line in requires(name) or ()]
    there = [need for need in needed if need.marker is None or need.marker.evaluate(windows)]
    assert len(there) > len(locked) / 2
    assert {canonicalize_name(need.name) for need in there} - locked == set()


_HIDDEN = ("fcntl", "pwd", "grp", "termios", "resource", "_posixsubprocess", "uvloop")

#: What others made may ask what system it is on: it is loaded before the question is answered
#: otherwise. Ours is not.
_AS_ON_WINDOWS = f"""
import fcntl, sys, types
import asyncio, subprocess, aiohttp, apscheduler.schedulers.asyncio, click, cryptography.fernet
import multiprocessing.connection, concurrent.futures.process, sqlmodel, telegram.ext, uvicorn
import starlette.applications, prometheus_client, alembic.command, docx, docxtpl, openpyxl, segno
import resvg_py, pydantic_settings

def locking(file, mode, length):
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise PermissionError(13, "Permission denied") from None

windows = types.ModuleType("msvcrt")
windows.locking, windows.LK_NBLCK = locking, 2
sys.modules["msvcrt"] = windows
for name in {_HIDDEN!r}:
    sys.modules[name] = None
sys.platform = "win32"
"""

_ALL_OF_IT = """
from importlib import import_module
from pathlib import Path
for room in ("bot", "web", "scheduler", "handlers", "reports", "storage", "directives", "domain"):
    for file in sorted(Path(room).rglob("*.py")):
        if "migrations" not in file.parts and file.name != "__main__.py":
            import_module(".".join(file.with_suffix("").parts).removesuffix(".__init__"))
"""

_ONE_PROCESS = """
from sqlalchemy import create_engine
from storage.one_process import AlreadyRunning, claim
engine = create_engine("sqlite:///" + sys.argv[1])
release = claim(engine)
try:
    claim(engine)
except AlreadyRunning:
    release()
    claim(engine)()
    print("one at a time")
"""


def as_on_windows(code: str, *words: str) -> str:
    command = [sys.executable, "-c", _AS_ON_WINDOWS + code, *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_module_loads_without_what_only_posix_has() -> None:
    as_on_windows(_ALL_OF_IT)


def test_only_one_process_runs_on_a_database_there_too(tmp_path: Path) -> None:
    assert as_on_windows(_ONE_PROCESS, str(tmp_path / "tusoi.db")) == "one at a time\n"


def test_a_data_folder_of_windows_makes_a_database_url() -> None:
    folder = PureWindowsPath(r"C:\ProgramData\Tự soi")
    given = Settings.model_construct(database_url="", data_dir=cast("Path", folder))
    assert make_url(given.database).database == r"C:\ProgramData\Tự soi\tusoi.db"


def test_settings_that_the_editor_of_windows_has_saved_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("TUSOI_TIMEZONE=Asia/Tokyo\r\n", encoding="utf-8-sig")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TUSOI_TIMEZONE", raising=False)
    assert Settings().timezone == "Asia/Tokyo"


def test_an_option_that_the_command_line_lost_would_be_found() -> None:
    with pytest.raises(click.UsageError):
        parsed(main, ["backup", "--forced", "tep"])
