"""What the ward sees of its offices (XLSX): each duty, each office, what is overdue, who has sent
nothing, and a paragraph to paste. No names of officials: none came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo

from openpyxl import Workbook

from domain.text import Text, _
from domain.upward import DutyCounts, DutyRoll, OfficeFigures, RollUp
from reports.counted_columns import count_column, counted_cells, counted_columns
from reports.rolled_up import RULE_OF_SIGNS, paragraph, remarks, told_until
from reports.sheets import (
    DATE_AND_TIME,
    Column,
    Value,
    add_sheet,
    new_book,
    on_the_clock,
    saved,
)

Render = Callable[[Text], str]


def merged_workbook(rolled: RollUp, render: Render, zone: tzinfo) -> bytes:
    """The same figures give the same bytes; ValueError where no office has sent any."""
    if not rolled.offices:
        raise ValueError("no office has sent figures")
    as_of = max(office.as_of for office in rolled.offices)
    title = render(_("Summary of the offices' figures"))
    above = [title, render(told_until(rolled))]
    book = new_book(title)
    _add_summary(book, rolled, render, zone, above)
    _add_offices(book, rolled, render, zone, above)
    for same in rolled.by_duty:
        _add_duty(book, same, render, zone, above[1])
    if rolled.signs:
        _add_signs(book, rolled, render, above)
    _add_notes(book, rolled, render, above)
    return saved(book, as_of)


def _add_summary(
    book: Workbook, rolled: RollUp, render: Render, zone: tzinfo, above: Sequence[str]
) -> None:
    add_sheet(
        book,
        render(_("Summary")),
        above=[*above, *map(render, paragraph(rolled))],
        columns=[*_what(render), count_column(_("Offices"), render), *_counted(render)],
        rows=[
            [*_about(duty, duty.total, zone), len(duty.offices), *_counts(duty.total)]
            for duty in rolled.duties
        ],
        landscape=True,
    )


def _add_offices(
    book: Workbook, rolled: RollUp, render: Render, zone: tzinfo, above: Sequence[str]
) -> None:
    columns = [
        Column(render(_("No.")), 5, centred=True),
        Column(render(_("Office")), 40),
        Column(render(_("As of")), 18, centred=True, format=DATE_AND_TIME),
        Column(render(_("Plan")), 22),
        count_column(_("Duties"), render),
        count_column(_("Past the deadline"), render),
        Column(render(_("Notes")), 20),
    ]
    rows: list[list[Value]] = [_office_row(office, zone) for office in rolled.offices]
    missing = render(_("Nothing sent yet"))
    rows += [[name, None, "", None, None, missing] for name in rolled.missing]
    numbered = [[number, *row] for number, row in enumerate(rows, start=1)]
    title = render(_("Offices"))
    add_sheet(book, title, above=above, columns=columns, rows=numbered, landscape=True)


def _office_row(office: OfficeFigures, zone: tzinfo) -> list[Value]:
    """How many duties it told of, and how many times somebody of it is past a deadline."""
    overdue = sum(counts.overdue for counts in office.duties)
    at = on_the_clock(office.as_of, zone)
    return [
        office.name,
        at,
        f"{office.plan} {office.plan_version}",
        len(office.duties),
        overdue,
        "",
    ]


def _add_duty(
    book: Workbook, periods: Sequence[DutyRoll], render: Render, zone: tzinfo, until: str
) -> None:
    """A line for each office and each period, the sum of a period below it."""
    title = periods[0].title_of_all
    rows, all_ = [], render(_("All offices"))
    for duty in periods:
        for name, counts in (*duty.offices, (all_, duty.total)):
            rows.append([*_about(duty, counts, zone), name, *_counts(counts)])
    columns = [*_what(render), Column(render(_("Office")), 36), *_counted(render)]
    add_sheet(book, title, above=[title, until], columns=columns, rows=rows, landscape=True)


def _what(render: Render) -> list[Column]:
    deadline = Column(render(_("Deadline")), 18, centred=True, format=DATE_AND_TIME)
    return [Column(render(_("What is to be done")), 36), deadline]


def _about(duty: DutyRoll, counts: DutyCounts, zone: tzinfo) -> list[Value]:
    return [duty.title, on_the_clock(counts.due, zone)]


def _counted(render: Render) -> list[Column]:
    return [*counted_columns(render), count_column(_("Past the deadline"), render)]


def _counts(counts: DutyCounts) -> list[Value]:
    told = counted_cells(counts.concerned, counts.done, counts.late, counts.missing)
    return [*told, counts.overdue]


def _add_signs(book: Workbook, rolled: RollUp, render: Render, above: Sequence[str]) -> None:
    add_sheet(
        book,
        render(_("Signs")),
        above=[*above, render(RULE_OF_SIGNS)],
        columns=[
            Column(render(_("Period")), 12, centred=True),
            Column(render(_("Sign")), 60),
            count_column(_("Noticed it"), render),
            count_column(_("Were asked"), render),
            count_column(_("Offices"), render),
        ],
        rows=[
            [x.told.key, f"{x.told.sign}. {x.told.label}", x.told.count, x.told.group, x.offices]
            for x in rolled.signs
        ],
    )


def _add_notes(book: Workbook, rolled: RollUp, render: Render, above: Sequence[str]) -> None:
    notes = list(remarks(rolled)) or [_("Nothing to note.")]
    columns = [Column(render(_("No.")), 5, centred=True), Column(render(_("Note")), 110)]
    rows: list[list[Value]] = [[number, render(note)] for number, note in enumerate(notes, start=1)]
    add_sheet(book, render(_("Notes")), above=above, columns=columns, rows=rows, landscape=True)
