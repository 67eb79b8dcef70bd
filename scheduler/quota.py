"""How many messages a bot will need until a month is over, told from the plan: an upper bound.

Everybody who owes a duty is taken to have it before them and to get each of its reminders.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from domain.period import Period
from domain.plan import Kind
from scheduler.planner import Occasion, Occurrence

#: A duty as occurrences name it.
Name = tuple[str, str]

#: Messages of one conversation, both ways together, on a channel without buttons: the most that
#: the transcripts take (docs/zalo.md; tests/transcripts/test_messages_each.py counts them).
#: Coming in takes six, and the consent that the first self-check asks for two more.
ENROLMENT = 8
CONVERSATION: Mapping[Kind, int] = {
    Kind.REGISTRATION: 6,
    Kind.COLLECTIVE: 6,
    Kind.SELF_CHECK: 6,
    Kind.RESULT: 8,
    Kind.REPORT: 2,
    Kind.INQUIRY: 2,
}
#: What a registration asks of the specialist who receives it, and what its author then hears.
REVIEW = 5
#: A digest with its links, in so many parts at most.
DIGEST = 3
#: Looking something up, an obstacle, a word that was not understood: a person's, in a month.
EVERYDAY = 4


@dataclass(frozen=True)
class Crowd:
    """The people of one bot: how many they are, read digests, are still to come in.

    `owing` is how many of them owe a duty, or will when it opens; nobody where it is not named.
    """

    people: int
    readers: int = 0
    to_enrol: int = 0
    owing: Mapping[Name, int] = field(default_factory=dict)

    def owe(self, period: Period) -> int:
        return self.owing.get((period.obligation, period.key), 0)


@dataclass(frozen=True)
class Ahead:
    """What lies before an office in `(after, until]` (UTC): its periods and what they bring."""

    periods: Sequence[Period]
    occurrences: Sequence[Occurrence]
    after: datetime
    until: datetime
    zone: tzinfo


def needed(ahead: Ahead, crowd: Crowd) -> int:
    """How many messages the people of one bot and the bot exchange, at most."""
    return (
        crowd.to_enrol * ENROLMENT
        + sum(_conversations(ahead, crowd))
        + sum(_reminders(ahead, crowd))
        + sum(_digests(ahead, crowd))
        + _everyday(ahead, crowd)
    )


def _conversations(ahead: Ahead, crowd: Crowd) -> Iterator[int]:
    """Each duty once: when it is due, or at once where it is owed since before.

    Self-checks that are due together are one conversation.
    """
    together: dict[tuple[Kind, datetime, str], int] = {}
    for period in ahead.periods:
        begun = period.opens <= ahead.after < period.closes
        if begun or ahead.after < period.due <= ahead.until:
            apart = "" if period.kind is Kind.SELF_CHECK else period.obligation
            key = (period.kind, period.due, apart)
            together[key] = max(together.get(key, 0), crowd.owe(period))
    for (kind, _due, _apart), owing in together.items():
        reviewed = REVIEW if kind is Kind.REGISTRATION else 0
        yield owing * (CONVERSATION.get(kind, 0) + reviewed)


def _reminders(ahead: Ahead, crowd: Crowd) -> Iterator[int]:
    """One a day to each, two where one of them is for a due day (`scheduler.courtesy.merge`)."""
    due = {(p.obligation, p.key): _day(p.due, ahead.zone) for p in ahead.periods}
    days: defaultdict[date, defaultdict[datetime | None, int]] = defaultdict(
        lambda: defaultdict(int)
    )
    for one in ahead.occurrences:
        if one.kind is Occasion.REMINDER:
            name = (one.obligation, one.period_key)
            day, owing = _day(one.at, ahead.zone), crowd.owing.get(name, 0)
            apart = one.at if due.get(name) == day else None
            days[day][apart] = max(days[day][apart], owing)
    for moments in days.values():
        yield from moments.values()


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()


def _digests(ahead: Ahead, crowd: Crowd) -> Iterator[int]:
    """Those of one moment are one; and one more a duty, when everyone has done it."""
    made = {x.at for x in ahead.occurrences if x.kind in _DIGESTS}
    done = [p for p in ahead.periods if ahead.after < p.due <= ahead.until and crowd.owe(p)]
    yield (len(made) + len(done)) * crowd.readers * DIGEST
    yield len({x.at for x in ahead.occurrences if x.kind is Occasion.ESCALATION}) * crowd.readers


_DIGESTS = (Occasion.DIGEST, Occasion.WEEKLY_DIGEST)
_MONTH = timedelta(days=31)


def _everyday(ahead: Ahead, crowd: Crowd) -> int:
    share = min((ahead.until - ahead.after) / _MONTH, 1.0)
    return round(crowd.people * EVERYDAY * share)
