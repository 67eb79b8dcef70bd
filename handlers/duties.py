"""Duties in words: what is owed, its deadline, and the one button that does the thing.

Never names a sign or the content of a task: it may be read on a locked screen.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.message import Do, Start
from domain.plan import Every, Kind
from domain.reminding import Duty
from domain.text import Param, Text, _, verbatim
from handlers.wording import span_name

#: Duties served by one conversation where they coincide: October's, the quarter's, the year's.
Group = tuple[Duty, ...]


def together(duties: Sequence[Duty]) -> list[Group]:
    """Self-checks that are due together are one thing to do."""
    groups: dict[object, Group] = {}
    for duty in duties:
        check = duty.period.kind is Kind.SELF_CHECK
        key = duty.period.due if check else duty.period.id
        groups[key] = (*groups.get(key, ()), duty)
    return list(groups.values())


def what(group: Group) -> Text:
    """It in a few words, to stand inside a sentence."""
    match group[0].period.kind:
        case Kind.REGISTRATION:
            return _("your task registration")
        case Kind.COLLECTIVE:
            return _("the registration of the office's collective task")
        case Kind.SELF_CHECK:
            return _("the self-check for {spans}", spans=spans(group))
        case Kind.RESULT:
            return _("the result of your registered task")
        case Kind.INQUIRY:
            return _("the question “{title}”", title=title(group))
        case _:
            return _("“{title}”", title=title(group))


def deadline(group: Group) -> Param:
    """As the plan says it; where it names no day, the office's own; or what it was moved to."""
    period = group[0].period
    if period.has_moved and period.planned is not None and period.due > period.planned:
        return _("{due} (more time given)", due=period.due)
    return group[0].obligation.deadline_words or period.due


def title(group: Group) -> Param:
    """As the plan has it."""
    return group[0].obligation.title


def short_title(group: Group) -> Param:
    """In the few words that a button takes."""
    return group[0].obligation.short or group[0].obligation.title


def short_name(group: Group) -> Text:
    """The same, saying which of several it is."""
    if group[0].period.kind is Kind.SELF_CHECK:
        return _("self-check {spans}", spans=spans(group))
    title, span = group[0].obligation.short or group[0].obligation.title, group[0].period.span
    if span.every is Every.ONCE:
        return verbatim(title)
    return _("{title}, {span}", title=title, span=span_name(span))


def is_sent(group: Group) -> bool:
    """Whether somebody gets it: what goes to nobody is done, not sent."""
    return group[0].obligation.to is not None


def spans(group: Group) -> Param:
    """What self-checks that coincide are about, the shortest span first."""
    return [span_name(duty.period.span) for duty in sorted(group, key=_shortest_first)]


def _on_button(group: Group) -> Param:
    """One in full, several in a word each: the message above says which they are."""
    if len(group) == 1:
        return spans(group)
    return [verbatim(duty.period.span.brief) for duty in sorted(group, key=_shortest_first)]


def _shortest_first(duty: Duty) -> int:
    return (duty.period.span.last - duty.period.span.first).days


def buttons(groups: Sequence[Group]) -> list[tuple[Text, Start | Do]]:
    """What the buttons of all of these say and do; of several reports each says which it is."""
    reports = sum(group[0].period.kind is Kind.REPORT for group in groups)
    return [button(group, named=reports > 1) for group in groups]


def button(group: Group, *, named: bool = False) -> tuple[Text, Start | Do]:
    """What its button says and does; `named`: which report, where nothing else says it."""
    period = group[0].period
    match period.kind:
        case Kind.REGISTRATION:
            return _("Register my task"), Start("register", str(period.id))
        case Kind.COLLECTIVE:
            return _("Register the collective task"), Start("register_collective", str(period.id))
        case Kind.SELF_CHECK:
            ids = ",".join(str(duty.period.id) for duty in sorted(group, key=_shortest_first))
            label = _("Self-check: {spans}", spans=_on_button(group))
            return label, Start("self_check", ids)
        case Kind.RESULT:
            return _("Tell the result"), Start("result", str(period.id))
        case Kind.INQUIRY:
            label = _("Answer: {title}", title=short_title(group))
            return label, Start("inquiry_answer", str(period.id))
        case _:
            return _sent(group, named=named), Do("report_done", str(period.id))


def _sent(group: Group, *, named: bool) -> Text:
    if not named:
        return _("The report is sent") if is_sent(group) else _("It is done")
    title = short_title(group)
    return _("Sent: {title}", title=title) if is_sent(group) else _("Done: {title}", title=title)


def several(duties: Sequence[Duty]) -> list[Text]:
    """Duties by name, a line each."""
    return [_("• {what}", what=what(group)) for group in together(duties)]
