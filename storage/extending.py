"""Setting deadlines anew: more time for one or for all, another date, a period opened again.

What has been sent stays sent. What waits to be sent under the old deadline is taken back; rules
counted from the deadline come anew by the new one (`scheduler.planner`).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Mapped
from sqlmodel import col

from domain.deadline import SetDeadline, Why, may_set_deadlines
from domain.effects import Refused
from domain.people import Person
from domain.period import Period, PeriodState
from domain.text import _
from storage import claims, deadlines, periods, reminders
from storage.owing import owed_by
from storage.tables import (
    AskedRow,
    DeadlineRow,
    DoneRow,
    PeriodRow,
    RegistrationRow,
    RevisionRow,
    SelfCheckRow,
)
from storage.unit_of_work import Work, clean

NOT_YOURS = Refused(_("Deadlines are set by the specialist or the head."))
_GONE = Refused(_("This duty is not among what is open. /menu shows what is."))
_CLOSED = Refused(_("This duty has closed meanwhile: it is to be opened again first."))
_WRONG = Refused(_("The new deadline is past, or not later than the opening. Nothing was changed."))


def set_deadline(work: Work, who: Person, effect: SetDeadline) -> Refused | None:
    """Set the deadline of one person, or of everybody; audited.

    Month, quarter and year that are due together are one sheet and move together.
    """
    period = periods.period(work, effect.period)
    if not may_set_deadlines(who):
        return NOT_YOURS
    if period is None or period.opens > work.now:
        return _GONE
    if not _is_possible(work, period, effect):
        return _WRONG
    stands = deadlines.of(work, period, effect.person) if effect.person else period
    if stands.state(work.now) is PeriodState.CLOSED and effect.why is not Why.REOPENED:
        return _CLOSED
    for one in claims.one_sheet(work, period):
        change(work, one, effect, who.id)
    whom = f"person:{effect.person}" if effect.person else f"period:{period.id}"
    moments = f"due {effect.due:%Y-%m-%dT%H:%MZ}, closes {effect.closes:%Y-%m-%dT%H:%MZ}"
    work.audit(who.id, f"deadline_{effect.why}", whom, f"period:{period.id}, {moments}")
    return None


def _is_possible(work: Work, period: Period, effect: SetDeadline) -> bool:
    future = effect.closes if effect.why is Why.REOPENED else effect.due
    return future > work.now and period.opens < effect.due < effect.closes


def change(work: Work, period: Period, effect: SetDeadline, by: int | None) -> None:
    """Write it down, and put right what depends on it."""
    owing = _waiting(work, period, effect.person)
    work.session.add(
        DeadlineRow(
            period_id=period.id,
            person_id=effect.person,
            why=effect.why,
            due=effect.due,
            closes=effect.closes,
            reason=clean(effect.reason),
            at=work.now,
            set_by=by,
        )
    )
    if effect.person is None:
        row = work.session.get_one(PeriodRow, period.id)
        row.planned_due = row.planned_due or row.due
        row.due, row.closes, row.changed_at = effect.due, effect.closes, work.now
    work.session.flush()
    _forgive(work, period, effect)
    for person in owing:
        reminders.withdraw(work, person, period, "another deadline")


def _waiting(work: Work, period: Period, person: int | None) -> Sequence[int]:
    """Of those whose deadline it is: whose reminder waits to be sent while they owe the period."""
    waiting = reminders.waiting(work) if person is None else reminders.waiting(work) & {person}
    owed = owed_by(work, waiting) if waiting else {}
    return sorted(id_ for id_ in owed if any(x.id == period.id for x in owed[id_]))


_LATE = (
    (DoneRow, col(DoneRow.at)),
    (SelfCheckRow, col(SelfCheckRow.done_at)),
    (AskedRow, col(AskedRow.at)),
)


def _forgive(work: Work, period: Period, effect: SetDeadline) -> None:
    """What came before the new deadline is not late; what was in time stays so."""

    def whose(column: Mapped[int]) -> list[ColumnElement[bool]]:
        return [] if effect.person is None else [column == effect.person]

    for table, at in _LATE:
        in_time = (
            col(table.period_id) == period.id,
            at <= effect.due,
            *whose(col(table.person_id)),
        )
        work.session.execute(update(table).where(*in_time).values(late=False))
    theirs = select(col(RegistrationRow.id)).where(
        col(RegistrationRow.period_id) == period.id, *whose(col(RegistrationRow.person_id))
    )
    sent = (
        col(RevisionRow.registration_id).in_(theirs),
        col(RevisionRow.submitted_at) <= effect.due,
    )
    work.session.execute(update(RevisionRow).where(*sent).values(late=False))
