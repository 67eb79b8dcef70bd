"""A role delegated for a time: the specialist's, or acting head. It ends by itself.

What a role lets one do follows the grant; what the plan asks of heads alone (their signs, their own
duties) stays with who is head on the roster. A delegated role is not delegated on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.effects import Effect
from domain.people import Person
from domain.text import Text, _


class Delegated(StrEnum):
    """What can be delegated."""

    SPECIALIST = "specialist"
    HEAD = "head"


#: Each inside a sentence.
ROLES: Mapping[Delegated, Text] = {
    Delegated.SPECIALIST: _("the specialist's work"),
    Delegated.HEAD: _("the head's work"),
}


@dataclass(frozen=True)
class Grant:
    """Who does whose work from a local day to a local day, both included.

    `giver` is whose work it is; None where the admin arranged it for the office.
    """

    id: int
    role: Delegated
    person: Person
    giver: Person | None
    first: date
    last: date


@dataclass(frozen=True)
class Delegating:
    """What the conversation starts from: what this person may delegate, and to whom.

    `told`: whose work it is, and the head, where somebody else arranges it.
    """

    who: Person
    roles: tuple[Delegated, ...]
    people: tuple[Person, ...]
    today: date
    now: datetime
    told: Mapping[Delegated, tuple[Person, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Grants:
    """Delegations now and to come that concern this reader; they may take back `revocable`."""

    reader: Person
    grants: tuple[Grant, ...]
    revocable: frozenset[int]
    may_delegate: bool
    now: datetime


@dataclass(frozen=True)
class SaveGrant(Effect):
    """This person does that work from the first to the last day, both included."""

    role: Delegated
    person: int
    first: date
    last: date


@dataclass(frozen=True)
class RevokeGrant(Effect):
    """It ends now, or never begins."""

    grant: int
