"""What asking people something starts from, with working days counted: deadlines, reminders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial

from domain.asking import Again, Composing, Reopening, Unsent
from domain.broadcast import parts
from domain.collected import Collected
from domain.effects import Refused
from domain.inquiry import Inquiry, may_ask
from domain.people import Person
from domain.period import Period, Span
from domain.plan import Audience, Every, Kind, Obligation
from domain.text import Localized
from scheduler.decent_hours import DecentHours
from scheduler.planner import Occasion, occurrences
from scheduler.working_days import WorkingDays
from storage import asked_duties, audiences, broadcasts, inquiries, inquiry_answers, people, room
from storage.unit_of_work import Work

_ENDS, _NOON = time(16, 30), time(11)
_AN_HOUR, _QUARTER = timedelta(hours=1), 15
_ENOUGH = timedelta(minutes=30)


def load_composing(work: Work, who: Person, subject: str, days: WorkingDays) -> Composing | Refused:
    """For who may ask."""
    if not may_ask(who):
        return inquiries.NOT_YOURS
    offered = audiences.compose_inputs(work, who, subject)
    if isinstance(offered, Refused):
        return offered
    now = work.now.astimezone(work.office.zone)
    return Composing(offered, people.people(work), now, _suggested(work, days))


def _suggested(work: Work, days: WorkingDays) -> tuple[datetime, ...]:
    """In an hour, at noon, at the end of this working day and of the next: those to come."""
    zone, decent = work.office.zone, _decent(work, days)
    now = work.now.astimezone(zone)
    soon = (now + _AN_HOUR).replace(second=0, microsecond=0)
    soon += timedelta(minutes=-soon.minute % _QUARTER)
    found = [soon] if decent.next(soon) == soon else []
    for day in (now.date(), days.on_or_after(now.date() + timedelta(days=1))):
        if days.is_working(day):
            found += [datetime.combine(day, clock, zone) for clock in (_NOON, _ENDS)]
    return tuple(sorted({moment for moment in found if moment - now >= _ENOUGH}))


def _decent(work: Work, days: WorkingDays) -> DecentHours:
    return DecentHours(days, work.office.plan.hours, work.office.zone)


def closing(work: Work, days: WorkingDays, due: datetime) -> datetime:
    """When (UTC) one due then takes no more answers: as the office closes on the next working
    day."""
    decent = _decent(work, days)
    return decent.at(days.add(decent.local_day(due), 1), decent.hours.closes)


def load_unsent(work: Work, who: Person, subject: str, days: WorkingDays) -> Unsent | Refused:
    """A draft of one's own, and what would become of it."""
    inquiry = inquiries.draft(work, who, subject)
    if isinstance(inquiry, Refused):
        return inquiry
    everyone = inquiries.asked(work, inquiry)
    receivers, missed = audiences.reach(work, everyone, inquiry.words)
    opens, closes = work.decent(work.now), closing(work, days, inquiry.until)
    begins = opens if opens < inquiry.until else work.now
    return Unsent(
        inquiry=inquiry,
        receivers=receivers,
        missed=missed,
        now=work.now,
        opens=opens,
        closes=closes,
        reminders=tuple(_reminders(work, days, _period(inquiry, begins, closes))),
        crowd=work.approval_above,
        zone=work.office.zone,
        suggested=_suggested(work, days),
        owed=broadcasts.owed(work, inquiry.audience),
        rooms=room.rooms(work, [person.id for person in receivers], parts(inquiry.words)),
    )


def _period(inquiry: Inquiry, opens: datetime, closes: datetime) -> Period:
    """The period it will have."""
    day = inquiry.until.date()
    name = asked_duties.name_of(inquiry.id)
    return Period(name, Kind.INQUIRY, Span(Every.ONCE, day, day), opens, inquiry.until, closes)


def _reminders(work: Work, days: WorkingDays, period: Period) -> Iterator[datetime]:
    """When who has not answered is reminded: as the planner will have it."""
    if period.opens >= period.due:
        return
    plan, zone = work.office.plan, work.office.zone
    rules = tuple(asked_duties.rules(period, plan.hours, zone))
    nameless = Localized("", "")
    duty = Obligation(period.obligation, Kind.INQUIRY, Audience.NOBODY, nameless, "", rules=rules)
    ahead = occurrences(
        replace(plan, weekly_digest=None),
        [period],
        days,
        zone,
        period.opens,
        period.due,
        lambda _period: duty,
    )
    yield from (one.at for one in ahead if one.kind is Occasion.REMINDER)


def load_again(work: Work, who: Person, subject: str, _days: WorkingDays) -> Again | Refused:
    """`INQUIRY:STAMP`: at once, or when the office opens if that is before its deadline."""
    number, _colon, stamp = subject.partition(":")
    found = inquiry_answers.load_managed(work, who, number)
    if isinstance(found, Refused):
        return found
    opens = work.decent(work.now)
    at = opens if opens < found.period.closes else work.now
    return Again(found, at, stamp or f"{work.now:%Y%m%dT%H%M%S}")


def load_extending(work: Work, who: Person, subject: str, days: WorkingDays) -> Reopening | Refused:
    """What another deadline starts from."""
    found = inquiry_answers.load_managed(work, who, subject)
    if isinstance(found, Refused):
        return found
    now = work.now.astimezone(work.office.zone)
    return Reopening(found, now, _suggested(work, days), partial(closing, work, days))


def load_list(work: Work, who: Person, _subject: str) -> tuple[Collected, ...] | Refused:
    """What one may read, newest first."""
    if not may_ask(who):
        return inquiries.NOT_YOURS
    return tuple(inquiry_answers.collected(work, one, who) for one in inquiries.listed(work, who))
