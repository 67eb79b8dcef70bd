"""What the office reports: its registrations, and what came of a quarter, half-year or year.

Figures and names only; what they mean is for whoever writes the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.apology import LetterCounts
from domain.completion import Completion, DutyTable, SignCount
from domain.message import Document
from domain.obstacle import ObstacleState
from domain.people import Person, Role
from domain.period import Span
from domain.registration import PaperState
from domain.reminding import Report
from domain.text import Localized, Text
from domain.vietnamese import sort_key
from domain.work import TaskLine


def may_report(who: Person) -> bool:
    """Who writes or signs what the office reports: the specialist and the head."""
    return who.is_any(Role.SPECIALIST) or who.heads


def may_introduce(who: Person) -> bool:
    """Who may print the notice that introduces the bot: whoever issues its codes too."""
    return may_report(who) or who.is_any(Role.ADMIN)


@dataclass(frozen=True)
class Offered:
    """A document that can be had now; `key` says about what."""

    document: Document
    key: str
    title: Text


@dataclass(frozen=True)
class Shelf:
    """The documents one reader may have, as of now; and whether they set up the forms.

    `reports` are those of theirs that such a document may be handed in for; `handed_in`: something
    that was is kept.
    """

    offered: tuple[Offered, ...]
    now: datetime
    sets_forms: bool = False
    reports: tuple[Report, ...] = ()
    handed_in: bool = False


@dataclass(frozen=True)
class Registrations:
    """One round of registering: who owed it and how they stand, and what was registered.

    `tasks` are those of this round as they stood at `as_of`; `collective` how the office's own
    task stands, None where the plan asks for none.
    """

    people: DutyTable
    tasks: tuple[TaskLine, ...]
    year: int
    today: date
    collective: DutyTable | None = None

    @property
    def as_of(self) -> datetime:
        return self.people.as_of

    @property
    def office_tasks(self) -> tuple[TaskLine, ...]:
        return tuple(line for line in self.tasks if line.collective)

    @property
    def listed(self) -> tuple[TaskLine, ...]:
        """The office's own task first, then everyone who registered, on paper too, by name."""
        personal = {line.person.id: line for line in self.tasks if not line.collective}
        for line in self.people.lines:
            if line.completion is Completion.DONE_ON_PAPER and line.person.id not in personal:
                personal[line.person.id] = TaskLine(line.person, None, paper=PaperState.SIGNED)
        by_name = sorted(personal.values(), key=_by_name)
        return (*self.office_tasks, *by_name)

    @property
    def missing(self) -> tuple[Person, ...]:
        return tuple(line.person for line in self.people.missing)


def _by_name(line: TaskLine) -> tuple[object, ...]:
    return (sort_key(line.person.full_name), line.person.id)


@dataclass(frozen=True)
class Check:
    """A self-check, and the counts of its signs that tell on nobody (`self_check.may_show`)."""

    table: DutyTable
    signs: tuple[SignCount, ...] = ()


@dataclass(frozen=True)
class Ahead:
    """A duty that comes due after what is reported on."""

    title: Localized
    due: datetime
    deadline_words: Localized | None = None


@dataclass(frozen=True)
class Stretch:
    """Everything the office can tell of a quarter, half-year or year, as of a moment.

    `duties` are all but self-checks whose deadline or opening falls into it, the first due first;
    `tasks` what was registered for it, with the results given.
    """

    span: Span
    as_of: datetime
    duties: tuple[DutyTable, ...] = ()
    checks: tuple[Check, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    obstacles: Mapping[ObstacleState, int] = field(default_factory=dict)
    announcements: int = 0
    ahead: tuple[Ahead, ...] = ()
    letters: LetterCounts = field(default_factory=LetterCounts)
