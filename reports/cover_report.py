"""The report that sums the registrations up (S0 III.2.b), due before 15/10, with who is missing.

The figures are filled in, the judgement is left open and marked: a report that the bot had written
would be signed unread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from domain.completion import Completion, DutyTable, PersonLine
from domain.registration import ReviewState
from domain.reporting import Registrations
from domain.text import Text, _
from domain.work import TaskLine
from reports import official_words as official
from reports.grid import GridColumn
from reports.issued import Issued, Paper
from reports.tally import papers_in, percent

Render = Callable[[Text], str]


def cover_report(found: Registrations, issued: Issued, render: Render) -> bytes:
    """The report; its annex lists by name who has not registered, where there is anybody."""
    about = (
        render(_("on the registration of key tasks, year {year}", year=str(found.year))),
        render(_("to carry out the {basis}", basis=issued.basis)),
    )
    paper = Paper(issued, render, (official.REPORT, official.REPORT_SHORT), *about)
    paper.say(_opening(found, issued))
    paper.head(_("1. Registration by officials"))
    paper.say(*_personal(found.people))
    paper.table(_standing_columns(render), list(_standing_rows(found.people, render)))
    units = list(_unit_rows(found.people))
    if len(units) > 1:
        paper.say(_("By unit:"))
        paper.table(_unit_columns(render), units)
    paper.head(_("2. Registration by the office as a whole"))
    paper.say(*_collective(found))
    paper.head(_("3. Review and signed copies"))
    paper.say(*_reviewed(found))
    paper.head(_("4. Remarks and proposals"))
    paper.open(
        _("the writer's view: quality of what was registered, reasons of those late or missing")
    )
    paper.open(_("the writer's proposals to the superior, if any"))
    paper.say(
        _(
            "The above is the report of {office} on the registration of key tasks (the summary "
            "table is attached)./.",
            office=issued.letterhead.office,
        )
    )
    paper.close()
    if found.people.missing:
        paper.annex(_("List of those who have not registered"))
        paper.table(
            _missing_columns(render),
            [
                _missing_row(n, line, found.as_of, render)
                for n, line in enumerate(found.people.missing, start=1)
            ],
        )
    return paper.saved(found.as_of)


def _opening(found: Registrations, issued: Issued) -> Text:
    return _(
        "To carry out the {basis}, {office} reports to {receives} on the registration of key "
        "tasks (figures as of {moment}):",
        basis=issued.basis,
        office=issued.letterhead.office,
        receives=issued.receives,
        moment=found.as_of,
    )


def _personal(table: DutyTable) -> list[Text]:
    total, missing = len(table.counted), len(table.missing)
    told = [
        _(
            "{done}/{total} people have registered, that is {percent}%.",
            done=table.done,
            total=total,
            percent=percent(table),
        )
    ]
    if missing:
        told.append(_("{missing} have not yet (list attached).", missing=missing))
    return told


def _standing_columns(render: Render) -> list[GridColumn]:
    return [
        GridColumn(render(_("Content")), 100),
        GridColumn(render(_("People")), 30, centred=True),
        GridColumn(render(_("Share")), 30, centred=True),
    ]


def _standing_rows(table: DutyTable, render: Render) -> Iterator[list[str]]:
    """What an office tells its superior; how somebody can be reached stays inside."""
    total = len(table.counted)
    rows: list[tuple[Text, int]] = [
        (_("Have to register"), total),
        (_("Have registered"), table.done),
        (_("of these: on paper"), _count(table, Completion.DONE_ON_PAPER)),
        (_("of these: after the deadline"), _count(table, Completion.DONE_LATE)),
        (_("Have not registered"), len(table.missing)),
        *((label, count) for label, which in _REASONS if (count := _count(table, *which))),
        *_with_more_time(table),
    ]
    for label, count in rows:
        share = 100 * count / total if total else 0.0
        yield [render(label), str(count), render(_("{share}%", share=share))]


def _with_more_time(table: DutyTable) -> list[tuple[Text, int]]:
    given = sum(_more_time(line, table.as_of) is not None for line in table.missing)
    return [(_("of these: given more time"), given)] if given else []


def _more_time(line: PersonLine, now: datetime) -> datetime | None:
    """Until when somebody who was given more time still has it."""
    return line.own.due if line.own is not None and line.own.due > now else None


def _count(table: DutyTable, *which: Completion) -> int:
    return sum(line.completion in which for line in table.counted)


_REASONS = (
    (_("of these: on leave"), (Completion.ABSENT,)),
    (
        _("of these: chose paper, not received yet"),
        (Completion.ON_PAPER, Completion.CLAIMED),
    ),
)


def _unit_columns(render: Render) -> list[GridColumn]:
    return [
        GridColumn(render(_("Unit")), 80),
        GridColumn(render(_("Have to register")), 28, centred=True),
        GridColumn(render(_("Have registered")), 28, centred=True),
        GridColumn(render(_("Have not registered")), 28, centred=True),
    ]


def _unit_rows(table: DutyTable) -> Iterator[list[str]]:
    """Units in the order in which the list of names meets them."""
    units: dict[str, list[PersonLine]] = {}
    for line in table.counted:
        units.setdefault(line.person.unit, []).append(line)
    for unit, lines in sorted(units.items()):
        done = sum(line.completion.done for line in lines)
        yield [unit, str(len(lines)), str(done), str(len(lines) - done)]


def _collective(found: Registrations) -> list[Text]:
    tasks = [line.revision.content for line in found.office_tasks if line.revision]
    if tasks:
        return [
            _(
                "The office has registered {count} collective key task: “{task}”; product: "
                "{product}; to be completed by {day}.",
                count=len(tasks),
                task=task.task,
                product=task.product,
                day=task.due,
            )
            for task in tasks
        ]
    if found.collective is not None and found.collective.done:
        return [_("The office has registered its collective key task on paper.")]
    return [_("The office has not registered its collective key task yet.")]


def _reviewed(found: Registrations) -> list[Text]:
    sent = [line for line in found.tasks if line.revision and not line.collective]
    decided = [x for x in sent if _state(x) in {ReviewState.RECEIVED, ReviewState.CONFIRMED}]
    returned = [x for x in sent if _state(x) is ReviewState.RETURNED]
    return [
        _(
            "Of {sent} registrations sent through the system, {decided} have been received or "
            "confirmed, {returned} were asked to be completed.",
            sent=len(sent),
            decided=len(decided),
            returned=len(returned),
        ),
        _("{count} signed copies have been handed in.", count=papers_in(found.people)),
    ]


def _state(line: TaskLine) -> ReviewState | None:
    return line.revision.state if line.revision else None


def _missing_columns(render: Render) -> list[GridColumn]:
    return [
        GridColumn(render(_("No.")), 13, centred=True),
        GridColumn(render(_("Full name")), 45),
        GridColumn(render(_("Position")), 35),
        GridColumn(render(_("Unit")), 40),
        GridColumn(render(_("Note")), 35),
    ]


def _missing_row(number: int, line: PersonLine, now: datetime, render: Render) -> list[str]:
    who = line.person
    note = _NOTES.get(line.completion)
    notes = [note] if note else []
    if until := _more_time(line, now):
        notes.append(_("has time until {until}", until=until))
    told = "; ".join(map(render, notes))
    return [str(number), who.full_name, who.position, who.unit, told]


_NOTES = {
    Completion.ABSENT: _("on leave"),
    Completion.ON_PAPER: _("chose paper, not received yet"),
    Completion.CLAIMED: _("says the paper is in, to be checked"),
}
