"""What the specialist and the head are told: how many of how many, who is missing and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce

from domain.completion import Completion, DutyTable, PersonLine, SignCount
from domain.message import Message, say
from domain.people import told_apart
from domain.plan import Kind
from domain.text import GAP, Localized, Param, Text, _
from domain.work import TaskCounts
from reports.digest_counts import signs_told, tasks_told
from reports.missing_names import room_for_names, who_is_missing
from reports.printable import shortened
from reports.tally import counted, missing_by_reason, papers_in, percent

LONGEST_TITLE = 70
MOST_NAMED = 6  # who has more time until one moment


def digest(
    tables: Sequence[DutyTable],
    *,
    since: datetime | None = None,
    signs: Mapping[int, Sequence[SignCount]] | None = None,
    tasks: Mapping[int, TaskCounts] | None = None,
) -> Message:
    """One message over the open duties; its title is the first one's headline.

    `since` is when this reader's last digest was made. By their period's id: `signs` are the counts
    of a self-check (what `may_show` forbids is left out whoever made them), `tasks` how the
    registrations of a duty stand in their review, or what came of them.
    """
    if not tables:
        return say(_("No duty is open at the moment."))
    figures: list[Text] = []
    sections: list[tuple[list[Text], DutyTable, list[Text]]] = []
    for table in tables:
        above = [*([GAP, headline(table)] if sections else []), *_details(table, since)]
        below = [
            *tasks_told((tasks or {}).get(table.period.id, TaskCounts())),
            *signs_told((signs or {}).get(table.period.id, ())),
        ]
        sections.append((above, table, below))
        figures += [*above, *below]
    title = headline(tables[0])
    room = room_for_names([title, *figures], tables)
    body = [
        line
        for above, table, below in sections
        for line in (*above, *who_is_missing(table, room(table)), *below)
    ]
    return say(*body, title=title)


def headline(table: DutyTable) -> Text:
    """How a duty stands in one line, fit for a lock screen: it names nobody."""
    if _is_one_persons(table):
        return _ones_own(table)
    return _sentences(
        _(
            "{title}: {done}/{total} people ({percent}%), as of {moment}.",
            **_figures(table),
        ),
        *_left(table),
        *_papers(table),
    )


def all_done(table: DutyTable) -> Message:
    """Said once, as soon as nobody owes the duty any more."""
    return say(
        _("{title}: all {total} people have done it, as of {moment}.", **_figures(table)),
        *_late(table),
        *_papers(table),
        _("Thank {you} for following it up."),
        title=_("Everyone is done"),
    )


def paragraph(table: DutyTable) -> Text:
    """The same figures as a paragraph for a written report, ready to paste."""
    if _is_one_persons(table) and table.missing:
        return _("As of {moment}, “{title}” has not been completed yet.", **_figures(table))
    if _is_one_persons(table):
        return _("As of {moment}, “{title}” has been completed.", **_figures(table))
    reasons = [counted(reason, len(group)) for reason, group in missing_by_reason(table).items()]
    if not reasons:
        return _(
            "As of {moment}, {done}/{total} people have completed “{title}”, that is 100%.",
            **_figures(table),
        )
    return _(
        "As of {moment}, {done}/{total} people have completed “{title}”, that is {percent}%;"
        " {missing} have not yet ({reasons}).",
        **_figures(table),
        missing=len(table.missing),
        reasons=reasons,
    )


def _is_one_persons(table: DutyTable) -> bool:
    """The office's own task is registered by its head alone: "0/1 people (0%)" says nothing."""
    return table.period.kind is Kind.COLLECTIVE and len(table.counted) == 1


def _ones_own(table: DutyTable) -> Text:
    if table.missing:
        return _("{title}: not yet, as of {moment}.", **_figures(table))
    return _("{title}: done, as of {moment}.", **_figures(table))


def _figures(table: DutyTable) -> dict[str, Param]:
    return {
        "title": Localized(
            *(shortened(x, LONGEST_TITLE) for x in (table.title.vi, table.title.en))
        ),
        "done": table.done,
        "total": len(table.counted),
        "percent": percent(table),
        "moment": table.as_of,
    }


def _sentences(*sentences: Text) -> Text:
    return reduce(lambda first, then: _("{first} {then}", first=first, then=then), sentences)


def _left(table: DutyTable) -> list[Text]:
    reasons = [counted(reason, len(group)) for reason, group in missing_by_reason(table).items()]
    if not reasons:
        return []
    return [_("{missing} left: {reasons}.", missing=len(table.missing), reasons=reasons)]


def _papers(table: DutyTable) -> list[Text]:
    if table.period.kind is not Kind.REGISTRATION:
        return []
    return [_("{count} signed copies received.", count=papers_in(table))]


def _details(table: DutyTable, since: datetime | None) -> list[Text]:
    changed = [_change(table, since)] if since and not _is_one_persons(table) else []
    return [*_deadline(table), *_late(table), *_excused(table), *changed]


def _excused(table: DutyTable) -> list[Text]:
    away = sum(line.completion is Completion.EXCUSED for line in table.lines)
    return [_("Not counted: {count} away throughout.", count=away)] if away else []


def _deadline(table: DutyTable) -> list[Text]:
    """The plan's own words where it has some: `trước ngày 15/10/2025` names no hour."""
    if not table.missing:
        return []
    deadline, overdue = table.deadline_words or table.period.due, len(table.overdue)
    told = _("Deadline: {deadline}.", deadline=deadline)
    if table.as_of > table.period.due and overdue:
        told = _(
            "Overdue: {count} people (deadline: {deadline}).", count=overdue, deadline=deadline
        )
    return [told, *(_more_time(lines, at) for at, lines in table.given_time.items())]


def _more_time(lines: Sequence[PersonLine], until: datetime) -> Text:
    """By name as long as it is short."""
    if len(lines) > MOST_NAMED:
        return _("More time until {until}: {count} people.", until=until, count=len(lines))
    apart = told_apart(line.person for line in lines)
    return _("More time until {until}: {names}.", until=until, names=", ".join(apart.values()))


def _late(table: DutyTable) -> list[Text]:
    late = sum(line.completion is Completion.DONE_LATE for line in table.lines)
    return [_("{count} people did it after the deadline.", count=late)] if late else []


def _change(table: DutyTable, since: datetime) -> Text:
    more = sum(
        line.completion.done and line.done_at is not None and line.done_at > since
        for line in table.counted
    )
    if not more:
        return _("Nobody new since {moment}.", moment=since)
    return _("{count} more since {moment}.", count=more, moment=since)
