"""Which self-checks somebody can do now: those owed that end together are one conversation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.consent import ConsentState, Purpose
from domain.effects import Refused
from domain.people import Person
from domain.period import Period
from domain.plan import Kind
from domain.text import _
from storage import completions, consents, periods
from storage.accepting import not_accepting
from storage.unit_of_work import Work

KINDS = (Kind.SELF_CHECK,)
NOTHING_OWED = Refused(_("You owe no self-check now. /tusoi says when the next one opens."))
NO_CONSENT = Refused(_("A self-check needs your consent first: /tusoi asks for it."))
DONE = Refused(_("That self-check has been done already. /tusoi shows your last one."))


def named(work: Work, subject: str) -> tuple[Period, ...]:
    """The periods a subject names; those that coincide with them are served as well."""
    ids = [int(number) for number in subject.split(",") if number.isdecimal()]
    return tuple(p for id_ in ids if (p := periods.period(work, id_)) is not None)


def due_first(work: Work, who: Person) -> tuple[Period, ...] | Refused:
    """What somebody owes that is due soonest."""
    owed = completions.owed(work, who, periods.begun(work, KINDS))
    return _coinciding(owed, owed[0]) if owed else NOTHING_OWED


def still_to_do(work: Work, who: Person, which: Sequence[Period]) -> tuple[Period, ...] | Refused:
    """Those named and those due with them which can be answered now, or why none can."""
    theirs = [
        p for p in which if p.kind in KINDS and periods.obligation_of(work, p).who.includes(who)
    ]
    if not theirs:
        return NOTHING_OWED
    owed = completions.owed(work, who, periods.begun(work, KINDS))
    if together := _coinciding(owed, theirs[0]):
        return together
    if completions.done_row(work, theirs[0].id, who.id) is not None:
        return DONE
    return not_accepting(work, who, theirs[0]) or NOTHING_OWED


def may_answer(work: Work, who: Person, which: Sequence[Period]) -> tuple[Period, ...] | Refused:
    """What can be answered now by somebody who has agreed to be asked."""
    return still_to_do(work, who, which) if has_agreed(work, who) else NO_CONSENT


def has_agreed(work: Work, who: Person) -> bool:
    """Self-checks have a consent of their own."""
    return consents.latest(work, who.id, Purpose.SELF_CHECK) is ConsentState.GIVEN


def _coinciding(owed: Iterable[Period], with_: Period) -> tuple[Period, ...]:
    """Month, quarter and year that share their last day: one conversation, the month first."""
    together = (p for p in owed if p.due == with_.due)
    return tuple(sorted(together, key=lambda p: (p.span.last - p.span.first, p.id)))
