"""What somebody means who wants no more reminders "of this"."""

from __future__ import annotations

from collections.abc import Collection

from domain.people import Person, Role
from domain.period import Period
from domain.reminding import Stopping
from scheduler.duties import duty_of
from scheduler.working_days import WorkingDays
from storage import completions, deadlines, people, periods, reminders, stops
from storage.unit_of_work import Work


def load_stop(work: Work, who: Person, subject: str, days: WorkingDays) -> Stopping:
    """The periods named; "" is what the last reminder came for, else all that is owed."""
    silent = stops.stopped_by(work, who.id)
    owed = completions.owed(work, who, deadlines.begun(work, who.id))
    return _stopping(work, who, subject, [p for p in owed if p.id not in silent], days)


def load_undo(work: Work, who: Person, subject: str, days: WorkingDays) -> Stopping:
    """The periods named, of those one is not reminded of."""
    silent = (periods.period(work, id_) for id_ in sorted(stops.stopped_by(work, who.id)))
    return _stopping(work, who, subject, [p for p in silent if p is not None], days)


def _stopping(
    work: Work, who: Person, subject: str, known: list[Period], days: WorkingDays
) -> Stopping:
    named = {int(number) for number in subject.split(",") if number.isdecimal()}
    asked = named or _last(work, who, known)
    meant = [p for p in known if p.id in asked] if asked else known
    specialists = (p for p in people.with_role(work, Role.SPECIALIST) if p.id != who.id)
    duties = tuple(duty_of(work, period, days) for period in meant)
    return Stopping(who, duties, bool(named), work.now, tuple(specialists))


def _last(work: Work, who: Person, known: list[Period]) -> Collection[int]:
    """What the rules were for that brought the last reminder, where it is still owed."""
    last = reminders.last_reminder(work, who.id)
    brought = {(obligation, key) for _rule, obligation, key in last.rules} if last else set()
    return {p.id for p in known if (p.obligation, p.key) in brought}
