"""Reminders that have come due become one message to each person, listing all one owes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from domain.effects import Priority
from domain.nudging import Nudge
from domain.people import Person, Role
from domain.period import Period
from domain.plan import Anchor
from domain.quota import Worth
from domain.reminding import Reminder
from domain.text import Text, _
from handlers.reminding import reminder
from scheduler.courtesy import CATCH_UP_LIMIT, PUNCTUAL, Owed, Sending, merge, urgency, worth
from scheduler.decent_hours import DecentHours
from scheduler.duties import duty_of
from scheduler.planner import Occurrence
from storage import outbox, people, periods, reminders, snoozes
from storage.outbox import Posting
from storage.owing import owed_by
from storage.reminders import Chat, Firing
from storage.unit_of_work import Work

_DAY = timedelta(days=1)
_AT_ONCE = 500
PROMISE = "promise"
BACK = "back"


@dataclass
class Call:
    """Why somebody is to be written to in this tick."""

    sendings: list[Sending] = field(default_factory=list)
    occurrences: list[int] = field(default_factory=list)
    snooze: int | None = None
    promised: date | None = None
    nudge: Nudge | None = None
    back: bool = False

    @property
    def reason(self) -> str:
        """For the ledger: the first rule, or what else brought it."""
        if self.sendings:
            return f"rule {self.sendings[0].occurrence.key}"
        others = {"nudge": self.nudge, "snooze": self.snooze, BACK: self.back}
        return next((why for why, is_so in others.items() if is_so), PROMISE)

    @property
    def is_asked(self) -> bool:
        """Somebody wants this message today, whatever else has been sent."""
        return bool(self.snooze or self.nudge or self.promised or self.back)


@dataclass
class Reminding:
    """Collects who is called by what in one tick, then writes to each of them once."""

    work: Work
    decent: DecentHours
    calls: defaultdict[int, Call] = field(default_factory=lambda: defaultdict(Call))

    def fire(self, sending: Sending) -> None:
        """A rule has come due: everyone who owes is called."""
        fired = self._fired(sending.occurrence)
        for person, id_ in fired.items():
            self.calls[person].sendings.append(sending)
            self.calls[person].occurrences.append(id_)

    def skip(self, occurrence: Occurrence, why: str) -> None:
        """Too late to help: remembered and told to the specialist, never sent."""
        count = len(self._fired(occurrence, why))
        if count:
            self.work.audit(None, "reminder_skipped", occurrence.key, f"{why}: {count} people")

    def _fired(self, occurrence: Occurrence, skipped: str = "") -> Mapping[int, int]:
        period = occurrence.own or periods.find(
            self.work, occurrence.obligation, occurrence.period_key
        )
        if period is None:
            return {}
        names = (occurrence.rule, occurrence.obligation, occurrence.period_key)
        return reminders.fire(self.work, Firing(*names, occurrence.at, skipped), period)

    def wake(self) -> None:
        """Snoozes whose time has come."""
        for person, id_ in snoozes.waking(self.work).items():
            self.calls[person].snooze = id_

    def keep_promises(self, day: date) -> None:
        """Remedies promised for a working day, or for the days off that follow it."""
        last = self.decent.days.on_or_after(day + _DAY) - _DAY
        at = self.decent.at(day, self.decent.hours.reminders_at)
        firing = Firing(PROMISE, "", day.isoformat(), at)
        fired = reminders.fire_promises(self.work, firing, day, last)
        promised = reminders.first_promised(self.work, fired.keys(), day, last)
        for person, id_ in fired.items():
            self.calls[person].promised = promised[person]
            self.calls[person].occurrences.append(id_)

    def welcome(self, day: date) -> None:
        """Whoever is back on this working day is told what is open, at the usual time."""
        at = self.decent.at(day, self.decent.hours.reminders_at)
        firing, before = Firing(BACK, "", day.isoformat(), at), self.decent.days.before(day)
        fired = reminders.fire_returned(self.work, firing, before, day - _DAY)
        for person, id_ in fired.items():
            self.calls[person].back = True
            self.calls[person].occurrences.append(id_)

    def nudge(self, nudge: Nudge) -> None:
        """The specialist reminds these people."""
        for person in nudge.people:
            self.calls[person].nudge = nudge

    def helper(self, reader: Person) -> str | Text:
        """To whom a reader may turn: "chị Mai"."""
        others = (person for person in self._specialists if person.id != reader.id)
        return next((person.called for person in others), _("the office"))

    @cached_property
    def _specialists(self) -> tuple[Person, ...]:
        return people.with_role(self.work, Role.SPECIALIST)

    def write(self) -> int:
        """One message to each; returns how many."""
        called = list(self.calls.items())
        firsts = range(0, len(called), _AT_ONCE)
        return sum(self._write(dict(called[first : first + _AT_ONCE])) for first in firsts)

    def _write(self, calls: Mapping[int, Call]) -> int:
        work, day = self.work, self.work.today
        chats = reminders.chats(work, calls.keys())
        staff = {p.id: p for p in people.people(work, ids=calls.keys())}
        reminded = reminders.reminded(work, calls.keys(), day)
        asleep = snoozes.asleep(work, calls.keys())
        asked_in_person = any(call.nudge for call in calls.values())
        owed = owed_by(work, calls.keys(), stopped_too=asked_in_person)
        letters = (
            _Letter(self, staff[id_], chats[id_], call, owed.get(id_, []))
            for id_, call in calls.items()
            if id_ in chats and id_ in staff
        )
        return sum(x.post(reminded.get(x.person.id), x.person.id in asleep) for x in letters)


@dataclass(frozen=True)
class _Letter:
    """One person's message of this tick."""

    all: Reminding
    person: Person
    chat: Chat
    call: Call
    owed: Sequence[Period]

    def post(self, reminded_at: datetime | None, asleep: bool) -> bool:
        """Queue it, where it is to be sent at all."""
        work, listed = self.all.work, self._listed(reminded_at)
        if not listed and self.call.promised is None:
            return False
        if asleep and not self.call.is_asked and not self._is_due_day(listed):
            return False
        reader = people.reader(work, self.person)
        message = reminder(self._told(listed))
        posting = self._posting(self._worth(listed))
        sent = outbox.say(work, self.chat.account, reader, message, posting)
        if sent is not None:
            reminders.told(work, self.call.occurrences, sent)
        return sent is not None

    def _listed(self, reminded_at: datetime | None) -> Sequence[Owed]:
        """All one owes; nothing where one has been told today and asked for no more."""
        owed = [Owed(period, self._occurrence(period)) for period in self.owed]
        if self.call.is_asked:
            return sorted(owed, key=lambda x: urgency(x.period, self._at))
        zone = self.all.decent.zone
        return merge(owed, self._at, zone, self.chat.enrolled_at, reminded_at)

    def _occurrence(self, period: Period) -> Occurrence | None:
        for sending in self.call.sendings:
            about = sending.occurrence
            if (about.obligation, about.period_key) == (period.obligation, period.key):
                return about
        return None

    @property
    def _at(self) -> datetime:
        """When it goes: now, or at the next opening."""
        if self.call.nudge is not None:
            return self.call.nudge.at
        moments = (sending.at for sending in self.call.sendings)
        return min(moments, default=self.all.decent.next(self.all.work.now))

    def _is_due_day(self, listed: Sequence[Owed]) -> bool:
        day = self.all.decent.local_day
        return any(day(owed.period.due) == day(self._at) for owed in listed)

    def _told(self, listed: Sequence[Owed]) -> Reminder:
        work, days = self.all.work, self.all.decent.days
        told = tuple(duty_of(work, x.period, days) for x in listed)
        came_due = (duty for duty, x in zip(told, listed, strict=True) if x.occurrence)
        return Reminder(
            told,
            self._at,
            work.office.zone,
            self.all.helper(self.person),
            late=any(sending.late for sending in self.call.sendings),
            promised=self.call.promised,
            brought=next(came_due, None),
            back=self.call.back,
        )

    def _worth(self, listed: Sequence[Owed]) -> Worth:
        """That of the reminder in it which matters most."""
        if self._is_due_day(listed):
            return Worth.VITAL
        found = {self._worth_of(x.period, x.occurrence) for x in listed if x.occurrence}
        return min(found or {Worth.USEFUL}, key=list(Worth).index)

    def _worth_of(self, period: Period, occurrence: Occurrence) -> Worth:
        rule = periods.obligation_of(self.all.work, period).rule(occurrence.rule)
        return worth(period, occurrence, rule.when.anchor if rule else Anchor.DUE)

    def _posting(self, worth: Worth) -> Posting:
        return Posting(
            kind=Priority.REMINDER,
            key=self._key(),
            reason=self.call.reason,
            not_before=self._at,
            expires=self._expires(),
            late=any(sending.late for sending in self.call.sendings),
            worth=worth,
        )

    def _key(self) -> str:
        """Unique for ever: the moment for which it was written, or what was asked for."""
        who, call = self.person.id, self.call
        if call.nudge is not None:
            return f"nudge:{call.nudge.stamp}:{who}"
        if call.snooze is not None:
            return f"remind:{who}:snooze-{call.snooze}"
        return f"remind:{who}:{self._at.astimezone(self.all.decent.zone):%Y-%m-%dT%H:%M}"

    def _expires(self) -> datetime:
        """Of use until the office closes, or sooner: until what it is for is past."""
        if self.call.nudge is not None:
            return self._at + CATCH_UP_LIMIT
        decent = self.all.decent
        closing = decent.at(decent.local_day(self._at), decent.hours.closes)
        helps = max((x.occurrence.helps_until for x in self.call.sendings), default=closing)
        return max(min(closing, helps), self._at + PUNCTUAL)


def promise_days(decent: DecentHours, after: datetime, until: datetime) -> Iterator[date]:
    """Working days whose usual time for reminders lies in `(after, until]`."""
    day = decent.local_day(after)
    while day <= decent.local_day(until):
        at = decent.at(day, decent.hours.reminders_at)
        if after < at <= until and decent.days.is_working(day):
            yield day
        day += _DAY
