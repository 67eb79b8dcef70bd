"""Paper that was handed in: the specialist's list, ticks and their undoing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.completion import Completion, PersonLine
from domain.effects import Refused
from domain.papers import Handed, HandedIn, Looked, PaperLine, PaperList, Tick
from domain.people import Person, Role
from domain.period import Period, PeriodState
from domain.plan import Kind
from domain.registration import Filed, PaperState, TakePaper, TickPaper
from domain.text import Localized, _
from storage import claims, completions, deadlines, people, periods, registrations
from storage.tables import RegistrationRow
from storage.unit_of_work import Work

#: Duties that can be handed in on paper; the others are the specialist's own.
ON_PAPER = (Kind.REGISTRATION, Kind.COLLECTIVE, Kind.SELF_CHECK, Kind.RESULT)

NOT_YOURS = Refused(_("Papers are ticked by the specialist."))
NOTHING_TO_HAND_IN = Refused(_("Nothing can be handed in on paper now."))
SETTLED = Refused(_("That has been settled already. /banky shows the list."))
GONE = Refused(_("This line is not here any more. /banky shows the list."))


def load_papers(work: Work, who: Person, subject: str) -> PaperList | Refused:
    """The list of a duty: `PERIOD:PAGE`; "" is the registration's."""
    number, _colon, page = subject.partition(":")
    period = named(work, who, number)
    if isinstance(period, Refused):
        return period
    return _list(work, period, int(page) if page.isdecimal() else 0)


def named(work: Work, who: Person, number: str) -> Period | Refused:
    """The duty whose papers are looked at; "" is the registration's."""
    if not who.is_any(Role.SPECIALIST):
        return NOT_YOURS
    period = _asked(work, number)
    if period is None or period.state(work.now) is PeriodState.COMING:
        return NOTHING_TO_HAND_IN
    return period


def to_look_for(work: Work) -> int:
    """How many papers are said to be in and have not been looked for yet."""
    return sum(len(claimed(work, period)) for period in periods.begun(work, ON_PAPER))


def claimed(work: Work, period: Period) -> tuple[PaperLine, ...]:
    """The lines of those who say that their paper is in, and it has not been looked for yet."""
    said = claims.claims_of(work, period.id)
    lines = lines_of(work, period, people.people(work, ids=said)) if said else ()
    return tuple(line for line in lines if line.claimed)


def lines_of(work: Work, period: Period, whom: Sequence[Person]) -> tuple[PaperLine, ...]:
    """The lines of these people alone, as they stand in the list."""
    ids = [person.id for person in whom]
    said = claims.claims_of(work, period.id)
    filed = {f.owner.id: f for f in registrations.filed_among(work, period.id, ids)}
    standings = completions.standings(work, whom, [period])
    found = (
        _line(
            PersonLine(person, standings[person.id].get(period.id, Completion.NOT_APPLICABLE)),
            filed.get(person.id),
            said.get(person.id),
        )
        for person in whom
    )
    return tuple(line for line in found if line is not None)


def load_tick(work: Work, who: Person, subject: str) -> Tick | Refused:
    """One line of a list: `PERIOD:PERSON:REVISION`, and `:PAGE` when pressed in the list."""
    parts = subject.split(":")
    if len(parts) < 3 or not all(part.isdecimal() for part in parts):
        return GONE
    period, person, revision, *page = (int(part) for part in parts)
    papers = load_papers(work, who, f"{period}:{page[0]}") if page else None
    if papers is None:
        papers = _of_one(work, who, period, person)
    if isinstance(papers, Refused):
        return papers
    for line in papers.lines:
        if line.person.id == person:
            return Tick(papers, line, revision, work.now, bool(page))
    return GONE


def _of_one(work: Work, who: Person, period: int, person: int) -> PaperList | Refused:
    """The list with one person's line alone: nobody else is loaded."""
    asked = named(work, who, str(period))
    if isinstance(asked, Refused):
        return asked
    lines = lines_of(work, asked, people.people(work, ids=(person,)))
    return PaperList(asked, periods.title_of(work, asked), lines)


def load_looked(work: Work, who: Person, subject: str) -> Looked | Refused:
    """A line whose owner says that the paper is in, and it was not found; as `load_tick`."""
    asked = load_tick(work, who, subject)
    if isinstance(asked, Refused):
        return asked
    if not asked.line.claimed:
        return SETTLED
    period = deadlines.of(work, asked.papers.period, asked.line.person.id)
    asked = replace(asked, papers=replace(asked.papers, period=period))
    return Looked(asked, periods.obligation_of(work, period), who)


def load_handed_in(work: Work, who: Person, subject: str) -> HandedIn | Refused:
    """Someone's own paper of a duty; "" is the first they owe, else their signed registration."""
    period = periods.period(work, int(subject)) if subject.isdecimal() else _theirs(work, who)
    if period is None or period.kind not in ON_PAPER:
        return NOTHING_TO_HAND_IN
    line = next((x for x in _list(work, period, 0).lines if x.person.id == who.id), None)
    if line is None or period.state(work.now) is PeriodState.COMING:
        return NOTHING_TO_HAND_IN
    title, specialists = periods.title_of(work, period), people.with_role(work, Role.SPECIALIST)
    return HandedIn(who, deadlines.of(work, period, who.id), title, line, specialists, work.now)


def _theirs(work: Work, who: Person) -> Period | None:
    begun = deadlines.begun(work, who.id, ON_PAPER)
    unsigned = [p for p in begun if p.kind is Kind.REGISTRATION]
    asked = (*completions.owed(work, who, begun), *unsigned)
    said = claims.claimed_by(work, who.id)
    return next((p for p in asked if p.id not in said), asked[0] if asked else None)


def tick_paper(work: Work, who: Person, effect: TickPaper) -> Refused | None:
    """The signed form of the newest version is in, or was ticked by mistake; audited."""
    if not who.is_any(Role.SPECIALIST):
        return NOT_YOURS
    filed = registrations.filed(work, effect.registration)
    if filed is None:
        return GONE
    if not effect.undo and filed.newest.number != effect.revision:
        return Refused(
            _(
                "{who} has registered version {n} meanwhile: only its signed form counts. "
                "/banky shows the list.",
                who=filed.owner.full_name,
                n=filed.newest.number,
            )
        )
    row = work.session.get_one(RegistrationRow, effect.registration)
    row.signed_revision = None if effect.undo else effect.revision
    work.session.flush()
    action = "paper_unticked" if effect.undo else "paper_ticked"
    work.audit(who.id, action, f"person:{filed.owner.id}", f"period:{filed.period.id}")
    return None


def take_paper(work: Work, who: Person, effect: TakePaper) -> Refused | None:
    """A duty was done on paper, or was ticked by mistake; audited."""
    if not who.is_any(Role.SPECIALIST):
        return NOT_YOURS
    period = periods.period(work, effect.period)
    if period is None or period.kind not in ON_PAPER:
        return NOTHING_TO_HAND_IN
    said = claims.claimed_by(work, effect.person)
    for served in claims.one_sheet(work, period):
        if served.id == period.id or served.id in said:
            _take(work, who, served, effect)
    action = "paper_not_taken" if effect.undo else "paper_taken"
    work.audit(who.id, action, f"person:{effect.person}", f"period:{period.id}")
    return None


def _take(work: Work, who: Person, period: Period, effect: TakePaper) -> None:
    if effect.undo:
        completions.unmark(work, period.id, effect.person)
    else:
        completions.mark_done(work, period, effect.person, how="paper", entered_by=who.id)


def _asked(work: Work, number: str) -> Period | None:
    if number.isdecimal():
        named = periods.period(work, int(number))
        return named if named is not None and named.kind in ON_PAPER else None
    begun = [p for p in periods.all_periods(work) if p.kind in ON_PAPER and p.opens <= work.now]
    registrations_first = [p for p in begun if p.kind is Kind.REGISTRATION] or begun
    return max(registrations_first, key=lambda period: period.opens, default=None)


def _list(work: Work, period: Period, page: int) -> PaperList:
    filed = {f.owner.id: f for f in registrations.filed_in(work, [period.id])}
    table = completions.duty_table(work, period)
    said = claims.claims_of(work, period.id)
    lines = (
        _line(entry, filed.get(entry.person.id), said.get(entry.person.id)) for entry in table.lines
    )
    others = others_than(work, period)
    shown = [line for line in lines if line is not None]
    to_look_for_first = tuple(sorted(shown, key=lambda line: not line.claimed))
    return PaperList(period, periods.title_of(work, period), to_look_for_first, others, page)


def others_than(work: Work, period: Period) -> tuple[tuple[Period, Localized], ...]:
    """Further duties that take paper now, and what they are called."""
    return tuple(
        (other, periods.short_title_of(work, other))
        for other in periods.begun(work, ON_PAPER)
        if other.id != period.id
    )


def _line(entry: PersonLine, filed: Filed | None, said: datetime | None) -> PaperLine | None:
    """None for whom there is no paper to wait for: not concerned, or sent where none is signed."""
    if filed is not None:
        handed, newest = _SIGNED[filed.registration.paper], filed.newest
        said = said if said is not None and said >= newest.submitted_at else None
        return PaperLine(entry.person, handed, filed.registration.id, newest.number, said)
    sent = entry.completion in {Completion.DONE, Completion.DONE_LATE}
    if sent or not entry.completion.applies:
        return None
    handed = _UNSENT.get(entry.completion, Handed.NOTHING)
    return PaperLine(entry.person, handed, claimed_at=said)


_SIGNED = {
    PaperState.NONE: Handed.AWAITED,
    PaperState.SIGNED: Handed.SIGNED,
    PaperState.OUT_OF_DATE: Handed.OUT_OF_DATE,
}
_UNSENT = {
    Completion.DONE_ON_PAPER: Handed.ON_PAPER_IN,
    Completion.ON_PAPER: Handed.ON_PAPER,
}
