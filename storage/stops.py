"""What people do not want to be reminded of any more: a period's rules are silent for them."""

from __future__ import annotations

from sqlalchemy import delete
from sqlmodel import col, select

from domain.people import Person
from domain.reminding import RemindAgain, StopReminding
from storage import periods, reminders
from storage.tables import StopRow
from storage.unit_of_work import Work


def stopped_by(work: Work, person: int) -> frozenset[int]:
    """The periods of which this person is not reminded, as they asked."""
    query = select(StopRow.period_id).where(StopRow.person_id == person)
    return frozenset(work.session.exec(query))


def stop(work: Work, who: Person, effect: StopReminding) -> None:
    """Silent from now on, also what waits; once is enough."""
    known = stopped_by(work, who.id)
    for id_ in effect.periods:
        period = periods.period(work, id_)
        if period is not None and id_ not in known:
            work.session.insert(StopRow, period_id=id_, person_id=who.id, at=work.now)
            reminders.withdraw(work, who.id, period)


def remind_again(work: Work, who: Person, effect: RemindAgain) -> None:
    """As the plan has it, from the next rule on."""
    gone = delete(StopRow).where(
        col(StopRow.person_id) == who.id, col(StopRow.period_id).in_(effect.periods)
    )
    work.session.execute(gone)
