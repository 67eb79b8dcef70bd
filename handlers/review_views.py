"""What a reviewer sees: a page of what waits, and one registration in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.message import Choice, Do, Message, Rows, Start, Style, say
from domain.people import told_apart
from domain.registration import Filed, PaperState, ReviewState
from domain.review import Pile
from domain.text import GAP, Text, _, either, verbatim
from handlers.registration_view import (
    content_lines,
    paper_line,
    standing_line,
    version_line,
)

PAGE = 8
_FIRST_WORDS = 48  # characters of a task that fit a line of the list
_HOW = either(
    pressed=_("Press a number to read that one."), typed=_("Send a number to read that one.")
)
VERDICT = {
    ReviewState.RECEIVED: _("Received"),
    ReviewState.CONFIRMED: _("Confirm"),
}


def pile_view(pile: Pile) -> Message:
    """One page of what waits, short lines, a button each."""
    first = pile.page * PAGE
    shown = pile.all[first : first + PAGE]
    title = _("Registrations to review: {count}", count=len(pile.waiting))
    names = told_apart(filed.owner for filed in pile.all)
    lines = [_short(n, filed, names) for n, filed in enumerate(shown, start=first + 1)]
    if not pile.all:
        lines = [_("Nothing waits for you now.")]
    how = [_HOW] if shown else []
    done = [GAP, _("Already reviewed: {count}", count=pile.done)] if pile.done else []
    return say(*lines, *how, *done, title=title, choices=_pile_choices(pile, shown, first))


def _short(number: int, filed: Filed, names: Mapping[int, str]) -> Text:
    task = filed.newest.content.task
    words = task if len(task) <= _FIRST_WORDS else task[:_FIRST_WORDS].rsplit(" ", 1)[0] + "…"
    line = _(
        "{n}. {who}: {words}",
        n=str(number),
        who=names[filed.owner.id],
        words=" ".join(words.split()),
    )
    if filed.newest.state is ReviewState.RETURNED:
        return _("{line} (asked to be completed)", line=line)
    return _("{line} (late)", line=line) if filed.newest.late else line


def _pile_choices(pile: Pile, shown: Sequence[Filed], first: int) -> Rows:
    numbers = [
        Choice(verbatim(str(n)), Do("review_one", filed.version), typed=str(n))
        for n, filed in enumerate(shown, start=first + 1)
    ]
    turning = []
    if first:
        turning.append(Choice(_("‹ Earlier"), Do("review", str(pile.page - 1))))
    if first + PAGE < len(pile.all):
        turning.append(Choice(_("Further ›"), Do("review", str(pile.page + 1))))
    rows = (tuple(numbers[:4]), tuple(numbers[4:]), tuple(turning), *_for_all(pile))
    return tuple(row for row in rows if row)


def _for_all(pile: Pile) -> Rows:
    whole = [(state, pile.ready_for(state)) for state in VERDICT]
    rows = [
        (Choice(all_label(state, len(ready)), Do("review_together", versions(state, ready))),)
        for state, ready in whole
        if len(ready) > 1
    ]
    if pile.printable:
        rows.append((Choice(_("Print all"), Do("print_forms", f"period:{pile.printable}")),))
    if pile.reader.id in pile.reviewers.specialists:
        rows.append((Choice(_("Signed papers"), Do("papers")),))
    if pile.collective_missing:
        rows.append((Choice(_("Register the office's task"), Start("register_collective")),))
    return tuple(rows)


def all_label(state: ReviewState, count: int) -> Text:
    if state is ReviewState.CONFIRMED:
        return _("Confirm all {count}", count=count)
    return _("Receive all {count}", count=count)


def versions(state: ReviewState, ready: Sequence[Filed]) -> str:
    return f"{state}@{','.join(filed.version for filed in ready)}"


def one_view(pile: Pile, filed: Filed, *above: Text) -> Message:
    """One registration in full, with what its reader may decide."""
    owner = filed.owner
    title = _("{who}, {position}", who=owner.full_name, position=owner.post_and_unit)
    lines = (
        *above,
        *([Text("", {"text": filed.obligation.title})] if filed.registration.collective else []),
        version_line(filed.newest),
        *content_lines(filed.newest.content),
        GAP,
        standing_line(filed.newest),
        paper_line(filed.registration.paper),
    )
    return say(*lines, title=title, choices=_one_choices(pile, filed))


def _one_choices(pile: Pile, filed: Filed) -> Rows:
    verdicts = pile.verdicts(filed)
    rows: list[tuple[Choice, ...]] = [
        (Choice(label, Do("review_decide", f"{state}@{filed.version}"), Style.PRIMARY),)
        for state, label in VERDICT.items()
        if state in verdicts
    ]
    if ReviewState.RETURNED in verdicts:
        ask_more = Start("return_registration", filed.version)
        rows.append((Choice(_("Ask to complete"), ask_more),))
    if pile.reader.id in pile.reviewers.specialists:
        rows += _paper_choice(filed)
    following = next_waiting(pile, filed)
    ahead = [Choice(_("Next ›"), Do("review_one", following.version))] if following else []
    return (*rows, (Choice(_("List"), Do("review")), *ahead))


def _paper_choice(filed: Filed) -> list[tuple[Choice, ...]]:
    if filed.registration.paper is PaperState.SIGNED:
        return []
    subject = f"{filed.period.id}:{filed.owner.id}:{filed.newest.number}"
    return [(Choice(_("Signed paper is in"), Do("paper_tick", subject)),)]


def next_waiting(pile: Pile, filed: Filed) -> Filed | None:
    """What waits next after this one, from the top again at the end."""
    waiting = [other.registration.id for other in pile.waiting]
    others = [other for other in pile.waiting if other.registration.id != filed.registration.id]
    if filed.registration.id not in waiting or not others:
        return others[0] if others else None
    return others[waiting.index(filed.registration.id) % len(others)]
