"""What has come in to an inquiry: who answered, who is missing, the figures of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.answering import Given
from domain.completion import Completion, DutyFigures
from domain.inquiry import AnswerKind, Inquiry
from domain.people import Person
from domain.period import Period


@dataclass(frozen=True)
class Line:
    """One person whom an inquiry concerns, and what they answered."""

    person: Person
    completion: Completion
    given: Given | None = None


@dataclass(frozen=True)
class Figures:
    """Sum, mean and bounds of the numbers that came in."""

    total: Decimal
    mean: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Collected:
    """What has come in by `now` (UTC), in the order of a Vietnamese list of names."""

    inquiry: Inquiry
    period: Period
    lines: tuple[Line, ...]
    reader: Person
    now: datetime

    @property
    def answered(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.given is not None)

    @property
    def missing(self) -> tuple[Line, ...]:
        return tuple(x for x in self.lines if x.given is None and x.completion.owed)

    @property
    def excused(self) -> tuple[Line, ...]:
        """Who is away as long as it lasts, or has left: not counted."""
        return tuple(x for x in self.lines if x.given is None and not x.completion.applies)

    @property
    def counted(self) -> int:
        return len(self.answered) + len(self.missing)

    @property
    def late(self) -> int:
        return sum(line.given.late for line in self.answered if line.given)

    @property
    def is_open(self) -> bool:
        return self.inquiry.is_open(self.now)

    @property
    def values(self) -> Sequence[str]:
        return [line.given.value for line in self.answered if line.given]

    @property
    def figures(self) -> Figures | None:
        """None where nothing came in, or no numbers were asked for."""
        if self.inquiry.wanted.kind is not AnswerKind.NUMBER or not self.answered:
            return None
        numbers = [Decimal(value) for value in self.values]
        total = sum(numbers, Decimal(0))
        return Figures(total, total / len(numbers), min(numbers), max(numbers))

    @property
    def counts(self) -> Mapping[str, int]:
        """How many chose each option; of anything else nothing."""
        chosen = Counter(self.values)
        return {option: chosen[option] for option in self.inquiry.wanted.options}


@dataclass(frozen=True)
class Asked:
    """An inquiry in a list, and how many have answered it."""

    inquiry: Inquiry
    figures: DutyFigures


@dataclass(frozen=True)
class AskedPage:
    """A page of what was asked, newest first; `drafts` are the reader's own, not asked yet."""

    lines: tuple[Asked, ...]
    drafts: tuple[Inquiry, ...]
    page: int
    more: bool
    now: datetime
