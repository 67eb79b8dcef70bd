"""`tusoi` as somebody has it at the shell, in a folder of its own, and an office set up there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from bot.sandbox.office import demo_roster
from bot.settings import Settings

Tusoi: TypeAlias = Callable[..., Result]


def tusoi_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Tusoi:
    """Without whatever is set where the tests run; a roster lies there, and a text."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TUSOI_{name.upper()}", raising=False)
    monkeypatch.chdir(folder)
    Path("danh-sach.xlsx").write_bytes(_roster())
    Path("tin.txt").write_text("Họp lúc 14 giờ thứ Sáu.", encoding="utf-8")

    def run(*arguments: str, **environment: str) -> Result:
        return CliRunner().invoke(main, arguments, env=environment)

    return run


@cache
def _roster() -> bytes:
    return demo_roster()


def office_kept(kept: Path, set_up: Callable[[], None]) -> None:
    """The data that `set_up` leaves in this folder; what it left the first time is copied."""
    if kept.exists():
        shutil.copytree(kept, "data")
        return
    set_up()
    shutil.copytree("data", kept)
