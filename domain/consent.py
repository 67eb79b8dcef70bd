"""Consent as Law 91/2025/QH15 asks: for a purpose, informed, provable, withdrawn as easily."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.effects import Effect
from domain.people import Person


class Purpose(StrEnum):
    KEEP = "keep"  # name, position, registration, times: to gather what the plan asks for
    SELF_CHECK = "self_check"  # what one noticed in oneself, for oneself


class ConsentState(StrEnum):
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class ConsentInputs:
    """What the sentences of consent name: who gathers, who follows, through which channel.

    `given_before` counts how often this purpose was agreed to: the specialist is told once each
    time that somebody goes over to paper.
    """

    who: Person
    now: datetime
    channel: str
    specialists: tuple[Person, ...]
    heads: tuple[Person, ...]
    given_before: int = 0
    subject: str = ""

    @property
    def others(self) -> tuple[Person, ...]:
        """The specialists who are told; nobody is told about themselves."""
        return tuple(person for person in self.specialists if person.id != self.who.id)


@dataclass(frozen=True)
class GiveConsent(Effect):
    """A word for a purpose, with the version of the wording that was shown; never overwritten."""

    purpose: Purpose
    state: ConsentState
    wording: str


@dataclass(frozen=True)
class WithdrawConsent(Effect):
    """Taken back for these purposes; drafts about them are discarded."""

    purposes: tuple[Purpose, ...]
    wording: str
