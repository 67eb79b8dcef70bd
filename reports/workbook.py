"""Workbooks (XLSX): who has done which duty, and whom a broadcast reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from domain.completion import Completion, DutyTable, PersonLine
from domain.plan import Kind
from domain.text import Text, _, verbatim
from domain.work import TaskLine
from reports.counted_columns import count_column, counted_cells, counted_columns
from reports.sheets import (
    DATE_AND_TIME,
    Column,
    Value,
    add_sheet,
    new_book,
    on_the_clock,
    saved,
    tab_title,
)
from reports.tally import LABELS, by_standing, missing_by_reason, papers_in
from reports.task_sheets import add_results, add_tasks

Render = Callable[[Text], str]


def completion_workbook(
    tables: Sequence[DutyTable], render: Render, zone: tzinfo, tasks: Sequence[TaskLine] = ()
) -> bytes:
    """A summary, one sheet a duty, and what was registered; moments are in the office's `zone`.

    Raises ValueError when there is no table to make it of.
    """
    if not tables:
        raise ValueError("a completion workbook needs at least one duty")
    as_of = max(table.as_of for table in tables)
    title = render(_("Completion of duties"))
    book = new_book(title)
    add_sheet(
        book,
        render(_("Summary")),
        above=[title, render(_("As of {moment}", moment=as_of))],
        columns=_summary_columns(render),
        rows=[_summary_row(number, table, render) for number, table in enumerate(tables, start=1)],
        landscape=True,
    )
    for table in tables:
        words = render(verbatim(table.title))
        add_sheet(
            book,
            tab_title(words),
            above=[words, _stand(table, render)],
            columns=_person_columns(table, render),
            rows=[
                _person_row(number, line, table, render, zone)
                for number, line in enumerate(table.lines, start=1)
            ],
        )
    add_tasks(book, tasks, render)
    add_results(book, tasks, render, zone)
    return saved(book, as_of)


def _stand(table: DutyTable, render: Render) -> str:
    done, total = table.done, len(table.counted)
    stand = _("{done}/{total} people as of {moment}", done=done, total=total, moment=table.as_of)
    return render(stand)


def _summary_columns(render: Render) -> list[Column]:
    return [
        Column(render(_("No.")), 5, centred=True),
        Column(render(_("What is to be done")), 34),
        Column(render(_("Deadline")), 20, centred=True),
        *counted_columns(render),
        *(count_column(label, render) for completion, label in LABELS.items() if completion.owed),
        Column(render(_("Signed copies")), 9, centred=True),
    ]


def _summary_row(number: int, table: DutyTable, render: Render) -> list[Value]:
    missing = missing_by_reason(table)
    late = len(by_standing(table).get(Completion.DONE_LATE, ()))
    deadline = table.deadline_words
    return [
        number,
        render(verbatim(table.title)),
        render(verbatim(deadline) if deadline else _("{moment}", moment=table.period.due)),
        *counted_cells(len(table.counted), table.done, late, len(table.missing)),
        *(len(missing.get(completion, ())) for completion in LABELS if completion.owed),
        papers_in(table) if _on_paper_too(table) else None,
    ]


def _on_paper_too(table: DutyTable) -> bool:
    return table.period.kind is Kind.REGISTRATION


def _person_columns(table: DutyTable, render: Render) -> list[Column]:
    columns = [
        Column(render(_("No.")), 5, centred=True),
        Column(render(_("Full name")), 24),
        Column(render(_("Position")), 18),
        Column(render(_("Unit")), 18),
        Column(render(_("How it stands")), 18),
        Column(render(_("Done at")), 17, centred=True, format=DATE_AND_TIME),
    ]
    if _has_own_deadlines(table):
        own = render(_("Own deadline"))
        columns.append(Column(own, 17, centred=True, format=DATE_AND_TIME))
    signed = Column(render(_("Signed copy")), 9, centred=True)
    return [*columns, signed] if _on_paper_too(table) else columns


def _has_own_deadlines(table: DutyTable) -> bool:
    return any(line.own and line.own.due != table.period.due for line in table.counted)


def _person_row(
    number: int, line: PersonLine, table: DutyTable, render: Render, zone: tzinfo
) -> list[Value]:
    row: list[Value] = [
        number,
        line.person.full_name,
        line.person.position,
        line.person.unit,
        render(LABELS[line.completion]),
        on_the_clock(line.done_at, zone),
    ]
    if _has_own_deadlines(table):
        row.append(on_the_clock(line.own.due if line.own else None, zone))
    return [*row, render(_("Handed in")) if line.paper_in else ""] if _on_paper_too(table) else row


@dataclass(frozen=True)
class Delivery:
    """One recipient of a broadcast: how it stands, why, and since when (UTC).

    `channel` carried it, and calls the message `number`.
    """

    name: str
    position: str
    unit: str
    state: Text
    reason: Text | None = None
    at: datetime | None = None
    channel: str = ""
    number: str = ""


def broadcast_workbook(
    deliveries: Sequence[Delivery], render: Render, zone: tzinfo, as_of: datetime
) -> bytes:
    """Whom a broadcast reached and whom not, in the order given."""
    title = render(_("Result of the broadcast"))
    book = new_book(title)
    add_sheet(
        book,
        render(_("Broadcast")),
        above=[title, render(_("As of {moment}", moment=as_of))],
        columns=[
            Column(render(_("No.")), 5, centred=True),
            Column(render(_("Full name")), 24),
            Column(render(_("Position")), 18),
            Column(render(_("Unit")), 18),
            Column(render(_("Delivery")), 18),
            Column(render(_("Reason")), 36),
            Column(render(_("Time")), 18, centred=True, format=DATE_AND_TIME),
            Column(render(_("Channel")), 12, centred=True),
            Column(render(_("Message number")), 16, centred=True),
        ],
        rows=[
            [
                number,
                delivery.name,
                delivery.position,
                delivery.unit,
                render(delivery.state),
                render(delivery.reason) if delivery.reason else "",
                on_the_clock(delivery.at, zone),
                delivery.channel,
                delivery.number,
            ]
            for number, delivery in enumerate(deliveries, start=1)
        ],
        landscape=True,
    )
    return saved(book, as_of)
