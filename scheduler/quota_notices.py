"""Telling the specialist and the admin that a bot's messages run short, and what stayed unsent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from domain.effects import Priority
from domain.message import Message
from domain.people import Role, told_apart
from domain.quota import Level, Outlook, Usage
from handlers import quota_views
from scheduler.decent_hours import DecentHours
from scheduler.forecasting import outlooks
from storage import outbox, people, rationing, usage
from storage.outbox import Posting
from storage.unit_of_work import Work
from storage.ways import way_to

#: The day's account is given so long before the office closes.
_BEFORE_CLOSING = timedelta(minutes=30)
_DAY = timedelta(days=1)


def notices(work: Work, decent: DecentHours, since: datetime) -> int:
    """What has become due to be told after `since` (UTC); returns how many messages were queued."""
    warned = sum(_warn(work, outlook) for outlook in _reached(work, decent))
    told = sum(_account_for(work, decent, day) for day in _days(decent, since, work.now))
    return warned + told


def _reached(work: Work, decent: DecentHours) -> Iterator[Outlook]:
    """Bots that have reached a level of which nobody has been told this month."""
    news = {(x.channel, x.bot) for x in usage.usages(work) if x.level and not _is_told(work, x)}
    if news:
        known = outlooks(work, decent.days)
        yield from (x for x in known if (x.usage.channel, x.usage.bot) in news)


def _key(known: Usage) -> str:
    return f"quota:{known.channel}:{known.bot}:{known.month}:{_level(known)}"


def _level(known: Usage) -> str:
    return "spent" if known.spent else str(int(known.level or 0))


def _is_told(work: Work, known: Usage) -> bool:
    return outbox.is_any_known(work, f"{_key(known)}:")


def _warn(work: Work, outlook: Outlook) -> int:
    level = outlook.usage.level or Level.EARLY
    message = quota_views.warning(outlook, level, usage.month_ends(work).date())
    return _tell(work, message, _key(outlook.usage))


def _days(decent: DecentHours, since: datetime, now: datetime) -> Iterator[date]:
    """Working days of which the account has come due in `(since, now]`."""
    day = decent.local_day(since)
    while day <= decent.local_day(now):
        if decent.days.is_working(day) and since < _closing(decent, day) <= now:
            yield day
        day += _DAY


def _closing(decent: DecentHours, day: date) -> datetime:
    return decent.at(day, decent.hours.closes) - _BEFORE_CLOSING


def _account_for(work: Work, decent: DecentHours, day: date) -> int:
    until = _closing(decent, day)
    since = _closing(decent, decent.days.before(day))
    stayed = rationing.withheld(work, since, until)
    if not stayed:
        return 0
    missed = {x.person for x in stayed if x.kind is Priority.REMINDER and x.person is not None}
    apart = told_apart(people.people(work, ids=missed))
    return _tell(work, quota_views.not_sent(len(stayed), list(apart.values())), f"unsent:{day}")


def _tell(work: Work, message: Message, key: str) -> int:
    """To the specialists and the admins, each once."""
    told = 0
    for person in people.with_role(work, Role.SPECIALIST, Role.ADMIN):
        chat = way_to(work, person.id)
        if chat is not None:
            at = work.decent(work.now)
            posting = Posting(key=f"{key}:{person.id}", reason="quota", not_before=at)
            reader = people.reader(work, person)
            told += outbox.say(work, chat, reader, message, posting, person=person.id) is not None
    return told


def next_account(work: Work, decent: DecentHours, after: datetime) -> datetime | None:
    """When (UTC) the account of what stayed unsent is given next; None while all has gone."""
    day = decent.local_day(decent.next(after))
    while (closing := _closing(decent, day)) <= after:
        day = decent.days.on_or_after(day + _DAY)
    since = _closing(decent, decent.days.before(day))
    return closing if rationing.withheld(work, since, after) else None
