"""What may still be sent, and how often: catching up after a stop, one reminder a day, snoozes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from domain.period import Period
from domain.plan import Anchor, OfficeHours
from domain.quota import Worth
from scheduler.decent_hours import DecentHours
from scheduler.planner import Occasion, Occurrence
from scheduler.working_days import WorkingDays

_MONDAY = 0

#: How long after its moment a missed occurrence may still be caught up.
CATCH_UP_LIMIT = timedelta(hours=12)
#: A tick that comes this soon after the moment has missed nothing.
PUNCTUAL = timedelta(minutes=5)


@dataclass(frozen=True)
class Sending:
    """An occurrence to carry out at a moment (UTC); a late one is marked so in what it sends."""

    occurrence: Occurrence
    at: datetime
    late: bool


@dataclass(frozen=True)
class CaughtUp:
    """What is still carried out, and what is not, to be reported."""

    send: tuple[Sending, ...]
    skipped: tuple[Occurrence, ...]


def catch_up(
    missed: Sequence[Occurrence],
    now: datetime,
    decent: DecentHours,
    limit: timedelta = CATCH_UP_LIMIT,
) -> CaughtUp:
    """Sort what has come due by `now` into what is sent (now or at the next opening) and skipped.

    An opening is always carried out. Anything else must have been missed for no longer than
    `limit`, and still be of use when it can be sent.
    """
    sendings = {occurrence: _sending(occurrence, now, decent, limit) for occurrence in missed}
    return CaughtUp(
        tuple(sending for sending in sendings.values() if sending),
        tuple(occurrence for occurrence, sending in sendings.items() if not sending),
    )


def _sending(
    occurrence: Occurrence, now: datetime, decent: DecentHours, limit: timedelta
) -> Sending | None:
    age = now - occurrence.at
    if age <= PUNCTUAL or occurrence.kind is Occasion.OPENING:
        return Sending(occurrence, now, late=age > PUNCTUAL)
    at = decent.next(now)
    helps = age <= limit and at < occurrence.helps_until
    return Sending(occurrence, at, late=True) if helps else None


def worth(period: Period, occurrence: Occurrence, anchor: Anchor) -> Worth:
    """How much a reminder matters where messages run short.

    Vital is the last that can still help one be on time; that something has opened, or is past,
    comes with the next message just as well.
    """
    if occurrence.at > period.due:
        return Worth.SPARE
    if occurrence.helps_until >= period.due:
        return Worth.VITAL
    return Worth.SPARE if anchor is Anchor.OPENS else Worth.USEFUL


def urgency(period: Period, now: datetime) -> tuple[bool, datetime, str]:
    """Sorts what can still be on time first, by its due moment; then what is overdue."""
    return period.due < now, period.due, period.obligation


class Snooze(StrEnum):
    """What a person may put a reminder off until."""

    HOUR = "hour"
    TOMORROW = "tomorrow"
    MONDAY = "monday"


def snooze_until(
    choice: Snooze, now: datetime, days: WorkingDays, hours: OfficeHours, zone: tzinfo
) -> datetime:
    """When a reminder put off at `now` comes back (UTC): on a working day, in decent hours.

    Tomorrow and Monday mean the office's usual time for reminders; on a day off, the working day
    after.
    """
    decent = DecentHours(days, hours, zone)
    if choice is Snooze.HOUR:
        return decent.next(now + timedelta(hours=1))
    day = decent.local_day(now) + timedelta(days=1)
    if choice is Snooze.MONDAY:
        day += timedelta(days=(_MONDAY - day.weekday()) % 7)
    return decent.at(days.on_or_after(day), hours.reminders_at)
