"""What a document that the office issues says besides its matter, and how it is built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from docx.document import Document as DocumentObject

from domain.text import Text
from reports import official_words as official
from reports.grid import GridColumn, add_grid, proportioned
from reports.layout import (
    CENTRE,
    TEXT_WIDTH,
    add,
    add_body,
    add_open,
    new_document,
    new_part,
    saved,
)
from reports.letterhead import Letterhead, Signer, add_closing, add_letterhead, add_title

Render = Callable[[Text], str]


@dataclass(frozen=True)
class Issued:
    """The office's side of a document: who issues it, on what basis, to whom, signed by whom.

    `year` stands in the date that the clerk completes; `prepared_by` is the specialist.
    """

    letterhead: Letterhead
    basis: str
    receives: str
    signer: Signer
    year: int
    prepared_by: str = ""


class Paper:
    """A document of the office while it is written: its head first, `closed` at the end."""

    def __init__(self, issued: Issued, render: Render, type_: tuple[str, str], *about: str) -> None:
        """`type_` is a type of document and its abbreviation in the number."""
        self.issued, self._render, self._type = issued, render, type_
        self.size = 14.0  # 13 to 14 points in the State's documents, 14 to 15 in the Party's
        self.document: DocumentObject = new_document(f"{type_[0]} {' '.join(about)}")
        new_part(self.document, first=True)
        add_letterhead(self.document, issued.letterhead, issued.year, kind=type_[1])
        add_title(self.document, issued.letterhead, type_[0], *about, width=TEXT_WIDTH)

    def part(self, heading: Text) -> None:
        """The heading of a part, numbered by its words ("II. ...")."""
        words = self._render(heading).upper()
        add(self.document, words, size=self.size, bold=True, before=6, after=6, keep=True)

    def head(self, heading: Text) -> None:
        """The heading of a section within a part ("2. ...")."""
        words = self._render(heading)
        add(self.document, words, size=self.size, bold=True, before=2, after=4, keep=True)

    def say(self, *sentences: Text) -> None:
        """A paragraph."""
        words = " ".join(map(self._render, sentences))
        add_body(self.document, words, size=self.size)

    def each(self, items: Iterable[Text]) -> None:
        """A paragraph each, with a dash."""
        for item in items:
            add_body(self.document, f"- {self._render(item)}", size=self.size)

    def open(self, wanted: Text) -> None:
        """Left to the writer, marked so that nobody overlooks it."""
        add_open(self.document, self._render(wanted), size=self.size)

    def table(self, columns: Sequence[GridColumn], rows: Sequence[Sequence[str]]) -> None:
        """A ruled table as wide as the text; nothing where it has no rows."""
        if rows:
            add_grid(self.document, proportioned(TEXT_WIDTH, columns), rows)
            add(self.document, "", size=6)

    def close(self) -> None:
        """Recipients and signature."""
        add_closing(self.document, self.issued.letterhead, self.issued.signer)

    def annex(self, title: Text) -> None:
        """A part of its own after the signature, which says to what it belongs."""
        letterhead = self.issued.letterhead
        new_part(self.document, first=False)
        add(self.document, official.ANNEX, size=14, bold=True, align=CENTRE)
        title_words = self._render(title).upper()
        add(self.document, title_words, size=14, bold=True, align=CENTRE)
        with_what = official.attached(*self._type, letterhead.office, letterhead.party)
        add(self.document, with_what, size=14, italic=True, align=CENTRE, after=8)

    def saved(self, as_of: datetime) -> bytes:
        return saved(self.document, as_of)
