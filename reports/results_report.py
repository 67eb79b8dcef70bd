"""The half-year and year-end report (S0 IV.1.b) in its five parts, as far as figures can write it.

What the office's data tell is filled in; what only people know (reform, inspection, who is to be
commended, why something lagged) is left open and marked, part by part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from domain.apology import LetterCounts
from domain.completion import Completion, DutyTable
from domain.obstacle import ObstacleState
from domain.plan import Kind
from domain.reporting import Ahead, Check, Stretch
from domain.text import Text, _, verbatim
from domain.work import OUTCOMES, Outcome
from reports import official_words as official
from reports.grid import GridColumn
from reports.issued import Issued, Paper
from reports.tally import percent

Render = Callable[[Text], str]

_REGISTERING = frozenset({Kind.REGISTRATION, Kind.COLLECTIVE})


def results_report(found: Stretch, issued: Issued, render: Render) -> bytes:
    """The report on a quarter, half-year or year; the same figures give the same bytes."""
    about = (
        render(_("on the results of carrying out the {basis}", basis=issued.basis)),
        render(verbatim(found.span.words)),
    )
    paper = Paper(issued, render, (official.REPORT, official.REPORT_SHORT), *about)
    paper.say(_opening(found, issued))
    _direction(paper, found)
    _results(paper, found, render)
    _shortcomings(paper, found)
    _next(paper, found, render)
    _proposals(paper, found)
    office = issued.letterhead.office
    paper.say(_("The above is the report of {office}./.", office=office))
    paper.close()
    return paper.saved(found.as_of)


def _opening(found: Stretch, issued: Issued) -> Text:
    return _(
        "To carry out the {basis}, {office} reports to {receives} on the results of {stretch} "
        "(figures as of {moment}):",
        basis=issued.basis,
        office=issued.letterhead.office,
        receives=issued.receives,
        stretch=found.span.words,
        moment=found.as_of,
    )


def _direction(paper: Paper, found: Stretch) -> None:
    paper.part(_("I. Direction and study"))
    paper.open(
        _("the writer tells: documents issued, how the directive was made known, study sessions")
    )
    if found.announcements:
        told = _("Through the system, {count} announcements were sent.", count=found.announcements)
        paper.say(told)


def _results(paper: Paper, found: Stretch, render: Render) -> None:
    paper.part(_("II. Results"))
    paper.head(_("1. Registration of key tasks"))
    _duties(paper, [t for t in found.duties if t.period.kind in _REGISTERING], render)
    paper.head(_("2. Administrative reform, carrying out of registered tasks"))
    _tasks(paper, found, render)
    paper.open(_("the writer tells: results in administrative reform and digital transformation"))
    paper.head(_("3. Self-checks"))
    _checks(paper, found.checks, render)
    paper.head(_("4. Inspection and supervision"))
    paper.open(_("the writer tells: inspections held, what they found, what was set right"))
    paper.head(_("5. Late files, letters of apology; difficulties reported"))
    _difficulties(paper, found)
    _letters(paper, found.letters)
    paper.head(_("6. Commendation"))
    paper.open(_("the writer names: whom to commend and for what"))


def _duties(paper: Paper, tables: Sequence[DutyTable], render: Render) -> None:
    if not tables:
        paper.say(_("No such duty fell into this time."))
        return
    for table in tables:
        paper.say(_stand(table))
    paper.table(_duty_columns(render), [_duty_row(table, render) for table in tables])


def _stand(table: DutyTable) -> Text:
    return _(
        "{title}: {done}/{total} people, that is {percent}%.",
        title=table.title,
        done=table.done,
        total=len(table.counted),
        percent=percent(table),
    )


def _duty_columns(render: Render) -> list[GridColumn]:
    return [
        GridColumn(render(_("Content")), 70),
        GridColumn(render(_("To do it")), 20, centred=True),
        GridColumn(render(_("In time")), 20, centred=True),
        GridColumn(render(_("After the deadline")), 20, centred=True),
        GridColumn(render(_("On paper")), 18, centred=True),
        GridColumn(render(_("Not done")), 18, centred=True),
    ]


def _duty_row(table: DutyTable, render: Render) -> list[str]:
    counts = Counter(line.completion for line in table.counted)
    numbers = (
        len(table.counted),
        counts[Completion.DONE],
        counts[Completion.DONE_LATE],
        counts[Completion.DONE_ON_PAPER],
        len(table.missing),
    )
    return [render(verbatim(table.title)), *map(str, numbers)]


def _tasks(paper: Paper, found: Stretch, render: Render) -> None:
    registered = [line for line in found.tasks if line.revision is not None]
    given = Counter(line.result.outcome for line in found.tasks if line.result)
    for line in registered:
        if line.collective and line.revision:
            paper.say(_("Collective task: “{task}”.", task=line.revision.content.task))
    paper.say(
        _(
            "Of {registered} tasks that officials registered, results were given for {given}.",
            registered=sum(not line.collective for line in registered),
            given=given.total(),
        )
    )
    if given:
        rows = [[render(OUTCOMES[x]), str(given[x]), _share(given, x, render)] for x in OUTCOMES]
        paper.table(_result_columns(render), rows)


def _share(given: Counter[Outcome], outcome: Outcome, render: Render) -> str:
    return render(_("{share}%", share=100 * given[outcome] / given.total()))


def _result_columns(render: Render) -> list[GridColumn]:
    return [
        GridColumn(render(_("Result")), 90),
        GridColumn(render(_("Tasks")), 35, centred=True),
        GridColumn(render(_("Share")), 35, centred=True),
    ]


def _checks(paper: Paper, checks: Sequence[Check], render: Render) -> None:
    if not checks:
        paper.say(_("No self-check fell into this time."))
        return
    tables = [check.table for check in checks]
    paper.say(_("Officials checked themselves as follows; what they noticed is theirs alone."))
    paper.table(_duty_columns(render), [_duty_row(table, render) for table in tables])
    told = [_sign_row(check, n, render) for check in checks for n in range(len(check.signs))]
    if told:
        paper.say(
            _(
                "Signs noticed, as sums (only where at least five noticed it and at least five did "
                "not):"
            )
        )
        paper.table(_sign_columns(render), told)


def _sign_columns(render: Render) -> list[GridColumn]:
    return [
        GridColumn(render(_("Self-check")), 55),
        GridColumn(render(_("Sign")), 75),
        GridColumn(render(_("Noticed it")), 30, centred=True),
    ]


def _sign_row(check: Check, number: int, render: Render) -> list[str]:
    sign = check.signs[number]
    return [
        render(verbatim(check.table.period.span.words)),
        f"{sign.sign}. {render(verbatim(sign.label))}",
        f"{sign.count}/{sign.group}",
    ]


def _difficulties(paper: Paper, found: Stretch) -> None:
    total = sum(found.obstacles.values())
    waiting = found.obstacles.get(ObstacleState.OPEN, 0)
    if not total:
        paper.say(_("No difficulty was reported through the system."))
        return
    paper.say(
        _(
            "Officials reported {total} difficulties in time through the system; {answered} were "
            "answered, {waiting} wait for an answer.",
            total=total,
            answered=total - waiting,
            waiting=waiting,
        )
    )


def _letters(paper: Paper, letters: LetterCounts) -> None:
    """None at all may as well mean that they are written elsewhere."""
    if not letters.late:
        paper.say(_("No late file and no letter of apology was recorded through the system."))
        paper.open(_("the writer tells: late files and letters of apology outside of it, if any"))
        return
    paper.say(
        _(
            "{late} late files were recorded through the system; for {sent} of them a letter of "
            "apology was signed and sent, {waiting} letters are drafted and wait for it.",
            late=letters.late,
            sent=letters.sent,
            waiting=letters.waiting,
        )
    )


def _shortcomings(paper: Paper, found: Stretch) -> None:
    paper.part(_("III. Shortcomings and their causes"))
    lagging = [table for table in _tables(found) if table.missing or _late(table)]
    paper.each(
        _(
            "{title}: {late} did it after the deadline, {missing} have not done it.",
            title=table.title,
            late=_late(table),
            missing=len(table.missing),
        )
        for table in lagging
        if table.period.due < found.as_of
    )
    paper.open(_("the writer's view: shortcomings, objective and subjective causes"))


def _tables(found: Stretch) -> Iterable[DutyTable]:
    return (*found.duties, *(check.table for check in found.checks))


def _late(table: DutyTable) -> int:
    return sum(line.completion is Completion.DONE_LATE for line in table.counted)


def _next(paper: Paper, found: Stretch, render: Render) -> None:
    paper.part(_("IV. What comes next"))
    if found.ahead:
        paper.say(_("By the plan, the next deadlines are:"))
        paper.table(_ahead_columns(render), [_ahead_row(x, render) for x in found.ahead])
    paper.open(_("the writer tells: tasks and measures for the time to come"))


def _ahead_columns(render: Render) -> list[GridColumn]:
    return [
        GridColumn(render(_("What is to be done")), 110),
        GridColumn(render(_("Deadline")), 55, centred=True),
    ]


def _ahead_row(duty: Ahead, render: Render) -> list[str]:
    words = duty.deadline_words
    deadline = verbatim(words) if words else _("{moment}", moment=duty.due)
    return [render(verbatim(duty.title)), render(deadline)]


def _proposals(paper: Paper, found: Stretch) -> None:
    paper.part(_("V. Proposals"))
    waiting = found.obstacles.get(ObstacleState.OPEN, 0)
    if waiting:
        told = _("{waiting} difficulties reported by officials are still open.", waiting=waiting)
        paper.say(told)
    paper.open(_("the writer's proposals to the superior, if any"))
