"""A plan that is being changed at the desk: the draft, what is wrong with it, what it would change.

Nothing of a draft is in force. It is put in force as a whole, after a look at what that changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.plan import Audience, Escalation, Obligation, OfficeHours, Plan, Rule, Whom
from domain.text import Localized, Text


class Beginning(StrEnum):
    """What a draft is begun for."""

    CHANGE = "change"
    NEXT_YEAR = "next_year"
    END = "end"


class Meaning(StrEnum):
    """What a fixed day was taken for when it was carried over to the next year."""

    BEFORE = "before"  # the day that the words of the deadline name
    LAST_WORKING_DAY = "last_working_day"  # of its month
    FIRST_WORKING_DAY = "first_working_day"
    LAST_DAY = "last_day"  # of its month
    SAME_DAY = "same_day"
    COUNTED = "counted"  # from another moment, which it follows


@dataclass(frozen=True)
class PlanDraft:
    """The draft of the office; moments are UTC.

    `overtaken`: another plan has been put in force since it was begun.
    """

    plan: Plan
    based_on: Plan
    revision: int
    begun_by: str
    begun_at: datetime
    changed_by: str
    changed_at: datetime
    overtaken: bool = False


@dataclass(frozen=True)
class Problem:
    """Why a duty (of the plan, where `duty` is "") cannot stay so; `field` is where to mend it."""

    duty: str
    field: str
    text: Text


class Shifted(StrEnum):
    """What becomes of messages that the plan asks for."""

    ADDED = "added"
    MOVED = "moved"
    GONE = "gone"


@dataclass(frozen=True)
class Readers:
    """To whom messages of a duty go: some of those who owe it, or who is told of it."""

    audience: Audience
    whom: Whom | None = None
    telling: bool = False  # not reminded: told how it stands


def readers_by(duty: Obligation, rule: Rule | None) -> Readers:
    """Whom a rule of the duty writes to."""
    if rule is not None and rule.escalate is not None:
        heads = rule.escalate is Escalation.HEAD
        return Readers(Audience.HEAD if heads else Audience.SPECIALIST, telling=True)
    return Readers(duty.who, rule.who if rule else None)


@dataclass(frozen=True)
class ReminderShift:
    """So many messages of a duty come anew, at another moment or no more, for so many people.

    The weekly digest is of no duty. `first` is when (UTC) the first of them would come, or would
    have come where they are gone; `instead` where the first of those that move was.
    """

    duty: Localized | None
    readers: Readers
    people: int
    kind: Shifted
    count: int
    first: datetime
    instead: datetime | None = None


@dataclass(frozen=True)
class Preview:
    """What changes when a draft is put in force, in the order of its dates.

    `changes` says of each duty how it goes on; `tasks` counts the registered tasks that are not
    done and stay with their owners.
    """

    changes: tuple[Text, ...]
    shifts: tuple[ReminderShift, ...]
    warnings: tuple[Text, ...]
    tasks: int


def with_duty(plan: Plan, changed: Obligation) -> Plan:
    """The plan with this duty in the place of the one of its id."""
    duties = (changed if duty.id == changed.id else duty for duty in plan.obligations)
    return replace(plan, obligations=tuple(duties))


def with_hours(plan: Plan, hours: OfficeHours) -> Plan:
    """The plan of an office that may be written to at these hours."""
    return replace(plan, hours=hours)


def without(plan: Plan, id_: str) -> Plan:
    """The plan without a duty."""
    return replace(plan, obligations=tuple(d for d in plan.obligations if d.id != id_))


def with_again(plan: Plan, duty: Obligation) -> Plan:
    """The plan with a duty that it had before."""
    return replace(plan, obligations=(*without(plan, duty.id).obligations, duty))
