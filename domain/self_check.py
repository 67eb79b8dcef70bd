"""Checking oneself against the signs ("tự soi, tự sửa", S0 III.1, S1 section 3).

What someone noticed is shown to nobody else and encrypted at rest; the office learns done or not
done, and counts only where a group and its complement are both at least `LEAST_SHOWN`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.effects import Effect

#: The smallest group a count may speak of, and the smallest that may be left out of it.
LEAST_SHOWN = 5


def may_show(count: int, group: int) -> bool:
    """Whether a count within a group can be told without telling on anyone."""
    return count >= LEAST_SHOWN and group - count >= LEAST_SHOWN


@dataclass(frozen=True)
class Remedy:
    """What one means to do about a sign, and by when."""

    sign: int
    action: str
    due: date | None = None


@dataclass(frozen=True)
class SelfCheck:
    """A finished self-check as its owner may see it again."""

    period: int
    done_at: datetime
    late: bool
    signs: tuple[int, ...]
    remedies: tuple[Remedy, ...]
    note: str = ""


@dataclass(frozen=True)
class SaveSelfCheck(Effect):
    """One conversation may serve several periods that coincide (December: month, quarter, year)."""

    periods: tuple[int, ...]
    signs: tuple[int, ...]
    remedies: tuple[Remedy, ...]
    note: str = ""


class RemedyState(StrEnum):
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True)
class KeptRemedy:
    """A remedy once promised, as its owner follows it up."""

    id: int
    sign: int
    action: str
    due: date | None
    state: RemedyState
    promised_at: datetime


@dataclass(frozen=True)
class FinishRemedy(Effect):
    remedy: int


@dataclass(frozen=True)
class MoveRemedy(Effect):
    """A new date, with the reason that was asked for."""

    remedy: int
    due: date
    reason: str
