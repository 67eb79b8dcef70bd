"""A table of many rows in a document: its heading stands on every page, and no row is torn.

python-docx makes a cell at a time (5,000 rows of ten take minutes), so the rows are written as the
XML that Word would (ECMA-376 part 1, 17.4) and read in one piece. How letters look stands in three
paragraph styles, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Length, Mm, Pt

from reports.layout import CENTRE
from reports.printable import one_line

LETTERS = 12  # points: a table's may be a little smaller than the text's
_LEFT, _CENTRED, _HEADING = "Grid", "GridCentred", "GridHeading"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(frozen=True)
class GridColumn:
    """A heading and a width in millimetres; numbers and dates stand in the middle."""

    heading: str
    width: float
    centred: bool = False


def add_grid(
    document: DocumentObject,
    columns: Sequence[GridColumn],
    rows: Iterable[Sequence[str]],
    *,
    size: float = LETTERS,
) -> None:
    """A ruled table below what the document has so far; its last row stays with what follows."""
    _styles(document, size)
    widths = [round(Mm(column.width).twips) for column in columns]
    styles = [_CENTRED if column.centred else _LEFT for column in columns]
    openings = [
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        for width in widths
    ]
    heading = _row(openings, [_HEADING] * len(columns), [c.heading for c in columns], heading=True)
    lines = list(rows)
    body = (
        _row(openings, styles, row, last=number == len(lines))
        for number, row in enumerate(lines, start=1)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = (
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{heading}{''.join(body)}</w:tbl>"
    )
    body_element = document.element.body
    body_element.get_or_add_sectPr().addprevious(parse_xml(table))


def _row(
    openings: Sequence[str],
    styles: Sequence[str],
    words: Sequence[str],
    *,
    heading: bool = False,
    last: bool = False,
) -> str:
    kept = "<w:keepNext/>" if heading or last else ""
    cells = (
        f'{opening}<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(one_line(text))}</w:t></w:r></w:p></w:tc>'
        for opening, style, text in zip(openings, styles, words, strict=True)
    )
    repeated = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _styles(document: DocumentObject, size: float) -> None:
    known = {style.style_id for style in document.styles}
    if _LEFT in known:
        return
    for name in (_LEFT, _CENTRED, _HEADING):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.font.size, style.font.bold = Pt(size), name == _HEADING or None
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(2)
        form.alignment = None if name == _LEFT else CENTRE


def proportioned(total: Length, columns: Sequence[GridColumn]) -> list[GridColumn]:
    """The same columns, as wide together as the page's text."""
    scale = total.mm / sum(column.width for column in columns)
    return [GridColumn(c.heading, c.width * scale, c.centred) for c in columns]
