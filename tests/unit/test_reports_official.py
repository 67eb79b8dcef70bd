"""What the office issues: its figures, its page by Decree 30/2020 or Guidance 36-HD/VPTW."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook

from domain.apology import Addressee, LetterCounts
from domain.completion import Completion
from domain.registration import ReviewState
from domain.reporting import Registrations
from domain.work import Outcome, TaskResult
from reports import official_words as official
from reports.apology_letter import apology_letter
from reports.cover_report import cover_report
from reports.notice import Introduced, notice
from reports.results_report import results_report
from reports.summary_table import summary_document, summary_workbook
from tests.unit.official_samples import INTRODUCED, LETTER, PARTY, STATE, registrations, year
from tests.unit.reports_samples import AS_OF, TASK, english, person, table, vietnamese

BODIES = {"state": STATE, "party": PARTY}
NAMES = ("cover", "summary", "results", "notice", "apology")
EACH = [(name, body) for name in NAMES for body in BODIES]


def make(name: str, body: str) -> bytes:
    """All that is printed on the office's page, in both layouts."""
    issued = BODIES[body]
    match name:
        case "cover":
            return cover_report(registrations(), issued, vietnamese)
        case "summary":
            return summary_document(registrations(), issued, vietnamese)
        case "results":
            return results_report(year(), issued, vietnamese)
        case "apology":
            return apology_letter(LETTER, issued, vietnamese)
        case _:
            return notice(INTRODUCED, issued, vietnamese)


made = cache(make)


def opened(content: bytes) -> DocumentObject:
    return Document(BytesIO(content))


def paragraphs(document: DocumentObject) -> list[Paragraph]:
    return [Paragraph(p, document) for p in document.element.body.iter(qn("w:p"))]


def words(document: DocumentObject) -> list[str]:
    return [p.text for p in paragraphs(document) if p.text]


def look(document: DocumentObject, text: str) -> tuple[float, bool, bool]:
    """Size, bold, italic of the paragraph with that text."""
    font = next(p for p in paragraphs(document) if p.text == text).runs[0].font
    return (font.size or Pt(0)).pt, bool(font.bold), bool(font.italic)


def rows(table_: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table_.rows]


def mm(length: Length | None) -> float:
    return round(float(Length(length or 0).mm), 1)


@pytest.mark.parametrize(("name", "body"), EACH)
def test_every_page_has_the_paper_the_margins_and_the_letters_that_are_asked(
    name: str, body: str
) -> None:
    document = opened(made(name, body))
    for section in document.sections:
        assert {mm(section.page_width), mm(section.page_height)} == {210, 297}
        assert 20 <= mm(section.top_margin) <= 25
        assert 20 <= mm(section.bottom_margin) <= 25
        assert 30 <= mm(section.left_margin) <= 35
        assert 15 <= mm(section.right_margin) <= 20
    normal = document.styles["Normal"].element.rPr.rFonts
    assert {normal.get(qn(f"w:{x}")) for x in ("ascii", "hAnsi", "cs")} == {"Times New Roman"}
    assert all(run.font.name is None for p in paragraphs(document) for run in p.runs)
    sizes = {
        (run.font.size or Pt(12)).pt for p in paragraphs(document) for run in p.runs if run.text
    }
    assert min(sizes) >= 11
    assert max(sizes) <= 16


@pytest.mark.parametrize(("name", "body"), EACH)
def test_pages_are_numbered_above_in_the_middle_but_not_the_first(name: str, body: str) -> None:
    for section in opened(made(name, body)).sections:
        assert section.different_first_page_header_footer
        number = section.header.paragraphs[0]
        assert "PAGE" in number._p.xml
        assert number.alignment is WD_ALIGN_PARAGRAPH.CENTER
        assert number.runs[0].font.size in {Pt(13), Pt(14)}
        assert section.first_page_header.paragraphs[0].text == ""


@pytest.mark.parametrize("name", NAMES)
def test_the_states_page_begins_with_the_nation_and_the_motto(name: str) -> None:
    document = opened(made(name, "state"))
    assert look(document, official.NATIONAL_NAME) == (12, True, False)
    assert look(document, official.MOTTO) == (13, True, False)
    assert look(document, "UBND PHƯỜNG MẪU") == (12, False, False)
    assert look(document, "PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ") == (12, True, False)
    assert look(document, "Phường Mẫu, ngày …… tháng …… năm 2025") == (13, False, True)
    assert official.PARTY_NAME not in words(document)


@pytest.mark.parametrize("name", NAMES)
def test_the_partys_page_begins_with_its_name_and_the_star(name: str) -> None:
    document = opened(made(name, "party"))
    assert look(document, official.PARTY_NAME) == (15, True, False)
    assert look(document, "ĐẢNG BỘ THÀNH PHỐ MẪU") == (14, False, False)
    assert look(document, "ĐẢNG ỦY PHƯỜNG MẪU") == (14, True, False)
    assert look(document, official.STAR) == (14, False, False)
    assert look(document, "Mẫu, ngày …… tháng …… năm 2025") == (14, False, True)
    assert official.NATIONAL_NAME not in words(document)
    assert official.STROKES in words(document)


def test_recipients_and_signature_are_those_of_each_layout() -> None:
    state, party = (opened(made("cover", body)) for body in ("state", "party"))
    assert look(state, official.RECIPIENTS) == (12, True, True)
    assert look(state, "- Lưu: VT.") == (11, False, False)
    assert {"KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG", "Lương Hữu Thước"} <= {*words(state)}
    assert look(party, official.RECIPIENTS) == (14, False, False)
    assert look(party, "- Lưu VP.") == (12, False, False)
    assert {"T/M BAN THƯỜNG VỤ", "BÍ THƯ"} <= {*words(party)}


def test_the_number_names_the_type_and_leaves_the_rest_to_the_clerk() -> None:
    assert "Số: …………/BC-…………" in words(opened(made("cover", "state")))
    assert "Số …………-BC/…………" in words(opened(made("cover", "party")))
    assert "Số: …………/TB-…………" in words(opened(made("notice", "state")))


@pytest.mark.parametrize(("name", "body"), EACH)
def test_the_same_figures_give_the_same_bytes(name: str, body: str) -> None:
    assert make(name, body) == made(name, body)


@pytest.mark.parametrize("name", NAMES[:3])
def test_every_report_says_as_of_when(name: str) -> None:
    moment = "9 giờ 00 ngày 05/01/2026" if name == "results" else "16 giờ 30 ngày 10/10/2025"
    assert any(f"ố liệu tính đến {moment}" in line for line in words(opened(made(name, "state"))))


def test_the_cover_report_counts_who_registered_how() -> None:
    document = opened(cover_report(registrations(), STATE, english))
    assert rows(document.tables[1]) == [
        ["Content", "People", "Share"],
        ["Have to register", "45", "100.0%"],
        ["Have registered", "41", "91.1%"],
        ["of these: on paper", "2", "4.4%"],
        ["of these: after the deadline", "1", "2.2%"],
        ["Have not registered", "4", "8.9%"],
        ["of these: on leave", "1", "2.2%"],
    ]


def test_its_annex_names_who_is_missing_and_not_how_they_can_be_reached() -> None:
    document = opened(made("cover", "state"))
    assert len(document.sections) == 2
    annex = rows(document.tables[-1])
    missing = registrations().missing
    assert [row[1] for row in annex[1:]] == [who.full_name for who in missing]
    assert "chặn" not in " ".join(words(document))


def test_who_was_given_more_time_is_counted_and_told_until_when() -> None:
    found = registrations()
    later = replace(found.people.period, due=AS_OF + timedelta(days=5))
    who = found.missing[0]
    lines = tuple(
        replace(line, own=later) if line.person == who else line for line in found.people.lines
    )
    given = replace(found, people=replace(found.people, lines=lines))
    document = opened(cover_report(given, STATE, english))
    assert rows(document.tables[1])[-1][:2] == ["of these: given more time", "1"]
    notes = {row[1]: row[4] for row in rows(document.tables[-1])}
    assert "has time until 16:30 on 15/10/2025" in notes[who.full_name]


def test_without_anybody_missing_there_is_no_annex() -> None:
    done = table({Completion.DONE: 5})
    found = Registrations(done, (), 2025, date(2025, 10, 10))
    document = opened(cover_report(found, STATE, vietnamese))
    assert len(document.sections) == 1
    assert official.ANNEX not in words(document)


def test_judgement_is_left_open_and_marked() -> None:
    for name in ("cover", "results"):
        open_ = [
            run.text
            for p in paragraphs(opened(made(name, "state")))
            for run in p.runs
            if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
        ]
        assert open_
        assert all(text.startswith("[… người viết") and text.endswith("…]") for text in open_)


def test_the_summary_table_lists_the_office_then_everyone_by_given_name() -> None:
    document = opened(summary_document(registrations(), STATE, vietnamese))
    listed = rows(document.tables[1])
    assert listed[0][:5] == ["STT", "Họ và tên", "Chức vụ", "Đơn vị", "Nhiệm vụ đăng ký"]
    assert listed[1][1] == "Tập thể phòng"
    given = [row[1].split()[-1] for row in listed[2:]]
    assert given == sorted(given, key=["Ánh", "Duyên", "Kỳ", "Lễ", "Nghĩa", "Thủy", "Ưu"].index)
    assert [row[0] for row in listed[1:]] == [str(n) for n in range(1, 43)]
    assert sum("(theo bản giấy đã nộp)" in row for row in listed) == 2


def test_the_heading_of_a_long_table_stands_on_every_page_and_no_row_is_torn() -> None:
    grid = opened(made("summary", "state")).tables[1]
    headings = [row._tr.find(".//" + qn("w:tblHeader")) is not None for row in grid.rows]
    assert headings == [True] + [False] * 42
    assert all(row._tr.find(".//" + qn("w:cantSplit")) is not None for row in grid.rows)
    assert opened(made("summary", "state")).sections[0].orientation == WD_ORIENT.LANDSCAPE


def test_progress_and_note_say_what_is_known_and_nothing_else() -> None:
    line = replace(registrations().tasks[0])
    assert line.revision is not None
    returned = replace(line.revision, state=ReviewState.RETURNED, late=True)
    lines = (
        replace(line, revision=returned),
        replace(line, person=person(1), result=TaskResult(Outcome.PARTLY, "x", AS_OF)),
    )
    nobody = table({Completion.DONE: 1})
    for today, stand in ((TASK.due, "Being done"), (date(2026, 1, 1), "Due, no result given yet")):
        found = Registrations(nobody, lines, 2025, today)
        made = rows(opened(summary_document(found, STATE, english)).tables[1])
        told = {row[8]: row[9] for row in made[1:]}
        assert told[stand].startswith("sent late; asked to complete")
        assert "Partly done" in told


HOSTILE = '=HYPERLINK("http://x","y")'


def test_a_formula_in_a_name_or_a_task_stays_text_in_the_sheet() -> None:
    task = replace(TASK, task=HOSTILE, person="+1+1", product="@SUM(A1)")
    found = registrations(task)
    lines = [replace(x, person=replace(x.person, full_name="=1+1 Ưu")) for x in found.tasks]
    book = load_workbook(BytesIO(summary_workbook(replace(found, tasks=tuple(lines)), vietnamese)))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    typed = [cell for cell in cells if str(cell.value).startswith(("=", "+", "@"))]
    assert {cell.value for cell in typed} == {HOSTILE, "+1+1", "@SUM(A1)", "=1+1 Ưu"}
    assert {(cell.data_type, cell.quotePrefix) for cell in typed} == {("s", True)}


def test_markup_and_control_characters_in_a_task_are_letters_or_nothing() -> None:
    task = replace(TASK, task="A\x00\x0b<w:p>&amp;<script>\ud800\u202e{{ x }}")
    document = opened(summary_document(registrations(task), STATE, vietnamese))
    assert rows(document.tables[1])[2][4] == "A<w:p>&amp;<script>{{ x }}"


def test_both_tables_say_the_same() -> None:
    printed = rows(opened(summary_document(registrations(), STATE, vietnamese)).tables[1])
    sheet = load_workbook(BytesIO(summary_workbook(registrations(), vietnamese))).worksheets[0]
    typed = [[str(cell or "") for cell in row] for row in sheet.iter_rows(3, values_only=True)]
    assert typed == printed


def test_an_empty_round_makes_no_table() -> None:
    empty = Registrations(table({Completion.NOT_SENT: 3}), (), 2025, date(2025, 10, 10))
    with pytest.raises(ValueError, match="at least one"):
        summary_document(empty, STATE, vietnamese)


def test_the_results_report_has_its_five_parts_in_order() -> None:
    told = words(opened(made("results", "state")))
    parts = [line for line in told if line.split(".")[0] in {"I", "II", "III", "IV", "V"}]
    assert [part.split(".")[0] for part in parts] == ["I", "II", "III", "IV", "V"]
    sections = [line for line in told if line[:2] in {f"{n}." for n in range(1, 7)}]
    assert "Kết quả đăng ký" in sections[0]


def test_its_tables_are_filled_from_what_the_office_has() -> None:
    document = opened(results_report(year(), STATE, english))
    registered, outcomes, checks, signs, ahead = map(rows, document.tables[1:6])
    assert registered[1][1:] == ["45", "38", "1", "2", "4"]
    assert [row[:2] for row in outcomes[1:]] == [
        ["Fully done", "26"],
        ["Partly done", "13"],
        ["Not done", "0"],
    ]
    assert checks[1][1:] == ["45", "38", "3", "0", "4"]
    assert signs[1][1:] == ["3. Slow to answer", "7/41"]
    assert ahead[1] == ["Half-year report", "every six months"]


def test_a_check_whose_signs_tell_on_somebody_has_no_table_of_them() -> None:
    found = year()
    silent = replace(found, checks=(replace(found.checks[0], signs=()),))
    told = words(opened(results_report(silent, STATE, english)))
    assert not any("Signs noticed" in line for line in told)


def test_the_letter_of_apology_tells_all_that_it_owes_and_how_one_is_addressed() -> None:
    said = [words for p in paragraphs(opened(made("apology", "state"))) if (words := p.text)]
    assert "Kính gửi: Ông Nguyễn Văn Ví Dụ" in said
    assert "- Mã hồ sơ (số biên nhận): H17.02-251001-0007" in said
    assert "- Như trên;" in said
    assert any("chậm nhất vào ngày 14/10/2025" in words for words in said)
    body = replace(LETTER.file, addressee=Addressee.BODY, whom="Công ty Ví Dụ", receipt="")
    letter = apology_letter(replace(LETTER, file=body), STATE, vietnamese)
    said = [p.text for p in paragraphs(opened(letter))]
    assert "Kính gửi: Công ty Ví Dụ" in said
    assert not any("Mã hồ sơ" in words for words in said)
    assert any("xin lỗi quý đơn vị" in words for words in said)


def test_late_files_are_counted_and_asked_for_only_where_none_is_known() -> None:
    found = year()
    for letters, counted in ((LetterCounts(3, 2), True), (LetterCounts(), False)):
        report = results_report(replace(found, letters=letters), STATE, vietnamese)
        said = [p.text for p in paragraphs(opened(report))]
        assert counted == any("3 hồ sơ trễ hạn; 2 thư xin lỗi" in words for words in said)
        assert counted != any("thư xin lỗi ngoài hệ thống" in words for words in said)


def test_the_notice_leads_to_every_bot_and_says_who_sees_what() -> None:
    document = opened(notice(INTRODUCED, STATE, english))
    told = words(document)
    for line in ("Zalo", "zalo.me/tusoi_phuong_mau_bot", "t.me/tusoi_phuong_mau_bot"):
        assert line in told
    assert len(document.inline_shapes) == 2
    assert any(line.startswith("- Self-checks: ") for line in told)
    assert "4. Paper counts the same" in told


def test_a_notice_of_a_plan_without_self_checks_does_not_speak_of_them() -> None:
    told = words(opened(notice(replace(INTRODUCED, checks=False), STATE, english)))
    assert not any("Self-check" in line or "check oneself" in line for line in told)


def test_a_notice_needs_a_bot() -> None:
    with pytest.raises(ValueError, match="bot"):
        notice(Introduced((), AS_OF), STATE, vietnamese)
