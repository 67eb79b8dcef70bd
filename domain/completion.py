"""Who has done a duty and who has not, as of a moment: what digests, pictures and tables tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from domain.people import Person
from domain.period import Period
from domain.text import Localized


class Completion(StrEnum):
    """How one person stands with one duty."""

    DONE = "done"
    DONE_LATE = "done_late"
    DONE_ON_PAPER = "done_on_paper"
    NOT_SENT = "not_sent"  # connected, consented, still owes
    NOT_CONNECTED = "not_connected"  # has not enrolled yet
    CLAIMED = "claimed"  # says the paper is handed in; not reminded until it is checked
    ON_PAPER = "on_paper"  # chose paper; not handed in yet
    BLOCKED = "blocked"  # blocked the bot: cannot be reached
    ABSENT = "absent"  # away today: not reminded
    EXCUSED = "excused"  # away from opening to due: not applicable, and said so
    NOT_APPLICABLE = "not_applicable"  # left the office, or joined after it closed

    @property
    def done(self) -> bool:
        return self in {Completion.DONE, Completion.DONE_LATE, Completion.DONE_ON_PAPER}

    @property
    def applies(self) -> bool:
        """Whether the duty is this person's at all: only then they are counted."""
        return self is not Completion.NOT_APPLICABLE and self is not Completion.EXCUSED

    @property
    def owed(self) -> bool:
        return self.applies and not self.done


@dataclass(frozen=True)
class PersonLine:
    """One person's line in a duty's table."""

    person: Person
    completion: Completion
    done_at: datetime | None = None
    paper_in: bool = False  # registrations: the signed form has been handed in
    own: Period | None = None  # as it stands for them, where they were given other moments


@dataclass(frozen=True)
class DutyFigures:
    """How many stand how with a duty of one period, of everyone it is asked of."""

    period: Period
    title: Localized
    deadline_words: Localized | None
    as_of: datetime
    counts: Mapping[Completion, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        return sum(count for completion, count in self.counts.items() if completion.done)


@dataclass(frozen=True)
class DutyTable:
    """A duty of one period and everyone it is for, in the order of a Vietnamese list of names."""

    period: Period
    title: Localized
    deadline_words: Localized | None
    as_of: datetime
    lines: tuple[PersonLine, ...]

    @cached_property
    def counted(self) -> tuple[PersonLine, ...]:
        return tuple(x for x in self.lines if x.completion.applies)

    @property
    def figures(self) -> DutyFigures:
        counts = Counter(x.completion for x in self.counted)
        return DutyFigures(self.period, self.title, self.deadline_words, self.as_of, counts)

    @property
    def done(self) -> int:
        return sum(x.completion.done for x in self.lines)

    @property
    def overdue(self) -> tuple[PersonLine, ...]:
        """Those who still owe it, and had no more time."""
        return tuple(x for x in self.missing if (x.own or self.period).due < self.as_of)

    @property
    def to_urge(self) -> tuple[PersonLine, ...]:
        """Of these whom a word may help: not who is away, or says that the paper is in."""
        left = {Completion.CLAIMED, Completion.ABSENT}
        return tuple(x for x in self.overdue if x.completion not in left)

    @property
    def given_time(self) -> Mapping[datetime, tuple[PersonLine, ...]]:
        """Those who still owe it and have time beyond everybody's deadline, by their own."""
        late = [x for x in self.missing if x.own and x.own.due > max(self.period.due, self.as_of)]
        moments = sorted({x.own.due for x in late if x.own})
        return {at: tuple(x for x in late if x.own and x.own.due == at) for at in moments}

    @cached_property
    def missing(self) -> tuple[PersonLine, ...]:
        return tuple(x for x in self.lines if x.completion.owed)


@dataclass(frozen=True)
class SignCount:
    """How many noticed a sign; made only where `self_check.may_show` allows it."""

    sign: int
    label: Localized
    count: int
    group: int
