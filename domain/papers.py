"""Paper: signed forms that were handed in, and duties that were done on paper altogether."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.people import Person
from domain.period import Period
from domain.plan import Obligation


class Handed(StrEnum):
    """How one person's paper stands with one duty."""

    NOTHING = "nothing"  # neither sent nor handed in
    AWAITED = "awaited"  # sent; the signed form is still to come
    OUT_OF_DATE = "out_of_date"  # the signed form is of an older version
    SIGNED = "signed"  # sent, and the signed form is in
    ON_PAPER = "on_paper"  # chose paper; nothing is in
    ON_PAPER_IN = "on_paper_in"  # done on paper

    @property
    def ticked(self) -> bool:
        return self in {Handed.SIGNED, Handed.ON_PAPER_IN}


@dataclass(frozen=True)
class PaperLine:
    """One person's line: `registration` and `revision` are 0 where nothing was sent."""

    person: Person
    handed: Handed
    registration: int = 0
    revision: int = 0


@dataclass(frozen=True)
class PaperList:
    """Everyone a duty is for and their paper; `others` are further duties that take paper."""

    period: Period
    obligation: Obligation
    lines: tuple[PaperLine, ...]
    others: tuple[tuple[Period, Obligation], ...] = ()
    page: int = 0

    @property
    def ticked(self) -> int:
        return sum(line.handed.ticked for line in self.lines)


@dataclass(frozen=True)
class Tick:
    """A tick asked for by a button, for the version it spoke of; `listed`: from the list."""

    papers: PaperList
    line: PaperLine
    revision: int
    now: datetime
    listed: bool = True


@dataclass(frozen=True)
class HandedIn:
    """Someone says that their paper is in: told to the specialists, who tick."""

    person: Person
    period: Period
    obligation: Obligation
    line: PaperLine
    specialists: tuple[Person, ...]
