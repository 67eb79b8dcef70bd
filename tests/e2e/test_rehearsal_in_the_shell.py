"""`tusoi rehearse`: a page, a workbook and a summary; mistakes in one sentence; nothing changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from bot.__main__ import main
from bot.settings import Settings

ROWS = (
    ("Họ và tên", "Chức vụ", "Đơn vị", "Vai trò"),
    ("Bùi Thị Đào", "Trưởng phòng", "Lãnh đạo", "Quản trị"),
    ("Lý Văn Tám", "Chuyên viên", "Tổ Đất đai", "Chuyên viên phụ trách"),
    ("Lý Văn Chín", "Chuyên viên", "Tổ Kinh tế", ""),
)
PLAN = ("--plan", "hoa-cuong-2025", "--roster", "danh-sach.xlsx")


def write(path: Path, rows: tuple[tuple[str, ...], ...]) -> None:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TUSOI_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "danh-sach.xlsx", ROWS)
    return CliRunner()


def rehearse(runner: CliRunner, *arguments: str) -> Result:
    return runner.invoke(main, ["rehearse", *arguments], catch_exceptions=False)


def test_a_plan_and_a_roster_become_a_page_and_a_workbook(runner: CliRunner) -> None:
    told = rehearse(runner, *PLAN, "--to", "2025-10-15", "--out", "out", "--json")
    facts = json.loads(told.stdout)
    assert facts["files"] == ["out/rehearsal.html", "out/rehearsal.xlsx"]
    assert (facts["from"], facts["people"], facts["warnings"]) == ("2025-10-03", 3, [])
    sheet = load_workbook("out/rehearsal.xlsx").worksheets[0]
    assert sheet.max_row == facts["messages"] + 1
    assert "Lý Văn Chín" in Path("out/rehearsal.html").read_text(encoding="utf-8")
    assert oct(Path("out/rehearsal.html").stat().st_mode)[-3:] == "600"
    assert not Path("data").exists()


def test_without_a_folder_it_is_a_summary(runner: CliRunner) -> None:
    told = rehearse(runner, *PLAN, "--to", "2025-10-15")
    assert told.exit_code == 0
    assert "warnings: none" in told.stdout
    assert "busiest day: 2025-10-14" in told.stdout


def test_the_office_as_it_is_is_only_read(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUSOI_CLOCK", "2025-10-06T08:00+07:00")
    monkeypatch.setenv("TUSOI_TELEGRAM_BASE_URL", "http://127.0.0.1:1")
    assert runner.invoke(main, ["init", *PLAN]).exit_code == 0
    before = json.loads(runner.invoke(main, ["status", "--json"]).stdout)
    facts = json.loads(rehearse(runner, "--to", "2025-10-15", "--json").stdout)
    assert (facts["people"], facts["messages"]) == (3, 0)
    assert "3 trên 3 người chưa kết nối" in facts["warnings"][0]
    assert json.loads(runner.invoke(main, ["status", "--json"]).stdout) == before


def test_the_days_off_of_the_offices_own_file_are_kept(
    runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUSOI_DATA_DIR", "data")
    Path("data").mkdir()
    own = Path("data/ngay-nghi.yaml")
    for content, busiest in (("", "2025-10-07"), ("2025-10-07: off\n", "2025-10-06")):
        own.write_text(content, encoding="utf-8")
        facts = json.loads(rehearse(runner, *PLAN, "--to", "2025-10-08", "--json").stdout)
        assert facts["busiest_day"] == busiest
    own.write_text("2025-10-07: off\n2025-10-07: worked\n", encoding="utf-8")
    refused = rehearse(runner, *PLAN, "--to", "2025-10-08")
    assert refused.exit_code == 2
    assert "data/ngay-nghi.yaml, line 2" in refused.output


MISTAKES = {
    "unknown plan": (("--plan", "nobodys", "--roster", "danh-sach.xlsx"), "nobodys"),
    "no roster": (("--plan", "hoa-cuong-2025"), "give both --plan and --roster"),
    "no such file": (("--plan", "hoa-cuong-2025", "--roster", "x.xlsx"), "x.xlsx cannot be read"),
    "to before from": ((*PLAN, "--from", "2026-01-02", "--to", "2026-01-01"), "is before"),
    "too far": ((*PLAN, "--to", "2029-01-01"), "more than 3 years"),
    "no office": ((), "tusoi init"),
    "from of the office": (("--from", "2026-01-01"), "leave out --from"),
    "no folder": ((*PLAN, "--out", "danh-sach.xlsx"), "danh-sach.xlsx cannot be written"),
    "not a day": ((*PLAN, "--from", "tomorrow"), "tomorrow"),
    "not a share": ((*PLAN, "--answering", "101"), "101"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_one_sentence_and_exit_code_2(runner: CliRunner, case: str) -> None:
    arguments, words = MISTAKES[case]
    told = rehearse(runner, *arguments)
    assert told.exit_code == 2
    assert words in told.output
    assert "Traceback" not in told.output


def test_a_roster_with_a_mistake_is_told_as_by_the_import(runner: CliRunner) -> None:
    write(Path("sai.xlsx"), (*ROWS, ("", "Chuyên viên", "Tổ Kinh tế", "")))
    assert runner.invoke(main, ["init"]).exit_code == 0
    imported = runner.invoke(main, ["roster", "import", "sai.xlsx"])
    told = rehearse(runner, "--plan", "hoa-cuong-2025", "--roster", "sai.xlsx")
    assert (told.exit_code, told.output) == (2, imported.output)
    assert "sai.xlsx was not imported" in told.output
