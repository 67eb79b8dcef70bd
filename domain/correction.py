"""Asking to have one's own data corrected, until the specialist has done it or said why not.

Law 91/2025/QH15 and Decree 356/2025: a correction is due within 10 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.effects import Effect
from domain.people import Person

CORRECTED_WITHIN = timedelta(days=10)


@dataclass(frozen=True)
class AskCorrection(Effect):
    """What is wrong, in the person's own words; kept until the specialist has seen to it."""

    words: str


@dataclass(frozen=True)
class Correction:
    """A request that waits, to be answered `by` a local day; a person's are counted from 1."""

    person: Person
    number: int
    words: str
    at: datetime
    by: date

    @property
    def id(self) -> str:
        return f"{self.person.id}:{self.number}"


@dataclass(frozen=True)
class Correcting:
    """A request before one of those who keep the roster."""

    asked: Correction
    helper: Person
    now: datetime


@dataclass(frozen=True)
class OpenCorrections:
    """What waits, oldest first."""

    waiting: tuple[Correction, ...]


@dataclass(frozen=True)
class FinishCorrection(Effect):
    """It is put right; or, with the reason (`because`), it stays as it is."""

    person: int
    number: int
    because: str = ""
