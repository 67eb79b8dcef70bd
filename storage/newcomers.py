"""Who joins while something is open gets some working days for it, however soon it is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from domain.deadline import Why, extended
from storage import people, periods, plans, time_requests
from storage.tables import DeadlineRow, PersonRow
from storage.unit_of_work import Work

#: Who comes within this time of the office's first person came with it, and is no newcomer.
_FOUNDING = timedelta(days=1)


def give_time(work: Work, since: datetime, later: Callable[[date, int], date]) -> None:
    """Give those who joined after `since` (UTC) the days of the plan; `later` counts working days.

    Nobody is due sooner for it. What had closed before they came is not asked of them.
    """
    joined = _joined(work, since)
    whom = people.people(work, ids=joined) if joined else ()
    for period in periods.all_periods(work) if joined else ():
        if not period.opens <= work.now <= period.closes:
            continue
        plan, asked = plans.of_period(work, period).plan, periods.obligation_of(work, period)
        for person in whom:
            at = joined[person.id]
            day = later(at.astimezone(work.office.zone).date(), plan.newcomer_days)
            due, closes = extended(period, time_requests.moment(work, period, day))
            if at > period.opens and due > period.due and asked.who.includes(person):
                work.session.add(
                    DeadlineRow(
                        period_id=period.id,
                        person_id=person.id,
                        why=Why.JOINED,
                        due=due,
                        closes=closes,
                        at=work.now,
                    )
                )
    work.session.flush()


def _joined(work: Work, since: datetime) -> dict[int, datetime]:
    """Who joined after a moment, and when (UTC)."""
    joined = {id_ or 0: at for id_, at in work.session.execute(_JOINED, {"after": since})}
    first = work.session.scalar(_FIRST) if joined else None
    return {id_: at for id_, at in joined.items() if first and at > first + _FOUNDING}


_FIRST = select(func.min(col(PersonRow.joined_at)))
#: Built once: every tick asks.
_JOINED = select(col(PersonRow.id), col(PersonRow.joined_at)).where(
    col(PersonRow.joined_at) > bindparam("after"), col(PersonRow.left).is_(False)
)
