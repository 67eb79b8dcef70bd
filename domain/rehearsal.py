"""A stretch of an office's life rehearsed: what would go to whom, and what would not be well.

Made by `scheduler.rehearsing`, judged by `scheduler.concerns`, shown by `reports.rehearsal_page`
and `reports.rehearsal_workbook`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.effects import Priority
from domain.message import Document
from domain.people import Person
from domain.period import Period
from domain.plan import Obligation
from domain.quota import Outlook, Usage
from domain.text import Localized, Text

#: A bot: its channel and its name there.
Bot = tuple[str, str]


@dataclass(frozen=True)
class Foretold:
    """One message as it would go: its moment (UTC), for whom, through which bot, in its words.

    `duties` are those whose rules bring a reminder, `why` says so in words, with the source;
    `reason` is what the ledger would say. `parts` is how many messages a platform counts.
    """

    at: datetime
    person: int
    bot: Bot
    kind: Priority
    reason: str
    duties: tuple[Localized, ...]
    why: tuple[Text, ...]
    text: str
    buttons: tuple[str, ...] = ()
    file: Document | None = None
    parts: int = 1
    late: bool = False


@dataclass(frozen=True)
class Deadline:
    """A due moment that is passed on the way.

    `asked` are those of the roster whom the duty is for; `owed` those who had not done it when it
    was due and could be written to.
    """

    period: Period
    obligation: Obligation
    title: Localized
    asked: frozenset[int] = frozenset()
    owed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Month:
    """A bot's month ("2026-11"): what it took, what stayed for want of room.

    `forecast` is what the plan asked for at most on the month's first day, answers included.
    """

    usage: Usage
    forecast: Outlook | None = None
    withheld: int = 0


@dataclass(frozen=True)
class Rehearsal:
    """Everything that happens from a local day to another, both included.

    `unreached` have no chat, or have not agreed to be written to. `days_off` are named; of the
    years in `provisional` nobody knows them yet for certain.
    """

    office: Localized
    plan: Localized
    first: date
    last: date
    zone: ZoneInfo
    people: Mapping[int, Person]
    unreached: frozenset[int]
    messages: tuple[Foretold, ...]
    deadlines: tuple[Deadline, ...]
    months: tuple[Month, ...]
    bots: Mapping[Bot, Localized]
    days_off: Mapping[date, Localized]
    provisional: frozenset[int]
    answering: int = 0

    def local(self, moment: datetime) -> datetime:
        """A moment on the office's clock."""
        return moment.astimezone(self.zone)


class Doubt(StrEnum):
    """What may be wrong with a rehearsed plan; the gravest first."""

    NO_REMINDER = "no_reminder"  # a deadline of which somebody who owes it was not reminded
    QUIET = "quiet"  # on a day off or outside of office hours
    QUOTA = "quota"  # a bot's month is not enough
    OFTEN = "often"  # more than one a day to one person, and it is no due day
    NOBODY = "nobody"  # a duty that is nobody's on this roster
    UNREACHED = "unreached"  # people whom nothing reaches
    PROVISIONAL = "provisional"  # a year whose days off are not announced yet


@dataclass(frozen=True)
class Concern:
    """One warning in words; `day` is the local day it is about, if it is about one."""

    doubt: Doubt
    text: Text
    day: date | None = None
