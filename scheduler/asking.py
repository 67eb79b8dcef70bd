"""What people ask about reminders: put it off, why did it come, who would be nudged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime

from domain.completion import Completion, DutyTable, PersonLine
from domain.effects import Priority, Refused
from domain.ledger import Push
from domain.nudging import Nudge, Nudging
from domain.people import Person, Role
from domain.period import Period
from domain.reminding import Cause, LastReminder, PutOff, Why
from domain.reminding import Snooze as SnoozeEffect
from domain.text import _
from scheduler.coming import coming
from scheduler.courtesy import Snooze, snooze_until, urgency
from scheduler.decent_hours import DecentHours
from scheduler.duties import duty_of
from scheduler.planner import Occasion
from scheduler.reminding import Reminding
from scheduler.working_days import WorkingDays
from storage import (
    claims,
    completions,
    deadlines,
    digests,
    ledger,
    periods,
    reminders,
    room,
    snoozes,
    stops,
)
from storage.concerning import is_for
from storage.owing import wanted
from storage.unit_of_work import Work

_NOTHING = Refused(_("Nothing is owed at the moment, so there is nothing to be reminded of."))
_NOT_YOURS = Refused(_("Only the specialist or the admin reminds others."))
_FAR = datetime.max.replace(tzinfo=UTC)


def load_put_off(work: Work, who: Person, subject: str, days: WorkingDays) -> PutOff | Refused:
    """Until when a reminder goes to sleep: `hour`, `tomorrow` or `monday`."""
    owed = _asked_of(work, who)
    if not owed or subject not in set(Snooze):
        return _NOTHING
    until = snooze_until(Snooze(subject), work.now, days, work.office.plan.hours, work.office.zone)
    passed = [period.due for period in owed if work.now < period.due < until]
    return PutOff(until, min(passed, default=None))


def save_snooze(work: Work, who: Person, effect: SnoozeEffect) -> None:
    """It is the reader's own reminder that sleeps."""
    snoozes.snooze(work, who.id, effect.until)


def load_why(work: Work, who: Person, subject: str, days: WorkingDays) -> Why | Refused:
    """The message of that number if it was theirs; "" is the last one."""
    last = reminders.last_reminder(work, who.id, int(subject) if subject.isdecimal() else None)
    owed = _asked_of(work, who)
    causes = [cause_of(work, who, *names, days) for names in (last.rules if last else ())]
    return Why(
        last,
        tuple(cause for cause in causes if cause is not None),
        tuple(
            duty_of(work, period, days)
            for period in sorted(owed, key=lambda period: urgency(period, work.now))
        ),
        _next_for(work, who, owed, days),
        _push_after(work, who, last),
    )


def _push_after(work: Work, who: Person, last: LastReminder | None) -> Push | None:
    """What came of itself since the last reminder."""
    push = ledger.last_push(work, who.id)
    if push is None or push.kind is Priority.REMINDER or (last and last.at > push.at):
        return None
    return push


def _asked_of(work: Work, who: Person) -> tuple[Period, ...]:
    """What they owe and are reminded of: not what they say is handed in on paper, nor what they
    want no reminder of."""
    said = claims.claimed_by(work, who.id) | stops.stopped_by(work, who.id)
    owed = completions.owed(work, who, deadlines.begun(work, who.id))
    return tuple(period for period in owed if period.id not in said)


def cause_of(
    work: Work, who: Person, rule: str, obligation: str, period_key: str, days: WorkingDays
) -> Cause | None:
    """Why a rule brought a reminder; None where its period is no more."""
    period = periods.find(work, obligation, period_key)
    if period is None:
        return None
    duty = duty_of(work, deadlines.of(work, period, who.id), days)
    known = duty.obligation.rule(rule)
    return Cause(duty, known.when if known else None)


def _next_for(
    work: Work, who: Person, owed: tuple[Period, ...], days: WorkingDays
) -> datetime | None:
    """When they are written to next: what they put off, or the next rule for what they owe. What
    is due on the day wakes them all the same.

    None for somebody on paper, away or without a chat: they are not reminded at all.
    """
    if not wanted(work, {who.id}):
        return None
    planned = _planned(work, who, owed, days)
    woken = snoozes.asleep_until(work, who.id)
    if woken is None:
        return next((at for at, _period in planned), None)
    day = DecentHours(days, work.office.plan.hours, work.office.zone).local_day
    sooner = (at for at, period in planned if at < woken and day(at) == day(period.due))
    return next(sooner, woken)


def _planned(
    work: Work, who: Person, owed: tuple[Period, ...], days: WorkingDays
) -> Iterator[tuple[datetime, Period]]:
    """The reminders of what they owe, or of what is still to open, the next one first."""
    to_open = [
        period
        for period in deadlines.all_of(work, who.id)
        if period.opens > work.now and is_for(work, period, who)
    ]
    named = {(period.obligation, period.key): period for period in (*owed, *to_open)}
    for one in coming(work, [*named.values()], days, work.now, _FAR):
        if one.kind is Occasion.REMINDER:
            yield one.at, named[one.obligation, one.period_key]


def load_nudging(work: Work, who: Person, subject: str, days: WorkingDays) -> Nudging | Refused:
    """`PERIOD:STAMP`; no period means every open duty, no stamp a nudge that begins now.

    In quiet hours it is for the next morning.
    """
    return _nudging(work, who, subject, days, _morning(work, days))


def load_nudging_now(work: Work, who: Person, subject: str, days: WorkingDays) -> Nudging | Refused:
    """The same for this moment, whatever the hour."""
    return _nudging(work, who, subject, days, None)


def _nudging(
    work: Work, who: Person, subject: str, days: WorkingDays, later: datetime | None
) -> Nudging | Refused:
    if not who.is_any(Role.SPECIALIST, Role.ADMIN):
        return _NOT_YOURS
    only, _colon, stamp = subject.partition(":")
    stamp = stamp or f"{work.now:%Y%m%dT%H%M%S%f}"
    tables = [t for t in digests.everything_open(work) if only in {"", str(t.period.id)}]
    missing = _missing(tables)
    reach = [x.person for x in missing if x.completion is Completion.NOT_SENT]
    already = _reminded_already(work, reach, tables, later or work.now)
    asked = [person for person in reach if person.id not in already]
    crowded = room.crowded_out(work, [person.id for person in asked])
    receive = tuple(person for person in asked if person.id not in crowded)
    reached = {person.id for person in reach}
    return Nudging(
        who,
        tuple(duty_of(work, table.period, days) for table in tables if _missing([table])),
        receive,
        tuple(person for person in reach if person.id in already),
        tuple((x.person, x.completion) for x in missing if x.person.id not in reached),
        work.now,
        stamp,
        only,
        later,
        reminders.nudged(work, stamp),
        tuple(person for person in reach if person.id in crowded),
        room.rooms(work, [person.id for person in receive]),
    )


def _missing(tables: Sequence[DutyTable]) -> Sequence[PersonLine]:
    """Everyone who is missing anywhere, once; reached if they can be for any of it.

    Who says that the paper is in waits for the specialist, not the other way round.
    """
    missing = [x for t in tables for x in t.missing if x.completion is not Completion.CLAIMED]
    lines = {line.person.id: line for line in missing}
    for line in missing:
        if line.completion is Completion.NOT_SENT:
            lines[line.person.id] = line
    return list(lines.values())


def _reminded_already(
    work: Work, people: Sequence[Person], tables: Sequence[DutyTable], at: datetime
) -> Collection[int]:
    """Who has had their one message of that day; on a due day there may be another."""
    zone = work.office.zone
    day = at.astimezone(zone).date()
    if any(table.period.due.astimezone(zone).date() == day for table in tables):
        return ()
    return reminders.reminded(work, [person.id for person in people], at)


def _morning(work: Work, days: WorkingDays) -> datetime | None:
    """In quiet hours: the usual time for reminders when the office is next open."""
    hours = work.office.plan.hours
    decent = DecentHours(days, hours, work.office.zone)
    opening = decent.next(work.now)
    return None if opening == work.now else decent.at(decent.local_day(opening), hours.reminders_at)


def send_nudge(work: Work, who: Person, effect: Nudge, days: WorkingDays) -> None:
    """Every one of them gets the message of that day, about all they owe."""
    decent = DecentHours(days, work.office.plan.hours, work.office.zone)
    Reminding(work, decent).nudge(effect)
