"""What goes out in the next days, for whoever looks ahead at the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import func, select

from domain.desk import Coming
from domain.people import Role
from domain.period import Period
from domain.text import Text, _, verbatim
from scheduler.coming import coming
from scheduler.planner import Occasion, Occurrence
from scheduler.working_days import WorkingDays
from storage import audiences, broadcasts, deadlines, people, periods
from storage.owing import owing
from storage.unit_of_work import Work


def ahead(work: Work, days: WorkingDays, until: datetime) -> tuple[Coming, ...]:
    """Reminders, digests and announcements until then (UTC), in order; each with how many it
    concerns."""
    known = [p for p in deadlines.standing(work, work.now) if p.closes > work.now]
    known = [period for period in known if period.opens <= until]
    found = [*_planned(work, known, days, until), *_announced(work, until)]
    return tuple(sorted(found, key=lambda one: one.at))


def _planned(
    work: Work, known: list[Period], days: WorkingDays, until: datetime
) -> Iterator[Coming]:
    """What the plan brings; rules that would reach nobody as things stand are left out."""
    named = {(p.obligation, p.key): p for p in known if not p.personal}
    owe = {period: _owing(work, period) for period in known}
    readers = len(people.with_role(work, Role.SPECIALIST))
    for one in coming(work, known, days, work.now, until):
        if one.kind is Occasion.WEEKLY_DIGEST:
            yield Coming(one.at, _("The weekly digest"), _("To the specialist"), readers)
            continue
        period = one.own or named[one.obligation, one.period_key]
        if one.kind in _TOLD and owe[period]:
            title = verbatim(periods.short_title_of(work, period))
            yield Coming(one.at, title, _TOLD[one.kind], _told(one, owe[period], readers))


_TOLD: Mapping[Occasion, Text] = {
    Occasion.OPENING: _("Opens"),
    Occasion.REMINDER: _("Reminder to those who owe it"),
    Occasion.DIGEST: _("Digest to the specialist"),
    Occasion.ESCALATION: _("Who has not done it, to the specialist or the head"),
}


def _told(one: Occurrence, owing: int, readers: int) -> int:
    return readers if one.kind in {Occasion.DIGEST, Occasion.ESCALATION} else owing


def _owing(work: Work, period: Period) -> int:
    """How many owe it now, or would if it were open, and could be written to."""
    asked = owing(work, period, work.now).subquery()
    return work.session.scalar(select(func.count()).select_from(asked)) or 0


def _announced(work: Work, until: datetime) -> Iterator[Coming]:
    for moment, audience in broadcasts.going_out(work, until):
        members = len(audiences.members(work, audience))
        yield Coming(moment, _("An announcement"), _("Its author chose this moment"), members)
