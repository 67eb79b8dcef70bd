"""Paper: the specialist's list of ticks (S0 III.2.b: two copies)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.effects import Effect, Replace
from domain.message import Choice, Do, Message, Rows, column, say
from domain.papers import Handed, PaperLine, PaperList, Tick
from domain.people import Role, told_apart
from domain.plan import Kind
from domain.registration import TakePaper, TickPaper
from domain.text import GAP, Text, _, either
from handlers.conversation import Action

PAGE = 8
_SPECIALISTS = frozenset({Role.SPECIALIST})
_IN, _NOT_IN = "☑", "☐"


def show_papers(papers: PaperList) -> Sequence[Effect]:
    return [Replace(papers_view(papers))]


def papers_view(papers: PaperList) -> Message:
    """One page of the list; a tap ticks, another takes the tick back."""
    first = papers.page * PAGE
    shown = papers.lines[first : first + PAGE]
    title = _("Paper: {title}", title=papers.title)
    count = [_("In: {ticked} of {all}.", ticked=papers.ticked, all=len(papers.lines))]
    if papers.claimed:
        count.append(_("Said to be in, to be checked: {count}.", count=papers.claimed))
    names = told_apart(line.person for line in papers.lines)
    lines = (_line(n, line, names[line.person.id]) for n, line in enumerate(shown, start=first + 1))
    how = either(
        pressed=_("Tap a number to tick it, once more to take the tick back."),
        typed=_("Send a number to tick it, once more to take the tick back."),
    )
    return say(*count, GAP, *lines, GAP, how, title=title, choices=_choices(papers, shown, names))


def _line(number: int, line: PaperLine, who: str) -> Text:
    return _(
        "{box} {n}. {who}: {how}",
        box=_box(line),
        n=str(number),
        who=who,
        how=how_it_stands(line),
    )


def _box(line: PaperLine) -> str:
    return _IN if line.handed.ticked else _NOT_IN


def how_it_stands(line: PaperLine) -> Text:
    """A person's paper in a few words."""
    if line.claimed and line.registration:
        return _("version {n}; says the paper is in, to be checked", n=line.revision)
    if line.claimed:
        return _("says the paper is in, to be checked")
    match line.handed:
        case Handed.SIGNED:
            return _("version {n}, signed", n=line.revision)
        case Handed.AWAITED:
            return _("version {n}", n=line.revision)
        case Handed.OUT_OF_DATE:
            return _("version {n}; the signed one is older", n=line.revision)
        case Handed.ON_PAPER:
            return _("on paper")
        case Handed.ON_PAPER_IN:
            return _("done on paper")
        case _:
            return _("nothing sent yet")


def _choices(papers: PaperList, shown: Sequence[PaperLine], names: Mapping[int, str]) -> Rows:
    first = papers.page * PAGE
    numbers = [
        Choice(_("{box} {n}", box=_box(line), n=str(n)), _toggle(papers, line), typed=str(n))
        for n, line in enumerate(shown, start=first + 1)
    ]
    missing = [
        Choice(
            _("{who}: not there", who=names[line.person.id]),
            Do("paper_missed", line_subject(papers, line, listed=True)),
        )
        for line in shown
        if line.claimed and papers.period.kind is not Kind.SELF_CHECK  # its owner keeps that sheet
    ]
    turning = []
    if first:
        turning.append(Choice(_("‹ Earlier"), Do("papers", _page(papers, papers.page - 1))))
    if first + PAGE < len(papers.lines):
        turning.append(Choice(_("Further ›"), Do("papers", _page(papers, papers.page + 1))))
    others = [
        (Choice(Text("", {"text": other}), Do("papers", str(period.id))),)
        for period, other in papers.others
    ]
    written = (Choice(_("Documents to print or send"), Do("documents")),)
    rows = (
        *(tuple(numbers[:4]), tuple(numbers[4:])),
        *(*column(*missing), tuple(turning), *others, written),
    )
    return tuple(row for row in rows if row)


def _toggle(papers: PaperList, line: PaperLine) -> Do:
    action = "paper_untick" if line.handed.ticked else "paper_tick"
    return Do(action, line_subject(papers, line, listed=True))


def line_subject(papers: PaperList, line: PaperLine, *, listed: bool = False) -> str:
    """How a button names a line, and the version it is about; `listed`: and the page it is on."""
    page = f":{papers.page}" if listed else ""
    return f"{papers.period.id}:{line.person.id}:{line.revision}{page}"


def _page(papers: PaperList, page: int) -> str:
    return f"{papers.period.id}:{page}"


def tick(asked: Tick) -> Sequence[Effect]:
    """The paper is in."""
    handed = Handed.SIGNED if asked.line.registration else Handed.ON_PAPER_IN
    return _set(asked, handed, undo=False)


def untick(asked: Tick) -> Sequence[Effect]:
    """It was ticked by mistake."""
    handed = Handed.AWAITED if asked.line.registration else Handed.NOTHING
    return _set(asked, handed, undo=True)


def _set(asked: Tick, handed: Handed, *, undo: bool) -> Sequence[Effect]:
    line, papers = asked.line, asked.papers
    effect: Effect = TakePaper(papers.period.id, line.person.id, undo)
    if line.registration:
        effect = TickPaper(line.registration, asked.revision, undo)
    after = replace(line, handed=handed)
    changed = with_line(papers, after)
    view = papers_view(changed) if asked.listed else _ticked_view(asked, changed, after)
    return [effect, Replace(view)]


def with_line(papers: PaperList, after: PaperLine) -> PaperList:
    """The list with one person's line as it is now."""
    lines = tuple(after if x.person.id == after.person.id else x for x in papers.lines)
    return replace(papers, lines=lines)


def _ticked_view(asked: Tick, papers: PaperList, line: PaperLine) -> Message:
    who, when = line.person.full_name, asked.now
    said = _("Tick taken back at {when}: {who}.", when=when, who=who)
    if line.handed.ticked:
        said = _("✓ Paper of {who} ticked at {when}.", when=when, who=who)
    action = "paper_untick" if line.handed.ticked else "paper_tick"
    label = _("Take the tick back") if line.handed.ticked else _("Signed paper is in")
    again = Choice(label, Do(action, line_subject(papers, line)))
    return say(said, choices=((again,), (Choice(_("Signed papers"), Do("papers")),)))


PAPERS = Action("papers", show_papers, _SPECIALISTS)
PAPER_TICK = Action("paper_tick", tick, _SPECIALISTS)
PAPER_UNTICK = Action("paper_untick", untick, _SPECIALISTS)
