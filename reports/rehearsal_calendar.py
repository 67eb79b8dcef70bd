"""A rehearsal as a calendar: months of weeks of days, and on each day what goes to whom."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from domain.effects import Priority
from domain.message import Document
from domain.people import Person
from domain.period import month_words
from domain.rehearsal import Bot, Deadline, Foretold, Month, Rehearsal
from domain.text import Localized, Text

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Letter:
    """What several people get at one moment (UTC), alike but for their names; in the words of one.

    `to` are all of them, the one first.
    """

    at: datetime
    kind: Priority
    to: tuple[Person, ...]
    text: str
    buttons: tuple[str, ...]
    file: Document | None
    why: tuple[Text, ...]
    duties: tuple[Localized, ...]
    late: bool


@dataclass(frozen=True)
class Day:
    """A local day; `off` names it where nobody works, `totals` is what it takes of each bot."""

    day: date
    off: Localized | None = None
    provisional: bool = False
    deadlines: tuple[Deadline, ...] = ()
    letters: tuple[Letter, ...] = ()
    totals: Mapping[Bot, int] = field(default_factory=dict)


@dataclass(frozen=True)
class MonthOfDays:
    """A month as weeks from Monday to Sunday, and what it takes of each bot that is counted."""

    title: Localized
    weeks: tuple[tuple[Day | None, ...], ...]
    bots: tuple[Month, ...]

    @property
    def days(self) -> Iterator[Day]:
        return (day for week in self.weeks for day in week if day is not None)


def calendar(lived: Rehearsal) -> tuple[MonthOfDays, ...]:
    """Month by month, from the first day to the last."""
    days = {day.day: day for day in _days(lived)}
    months = sorted({(day.year, day.month) for day in days})
    return tuple(_month(lived, days, *month) for month in months)


def _month(lived: Rehearsal, days: Mapping[date, Day], year: int, month: int) -> MonthOfDays:
    first = date(year, month, 1)
    monday, following = first - first.weekday() * _DAY, (first + 31 * _DAY).replace(day=1)
    weeks = [monday + n * 7 * _DAY for n in range(6) if monday + n * 7 * _DAY < following]
    return MonthOfDays(
        month_words(year, month),
        tuple(tuple(_within(days, week + n * _DAY, first) for n in range(7)) for week in weeks),
        tuple(x for x in lived.months if x.usage.month == f"{year}-{month:02}"),
    )


def _within(days: Mapping[date, Day], day: date, first: date) -> Day | None:
    return days.get(day) if (day.year, day.month) == (first.year, first.month) else None


def _days(lived: Rehearsal) -> Iterator[Day]:
    messages: defaultdict[date, list[Foretold]] = defaultdict(list)
    deadlines: defaultdict[date, list[Deadline]] = defaultdict(list)
    for message in lived.messages:
        messages[lived.local(message.at).date()].append(message)
    for deadline in lived.deadlines:
        deadlines[lived.local(deadline.period.due).date()].append(deadline)
    for number in range((lived.last - lived.first).days + 1):
        day = lived.first + number * _DAY
        yield Day(
            day,
            lived.days_off.get(day),
            day.year in lived.provisional,
            tuple(deadlines[day]),
            letters(messages[day], lived.people),
            Counter(message.bot for message in messages[day] for _ in range(message.parts)),
        )


def letters(messages: Sequence[Foretold], people: Mapping[int, Person]) -> tuple[Letter, ...]:
    """Messages that differ in their reader's name only, as one; in the order in which they go."""
    alike: defaultdict[object, list[Foretold]] = defaultdict(list)
    for message in messages:
        nameless = _nameless(message.text, people.get(message.person))
        about = (message.at, message.duties, message.why and message.why[0].msgid, message.file)
        alike[about, message.bot[0], nameless].append(message)
    return tuple(_letter(same, people) for same in alike.values())


def _letter(same: Sequence[Foretold], people: Mapping[int, Person]) -> Letter:
    first = same[0]
    readers = [people[x.person] for x in same if x.person in people]
    return Letter(
        first.at,
        first.kind,
        tuple(readers),
        first.text,
        first.buttons,
        first.file,
        first.why,
        first.duties,
        first.late,
    )


def _nameless(text: str, person: Person | None) -> str:
    if person is None:
        return text
    return _called(person.salutation, person.given).sub("…", text)


@lru_cache(maxsize=10_000)
def _called(salutation: str, given: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted({salutation, given}, key=len, reverse=True)))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
