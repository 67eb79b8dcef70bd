"""Being away: from a day to a day, and not reminded meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.effects import Effect
from domain.people import Person


@dataclass(frozen=True)
class Leaving:
    """What telling of an absence starts from; `until` where the words carried it already."""

    who: Person
    today: date
    now: datetime
    specialists: tuple[Person, ...]
    typed: str = ""


@dataclass(frozen=True)
class EndAbsence(Effect):
    """Back already, or not going: nothing from today on counts as absence."""


@dataclass(frozen=True)
class SaveAbsence(Effect):
    """Away from the first to the last day, both included."""

    first: date
    last: date
