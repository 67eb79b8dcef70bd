"""What a person may ask about their own data: to see, correct and delete it.

Law 91/2025/QH15 and Decree 356/2025: a request is acknowledged within 2 working days, correction is
due within 10 days (`domain.correction`), deletion within 20. The system does at once what it can do
alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from domain.effects import Effect
from domain.people import Person
from domain.text import Localized

#: One value of a record: words, numbers, moments (UTC), a title, or what a form held.
Value: TypeAlias = (
    "str | int | bool | date | datetime | Localized | Sequence[Value] | Mapping[str, Value] | None"
)
#: Everything kept about a person: sections of records, each with its fields.
MyData: TypeAlias = "Mapping[str, Sequence[Mapping[str, Value]]]"


@dataclass(frozen=True)
class RightsInputs:
    """Who asks, when, and who is told; `elsewhere` are their chats beside this one.

    `corrections` is how many they have asked for so far.
    """

    who: Person
    now: datetime
    today: date
    specialists: tuple[Person, ...]
    elsewhere: tuple[int, ...] = ()
    corrections: int = 0

    @property
    def others(self) -> tuple[Person, ...]:
        return tuple(person for person in self.specialists if person.id != self.who.id)


@dataclass(frozen=True)
class EraseMyData(Effect):
    """Self-checks, remedies, notes, drafts and the link of every chat go, now."""
