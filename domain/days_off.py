"""The office's calendar of days off and days worked, as people see it and admins change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.effects import Effect
from domain.people import Person
from domain.text import Localized, _

NAMELESS = Localized("", "")
#: From Monday on, as short as a calendar has them.
WEEKDAYS = (_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su"))


@dataclass(frozen=True)
class Overrides:
    """What is said otherwise than the library has it: the last year officially announced, and
    day -> worked or off."""

    announced: int = 0
    worked: Mapping[date, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class SpecialDay:
    """Days in a row that are off although no weekend, or one worked although it is.

    `provisional`: no official notice has said so yet.
    """

    first: date
    last: date
    worked: bool
    name: Localized = NAMELESS
    provisional: bool = False


@dataclass(frozen=True)
class DaysOff:
    """The coming months. `changed` are the office's own changes made in the chat."""

    reader: Person
    today: date
    days: tuple[SpecialDay, ...]
    changed: tuple[tuple[date, bool], ...] = ()


@dataclass(frozen=True)
class Move:
    """A coming period whose due moment (UTC) would be another."""

    title: Localized
    before: datetime
    after: datetime


@dataclass(frozen=True)
class DayChange:
    """A day as it is to be; `worked` None takes a change back. What would move with it."""

    day: date
    worked: bool | None
    now_worked: bool
    moves: tuple[Move, ...]
    reminders: int
    today: date


@dataclass(frozen=True)
class ChangeDay(Effect):
    """From now on the office works on that day, or does not; None: as the calendar had it."""

    day: date
    worked: bool | None
