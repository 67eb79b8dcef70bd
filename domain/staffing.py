"""One person of the roster changed by hand: another post, a second job, a corrected name, left.

The roster's sheet stays the way for many at once; the same rules judge both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.effects import Effect
from domain.people import Person
from domain.roster_entry import Existing, RosterEntry


@dataclass(frozen=True)
class Staffing:
    """Who changes whom. `decides_standing`: whether the reader may make somebody head or deputy."""

    who: Person
    person: Existing
    decides_standing: bool
    now: datetime


@dataclass(frozen=True)
class ChangeStaff(Effect):
    """From now on the roster says this of that person."""

    person: int
    entry: RosterEntry


@dataclass(frozen=True)
class MarkLeft(Effect):
    """That person works here no more: kept for the record, written to no more."""

    person: int
