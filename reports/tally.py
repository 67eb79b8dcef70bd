"""How a duty's table counts up, and the words for each standing: one home for every report."""

from __future__ import annotations

from collections.abc import Mapping

from domain.completion import Completion, DutyFigures, DutyTable, PersonLine
from domain.text import Text, _

#: Each standing as a heading or in a cell, in the order in which reports tell them.
LABELS: Mapping[Completion, Text] = {
    Completion.DONE: _("Completed"),
    Completion.DONE_ON_PAPER: _("Completed on paper"),
    Completion.DONE_LATE: _("Completed late"),
    Completion.NOT_SENT: _("Not sent yet"),
    Completion.NOT_CONNECTED: _("Not connected yet"),
    Completion.BLOCKED: _("Has blocked the bot"),
    Completion.CLAIMED: _("Says the paper is in, to be checked"),
    Completion.ON_PAPER: _("Chose paper, not handed in"),
    Completion.ABSENT: _("Away today"),
    Completion.EXCUSED: _("Away throughout: not applicable"),
    Completion.NOT_APPLICABLE: _("Not applicable"),
}


def counted(completion: Completion, count: int) -> Text:
    """How many stand so: "3 not sent"; within a sentence, or beside a colour."""
    match completion:
        case Completion.DONE:
            return _("{count} done in time", count=count)
        case Completion.DONE_ON_PAPER:
            return _("{count} done on paper", count=count)
        case Completion.DONE_LATE:
            return _("{count} done late", count=count)
        case Completion.NOT_SENT:
            return _("{count} not sent", count=count)
        case Completion.NOT_CONNECTED:
            return _("{count} not connected", count=count)
        case Completion.BLOCKED:
            return _("{count} blocked the bot", count=count)
        case Completion.CLAIMED:
            return _("{count} say the paper is in, to be checked", count=count)
        case Completion.ON_PAPER:
            return _("{count} on paper, not handed in", count=count)
        case Completion.ABSENT:
            return _("{count} absent", count=count)
        case _:
            return _("{count} not applicable", count=count)


def by_standing(table: DutyTable) -> dict[Completion, tuple[PersonLine, ...]]:
    """Everyone the duty is for, grouped in the order of `LABELS`; empty groups are left out."""
    groups = {x: tuple(line for line in table.counted if line.completion is x) for x in LABELS}
    return {completion: group for completion, group in groups.items() if group}


def missing_by_reason(table: DutyTable) -> dict[Completion, tuple[PersonLine, ...]]:
    """Those who still owe, grouped by why."""
    return {reason: group for reason, group in by_standing(table).items() if reason.owed}


def percent(duty: DutyTable | DutyFigures) -> float:
    """Done out of everyone counted, to a tenth; 100 is said only when nobody is missing."""
    figures = duty.figures if isinstance(duty, DutyTable) else duty
    if figures.done == figures.total:
        return 100
    return min(round(100 * figures.done / figures.total, 1), 99.9)


def in_order(figures: DutyFigures) -> tuple[tuple[Completion, int], ...]:
    """How many stand how, in the order of `LABELS`; without those who are none."""
    return tuple((x, figures.counts[x]) for x in LABELS if figures.counts.get(x))


def papers_in(table: DutyTable) -> int:
    """How many signed forms have been handed in."""
    return sum(line.paper_in for line in table.counted)
