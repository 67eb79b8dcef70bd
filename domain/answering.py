"""An answer to an inquiry: before it is given, as it stands, and as it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from domain.effects import Effect
from domain.files import SentFile
from domain.inquiry import AnswerKind, Inquiry, Wanted
from domain.people import Person
from domain.period import Period
from domain.text import Localized

LONGEST_ANSWER = 500


@dataclass(frozen=True)
class Given:
    """An answer as it stands: a decimal number, an option, a line, a file's name."""

    value: str
    at: datetime
    late: bool
    entered_by: Person | None = None


@dataclass(frozen=True)
class Answering:
    """An inquiry before somebody it concerns. `typed` is what they said under its message.

    `who` writes for `owner`, mostly for themselves. `readers` see the answer.
    """

    who: Person
    owner: Person
    inquiry: Inquiry
    period: Period
    now: datetime
    before: Given | None = None
    typed: str = ""
    sent: SentFile | None = None

    @property
    def late(self) -> bool:
        return self.now > self.period.due

    @property
    def on_behalf(self) -> bool:
        return self.who.id != self.owner.id


def amount(number: Decimal) -> Localized:
    """A number as it is written, with two decimals at most: "1.250,5", "1,250.5"."""
    rounded = number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    english = f"{rounded:,f}".rstrip("0").rstrip(".")
    return Localized(english.translate(str.maketrans(",.", ".,")), english)


def shown(wanted: Wanted, value: str) -> Localized:
    """An answer as it is told: a number with its unit."""
    if wanted.kind is not AnswerKind.NUMBER:
        return Localized(value, value)
    number = amount(Decimal(value))
    unit = f" {wanted.unit}" if wanted.unit else ""
    return Localized(f"{number.vi}{unit}", f"{number.en}{unit}")


@dataclass(frozen=True)
class SaveAnswer(Effect):
    """`value` as in `Given`; `sent` is a file still to be fetched, then nothing counts yet."""

    period: int
    person: int
    value: str
    sent: SentFile | None = None
