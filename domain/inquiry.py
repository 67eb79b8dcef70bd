"""An inquiry: somebody asks some or all for a figure, a choice, a line or a file, by a moment.

It is a duty like those of the plan while it lasts: it has a period, reminders, late answers. Who
may ask is who may announce, and who heads; who reads the answers is said with the question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from domain.broadcast import ChosenAudience, ComposeInputs, Missed
from domain.completion import Completion
from domain.effects import Effect
from domain.files import SentFile
from domain.people import Person, Role
from domain.period import Period
from domain.quota import Room
from domain.text import Localized

LONGEST = 500  # of a question, in characters
LONGEST_ANSWER = 500
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


@dataclass(frozen=True)
class Composing:
    """What asking starts from. `now` is in the office's zone, `suggested` are deadlines."""

    audiences: ComposeInputs
    people: tuple[Person, ...]
    now: datetime
    suggested: tuple[datetime, ...]


@dataclass(frozen=True)
class Unsent:
    """A draft before it is sent: whom it reaches, when it goes, reminds and closes (UTC).

    `opens` is now, or when the office opens next, `later` whether it is the latter. `crowd` is how
    many may be asked by one person alone; `suggested` are deadlines, in the office's `zone`.
    """

    inquiry: Inquiry
    receivers: tuple[Person, ...]
    missed: tuple[Missed, ...]
    now: datetime
    opens: datetime
    closes: datetime
    reminders: tuple[datetime, ...]
    crowd: int
    zone: tzinfo
    suggested: tuple[datetime, ...] = ()
    owed: Localized | None = None
    rooms: tuple[Room, ...] = ()

    @property
    def later(self) -> bool:
        return self.opens > self.now

    @property
    def asked(self) -> int:
        """How many it is for, reached or not."""
        return len(self.receivers) + len(self.missed)

    @property
    def may_go(self) -> bool:
        return 0 < self.asked <= self.crowd and self.inquiry.until > self.now


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
        return self.inquiry.state is InquiryState.ASKED and self.now < self.period.closes

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
class Again:
    """Asking once more, at a moment (UTC); `stamp` tells it from other times."""

    collected: Collected
    at: datetime
    stamp: str


@dataclass(frozen=True)
class Reopening:
    """Another deadline: `now` and `suggested` in the office's zone, and when one closes (UTC)."""

    collected: Collected
    now: datetime
    suggested: tuple[datetime, ...]
    closes: Callable[[datetime], datetime]


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
class KeepInquiry(Effect):
    """A draft to be previewed; nothing is sent. `until`: UTC."""

    words: str
    wanted: Wanted
    audience: ChosenAudience
    until: datetime


@dataclass(frozen=True)
class MoveInquiry(Effect):
    """Another deadline (UTC), of a draft or of what has been asked; `closes` of the latter."""

    inquiry: int
    until: datetime
    closes: datetime


@dataclass(frozen=True)
class SendInquiry(Effect):
    """Ask it: everyone it is for is written to at `opens` (UTC)."""

    inquiry: int
    opens: datetime
    closes: datetime


@dataclass(frozen=True)
class AskAgain(Effect):
    """Those who have not answered are asked once more at a moment (UTC); `stamp` tells it apart."""

    inquiry: int
    at: datetime
    stamp: str


@dataclass(frozen=True)
class CloseInquiry(Effect):
    """Nothing more is taken."""

    inquiry: int


@dataclass(frozen=True)
class CancelInquiry(Effect):
    """Dropped, or taken back: nobody owes it any more."""

    inquiry: int


@dataclass(frozen=True)
class SaveAnswer(Effect):
    """`value` as in `Given`; `sent` is a file still to be fetched, then nothing counts yet."""

    period: int
    person: int
    value: str
    sent: SentFile | None = None
