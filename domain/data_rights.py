"""What a person may ask about their own data: to see, correct and delete it.

Law 91/2025/QH15 and Decree 356/2025: a request is acknowledged within 2 working days, correction is
due within 10 days, deletion within 20. The system does at once what it can do alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from domain.effects import Effect
from domain.people import Person

CORRECTED_WITHIN = timedelta(days=10)

#: One value of a record: words, numbers, moments (UTC), or what a form held.
Value: TypeAlias = (
    "str | int | bool | date | datetime | Sequence[Value] | Mapping[str, Value] | None"
)
#: Everything kept about a person: sections of records, each with its fields.
MyData: TypeAlias = "Mapping[str, Sequence[Mapping[str, Value]]]"


@dataclass(frozen=True)
class RightsInputs:
    """Who asks, when, and who is told; `elsewhere` are their chats beside this one."""

    who: Person
    now: datetime
    today: date
    specialists: tuple[Person, ...]
    elsewhere: tuple[int, ...] = ()

    @property
    def others(self) -> tuple[Person, ...]:
        return tuple(person for person in self.specialists if person.id != self.who.id)


@dataclass(frozen=True)
class AskCorrection(Effect):
    """What is wrong, in the person's own words; kept until the specialist has seen to it."""

    words: str


@dataclass(frozen=True)
class Correction:
    """A request that waits for the specialist."""

    id: int
    person: Person


@dataclass(frozen=True)
class FinishCorrection(Effect):
    correction: int


@dataclass(frozen=True)
class EraseMyData(Effect):
    """Self-checks, remedies, notes, drafts and the link of every chat go, now."""
