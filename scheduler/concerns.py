"""What may be wrong with a rehearsed plan: values in, warnings out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from datetime import date, datetime, time

from domain.effects import Priority
from domain.period import Period, month_words
from domain.rehearsal import Concern, Deadline, Doubt, Month, Rehearsal
from domain.text import Localized, Text, _
from scheduler.decent_hours import DecentHours

#: What comes to somebody without their having done anything.
_UNASKED = (Priority.REMINDER, Priority.DIGEST, Priority.BROADCAST)


def concerns(lived: Rehearsal, decent: DecentHours) -> tuple[Concern, ...]:
    """Every warning, the gravest first, and by day."""
    found = (
        *_unreminded(lived, decent),
        *_in_quiet_hours(lived, decent),
        *_short_months(lived),
        *_too_often(lived),
        *_nobodys(lived),
        *_unreached(lived),
        *_provisional(lived),
    )
    rank = list(Doubt).index
    return tuple(sorted(found, key=lambda x: (rank(x.doubt), x.day or date.min)))


def _unreminded(lived: Rehearsal, decent: DecentHours) -> Iterator[Concern]:
    """Of what had opened before the rehearsal, reminders may have gone before it as well."""
    begins = decent.at(lived.first, time.min)
    reminded = _reminded(lived)
    for deadline in lived.deadlines:
        period = deadline.period
        if period.opens < begins:
            continue
        missed = [x for x in deadline.owed if not _between(reminded.get(x, ()), period)]
        if missed:
            text = _missed(deadline, len(missed))
            yield Concern(Doubt.NO_REMINDER, text, lived.local(period.due).date())


def _reminded(lived: Rehearsal) -> Mapping[int, list[datetime]]:
    """When each person is reminded; a reminder lists everything one owes."""
    moments: defaultdict[int, list[datetime]] = defaultdict(list)
    for message in lived.messages:
        if message.kind is Priority.REMINDER:
            moments[message.person].append(message.at)
    return moments


def _between(moments: list[datetime] | tuple[()], period: Period) -> bool:
    return any(period.opens <= at <= period.due for at in moments)


def _missed(deadline: Deadline, count: int) -> Text:
    title, due = deadline.title, deadline.period.due
    if count == len(deadline.owed):
        return _("“{title}” is due at {due}: no reminder comes before it.", title=title, due=due)
    return _(
        "“{title}” is due at {due}: {count} of {all} people who owe it then are not reminded "
        "before it.",
        title=title,
        due=due,
        count=count,
        all=len(deadline.owed),
    )


def _in_quiet_hours(lived: Rehearsal, decent: DecentHours) -> Iterator[Concern]:
    quiet = Counter(x.at for x in lived.messages if decent.next(x.at) != x.at)
    for at, count in sorted(quiet.items()):
        off = decent.is_day_off(at)
        told = _("{count} messages go at {moment}, on a day off.", count=count, moment=at)
        if not off:
            told = _("{count} messages go at {moment}, in quiet hours.", count=count, moment=at)
        yield Concern(Doubt.QUIET, told, lived.local(at).date())


def _short_months(lived: Rehearsal) -> Iterator[Concern]:
    for month in lived.months:
        text = _short(month, lived.bots[month.usage.channel, month.usage.bot])
        if text is not None:
            year, number = map(int, month.usage.month.split("-"))
            yield Concern(Doubt.QUOTA, text, max(lived.first, date(year, number, 1)))


def _short(month: Month, bot: Localized) -> Text | None:
    used, quota = month.usage.used, month.usage.quota.messages
    about = {"bot": bot, "month": month_words(*map(int, month.usage.month.split("-")))}
    if month.withheld or used > quota:
        return _(
            "{bot}, {month}: {used} of {quota} messages are used, {count} stay unsent for want of "
            "room.",
            **about,
            used=used,
            quota=quota,
            count=month.withheld,
        )
    if month.forecast is not None and not month.forecast.is_enough:
        return _(
            "{bot}, {month}: with what people write it may take up to {total} of {quota} messages.",
            **about,
            total=month.forecast.total,
            quota=quota,
        )
    return None


def _too_often(lived: Rehearsal) -> Iterator[Concern]:
    """Reminders and digests each by themselves: a digest with its files is one."""
    due = _due_days(lived)
    moments: defaultdict[tuple[date, int, Priority], set[datetime]] = defaultdict(set)
    for message in lived.messages:
        day = lived.local(message.at).date()
        if message.kind in _UNASKED and message.person not in due.get(day, ()):
            moments[day, message.person, message.kind].add(message.at)
    crowded: defaultdict[date, set[int]] = defaultdict(set)
    for (day, person, _kind), at in moments.items():
        if len(at) > 1:
            crowded[day].add(person)
    for day, whom in sorted(crowded.items()):
        text = _("{count} people get more than one message on {day}.", count=len(whom), day=day)
        yield Concern(Doubt.OFTEN, text, day)


def _due_days(lived: Rehearsal) -> Mapping[date, Set[int]]:
    """On which days something is due for whom; digests tell of it to those who read them."""
    readers = {x.person for x in lived.messages if x.kind is Priority.DIGEST}
    found: defaultdict[date, set[int]] = defaultdict(set)
    for deadline in lived.deadlines:
        found[lived.local(deadline.period.due).date()] |= deadline.asked | readers
    return found


def _nobodys(lived: Rehearsal) -> Iterator[Concern]:
    """Once a duty, however often it comes."""
    empty = {x.obligation.id: x.obligation for x in lived.deadlines if not x.asked}
    for duty in empty.values():
        text = _(
            "“{title}” ({source}): nobody on the roster owes it.",
            title=duty.title,
            source=duty.source,
        )
        yield Concern(Doubt.NOBODY, text)


def _unreached(lived: Rehearsal) -> Iterator[Concern]:
    if lived.unreached:
        text = _(
            "{count} of {all} people are not connected or have not agreed: nothing reaches them.",
            count=len(lived.unreached),
            all=len(lived.people),
        )
        yield Concern(Doubt.UNREACHED, text)


def _provisional(lived: Rehearsal) -> Iterator[Concern]:
    due = Counter(lived.local(x.period.due).year for x in lived.deadlines)
    for year in sorted(lived.provisional):
        text = _(
            "The days off of {year} are not announced yet (provisional): {count} deadlines and "
            "their reminders may move.",
            year=str(year),
            count=due[year],
        )
        yield Concern(Doubt.PROVISIONAL, text, max(lived.first, date(year, 1, 1)))
