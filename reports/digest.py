"""What the specialist and the head are told: how many of how many, who is missing and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce

from domain.completion import Completion, DutyTable, PersonLine, SignCount
from domain.message import Message, say
from domain.plan import Kind
from domain.self_check import may_show
from domain.text import GAP, Localized, Param, Text, _, verbatim
from reports.printable import shortened
from reports.tally import LABELS, counted, missing_by_reason, papers_in, percent

#: Names in one digest, over all duties: what a phone shows without much scrolling, and well below
#: the 4,096 characters of a Telegram message (Bot API, sendMessage). Each duty may show a few.
MOST_NAMES = 15
LEAST_NAMES = 3
LONGEST_NAME = 32
LONGEST_POSITION = 32
LONGEST_TITLE = 70
LONGEST_LABEL = 50


def digest(
    tables: Sequence[DutyTable],
    *,
    since: datetime | None = None,
    signs: Mapping[int, Sequence[SignCount]] | None = None,
) -> Message:
    """One message over the open duties; its title is the first one's headline.

    `since` is when this reader's last digest was made. `signs` are the counts of a self-check by
    its period's id; what `may_show` forbids is left out whoever made them.
    """
    if not tables:
        return say(_("No duty is open at the moment."))
    names = max(LEAST_NAMES, MOST_NAMES // len(tables))
    body: list[Text] = []
    for table in tables:
        body += [GAP, headline(table)] if body else []
        body += _details(table, since, names)
        body += _signs((signs or {}).get(table.period.id, ()))
    return say(*body, title=headline(tables[0]))


def headline(table: DutyTable) -> Text:
    """How a duty stands in one line, fit for a lock screen: it names nobody."""
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


def _brief(words: Localized, most: int) -> Localized:
    return Localized(shortened(words.vi, most), shortened(words.en, most))


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


def _details(table: DutyTable, since: datetime | None, names: int) -> list[Text]:
    return [
        *_deadline(table),
        *_late(table),
        *([_change(table, since)] if since else []),
        *_missing(table, names),
    ]


def _deadline(table: DutyTable) -> list[Text]:
    """The plan's own words where it has some: `trước ngày 15/10/2025` names no hour."""
    if not table.missing:
        return []
    deadline = table.deadline_words or table.period.due
    if table.as_of <= table.period.due:
        return [_("Deadline: {deadline}.", deadline=deadline)]
    overdue = len(table.missing)
    return [_("Overdue: {count} people (deadline: {deadline}).", count=overdue, deadline=deadline)]


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


def _missing(table: DutyTable, names: int) -> list[Text]:
    """Names under their reasons as long as there is room; how many of each, the headline says."""
    lines: list[Text] = []
    rest = len(table.missing)
    for reason, group in missing_by_reason(table).items():
        shown, names = group[:names], max(0, names - len(group))
        if shown:
            lines.append(_("{reason} ({count}):", reason=LABELS[reason], count=len(group)))
            lines += map(_name, shown)
        rest -= len(shown)
    return [*lines, _("… and {count} more", count=rest)] if rest else lines


def _name(line: PersonLine) -> Text:
    name = shortened(line.person.full_name, LONGEST_NAME)
    position = shortened(line.person.position, LONGEST_POSITION)
    return verbatim(f"• {name}, {position}" if position else f"• {name}")


def _signs(signs: Sequence[SignCount]) -> list[Text]:
    shown = [sign for sign in signs if may_show(sign.count, sign.group)]
    if not shown:
        return []
    return [
        _("Signs people noticed in themselves (only counts of at least five are told):"),
        *(
            _(
                "• Sign {number}, {label}: {count}/{group}",
                number=sign.sign,
                label=_brief(sign.label, LONGEST_LABEL),
                count=sign.count,
                group=sign.group,
            )
            for sign in shown
        ),
    ]
