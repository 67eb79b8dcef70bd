"""The ledger of one person: what was sent to them and what they answered, without any words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.broadcast import ChosenAudience
from domain.effects import Priority
from domain.people import Person
from domain.text import Localized


@dataclass(frozen=True)
class Entry:
    """One message to a person. Moments in UTC; `due` is when it was to go at the earliest.

    `reason` is why it was sent, `problem` why it was not delivered, or not at once. `first_channel`
    is where it was meant to go when another chat carried it, because of `moved_why`.
    """

    at: datetime
    due: datetime
    sent_at: datetime | None
    kind: Priority
    reason: str
    operation: str
    state: str
    problem: str
    channel: str
    tries: int
    doubled: bool
    number: str
    first_channel: str = ""
    moved_why: str = ""


class Given(StrEnum):
    """What a person may have answered."""

    REGISTRATION = "registration"
    SELF_CHECK = "self_check"
    RESULT = "result"
    DONE = "done"
    PAPER_CLAIM = "paper_claim"
    REPORT_COPY = "report_copy"
    OBSTACLE = "obstacle"
    LETTER = "letter"
    ABSENCE = "absence"
    CORRECTION = "correction"
    CONSENT = "consent"


@dataclass(frozen=True)
class Answered:
    """That a person answered, when (UTC), about what, in which version; never what."""

    at: datetime
    given: Given
    about: str | Localized = ""
    version: str = ""


@dataclass(frozen=True)
class Proof:
    """Everything of one person's, oldest first."""

    person: Person
    sent: tuple[Entry, ...]
    answered: tuple[Answered, ...]
    as_of: datetime


@dataclass(frozen=True)
class Push:
    """A message that came of itself and was no reminder; its announcement, if it was one."""

    at: datetime
    kind: Priority
    reason: str
    about: str
    author: Person | None = None
    audience: ChosenAudience | None = None
    owed: Localized | None = None
