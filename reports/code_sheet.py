"""The sheet of enrolment codes (DOCX): one card a person, to cut out and hand over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell

from domain.enrolment import Entrance
from domain.text import Text, _
from reports.layout import CENTRE, add, fix_widths, new_document, no_tearing, saved
from reports.printable import shortened
from reports.qr_code import qr_code

Render = Callable[[Text], str]

CARDS_A_ROW = 2
WORDS_WIDTH, QR_WIDTH, CARD_HEIGHT = Mm(58), Mm(34), Mm(66)  # four rows of two on an A4 page
QR_SIZE, QR_OF_TWO = Mm(28), Mm(20)
MARGIN = Mm(12)


@dataclass(frozen=True)
class CodeCard:
    """A person's single-use code of six digits, where it is to be sent, and until when it works.

    `post` is position and unit: two of one name and position are told apart by their unit.
    """

    name: str
    post: str
    code: str
    entrances: tuple[Entrance, ...]
    until: datetime


def code_sheet(cards: Sequence[CodeCard], render: Render, as_of: datetime) -> bytes:
    """All cards, eight a page, in the order given. Raises ValueError when there is none."""
    if not cards:
        raise ValueError("a sheet of codes needs at least one card")
    document = new_document(render(_("Enrolment codes")))
    section = document.sections[0]
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = MARGIN
    table = document.add_table(-(-len(cards) // CARDS_A_ROW), 2 * CARDS_A_ROW)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    fix_widths(table, (WORDS_WIDTH, QR_WIDTH) * CARDS_A_ROW)
    no_tearing(table)
    _cutting_lines(table)
    cells = [cell for row in table.rows for cell in row.cells]
    for number, card in enumerate(cards):
        _words(cells[2 * number], card, render)
        _pictures(cells[2 * number + 1], card.entrances, render)
    return saved(document, as_of)


def _words(cell: _Cell, card: CodeCard, render: Render) -> None:
    """Kept short, as the height of a card is fixed: what does not fit is cut by an ellipsis."""
    add(cell, shortened(card.name, 40), size=13, bold=True, before=6)
    add(cell, shortened(card.post, 70), size=10, after=3)
    add(cell, f"{card.code[:3]} {card.code[3:]}", size=24, bold=True, after=3)
    add(cell, render(_("1. Scan the QR code with the phone, or open the link below it.")), size=9)
    add(cell, render(_("2. Press Start; where there is none, send the six digits above.")), size=9)
    add(cell, render(_("3. Check your name, then confirm.")), size=9)
    add(cell, render(_("Works once, until {until}.", until=card.until)), size=9, before=2)


def _pictures(cell: _Cell, entrances: Sequence[Entrance], render: Render) -> None:
    """The way in under its name; two of them are smaller and closer."""
    alone = len(entrances) == 1
    for entrance in entrances:
        if name := render(entrance.name):
            add(cell, name, size=9, bold=True, align=CENTRE, before=6 if alone else 3)
        paragraph = add(cell, "", align=CENTRE, before=6 if alone else 0)
        paragraph.add_run().add_picture(
            qr_code(entrance.link), width=QR_SIZE if alone else QR_OF_TWO
        )
        link = shortened(entrance.link.removeprefix("https://"), 80)
        add(cell, link, size=7 if alone else 6, align=CENTRE)


def _cutting_lines(table: Table) -> None:
    """Dashed round each card (two cells), rows all of one height."""
    for row in table.rows:
        row.height, row.height_rule = CARD_HEIGHT, WD_ROW_HEIGHT_RULE.EXACTLY
        for number, cell in enumerate(row.cells):
            borders = OxmlElement("w:tcBorders")
            for side in ("top", "left" if number % 2 == 0 else "", "bottom", "right"):
                if side and not (side == "right" and number % 2 == 0):
                    line = OxmlElement(f"w:{side}")
                    for name, value in (("val", "dashed"), ("sz", "4"), ("color", "808080")):
                        line.set(qn(f"w:{name}"), value)
                    borders.append(line)
            cell._tc.get_or_add_tcPr().append(borders)
