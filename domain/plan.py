"""Directives and plans as the office has them: data of `directives/`, frozen by version.

Moments are written relative to a period ("last working day at 17:00", "three days before due") and
made absolute by `scheduler.periods`, in the office's time zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from domain.people import Person, Role, Standing
from domain.text import Localized

#: In an occurrence's name, between a rule's id and the day that is counted from instead.
MOVED_TO = "@"
#: The same before the number of a rule that comes again.
AGAIN = "."


class SignAudience(StrEnum):
    """Who is asked about a sign (S1 section 3): everyone, those who lead others, heads only."""

    ALL = "all"
    LEADERS = "leaders"
    HEADS = "heads"

    def includes(self, standing: Standing) -> bool:
        match self:
            case SignAudience.HEADS:
                return standing is Standing.HEAD
            case SignAudience.LEADERS:
                return standing.leads
            case _:
                return True


@dataclass(frozen=True)
class Sign:
    """One sign of avoiding responsibility: our short label, and where the wording stands."""

    number: int
    label: Localized
    section: str
    audience: SignAudience = SignAudience.ALL
    leaders_label: Localized | None = None

    def label_for(self, standing: Standing) -> Localized:
        return self.leaders_label if self.leaders_label and standing.leads else self.label


@dataclass(frozen=True)
class Checklist:
    """The signs of one directive, in one version; a period keeps the version it opened with."""

    directive: str
    version: str
    signs: tuple[Sign, ...]

    def for_standing(self, standing: Standing) -> tuple[Sign, ...]:
        return tuple(sign for sign in self.signs if sign.audience.includes(standing))

    def carried(self, signs: Iterable[Sign]) -> tuple[int, ...]:
        """What signs of another version are numbered here; only those that say the same words."""
        said = {sign.label for sign in signs}
        return tuple(sign.number for sign in self.signs if sign.label in said)


class Kind(StrEnum):
    """What an obligation asks for; decides which conversation serves it."""

    REGISTRATION = "registration"
    COLLECTIVE = "collective"
    SELF_CHECK = "self_check"
    RESULT = "result"
    REPORT = "report"
    INFORMATION = "information"
    INQUIRY = "inquiry"  # asked ad hoc of some people (`storage.concerning`), never by a plan


class Audience(StrEnum):
    """Who owes an obligation."""

    OFFICIALS = "officials"
    HEAD = "head"
    SPECIALIST = "specialist"
    NOBODY = "nobody"

    def includes(self, person: Person) -> bool:
        match self:
            case Audience.OFFICIALS:
                return Role.OFFICIAL in person.roles
            case Audience.HEAD:
                return person.standing is Standing.HEAD
            case Audience.SPECIALIST:
                return Role.SPECIALIST in person.roles
            case _:
                return False


class Every(StrEnum):
    """How often an obligation comes back."""

    ONCE = "once"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Anchor(StrEnum):
    """What a moment is counted from: the period's own span, or its three moments, or a date."""

    START = "start"
    END = "end"
    OPENS = "opens"
    DUE = "due"
    CLOSES = "closes"
    DATE = "date"


class Shift(StrEnum):
    """Where a moment that falls on a day off goes."""

    BEFORE = "before"
    AFTER = "after"
    STAYS = "stays"


@dataclass(frozen=True)
class When:
    """A moment relative to something, at a local time of day.

    `days` counts calendar days, or working days where `working` is set; START and END are the first
    and last calendar day of the period's span. After counting, `shift` moves off days off.
    """

    anchor: Anchor
    at: time
    days: int = 0
    working: bool = False
    shift: Shift = Shift.BEFORE
    date: date | None = None


class While(StrEnum):
    """What must hold for a rule to reach somebody who owes."""

    NOT_DONE = "not_done"
    NOT_STARTED = "not_started"  # and nothing has been written of it yet
    STARTED = "started"  # something has been written, and not sent


class Channel(StrEnum):
    """Through which app a rule writes, to who can be reached there."""

    PREFERRED = "preferred"
    TELEGRAM = "telegram"
    ZALO = "zalo"


class Escalation(StrEnum):
    """Who is told who has not done a duty that is past."""

    SPECIALIST = "specialist"
    HEAD = "head"


@dataclass(frozen=True)
class Whom:
    """Some of those who owe: who is one of each that is given."""

    standing: tuple[Standing, ...] = ()
    roles: tuple[Role, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Repeat:
    """Again after so many working days."""

    working_days: int


@dataclass(frozen=True)
class Rule:
    """When those who still owe are reminded of an obligation.

    One that comes `every` so often ends when it is done, after `at_most` times, or at closing. One
    that escalates reminds nobody: it tells the specialist or the head, once, who has not done it.
    """

    id: str
    when: When
    who: Whom | None = None
    holds: While = While.NOT_DONE  # `while` in a file
    every: Repeat | None = None
    at_most: int = 1
    channel: Channel = Channel.PREFERRED
    escalate: Escalation | None = None


@dataclass(frozen=True)
class Obligation:
    """A duty of a plan: who, what, when, to whom, and the source it rests on."""

    id: str
    kind: Kind
    who: Audience
    title: Localized
    source: str
    short: Localized | None = None  # for a button; the title where there is none
    every: Every = Every.ONCE
    to: Localized | None = None
    opens: When | None = None
    due: When | None = None
    closes: When | None = None
    first: date | None = None  # spans that begin before this day are not asked for
    last: date | None = None  # nor those that begin after this one
    deadline_words: Localized | None = None  # as the document says it: "trước ngày 15/10/2025"
    inner_cutoff: When | None = None  # the specialist's own; never called the deadline
    content: Localized | None = None  # a task whose content the plan fixes (the collective one)
    assumed: bool = False  # the document gives no day; the office may set its own
    rules: tuple[Rule, ...] = ()
    digests: tuple[When, ...] = ()

    def rule(self, name: str) -> Rule | None:
        """The rule of an occurrence's name: its id, `ID.2` where it comes again, and then `@DAY`
        where the deadline has moved."""
        id_ = name.partition(MOVED_TO)[0].partition(AGAIN)[0]
        return next((rule for rule in self.rules if rule.id == id_), None)


class Body(StrEnum):
    """Whose rules say how an office's documents look: Decree 30/2020 or Guidance 36-HD/VPTW."""

    STATE = "state"
    PARTY = "party"


@dataclass(frozen=True)
class OfficeHours:
    """When an office may be written to, local time: all else is quiet hours, as are days off.

    Between the two ends of `lunch` it is quiet too, where the office has named them.
    """

    opens: time = time(7, 30)
    closes: time = time(17, 0)
    reminders_at: time = time(8, 30)
    lunch_from: time | None = None
    lunch_to: time | None = None

    @property
    def lunch(self) -> tuple[time, time] | None:
        """When the break begins and ends; None where there is none."""
        return (self.lunch_from, self.lunch_to) if self.lunch_from and self.lunch_to else None


@dataclass(frozen=True)
class Plan:
    """What an office has undertaken to carry out a directive."""

    id: str
    version: str
    directive: str
    title: Localized
    office: Localized
    superior: Localized
    receives: Localized  # where summaries and reports go
    starts: date
    ends: date
    obligations: tuple[Obligation, ...]
    hours: OfficeHours = field(default_factory=OfficeHours)
    weekly_digest: When | None = None  # anchor START: of the week (Monday)
    newcomer_days: int = 3  # working days that who joins has at least for what is open then
    citations: tuple[Localized, ...] = ()
    body: Body = Body.STATE
    place: str = ""  # where its documents are dated: the ward's name
    on_behalf: str = ""  # of whom its head signs: "Ban Thường vụ"

    def obligation(self, id_: str) -> Obligation:
        """The obligation of that id; KeyError when the plan has none."""
        for obligation in self.obligations:
            if obligation.id == id_:
                return obligation
        raise KeyError(id_)


@dataclass(frozen=True)
class PlanVersion:
    """A plan and its checklist as they were loaded together: what a period keeps when it opens."""

    id: int
    plan: Plan
    checklist: Checklist


@dataclass(frozen=True)
class Directive:
    """The document a plan carries out, and its checklist."""

    id: str
    title: Localized
    checklist: Checklist
