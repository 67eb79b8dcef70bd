"""Forms and code cards: the words in them, and the page that Decree 30/2020 (appendix I) asks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.enrolment import Entrance
from domain.people import Post
from domain.text import verbatim
from reports import official_words as official
from reports.code_sheet import CodeCard, code_sheet
from reports.documents import registration_forms
from reports.letterhead import Signer
from tests.unit.reports_samples import AS_OF, TASK, english, form, person, vietnamese


def opened(content: bytes) -> DocumentObject:
    return Document(BytesIO(content))


def one() -> DocumentObject:
    return opened(registration_forms([form(person(1))], english))


def paragraphs(document: DocumentObject) -> list[Paragraph]:
    """All of them in the order of the page, those in cells too."""
    return [Paragraph(p, document) for p in document.element.body.iter(qn("w:p"))]


def words(document: DocumentObject) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(document) if paragraph.text]


def find(document: DocumentObject, text: str) -> Paragraph:
    return next(paragraph for paragraph in paragraphs(document) if paragraph.text == text)


def mm(length: Length | None) -> float:
    """Kept in twentieths of a point, so to a tenth of a millimetre."""
    return round(float(Length(length or 0).mm), 1)


def looks(paragraph: Paragraph) -> tuple[float, bool, bool]:
    """Size in points, bold, italic, of its first run."""
    font = paragraph.runs[0].font
    return (font.size or Pt(0)).pt, bool(font.bold), bool(font.italic)


def test_the_page_is_a4_with_the_margins_of_the_decree() -> None:
    for section in one().sections:
        assert (mm(section.page_width), mm(section.page_height)) == (210, 297)
        assert 20 <= mm(section.top_margin) <= 25
        assert 20 <= mm(section.bottom_margin) <= 25
        assert 30 <= mm(section.left_margin) <= 35
        assert 15 <= mm(section.right_margin) <= 20


def test_every_letter_is_times_new_roman() -> None:
    document = one()
    style = document.styles["Normal"]
    fonts = style.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{x}")) for x in ("ascii", "hAnsi", "cs", "eastAsia")} == {
        "Times New Roman"
    }
    assert all(run.font.name is None for p in paragraphs(document) for run in p.runs)


def test_the_letterhead_is_the_decrees() -> None:
    document = one()
    assert looks(find(document, official.NATIONAL_NAME)) == (12, True, False)
    assert looks(find(document, official.MOTTO)) == (13, True, False)
    assert looks(find(document, "UBND PHƯỜNG MẪU")) == (12, False, False)
    assert looks(find(document, "PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ")) == (12, True, False)
    assert looks(find(document, official.NUMBER)) == (13, False, False)
    assert looks(find(document, "Phường Mẫu, ngày …… tháng …… năm 2025")) == (13, False, True)


def test_lines_are_drawn_below_the_motto_the_office_and_the_title() -> None:
    document = one()
    texts = paragraphs(document)
    above = {
        texts[number - 1].text
        for number, paragraph in enumerate(texts)
        if paragraph._p.find(".//" + qn("w:pBdr")) is not None
    }
    assert above == {official.MOTTO, "PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ", "Năm 2025"}


def test_the_body_is_justified_and_spaced_as_the_decree_asks() -> None:
    document = one()
    task = next(p for p in paragraphs(document) if p.text.startswith("1. Task to register: "))
    form_ = task.paragraph_format
    assert task.alignment is WD_ALIGN_PARAGRAPH.JUSTIFY
    assert mm(form_.first_line_indent) in {10, 12.7}
    assert (form_.space_after or Pt(0)) >= Pt(6)
    assert form_.line_spacing == pytest.approx(1.15)
    assert looks(task) == (13, True, False)
    assert task.runs[1].font.size == Pt(13)


def test_two_copies_stand_in_one_file_each_on_its_own_page() -> None:
    document = one()
    told = words(document)
    assert len(document.sections) == 2
    assert told.index(official.OFFICE_COPY) < told.index(official.OWN_COPY)
    half = len(told) // 2
    assert told[1:half] == told[half + 1 :]


def test_each_copy_is_numbered_from_one_without_a_number_on_its_first_page() -> None:
    for section in one().sections:
        assert section.different_first_page_header_footer
        numbering = section._sectPr.find(qn("w:pgNumType"))
        assert numbering is not None
        assert numbering.get(qn("w:start")) == "1"
        assert "PAGE" in section.header.paragraphs[0]._p.xml
        assert section.header.paragraphs[0].alignment is WD_ALIGN_PARAGRAPH.CENTER
        assert section.first_page_header.paragraphs[0].text == ""


def test_the_form_says_who_what_how_and_by_when() -> None:
    told = words(one())
    for line in (
        "Full name: Lê Văn Ưu",
        "Position: Chuyên viên",
        "Unit: Tổ Kinh tế",
        f"1. Task to register: {TASK.task}",
        "2. Measures: Phân loại hồ sơ theo khu vực;",
        "quét hồ sơ vào chiều thứ Sáu hằng tuần.",
        f"3. Product, result: {TASK.product}",
        "4. Time of completion: before the end of 15/12/2025",
    ):
        assert line in told


def test_the_other_points_stand_only_where_they_were_given() -> None:
    assert not any(line.startswith("5.") for line in words(one()))
    clear = replace(TASK, measures="", person="Tổ một cửa", authority="a", responsibility="b")
    told = words(opened(registration_forms([form(person(1), clear)], english)))
    for line in ("4. Who takes part: Tổ một cửa", "5. Authority: a", "6. Responsibility: b"):
        assert line in told


def test_both_sides_sign_and_a_stand_in_signs_with_both_lines() -> None:
    acting = Signer("KT. Trưởng phòng\nPhó Trưởng phòng", "Võ Quý")
    told = words(opened(registration_forms([replace(form(person(1)), signer=acting)], english)))
    for line in (
        "XÁC NHẬN CỦA CƠ QUAN",
        "KT. TRƯỞNG PHÒNG",
        "PHÓ TRƯỞNG PHÒNG",
        "Võ Quý",
        "NGƯỜI ĐĂNG KÝ",
    ):
        assert line in told


def test_two_jobs_are_named_once_each() -> None:
    posts = (Post("Tổ 1", "Chuyên viên"), Post("Tổ 1", "Thủ quỹ"))
    two = replace(person(1), posts=posts)
    told = words(opened(registration_forms([form(two)], english)))
    assert "Position: Chuyên viên; Thủ quỹ" in told
    assert "Unit: Tổ 1" in told


def test_the_collective_form_is_one_original_with_its_recipients() -> None:
    document = opened(registration_forms([form(person(1), collective=True)], english))
    told = words(document)
    assert len(document.sections) == 1
    assert official.COLLECTIVE_FORM in told
    assert official.OWN_COPY not in told
    assert looks(find(document, official.RECIPIENTS)) == (12, True, True)
    assert looks(find(document, "- Lưu: VT.")) == (11, False, False)
    assert "Lê Văn Ưu" not in " ".join(told)


def test_each_form_has_its_own_version_at_the_foot_of_every_page() -> None:
    forms = [form(person(1), version=2), form(person(2), version=7)]
    sections = opened(registration_forms(forms, english)).sections
    for part in ("footer", "first_page_footer"):
        feet = [getattr(section, part).paragraphs[0].text for section in sections]
        told = [f"Version {version}, sent 16:30 on 10/10/2025" for version in (2, 7)]
        assert feet == [told[0], told[0], told[1], told[1]]


def test_the_same_forms_give_the_same_bytes_and_no_hour_of_writing() -> None:
    first, second = (registration_forms([form(person(1))], vietnamese) for _ in range(2))
    assert first == second
    properties = opened(first).core_properties
    assert properties.modified == properties.created == AS_OF
    assert {entry.date_time for entry in ZipFile(BytesIO(first)).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }


def test_a_newer_version_gives_other_bytes() -> None:
    later = replace(form(person(1)), submitted_at=AS_OF + timedelta(hours=1))
    assert registration_forms([later], vietnamese) != registration_forms(
        [form(person(1))], vietnamese
    )


def test_two_hundred_forms_make_one_file_of_four_hundred_copies() -> None:
    forms = [form(person(number)) for number in range(200)]
    body = ZipFile(BytesIO(registration_forms(forms, english))).read("word/document.xml")
    assert body.count(b"</w:sectPr>") == 400


def test_no_form_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        registration_forms([], english)


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(), max_size=60), st.text(st.characters(), max_size=200))
def test_whatever_is_typed_the_file_opens_and_keeps_the_letters(name: str, task: str) -> None:
    hostile = form(person(1, f"Lê {name}"), replace(TASK, task=f"Việc {task}"))
    told = words(opened(registration_forms([hostile], english)))
    assert any(line.startswith("Full name: Lê") for line in told)
    assert any(line.startswith("1. Task to register: Việc") for line in told)


def test_control_characters_markup_and_loose_accents_do_no_harm() -> None:
    task = "A\x00\x0b<w:p>&amp;" + unicodedata.normalize("NFD", "Đẩy mạnh") + "\ud800\uffff"
    told = words(opened(registration_forms([form(person(1), replace(TASK, task=task))], english)))
    assert "1. Task to register: A<w:p>&amp;Đẩy mạnh" in told


UNTIL = datetime(2025, 10, 17, 1, 0, tzinfo=UTC)
CARD = CodeCard(
    "Đỗ Thị Ưu",
    "Chuyên viên, Tổ Đất đai",
    "482915",
    (Entrance(verbatim("Telegram"), "https://t.me/tusoi_bot?start=482915"),),
    UNTIL,
)


def card_cells(document: DocumentObject) -> list[_Cell]:
    return [cell for row in document.tables[0].rows for cell in row.cells]


def test_a_card_has_name_post_code_in_groups_three_lines_until_when_and_the_link() -> None:
    told = words(opened(code_sheet([CARD], english, AS_OF)))
    assert told[:3] == ["Đỗ Thị Ưu", "Chuyên viên, Tổ Đất đai", "482 915"]
    assert [line[:2] for line in told[3:6]] == ["1.", "2.", "3."]
    assert "17/10/2025" in told[6]
    assert told[7:9] == ["Telegram", "t.me/tusoi_bot?start=482915"]


def test_each_card_has_the_qr_code_of_its_own_link() -> None:
    way = Entrance(verbatim("Telegram"), "https://t.me/tusoi_bot?start=111222")
    other = replace(CARD, code="111222", entrances=(way,))
    document = opened(code_sheet([CARD, other, CARD], english, AS_OF))
    shown = [re.findall(r'r:embed="(\w+)"', cell._tc.xml) for cell in card_cells(document)]
    assert [len(pictures) for pictures in shown] == [0, 1, 0, 1, 0, 1, 0, 0]
    assert shown[1] == shown[5] != shown[3]


def test_a_card_with_two_ways_in_has_a_qr_code_for_each_under_its_name() -> None:
    zalo = Entrance(verbatim("Zalo, bot 2"), "https://zalo.me/bot.2013")
    document = opened(
        code_sheet([replace(CARD, entrances=(zalo, *CARD.entrances))], english, AS_OF)
    )
    _words, pictures = card_cells(document)[:2]
    assert len(set(re.findall(r'r:embed="(\w+)"', pictures._tc.xml))) == 2
    told = words(document)[7:]
    assert told == ["Zalo, bot 2", "zalo.me/bot.2013", "Telegram", "t.me/tusoi_bot?start=482915"]


def test_the_same_cards_give_the_same_bytes() -> None:
    assert code_sheet([CARD], english, AS_OF) == code_sheet([CARD], english, AS_OF)
    later = datetime(2026, 1, 1, tzinfo=UTC)
    assert code_sheet([CARD], english, AS_OF) != code_sheet([CARD], english, later)


def test_no_card_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        code_sheet([], english, AS_OF)
