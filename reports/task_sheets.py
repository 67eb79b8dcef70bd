"""What officials registered, and what came of it, as sheets of the completion workbook.

The specialist's reports to the ward (S0 III.2.b, IV.1.b) are written from these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo

from openpyxl import Workbook

from domain.registration import PaperState, ReviewState, TaskContent
from domain.text import Text, _
from domain.work import OUTCOMES, TaskLine
from reports.sheets import DATE_AND_TIME, Column, Value, add_sheet, on_the_clock

Render = Callable[[Text], str]

REVIEWS: Mapping[ReviewState, Text] = {
    ReviewState.SUBMITTED: _("Waits to be received"),
    ReviewState.RECEIVED: _("Received"),
    ReviewState.RETURNED: _("Asked to complete"),
    ReviewState.CONFIRMED: _("Confirmed"),
}
PAPERS: Mapping[PaperState, Text] = {
    PaperState.NONE: _("Not yet"),
    PaperState.SIGNED: _("Handed in"),
    PaperState.OUT_OF_DATE: _("Older version"),
}


def add_tasks(book: Workbook, lines: Sequence[TaskLine], render: Render) -> None:
    """Everything that was registered, in full."""
    registered = [line for line in lines if line.revision is not None]
    if not registered:
        return
    title = render(_("Registered tasks"))
    add_sheet(
        book,
        title,
        above=[title],
        columns=[
            *_who(render),
            Column(render(_("Task")), 34),
            Column(render(_("Product")), 30),
            Column(render(_("Deadline")), 12, centred=True),
            Column(render(_("How, with whom")), 30),
            Column(render(_("Review")), 13, centred=True),
            Column(render(_("Signed copy")), 11, centred=True),
        ],
        rows=[_task_row(number, line, render) for number, line in enumerate(registered, start=1)],
        landscape=True,
    )


def add_results(book: Workbook, lines: Sequence[TaskLine], render: Render, zone: tzinfo) -> None:
    """What came of the tasks, once somebody has said; who has not said yet has empty cells."""
    personal = [line for line in lines if not line.collective]
    if not any(line.result for line in personal):
        return
    title = render(_("Results of the tasks"))
    add_sheet(
        book,
        title,
        above=[title],
        columns=[
            *_who(render),
            Column(render(_("Task")), 36),
            Column(render(_("Deadline")), 12, centred=True),
            Column(render(_("Result")), 16, centred=True),
            Column(render(_("In a line")), 36),
            Column(render(_("Said at")), 17, centred=True, format=DATE_AND_TIME),
        ],
        rows=[
            _result_row(number, line, render, zone) for number, line in enumerate(personal, start=1)
        ],
        landscape=True,
    )


def _who(render: Render) -> list[Column]:
    return [
        Column(render(_("No.")), 5, centred=True),
        Column(render(_("Full name")), 20),
        Column(render(_("Unit")), 15),
    ]


def _named(number: int, line: TaskLine, render: Render) -> list[Value]:
    """The office's own task is the office's, whoever registered it."""
    if line.collective:
        return [number, render(_("The office as a whole")), ""]
    return [number, line.person.full_name, line.person.unit]


def _task_row(number: int, line: TaskLine, render: Render) -> list[Value]:
    assert line.revision is not None  # noqa: S101  # chosen by its caller
    content = line.revision.content
    return [
        *_named(number, line, render),
        content.task,
        content.product,
        _by(content, render),
        _how(content),
        render(REVIEWS[line.revision.state]),
        render(PAPERS[line.paper]),
    ]


def _result_row(number: int, line: TaskLine, render: Render, zone: tzinfo) -> list[Value]:
    content = line.revision.content if line.revision else None
    result = line.result
    return [
        *_named(number, line, render),
        content.task if content else render(_("Registered on paper")),
        _by(content, render) if content else "",
        render(OUTCOMES[result.outcome]) if result else "",
        result.words if result else "",
        on_the_clock(result.at, zone) if result else None,
    ]


def _by(content: TaskContent, render: Render) -> str:
    return render(Text("", {"text": content.due}))


def _how(content: TaskContent) -> str:
    parts = (content.measures, content.person, content.authority, content.responsibility)
    return "\n".join(part for part in parts if part)
