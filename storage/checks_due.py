"""Which self-checks somebody can do now: those owed that end together are one conversation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlmodel import select

from domain.consent import ConsentState, Purpose
from domain.effects import Refused
from domain.people import Person
from domain.period import Period
from domain.plan import Kind
from domain.text import _
from storage import completions, consents, deadlines, periods, plans
from storage.accepting import not_accepting
from storage.tables import SelfCheckRow
from storage.unit_of_work import Work

KINDS = (Kind.SELF_CHECK,)
NOTHING_OWED = Refused(_("You owe no self-check now. /tusoi says when the next one opens."))
NO_CONSENT = Refused(_("A self-check needs your consent first: /tusoi asks for it."))
NOT_DONE = Refused(_("There is no self-check of yours here. /tusoi shows the last one."))
DONE = Refused(_("That self-check has been done already. /tusoi shows your last one."))


def named(work: Work, who: Person, subject: str) -> tuple[Period, ...]:
    """The periods a subject names, for this person; those that coincide are served as well."""
    return numbered(work, who, (int(n) for n in subject.split(",") if n.isdecimal()))


def numbered(work: Work, who: Person, ids: Iterable[int]) -> tuple[Period, ...]:
    """The periods of these numbers as they stand for this person."""
    found = (periods.period(work, id_) for id_ in ids)
    return tuple(deadlines.of(work, period, who.id) for period in found if period is not None)


def due_first(work: Work, who: Person) -> tuple[Period, ...] | Refused:
    """What somebody owes that is due soonest."""
    owed = completions.owed(work, who, deadlines.begun(work, who.id, KINDS))
    return _coinciding(work, owed, owed[0]) if owed else NOTHING_OWED


def still_to_do(work: Work, who: Person, which: Sequence[Period]) -> tuple[Period, ...] | Refused:
    """Those named and those due with them which can be answered now, or why none can."""
    theirs = [
        p for p in which if p.kind in KINDS and periods.obligation_of(work, p).who.includes(who)
    ]
    if not theirs:
        return NOTHING_OWED
    owed = completions.owed(work, who, deadlines.begun(work, who.id, KINDS))
    if together := _coinciding(work, owed, theirs[0]):
        return together
    if completions.done_row(work, theirs[0].id, who.id) is not None:
        return DONE
    return not_accepting(work, who, theirs[0]) or NOTHING_OWED


def may_answer(work: Work, who: Person, which: Sequence[Period]) -> tuple[Period, ...] | Refused:
    """What can be answered now by somebody who has agreed to be asked."""
    return still_to_do(work, who, which) if has_agreed(work, who) else NO_CONSENT


def may_redo(work: Work, who: Person, which: Sequence[Period]) -> tuple[Period, ...] | Refused:
    """Those done here together with the first named, while all of them still take answers."""
    done = select(SelfCheckRow).where(SelfCheckRow.person_id == who.id)
    at = {row.period_id: row.done_at for row in work.session.exec(done)}
    if not which or which[0].id not in at:
        return NOT_DONE
    together = numbered(work, who, (id_ for id_ in at if at[id_] == at[which[0].id]))
    for period in together:
        if refused := not_accepting(work, who, period):
            return refused
    return _narrowest_first(together) if has_agreed(work, who) else NO_CONSENT


def has_agreed(work: Work, who: Person) -> bool:
    """Self-checks have a consent of their own."""
    return consents.latest(work, who.id, Purpose.SELF_CHECK) is ConsentState.GIVEN


def _coinciding(work: Work, owed: Iterable[Period], with_: Period) -> tuple[Period, ...]:
    """Month, quarter and year that share their last day: one conversation, the month first.

    Where they ask about the same signs, that is: one may have opened before a change of the plan.
    """
    signs = plans.of_period(work, with_).checklist
    due = (p for p in owed if p.due == with_.due)
    together = (p for p in due if plans.of_period(work, p).checklist == signs)
    return _narrowest_first(together)


def _narrowest_first(which: Iterable[Period]) -> tuple[Period, ...]:
    return tuple(sorted(which, key=lambda p: (p.span.last - p.span.first, p.id)))
