"""What LibreOffice makes of our files: the pages that come out of a printer."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from domain.enrolment import Entrance
from domain.text import verbatim
from reports.code_sheet import CodeCard, code_sheet
from reports.cover_report import cover_report
from reports.documents import registration_forms
from reports.notice import notice
from reports.results_report import results_report
from reports.roster_template import roster_template
from reports.summary_table import summary_document, summary_workbook
from reports.workbook import completion_workbook
from tests import machine
from tests.unit.official_samples import INTRODUCED, PARTY, STATE, registrations, year
from tests.unit.reports_samples import (
    AS_OF,
    EVERY_STANDING,
    MOST_DONE,
    SELF_CHECK,
    TASK,
    ZONE,
    form,
    person,
    table,
    vietnamese,
)

pytestmark = pytest.mark.office

Pages = list[str]
DEEP = "https://t.me/van_phong_phuong_mau_tu_soi_bot?start=aVeryLongTokenOf24Signs"
LONG = replace(TASK, task="Nhiệm vụ rất dài. " * 160)


def code_cards() -> list[CodeCard]:
    """With the longest names and links there are, on one way in or two."""
    ways = (
        Entrance(verbatim("Zalo, bot 2"), "https://zalo.me/van_phong_phuong_mau_tu_soi_bot"),
        Entrance(verbatim("Telegram"), DEEP),
    )
    post = "Phó Trưởng phòng phụ trách hạ tầng kỹ thuật đô thị, Lãnh đạo phòng"
    return [
        CodeCard(f"{person(n).full_name} {n}", post, f"48291{n}", ways[: 1 + n % 2], AS_OF)
        for n in range(8)
    ]


CHECKED = table(EVERY_STANDING, period=SELF_CHECK, title="Tự soi")


def everything() -> dict[str, bytes]:
    """All that is printed, by the name of its file."""
    return {
        "forms.docx": registration_forms([form(person(n)) for n in range(3)], vietnamese),
        "long.docx": registration_forms([form(person(1), LONG)], vietnamese),
        "codes.docx": code_sheet(code_cards(), vietnamese, AS_OF),
        "done.xlsx": completion_workbook([table(MOST_DONE), CHECKED], vietnamese, ZONE),
        "roster.xlsx": roster_template(vietnamese),
        "sheet.xlsx": summary_workbook(registrations(), vietnamese),
        **{
            f"{name}-{body}.docx": content
            for body, issued in (("state", STATE), ("party", PARTY))
            for name, content in {
                "cover": cover_report(registrations(), issued, vietnamese),
                "summary": summary_document(registrations(), issued, vietnamese),
                "results": results_report(year(), issued, vietnamese),
                "notice": notice(INTRODUCED, issued, vietnamese),
            }.items()
        },
    }


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pages]:
    """All of them as LibreOffice prints them, in one run: the text of each page."""
    folder = tmp_path_factory.mktemp("printed")
    files = everything()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    run(
        machine.program("soffice"),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--convert-to", "pdf", "--outdir", folder),
        *(folder / name for name in files),
    )
    return {name: pages_of((folder / name).with_suffix(".pdf")) for name in files}


def pages_of(pdf: Path) -> Pages:
    sizes = run(machine.program("pdfinfo"), "-f", 1, "-l", 999, pdf)
    assert sizes.count(" rot: ") == sizes.count("(A4)") > 0
    return run(machine.program("pdftotext"), "-layout", pdf, "-").split("\f")[:-1]


def run(program: Path | None, *arguments: object) -> str:
    assert program, "mark the test with @pytest.mark.office"
    command = [str(program), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=180).stdout


def test_a_usual_form_takes_one_page_a_copy(printed: dict[str, Pages]) -> None:
    pages = printed["forms.docx"]
    assert len(pages) == 6
    for page in pages:
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
        assert "NGƯỜI ĐĂNG KÝ" in page


def test_a_long_form_goes_on_to_a_numbered_page_and_ends_with_both_signatures(
    printed: dict[str, Pages],
) -> None:
    pages = printed["long.docx"]
    assert len(pages) == 4
    first, second = pages[:2]
    assert second.split()[0] == "2"
    assert first.split()[0] != "1"
    assert "NGƯỜI ĐĂNG KÝ" in second
    assert second.index("NGƯỜI ĐĂNG KÝ") < second.rindex(person(1).full_name)


def test_eight_codes_fit_a_page(printed: dict[str, Pages]) -> None:
    pages = printed["codes.docx"]
    assert len(pages) == 1
    assert pages[0].count("3. ") == 8


def test_a_workbook_is_as_wide_as_its_pages(printed: dict[str, Pages]) -> None:
    pages = printed["done.xlsx"]
    assert len(pages) == 4  # the summary, the registration, the self-check on two
    names = {line.person.full_name for duty in (table(MOST_DONE), CHECKED) for line in duty.lines}
    assert all(any(name in page for page in pages[1:]) for name in names)


def test_the_roster_to_fill_in_and_its_guide_take_a_page_each(printed: dict[str, Pages]) -> None:
    assert len(printed["roster.xlsx"]) == 2


def test_a_report_numbers_its_pages_from_the_second_and_its_annex_begins_anew(
    printed: dict[str, Pages],
) -> None:
    first, second, annex = printed["cover-state.docx"]
    assert first.split()[0] != "1"
    assert second.split()[0] == "2"
    assert "Nơi nhận:" in second
    assert annex.split()[:2] == ["PHỤ", "LỤC"]


def test_the_summary_table_repeats_its_heading_on_every_page(printed: dict[str, Pages]) -> None:
    pages = printed["summary-state.docx"]
    assert len(pages) > 2
    assert all("Họ và tên" in page for page in pages[:-1])
    assert "NGƯỜI LẬP BIỂU" in pages[-1]
    assert all("Họ và tên" in page for page in printed["sheet.xlsx"])


@pytest.mark.parametrize("name", ["cover", "summary", "results", "notice"])
def test_both_layouts_print_their_own_heads(printed: dict[str, Pages], name: str) -> None:
    state, party = (printed[f"{name}-{body}.docx"] for body in ("state", "party"))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in state[0]
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in party[0]
    assert "CỘNG HÒA" not in party[0]
