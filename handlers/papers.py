"""Paper: the specialist's list of ticks, and "I have handed it in" (S0 III.2.b: two copies)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.effects import Effect, Notify, Replace, Reply
from domain.message import Choice, Do, Message, Rows, say
from domain.papers import Handed, HandedIn, PaperLine, PaperList, Tick
from domain.people import Role
from domain.registration import TakePaper, TickPaper
from domain.text import GAP, Text, _
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
    title = _("Paper: {title}", title=papers.obligation.title)
    count = _("In: {ticked} of {all}.", ticked=papers.ticked, all=len(papers.lines))
    lines = (_line(n, line) for n, line in enumerate(shown, start=first + 1))
    how = _("Tap a number to tick it, once more to take the tick back.")
    return say(count, GAP, *lines, GAP, how, title=title, choices=_choices(papers, shown, first))


def _line(number: int, line: PaperLine) -> Text:
    return _(
        "{box} {n}. {who}: {how}",
        box=_box(line),
        n=str(number),
        who=line.person.full_name,
        how=_how(line),
    )


def _box(line: PaperLine) -> str:
    return _IN if line.handed.ticked else _NOT_IN


def _how(line: PaperLine) -> Text:
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


def _choices(papers: PaperList, shown: Sequence[PaperLine], first: int) -> Rows:
    numbers = [
        Choice(_("{box} {n}", box=_box(line), n=str(n)), _toggle(papers, line))
        for n, line in enumerate(shown, start=first + 1)
    ]
    turning = []
    if first:
        turning.append(Choice(_("‹ Earlier"), Do("papers", _page(papers, papers.page - 1))))
    if first + PAGE < len(papers.lines):
        turning.append(Choice(_("Further ›"), Do("papers", _page(papers, papers.page + 1))))
    others = [
        (Choice(Text("", {"text": duty.title}), Do("papers", str(period.id))),)
        for period, duty in papers.others
    ]
    rows = (tuple(numbers[:4]), tuple(numbers[4:]), tuple(turning), *others)
    return tuple(row for row in rows if row)


def _toggle(papers: PaperList, line: PaperLine) -> Do:
    action = "paper_untick" if line.handed.ticked else "paper_tick"
    return Do(action, f"{_subject(papers, line)}:{papers.page}")


def _subject(papers: PaperList, line: PaperLine) -> str:
    return f"{papers.period.id}:{line.person.id}:{line.revision}"


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
    lines = tuple(after if x.person.id == line.person.id else x for x in papers.lines)
    changed = replace(papers, lines=lines)
    view = papers_view(changed) if asked.listed else _ticked_view(asked, changed, after)
    return [effect, Replace(view)]


def _ticked_view(asked: Tick, papers: PaperList, line: PaperLine) -> Message:
    who, when = line.person.full_name, asked.now
    said = _("Tick taken back at {when}: {who}.", when=when, who=who)
    if line.handed.ticked:
        said = _("✓ Paper of {who} ticked at {when}.", when=when, who=who)
    action = "paper_untick" if line.handed.ticked else "paper_tick"
    label = _("Take the tick back") if line.handed.ticked else _("Signed paper is in")
    again = Choice(label, Do(action, _subject(papers, line)))
    return say(said, choices=((again,), (Choice(_("Signed papers"), Do("papers")),)))


def handed_in(mine: HandedIn) -> Sequence[Effect]:
    """Tell the specialists, who tick; the duty counts from their tick on."""
    title = mine.obligation.title
    if mine.line.handed.ticked:
        return [Reply(say(_("Your paper for “{title}” is ticked already.", title=title)))]
    others = [p for p in mine.specialists if p.id != mine.person.id]
    if not others:
        tick_it = Choice(_("Signed papers"), Do("papers", str(mine.period.id)))
        return [Reply(say(_("Papers are ticked here:"), choices=((tick_it,),)))]
    thanks = _(
        "Thank you. I have told {specialist}, who ticks the paper for “{title}” once it is there; "
        "then it counts as done.",
        specialist=others[0].called,
        title=title,
    )
    return [*(_tell(mine, whom.id) for whom in others), Reply(say(thanks))]


def _tell(mine: HandedIn, whom: int) -> Effect:
    line = mine.line
    subject = f"{mine.period.id}:{line.person.id}:{line.revision}"
    said = _(
        "{who} says that the paper for “{title}” is handed in. Please tick it once you have it.",
        who=line.person.full_name,
        title=mine.obligation.title,
    )
    choices = (
        (Choice(_("Signed paper is in"), Do("paper_tick", subject)),),
        (Choice(_("Signed papers"), Do("papers", str(mine.period.id))),),
    )
    return Notify(whom, say(said, choices=choices), f"paper:{subject}:{whom}")


PAPERS = Action("papers", show_papers, _SPECIALISTS)
PAPER_TICK = Action("paper_tick", tick, _SPECIALISTS)
PAPER_UNTICK = Action("paper_untick", untick, _SPECIALISTS)
PAPER_HANDED_IN = Action("paper_handed_in", handed_in)
