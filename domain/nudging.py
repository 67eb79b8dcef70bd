"""A nudge: the specialist reminds those who are missing, out of turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.completion import Completion
from domain.effects import Effect
from domain.people import Person
from domain.quota import Room
from domain.reminding import Duty


@dataclass(frozen=True)
class Nudging:
    """Who would be reminded of what, and who would not and why.

    `only` is the period's number where one duty is meant, else empty. `stamp` tells this nudge from
    others, so that two taps send once; `sent`: it went out already. `later` (UTC) is the usual time
    of the next morning, where now is outside the office's hours. `crowded` are those for whom their
    bot has no messages left; `rooms` what each bot has when it is sent.
    """

    who: Person
    duties: tuple[Duty, ...]
    receive: tuple[Person, ...]
    already: tuple[Person, ...]
    cannot: tuple[tuple[Person, Completion], ...]
    now: datetime
    stamp: str
    only: str = ""
    later: datetime | None = None
    sent: bool = False
    crowded: tuple[Person, ...] = ()
    rooms: tuple[Room, ...] = ()


@dataclass(frozen=True)
class Nudge(Effect):
    """Remind these people at a moment (UTC) of all they owe, this once."""

    people: tuple[int, ...]
    at: datetime
    stamp: str
