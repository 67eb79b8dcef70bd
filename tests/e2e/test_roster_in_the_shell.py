"""The roster from the shell: what the chat points out is pointed out here too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from bot.__main__ import main
from bot.settings import Settings

ROWS = (
    ("Họ và tên", "Chức vụ", "Đơn vị", "Vai trò"),
    ("Bùi Thị Đào", "Chuyên viên", "Tổ Đất đai", "Quản trị, chuyên viên phụ trách"),
    ("Lý Văn Tám", "Chuyên viên", "Tổ Đất đai", ""),
    ("Lý Văn Tám", "Chuyên viên", "Tổ Kinh tế", ""),
)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TUSOI_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    book = Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.save(tmp_path / "danh-sach.xlsx")
    runner = CliRunner()
    assert runner.invoke(main, ["init"]).exit_code == 0
    return runner


def test_two_of_one_name_are_pointed_out(office: CliRunner) -> None:
    told = office.invoke(main, ["roster", "import", "danh-sach.xlsx", "--dry-run", "--json"])
    what = "\n".join(json.loads(told.stdout)["what"])
    assert "Dòng 3, 4: Lý Văn Tám được hiểu là 2 người" in what


def test_codes_of_two_of_one_name_are_told_apart(office: CliRunner) -> None:
    assert office.invoke(main, ["roster", "import", "danh-sach.xlsx"]).exit_code == 0
    told = office.invoke(main, ["codes", "--person", "ly van tam", "--json"])
    posts = [code["post"] for code in json.loads(told.stdout)["codes"]]
    assert posts == ["Chuyên viên, Tổ Đất đai", "Chuyên viên, Tổ Kinh tế"]
