"""The page of Decree 30/2020/ND-CP, appendix I, in python-docx: paper, letters, blocks.

Measures are those of its section I (A4; margins 20 to 25 mm above and below, 30 to 35 left, 15 to
20 right; Times New Roman, black) and section II (the parts of a document).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TypeAlias

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reports.package import settled
from reports.printable import one_line, printable

FONT = "Times New Roman"
LEFT, CENTRE, RIGHT, JUSTIFIED = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
BODY = 13  # points; 13 to 14
INDENT = Mm(12.7)  # of a first line; 10 or 12.7 mm
TOP, BOTTOM, LEFT_MARGIN, RIGHT_MARGIN = Mm(20), Mm(20), Mm(30), Mm(15)
TEXT_WIDTH = Mm(210 - 30 - 15)
WIDE = Mm(297 - 30 - 15)  # the same of a page on its side, for tables

Block: TypeAlias = "DocumentObject | _Cell"


def new_document(title: str) -> DocumentObject:
    """An empty A4 document in the Decree's letters, in Vietnamese for the spelling checker."""
    document = Document()
    _letters(document)
    _paper(document.sections[0])
    properties = document.core_properties
    properties.title, properties.author, properties.language = one_line(title), "tusoi", "vi-VN"
    properties.comments = ""
    return document


def saved(document: DocumentObject, as_of: datetime) -> bytes:
    """The same document, the same bytes; `as_of` is the moment its properties tell."""
    out = BytesIO()
    document.save(out)
    return settled(out.getvalue(), as_of)


def new_part(document: DocumentObject, *, first: bool, wide: bool = False) -> Section:
    """A document within the file: its own page, numbered from 1, no number on its first page.

    `wide`: on its side, as tables of many columns are printed.
    """
    section = document.sections[0] if first else document.add_section(WD_SECTION.NEW_PAGE)
    _turn(section, wide=wide)
    section.different_first_page_header_footer = True
    numbering = section._sectPr.find(qn("w:pgNumType"))
    if numbering is None:
        numbering = OxmlElement("w:pgNumType")
        section._sectPr.insert_element_before(
            numbering, "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:docGrid"
        )
    numbering.set(qn("w:start"), "1")
    if first:
        _page_number(section.header.paragraphs[0])
    return section


def small_print(section: Section, words: str) -> None:
    """A small line at the foot of every page of this part."""
    for footer in (section.footer, section.first_page_footer):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.alignment = RIGHT
        _run(line, one_line(words), size=9, italic=True)


def add(  # noqa: PLR0913  # how a paragraph looks, each with the usual as its default
    block: Block,
    words: str,
    *,
    size: float = BODY,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> Paragraph:
    """A paragraph on one line of thought; `keep` holds it on the page of the next one."""
    paragraph = _next(block)
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.keep_with_next = keep or None
    _run(paragraph, one_line(words), size=size, bold=bold, italic=italic)
    return paragraph


def add_body(
    block: Block, words: str, *, label: str = "", keep: bool = False, size: float = BODY
) -> None:
    """Body text as typed: a paragraph for each of its lines, the first after its bold label."""
    lines = [one_line(line) for line in printable(words).splitlines()]
    for number, line in enumerate([line for line in lines if line] or [""]):
        paragraph = _next(block)
        paragraph.alignment = JUSTIFIED
        form = paragraph.paragraph_format
        form.first_line_indent, form.space_before, form.space_after = INDENT, Pt(0), Pt(6)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.MULTIPLE, 1.15
        form.keep_with_next = keep or None
        if label and number == 0:
            _run(paragraph, f"{label}: ", size=size, bold=True)
        _run(paragraph, line, size=size)


def add_open(block: Block, words: str, *, size: float = BODY) -> None:
    """What a person has still to write, in brackets and on yellow: nobody sends it by mistake."""
    add_body(block, f"[… {words} …]", size=size)
    block.paragraphs[-1].runs[-1].font.highlight_color = WD_COLOR_INDEX.YELLOW


def underline(paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        run.font.underline = True


def side_by_side(document: DocumentObject, *widths: Length, rows: int = 1) -> list[_Cell]:
    """Cells without lines, row by row: the letterhead, the signatures. No row is ever torn."""
    table = document.add_table(rows, len(widths))
    fix_widths(table, widths)
    no_tearing(table)
    no_padding(table)
    return [cell for row in table.rows for cell in row.cells]


def fix_widths(table: Table, widths: Sequence[Length]) -> None:
    """Widths as given, whatever stands in the cells."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def no_tearing(table: Table) -> None:
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def no_padding(table: Table) -> None:
    """Text as wide as its cell, so that a drawn line's width can be told."""
    padding = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        width = OxmlElement(f"w:{side}")
        width.set(qn("w:w"), "0")
        width.set(qn("w:type"), "dxa")
        padding.append(width)
    table._tblPr.insert_element_before(padding, "w:tblLook")


def line_below(block: Block, block_width: Length, width: Length) -> None:
    """A drawn line in the middle of a block: below the motto, below the office's name."""
    paragraph = add(block, "", size=2)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((block_width.mm - width.mm) / 2)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _next(block: Block) -> Paragraph:
    """The next paragraph; a new cell holds an empty one already, which is used first."""
    paragraphs: list[Paragraph] = block.paragraphs if isinstance(block, _Cell) else []
    if paragraphs and paragraphs[0]._p.pPr is None:
        return paragraphs[0]
    paragraph: Paragraph = block.add_paragraph()
    return paragraph


def _run(
    paragraph: Paragraph, words: str, *, size: float, bold: bool = False, italic: bool = False
) -> Run:
    run = paragraph.add_run(words)
    run.font.size = Pt(size)
    run.font.bold, run.font.italic = bold or None, italic or None
    return run


def _letters(document: DocumentObject) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)
    style.paragraph_format.space_after = Pt(0)


def _paper(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT_MARGIN, RIGHT_MARGIN
    section.header_distance = section.footer_distance = Mm(10)


def _turn(section: Section, *, wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    short, long = Mm(210), Mm(297)
    section.page_width, section.page_height = (long, short) if wide else (short, long)


def _page_number(paragraph: Paragraph) -> None:
    """Centred above the text in 14 points (appendix I, section I.7; the Party's the same)."""
    paragraph.alignment = CENTRE
    run = _run(paragraph, "", size=14)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        run._r.append(element)
