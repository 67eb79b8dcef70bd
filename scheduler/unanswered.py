"""When a question is asked again whose answer a platform may have lost."""

from __future__ import annotations

from datetime import datetime

from scheduler.decent_hours import DecentHours
from storage.unanswered import Unanswered, unanswered
from storage.unit_of_work import Work


def due(work: Work, decent: DecentHours) -> tuple[Unanswered, ...]:
    """Questions that nobody has answered for a working day."""
    return tuple(x for x in unanswered(work) if asked_again_at(x.sent_at, decent) <= work.now)


def asked_again_at(sent_at: datetime, decent: DecentHours) -> datetime:
    """A working day later, at the same time of day if one may write then (UTC)."""
    day = decent.days.add(decent.local_day(sent_at), 1)
    clock = sent_at.astimezone(decent.zone).time()
    return decent.next(decent.at(day, clock))


def next_due(work: Work, decent: DecentHours, after: datetime) -> datetime | None:
    """The next moment (UTC) at which one is asked again, as things stand."""
    moments = (asked_again_at(x.sent_at, decent) for x in unanswered(work))
    return min((moment for moment in moments if moment > after), default=None)
