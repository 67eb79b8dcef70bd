"""How an office's document begins and ends: the heads of its first page, title, signature.

The State's follow Decree 30/2020/ND-CP, appendix I, section II; those of a Party body Guidance
36-HD/VPTW, section II and appendix 3. Number and day are the clerk's to write in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as DocumentObject
from docx.shared import Length, Mm

from domain.plan import Body
from reports import official_words as official
from reports.layout import CENTRE, TEXT_WIDTH, Block, add, line_below, side_by_side, underline

SHORT_LINE = Mm(23)  # a third to a half of the office's name (Decree 30/2020, II.2)
OFFICE_SIDE = 0.42  # of the width
PARTY_OFFICE_SIDE = 0.47  # likewise; its names are written larger
MOTTO_WIDTH = Mm(56)  # of the motto in 13 points bold, which its line is as long as
PARTY_WIDTH = Mm(78)  # of the Party's name in 15 points bold, likewise
ROOM_TO_SIGN = 56  # points


@dataclass(frozen=True)
class Letterhead:
    """The office as its documents name it; `recipients` stand where a document is sent."""

    superior: str
    office: str
    place: str = ""
    recipients: tuple[str, ...] = ()
    body: Body = Body.STATE

    @property
    def party(self) -> bool:
        return self.body is Body.PARTY

    @property
    def size(self) -> float:
        """Of body text: 13 to 14 points in the State's documents, 14 to 15 in the Party's."""
        return 14 if self.party else 13


@dataclass(frozen=True)
class Signer:
    """Who signs for the office: `TRƯỞNG PHÒNG`, or two lines, `KT. ...` above the own title."""

    title: str
    name: str


def add_letterhead(
    document: DocumentObject,
    letterhead: Letterhead,
    year: int,
    *,
    kind: str = "",
    width: Length = TEXT_WIDTH,
) -> None:
    """The top of the first page; `kind` is the type's abbreviation in the number ("BC")."""
    share = PARTY_OFFICE_SIDE if letterhead.party else OFFICE_SIDE
    left = Mm(width.mm * share)
    right = Mm(width.mm - left.mm)
    office, above, number, date = side_by_side(document, left, right, rows=2)
    size = 14 if letterhead.party else 12
    add(office, letterhead.superior.upper(), size=size, align=CENTRE)
    add(office, letterhead.office.upper(), size=size, bold=True, align=CENTRE)
    place = f"{letterhead.place or official.PLACE}, {official.DATE} {year}"
    if letterhead.party:
        add(office, official.STAR, size=14, align=CENTRE)
        add(above, official.PARTY_NAME, size=15, bold=True, align=CENTRE)
        line_below(above, right, PARTY_WIDTH)
        add(number, official.party_number(kind), size=14, align=CENTRE)
        add(date, place, size=14, italic=True, align=CENTRE)
        return
    line_below(office, left, SHORT_LINE)
    add(above, official.NATIONAL_NAME, size=12, bold=True, align=CENTRE)
    add(above, official.MOTTO, size=13, bold=True, align=CENTRE)
    line_below(above, right, MOTTO_WIDTH)
    add(number, official.number(kind), align=CENTRE, before=4)
    add(date, place, italic=True, align=CENTRE, before=4)


def add_title(
    document: DocumentObject, letterhead: Letterhead, kind: str, *about: str, width: Length
) -> None:
    """Type and subject, and the line (the Party's: five strokes) that ends them."""
    sizes = (16, 14) if letterhead.party else (14, 14)
    add(document, kind, size=sizes[0], bold=True, align=CENTRE, before=16)
    for line in about:
        add(document, line, size=sizes[1], bold=True, align=CENTRE)
    if letterhead.party:
        add(document, official.STROKES, size=14, align=CENTRE, after=6)
    else:
        line_below(document, width, SHORT_LINE)
        add(document, "", size=6)


def add_recipients(cell: Block, letterhead: Letterhead) -> None:
    """Decree 30/2020, II.9: 12 points bold italic, then 11; the Party's 14 underlined, then 12."""
    party = letterhead.party
    heading = add(
        cell,
        official.RECIPIENTS,
        size=14 if party else 12,
        bold=not party,
        italic=not party,
        before=10,
        keep=True,
    )
    if party:
        underline(heading)
    ending = "," if party else ";"
    for recipient in letterhead.recipients:
        add(cell, f"- {recipient}{ending}", size=12 if party else 11)
    filed = official.PARTY_FILED if party else official.FILED
    add(cell, f"- {filed}", size=12 if party else 11)


def add_signer(cell: Block, title: str, note: str = "", *, size: float = 13) -> None:
    """On whose behalf and as what one signs; the name stands below, see `add_name`."""
    for number, line in enumerate(title.upper().splitlines()):
        add(cell, line, size=size, bold=True, align=CENTRE, before=0 if number else 10, keep=True)
    if note:
        add(cell, note, size=size, italic=True, align=CENTRE, keep=True)


def add_name(cell: Block, name: str, *, size: float = 13) -> None:
    """In a row of its own: both names stand on one line, however long the titles are."""
    add(cell, name, size=size, bold=True, align=CENTRE, before=ROOM_TO_SIGN)


def add_closing(
    document: DocumentObject, letterhead: Letterhead, signer: Signer, *, width: Length = TEXT_WIDTH
) -> None:
    """Recipients on the left, who signs on the right; never torn from one another."""
    half = Mm(width.mm / 2)
    left, right, _empty, below = side_by_side(document, half, half, rows=2)
    add_recipients(left, letterhead)
    size = 14 if letterhead.party else 13
    add_signer(right, signer.title, size=size)
    add_name(below, signer.name, size=size)


def add_two_signers(
    document: DocumentObject, sides: Sequence[tuple[str, str]], note: str, *, width: Length
) -> None:
    """Two who sign side by side, each with title and name."""
    half = Mm(width.mm / 2)
    cells = side_by_side(document, half, half, rows=2)
    for (title, name), above, below in zip(sides, cells[:2], cells[2:], strict=True):
        add_signer(above, title, note)
        add_name(below, name)
