"""An empty roster (XLSX) as an office would write it, with one example and a page of notes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from domain.text import Text, _
from reports.official_words import ROSTER_EXAMPLE, ROSTER_HEADINGS
from reports.sheets import Column, Value, add_sheet, new_book, saved

Render = Callable[[Text], str]

WIDTHS = (6, 10, 30, 24, 28, 24, 12)
EMPTY_ROWS = 22  # what fills one printed page
EXAMPLE_ROW = 4  # below the title, the remark and the headings

NOTES = (
    _("A running number; it may stay empty."),
    _("The office's own code, if it has one: a corrected name then stays the same person."),
    _("Family name, middle name and given name in one cell; required."),
    _("As it was decided. Who holds two positions has two rows."),
    _("Group, team or department."),
    _(
        "Empty for most; else “chuyên viên phụ trách”, “quản trị” or “được gửi thông báo”,"
        " several with a comma."
    ),
    _("How the person is addressed: “anh”, “chị”, “đồng chí”."),
)

#: A template is as of no moment; the same one is the same file.
_NO_MOMENT = datetime(1980, 1, 1, tzinfo=UTC)


def roster_template(render: Render) -> bytes:
    """The sheet to fill in and send back; the headings are those every roster has."""
    title = render(_("List of officials and employees"))
    book = new_book(title)
    empty: list[Value] = [None] * len(ROSTER_HEADINGS)
    add_sheet(
        book,
        render(_("Staff list")),
        above=[
            title,
            render(_("The row {row} is an invented example: write over it.", row=EXAMPLE_ROW)),
        ],
        columns=[
            Column(heading, width, centred=heading == ROSTER_HEADINGS[0])
            for heading, width in zip(ROSTER_HEADINGS, WIDTHS, strict=True)
        ],
        rows=[[1, *ROSTER_EXAMPLE], *[empty] * EMPTY_ROWS],
        landscape=True,
    )
    add_sheet(
        book,
        render(_("Guide")),
        above=[render(_("How to fill in the list"))],
        columns=[Column(render(_("Column")), 18), Column(render(_("What to write")), 70)],
        rows=[
            [heading, render(note)] for heading, note in zip(ROSTER_HEADINGS, NOTES, strict=True)
        ],
    )
    return saved(book, _NO_MOMENT)
