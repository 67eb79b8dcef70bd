"""Being away: from a day to a day, and not reminded meanwhile.

Why somebody is away is told to those who plan with it; that somebody is ill is data about health
(Law 91/2025/QH15): only they themselves and whoever wrote it down see it, others see "away".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.effects import Effect
from domain.people import Person
from domain.text import Text, _


class AwayFor(StrEnum):
    """Why somebody is away; who has left the office is the roster's to say."""

    LEAVE = "leave"
    STUDY = "study"
    SICK = "sick"
    SECONDED = "seconded"
    OTHER = "other"


#: Each as a button, and inside a sentence.
REASONS: Mapping[AwayFor, Text] = {
    AwayFor.LEAVE: _("on leave"),
    AwayFor.STUDY: _("studying"),
    AwayFor.SICK: _("ill"),
    AwayFor.SECONDED: _("seconded"),
    AwayFor.OTHER: _("another reason"),
}


@dataclass(frozen=True)
class Absence:
    """One stay away, both days included; `reason` is None once it has been forgotten."""

    id: int
    person: Person
    reason: AwayFor | None
    first: date
    last: date
    set_by: int

    def reason_for(self, reader: Person) -> Text | None:
        """What this reader is told of it."""
        if self.reason is AwayFor.SICK and reader.id not in {self.person.id, self.set_by}:
            return None
        return REASONS[self.reason] if self.reason else None


@dataclass(frozen=True)
class Leaving:
    """What telling of an absence starts from; `typed` where the words carried its days already.

    `whom` is who is or will be away; None while the specialist has not said. `changed` is what a
    new stretch takes the place of.
    """

    who: Person
    whom: Person | None
    today: date
    now: datetime
    specialists: tuple[Person, ...]
    people: tuple[Person, ...] = ()
    typed: str = ""
    changed: Absence | None = None


@dataclass(frozen=True)
class AwayList:
    """Who is away or will be, the one back first first, as this reader may see it."""

    reader: Person
    today: date
    absences: tuple[Absence, ...]
    page: int = 0


@dataclass(frozen=True)
class SaveAbsence(Effect):
    """Away from the first to the last day, both included.

    It takes the place of the absence `instead_of`, and keeps its reason where it gives none.
    """

    person: int
    first: date
    last: date
    reason: AwayFor | None = None
    instead_of: int | None = None


@dataclass(frozen=True)
class EndAbsence(Effect):
    """Back already, or not going: nothing from today on counts as absence."""

    person: int
