"""An inquiry: somebody asks some or all for a figure, a choice, a line or a file, by a moment.

It is a duty like those of the plan while it lasts: it has a period, reminders, late answers. Who
may ask is who may announce, and who heads; who reads the answers is said with the question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from domain.broadcast import ChosenAudience
from domain.people import Person, Role
from domain.period import Period

LONGEST = 500  # of a question, in characters
LONGEST_OPTION = 40  # what a button of a phone shows
MOST_OPTIONS = 9
_TITLE, _SHORT = 80, 28


class AnswerKind(StrEnum):
    NUMBER = "number"
    CHOICE = "choice"
    WORDS = "words"
    FILE = "file"


class InquiryState(StrEnum):
    DRAFT = "draft"
    ASKED = "asked"
    CANCELLED = "cancelled"  # dropped, or taken back: nobody owes it


@dataclass(frozen=True)
class Wanted:
    """What counts as an answer: of a number its unit and bounds, the options of a choice."""

    kind: AnswerKind
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inquiry:
    """`until` (UTC) is when it is to be answered; `period` is None as long as it is a draft."""

    id: int
    author: Person
    words: str
    wanted: Wanted
    audience: ChosenAudience
    state: InquiryState
    until: datetime
    period: Period | None = None

    @property
    def title(self) -> str:
        return titled(self.words)

    def is_open(self, now: datetime) -> bool:
        """Whether answers are taken at a moment (UTC)."""
        if self.period is None or self.state is not InquiryState.ASKED:
            return False
        return now < self.period.closes


def titled(words: str) -> str:
    """A question on one line, as the duty it is."""
    return _cut(words, _TITLE)


def short_titled(words: str) -> str:
    """The same in the few words that a button takes."""
    return _cut(words, _SHORT)


def _cut(words: str, most: int) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1].rsplit(' ', 1)[0]}…"


def may_ask(who: Person) -> bool:
    """Who may announce may ask, and so may whoever heads the office."""
    return who.is_any(Role.SPECIALIST, Role.ADMIN, Role.SENDER) or who.heads


def may_manage(who: Person, author: int) -> bool:
    """Ask again, extend, close, take back, write down what was phoned in."""
    return who.is_any(Role.SPECIALIST) or (who.id == author and may_ask(who))


def may_read(who: Person, author: int) -> bool:
    """Who sees what was answered: who asked, the specialist and the head."""
    return who.heads or may_manage(who, author)
