"""The last look at a reminder, just before it goes: is it still wanted, and what does it say?

What somebody owes then is what it lists: whoever has finished meanwhile gets none, nobody is told
of what is done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from domain.message import Message
from domain.people import Person, Role
from domain.period import Period
from domain.plan import Kind
from domain.reminding import Reminder
from domain.text import Text, _
from handlers.inquiry_answers import put
from handlers.reminding import reminder
from scheduler.courtesy import urgency
from scheduler.decent_hours import DecentHours
from scheduler.duties import duty_of
from scheduler.reminding import BACK, PROMISE, promised_until
from scheduler.working_days import WorkingDays
from storage import inquiries, people, reminders, wordless
from storage.asked_duties import ASKED
from storage.owing import owed_by, wanted
from storage.reminders import DONE
from storage.unit_of_work import Work
from storage.wordless import Waiting

_UNWANTED = "no longer to be written to"


@dataclass(frozen=True)
class Letter:
    """A reminder that goes, and what it says to whom."""

    about: Waiting
    to: Person
    message: Message


def look(work: Work, ids: Sequence[int], days: WorkingDays) -> None:
    """Give these reminders their words, or put them off, or take them back."""
    for letter in letters(work, ids, days):
        wordless.say(work, letter.about, letter.to, letter.message)


def letters(work: Work, ids: Sequence[int], days: WorkingDays) -> Sequence[Letter]:
    """Those of these reminders that go now and have no words yet.

    What is not to go is put off or taken back. Who owes the same is told by the same message.
    """
    if not ids:
        return ()
    decent = DecentHours(days, work.office.plan.hours, work.office.zone)
    waiting = wordless.about(work, ids)
    here = wanted(work, {one.person for one in waiting})
    going = []
    for one in waiting:
        if one.person not in here:
            wordless.take_back(work, one, _UNWANTED)
        elif _is_late_for_today(one, decent, work.now):
            wordless.put_off(work, one, decent.next(work.now))
        elif one.wordless:
            going.append(one)
    return _Letters(work, decent, _one_each(work, going)).written() if going else ()


def _is_late_for_today(one: Waiting, decent: DecentHours, now: datetime) -> bool:
    """What was meant for the office's hours does not go after them, whatever held it up."""
    return decent.next(one.at) == one.at and decent.next(now) > max(one.at, now)


def _one_each(work: Work, going: Sequence[Waiting]) -> list[Waiting]:
    """One message a person; what else is due for them is told with it."""
    asking = [one for one in going if one.asks]
    reminding = [one for one in going if not one.asks]
    kept: dict[int, Waiting] = {}
    for one in [*reminding, *wordless.others(work, reminding)]:
        first = kept.setdefault(one.person, one)
        if first is not one:
            wordless.fold(work, first, one)
            kept[one.person] = first.with_(one)
    return [*asking, *kept.values()]


def _is_told_of(one: Waiting, period: Period) -> bool:
    """What inquiries brought is about them alone."""
    names = {(obligation, key) for _rule, obligation, key in one.rules}
    return not one.asks or (period.obligation, period.key) in names


@dataclass(frozen=True)
class _Letters:
    """The words of some reminders, with what they need loaded for all at once."""

    work: Work
    decent: DecentHours
    waiting: Sequence[Waiting]
    messages: dict[object, Message] = field(default_factory=dict)

    def written(self) -> list[Letter]:
        ids = [one.person for one in self.waiting]
        staff = {person.id: person for person in people.people(self.work, ids=ids)}
        asked = [one.person for one in self.waiting if one.in_person]
        owed = dict(owed_by(self.work, ids))
        if asked:
            owed |= owed_by(self.work, asked, stopped_too=True)
        going = []
        for one in self.waiting:
            owes = [x for x in owed.get(one.person, ()) if _is_told_of(one, x)]
            listed = sorted(owes, key=lambda x: urgency(x, self._at(one)))
            promised, who = self._promised.get(one.person), staff[one.person]
            if listed or promised:
                going.append(Letter(one, who, self._message(one, who, listed, promised)))
            else:
                wordless.take_back(self.work, one, DONE)
        return going

    def _message(
        self, one: Waiting, who: Person, listed: Sequence[Period], promised: date | None
    ) -> Message:
        """Written once for all who owe the same and were called by the same."""
        called = (one.rules, one.late, self._at(one), promised)
        same = (*called, str(self._helper(who)), tuple(listed))
        if same not in self.messages:
            if len(listed) == 1 and not promised and listed[0].kind is Kind.INQUIRY:
                self.messages[same] = self._asked(one, listed[0])
            else:
                self.messages[same] = reminder(self._told(one, who, listed, promised))
        return self.messages[same]

    def _asked(self, one: Waiting, period: Period) -> Message:
        """An inquiry is put in full, the first time and again."""
        asked, zone = inquiries.of_period(self.work, period), self.work.office.zone
        return put(asked, self._at(one), zone, first=any(x[0] == ASKED for x in one.rules))

    def _told(
        self, one: Waiting, who: Person, listed: Sequence[Period], promised: date | None
    ) -> Reminder:
        duties = tuple(duty_of(self.work, period, self.decent.days) for period in listed)
        called = {(obligation, key) for _rule, obligation, key in one.rules}
        came_due = (x for x in duties if (x.period.obligation, x.period.key) in called)
        return Reminder(
            duties,
            self._at(one),
            self.work.office.zone,
            self._helper(who),
            late=one.late,
            promised=promised,
            brought=next(came_due, None),
            back=any(rule == BACK for rule, _obligation, _day in one.rules),
        )

    def _at(self, one: Waiting) -> datetime:
        """When it is read: now, or when it may go."""
        return max(one.at, self.work.now)

    @cached_property
    def _promised(self) -> Mapping[int, date]:
        """For when each of them has promised what is recalled now."""
        found: dict[int, date] = {}
        for day, ids in self._recalled.items():
            last = promised_until(self.decent, day)
            found |= reminders.first_promised(self.work, ids, day, last)
        return found

    @cached_property
    def _recalled(self) -> Mapping[date, list[int]]:
        days: defaultdict[date, list[int]] = defaultdict(list)
        for one in self.waiting:
            for rule, _obligation, day in one.rules:
                if rule == PROMISE:
                    days[date.fromisoformat(day)].append(one.person)
        return days

    def _helper(self, reader: Person) -> str | Text:
        """To whom a reader may turn: "chị Mai"."""
        others = (person for person in self._specialists if person.id != reader.id)
        return next((person.called for person in others), _("the office"))

    @cached_property
    def _specialists(self) -> tuple[Person, ...]:
        return people.with_role(self.work, Role.SPECIALIST)
