"""Paper: signed forms that were handed in, and duties that were done on paper altogether."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.effects import Effect
from domain.people import Person
from domain.period import Period
from domain.plan import Kind, Obligation
from domain.text import Localized


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
    """One person's line: `registration` and `revision` are 0 where nothing was sent.

    `claimed_at` is when (UTC) they said that the paper is handed in; None where they did not.
    """

    person: Person
    handed: Handed
    registration: int = 0
    revision: int = 0
    claimed_at: datetime | None = None

    @property
    def claimed(self) -> bool:
        """Whether somebody has to look for this paper now."""
        return self.claimed_at is not None and not self.handed.ticked


@dataclass(frozen=True)
class PaperList:
    """Everyone a duty is for and their paper; `others` are further duties that take paper."""

    period: Period
    title: Localized
    lines: tuple[PaperLine, ...]
    others: tuple[tuple[Period, Localized], ...] = ()
    page: int = 0

    @property
    def ticked(self) -> int:
        return sum(line.handed.ticked for line in self.lines)

    @property
    def claimed(self) -> int:
        return sum(line.claimed for line in self.lines)


@dataclass(frozen=True)
class Tick:
    """A tick asked for by a button, for the version it spoke of; `listed`: from the list."""

    papers: PaperList
    line: PaperLine
    revision: int
    now: datetime
    listed: bool = True


@dataclass(frozen=True)
class Looked:
    """A specialist looked for a paper that was said to be handed in, and it is not there."""

    tick: Tick
    obligation: Obligation
    specialist: Person


@dataclass(frozen=True)
class HandedIn:
    """Someone says that their paper is in: told to the specialists, who tick."""

    person: Person
    period: Period
    title: Localized
    line: PaperLine
    specialists: tuple[Person, ...]
    now: datetime

    @property
    def stays_theirs(self) -> bool:
        """A self-check on paper is done, but handed in to nobody."""
        return self.period.kind is Kind.SELF_CHECK


@dataclass(frozen=True)
class ClaimPaper(Effect):
    """The person whose turn it is says that their paper is in (or, on `undo`, not after all)."""

    period: int
    undo: bool = False


@dataclass(frozen=True)
class MissPaper(Effect):
    """The paper that somebody said is in was not found: they are reminded again."""

    period: int
    person: int
