"""What a letter of apology starts from, with the office's working days."""

from __future__ import annotations

from domain.apology import Apologising
from domain.people import Person
from scheduler.working_days import WorkingDays
from storage import apologies
from storage.unit_of_work import Work

#: New dates that are offered, in working days from today.
_SUGGESTED = (3, 5, 10)


def load(work: Work, who: Person, _subject: str, days: WorkingDays) -> Apologising:
    """For anybody of the office."""
    return Apologising(
        who=who,
        number=apologies.next_number(work, who.id),
        signers=apologies.signers(work, who.id),
        now=work.now,
        today=work.today,
        suggested=tuple(days.add(work.today, count) for count in _SUGGESTED),
        is_working=days.is_working,
    )
