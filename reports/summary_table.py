"""The summary table of registrations (S0 III.2.b), to print (DOCX) and to calculate with (XLSX).

Both say the same rows: the office's own task, then everyone by name. What people note about their
progress is theirs; the column tells the result they gave, or what the calendar says.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from domain.registration import PaperState, ReviewState, TaskContent
from domain.reporting import Registrations
from domain.text import Text, _
from domain.work import OUTCOMES, TaskLine
from reports import official_words as official
from reports.grid import GridColumn, add_grid, proportioned
from reports.issued import Issued
from reports.layout import CENTRE, WIDE, add, new_document, new_part
from reports.layout import saved as saved_document
from reports.letterhead import add_letterhead, add_title, add_two_signers
from reports.sheets import Column, add_sheet, new_book
from reports.sheets import saved as saved_book

Render = Callable[[Text], str]

#: Heading, millimetres on paper, characters in a sheet, centred.
_COLUMNS: tuple[tuple[Text, float, float, bool], ...] = (
    (_("No."), 12, 5, True),
    (_("Full name"), 31, 22, False),
    (_("Position"), 24, 16, False),
    (_("Unit"), 26, 16, False),
    (_("Registered task"), 48, 36, False),
    (_("Expected result, product"), 38, 30, False),
    (_("Time of completion"), 23, 12, True),
    (_("Co-operating"), 20, 16, False),
    (_("Progress"), 18, 14, False),
    (_("Note"), 19, 16, False),
)


def summary_document(found: Registrations, issued: Issued, render: Render) -> bytes:
    """The table on A4 pages on their side, its heading on each; ValueError when it is empty."""
    _must_hold_something(found)
    document = new_document(official.SUMMARY)
    new_part(document, first=True, wide=True)
    add_letterhead(document, issued.letterhead, issued.year, width=WIDE)
    about = render(_("registration of key tasks, year {year}", year=str(found.year)))
    add_title(document, issued.letterhead, official.SUMMARY, about, width=WIDE)
    stand = render(_("(Figures as of {moment})", moment=found.as_of))
    add(document, stand, size=13, italic=True, align=CENTRE, after=6)
    columns = [GridColumn(render(heading), mm, mid) for heading, mm, _width, mid in _COLUMNS]
    rows = ([str(number), *cells] for number, cells in enumerate(_rows(found, render), start=1))
    add_grid(document, proportioned(WIDE, columns), rows, size=11)
    add(document, "", size=6, keep=True)
    sides = ((official.PREPARED_BY, issued.prepared_by), (issued.signer.title, issued.signer.name))
    add_two_signers(document, sides, "", width=WIDE)
    return saved_document(document, found.as_of)


def summary_workbook(found: Registrations, render: Render) -> bytes:
    """The same rows as a sheet; whatever somebody typed stays text there, formulas too."""
    _must_hold_something(found)
    title = render(_("Summary of the registration of key tasks, year {year}", year=str(found.year)))
    book = new_book(title)
    add_sheet(
        book,
        render(_("Registrations")),
        above=[title, render(_("Figures as of {moment}", moment=found.as_of))],
        columns=[Column(render(heading), width, mid) for heading, _mm, width, mid in _COLUMNS],
        rows=[[number, *cells] for number, cells in enumerate(_rows(found, render), start=1)],
        landscape=True,
    )
    return saved_book(book, found.as_of)


def _must_hold_something(found: Registrations) -> None:
    if not found.listed:
        raise ValueError("a summary table needs at least one registration")


def _rows(found: Registrations, render: Render) -> list[list[str]]:
    return [_row(line, found.today, render) for line in found.listed]


def _row(line: TaskLine, today: date, render: Render) -> list[str]:
    content = line.revision.content if line.revision else None
    who = line.person
    named = [who.full_name, who.position, who.unit]
    if line.collective:
        named = [render(_("The office as a whole")), "", ""]
    if content is None:
        on_paper = render(_("(as on the signed paper)"))
        return [*named, on_paper, "", "", "", _progress(line, today, render), _note(line, render)]
    return [
        *named,
        content.task,
        content.product,
        render(_("{day}", day=content.due)),
        content.person,
        _progress(line, today, render),
        _note(line, render),
    ]


def _progress(line: TaskLine, today: date, render: Render) -> str:
    if line.result is not None:
        return render(OUTCOMES[line.result.outcome])
    if line.revision is None:
        return ""
    return render(_stand(line.revision.content, today))


def _stand(content: TaskContent, today: date) -> Text:
    return _("Being done") if today <= content.due else _("Due, no result given yet")


def _note(line: TaskLine, render: Render) -> str:
    notes: list[Text] = []
    if line.revision is None:
        notes.append(_("registered on paper"))
    else:
        notes += [_("sent late")] if line.revision.late else []
        notes += _REMARKS.get(line.revision.state, [])
        notes += _PAPER[line.paper]
    return "; ".join(map(render, notes))


_REMARKS = {ReviewState.RETURNED: [_("asked to complete")]}
_PAPER = {
    PaperState.NONE: [_("no signed copy yet")],
    PaperState.SIGNED: [],
    PaperState.OUT_OF_DATE: [_("signed copy of an older version")],
}
