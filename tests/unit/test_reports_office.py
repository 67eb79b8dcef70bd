"""What LibreOffice makes of our files: the pages that come out of a printer."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from domain.enrolment import Entrance
from domain.text import verbatim
from reports.code_sheet import CodeCard, code_sheet
from reports.documents import registration_forms
from reports.roster_template import roster_template
from reports.workbook import completion_workbook
from tests import machine
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

Printed = Callable[[bytes, str], list[str]]


@pytest.fixture
def printed(tmp_path: Path) -> Printed:
    """A file as LibreOffice prints it: the text of each page."""

    def pages(content: bytes, name: str) -> list[str]:
        source = tmp_path / name
        source.write_bytes(content)
        run(
            machine.program("soffice"),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", tmp_path, source),
        )
        pdf = source.with_suffix(".pdf")
        sizes = run(machine.program("pdfinfo"), "-f", 1, "-l", 999, pdf)
        assert sizes.count(" rot: ") == sizes.count("(A4)") > 0
        text = run(machine.program("pdftotext"), "-layout", pdf, "-")
        return text.split("\f")[:-1]

    return pages


def run(program: Path | None, *arguments: object) -> str:
    assert program, "mark the test with @pytest.mark.office"
    command = [str(program), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def test_a_usual_form_takes_one_page_a_copy(printed: Printed) -> None:
    pages = printed(registration_forms([form(person(n)) for n in range(3)], vietnamese), "f.docx")
    assert len(pages) == 6
    for page in pages:
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
        assert "NGƯỜI ĐĂNG KÝ" in page


def test_a_long_form_goes_on_to_a_numbered_page_and_ends_with_both_signatures(
    printed: Printed,
) -> None:
    long = replace(TASK, task="Nhiệm vụ rất dài. " * 160)
    pages = printed(registration_forms([form(person(1), long)], vietnamese), "long.docx")
    assert len(pages) == 4
    first, second = pages[:2]
    assert second.split()[0] == "2"
    assert first.split()[0] != "1"
    assert "NGƯỜI ĐĂNG KÝ" in second
    assert second.index("NGƯỜI ĐĂNG KÝ") < second.rindex(person(1).full_name)


DEEP = "https://t.me/van_phong_phuong_mau_tu_soi_bot?start=aVeryLongTokenOf24Signs"


def test_eight_codes_fit_a_page(printed: Printed) -> None:
    cards = [
        CodeCard(
            f"{person(n).full_name} {n}",
            "Phó Trưởng phòng phụ trách hạ tầng kỹ thuật đô thị, Lãnh đạo phòng",
            f"48291{n}",
            (
                Entrance(
                    verbatim("Zalo, bot 2"), "https://zalo.me/van_phong_phuong_mau_tu_soi_bot"
                ),
                Entrance(verbatim("Telegram"), f"{DEEP}{n}"),
            )[: 1 + n % 2],
            AS_OF,
        )
        for n in range(8)
    ]
    pages = printed(code_sheet(cards, vietnamese, AS_OF), "codes.docx")
    assert len(pages) == 1
    assert pages[0].count("3. ") == 8


def test_a_workbook_is_as_wide_as_its_pages(printed: Printed) -> None:
    tables = [table(MOST_DONE), table(EVERY_STANDING, period=SELF_CHECK, title="Tự soi")]
    pages = printed(completion_workbook(tables, vietnamese, ZONE), "done.xlsx")
    assert len(pages) == 4  # the summary, the registration, the self-check on two
    names = {line.person.full_name for duty in tables for line in duty.lines}
    assert all(any(name in page for page in pages[1:]) for name in names)


def test_the_roster_to_fill_in_and_its_guide_take_a_page_each(printed: Printed) -> None:
    assert len(printed(roster_template(vietnamese), "roster.xlsx")) == 2
