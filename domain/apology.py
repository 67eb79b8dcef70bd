"""Letters of apology: the head's to whoever waits for late work (S1 section 4, "thư xin lỗi").

A letter is named by who drafted it and its number among theirs, from 1: `12:1`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.effects import Effect
from domain.people import Person, Role


class Addressee(StrEnum):
    """How the letter speaks to whom it is for: chosen by its author, never guessed."""

    MAN = "man"
    WOMAN = "woman"
    BODY = "organisation"


class LetterState(StrEnum):
    DRAFTED = "drafted"  # to be signed and sent
    SENT = "sent"
    TAKEN_BACK = "taken_back"  # drafted by mistake: counts nowhere


@dataclass(frozen=True)
class LateFile:
    """What a letter says: of whom which file is late, how it stands, why, and the new date.

    `receipt` is "" where there is none.
    """

    addressee: Addressee
    whom: str
    about: str
    receipt: str
    promised: date
    stands: str
    reason: str
    until: date


@dataclass(frozen=True)
class Letter:
    """A letter as it stands; `decided_at` (UTC) is when it was signed and sent, or taken back."""

    author: Person
    number: int
    at: datetime
    file: LateFile
    state: LetterState = LetterState.DRAFTED
    decided_at: datetime | None = None

    @property
    def id(self) -> str:
        return f"{self.author.id}:{self.number}"


@dataclass(frozen=True)
class Apologising:
    """What drafting starts from: the number it will bear, who has it signed, working days.

    `suggested` are new dates, the soonest first.
    """

    who: Person
    number: int
    signers: tuple[Person, ...]
    now: datetime
    today: date
    suggested: tuple[date, ...]
    is_working: Callable[[date], bool]


@dataclass(frozen=True)
class Letters:
    """A page of the letters this reader may see, those to be signed first, then the newest."""

    reader: Person
    letters: tuple[Letter, ...]
    page: int = 0
    more: bool = False


@dataclass(frozen=True)
class Signing:
    """A letter before its reader."""

    letter: Letter
    reader: Person
    now: datetime


@dataclass(frozen=True)
class LetterCounts:
    """Files recorded as late in some time, and for how many of them the letter has gone."""

    late: int = 0
    sent: int = 0

    @property
    def waiting(self) -> int:
        return self.late - self.sent


@dataclass(frozen=True)
class KeepLetter(Effect):
    number: int
    file: LateFile


@dataclass(frozen=True)
class DecideLetter(Effect):
    """It was signed and sent, taken back, or is to be signed after all."""

    letter: str
    state: LetterState


def looks_after(who: Person) -> bool:
    """Who has letters signed and sent, whoever drafted them: the specialist and the head."""
    return who.is_any(Role.SPECIALIST) or who.heads


def may_become(before: LetterState, after: LetterState) -> bool:
    """Only what waits for its signature is sent or taken back; either may be undone."""
    return (before is LetterState.DRAFTED) is not (after is LetterState.DRAFTED)
