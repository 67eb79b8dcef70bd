"""Obstacles: difficulties reported in time to those who can help (S1 section 4, last paragraph).

An obstacle is named by its reporter and its number among theirs, from 1: `12:1`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.effects import Effect
from domain.people import Person
from domain.text import Localized, Text


class ObstacleState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    SETTLED = "settled"


@dataclass(frozen=True)
class Obstacle:
    """What holds somebody up; the moment it was reported at protects whoever reported it."""

    person: Person
    number: int
    about: str | Localized | Text
    words: str
    proposal: str
    at: datetime
    state: ObstacleState = ObstacleState.OPEN
    answer: str = ""

    @property
    def id(self) -> str:
        return f"{self.person.id}:{self.number}"


@dataclass(frozen=True)
class Reporting:
    """What reporting an obstacle starts from: what it may be about, and who will be told.

    `duties` are those owed, by period id; `tasks` registered tasks, by registration id; `number`
    is the one this report will bear.
    """

    who: Person
    number: int
    duties: tuple[tuple[int, Localized], ...]
    tasks: tuple[tuple[int, str], ...]
    helpers: tuple[Person, ...]
    now: datetime
    about: str = ""


@dataclass(frozen=True)
class Answering:
    """An obstacle before somebody who may answer it."""

    obstacle: Obstacle
    helper: Person
    now: datetime


@dataclass(frozen=True)
class OpenObstacles:
    """Those that wait for an answer, oldest first."""

    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True)
class ReportObstacle(Effect):
    """`about`: `period:12`, `task:3` (a registration), or empty for anything else."""

    number: int
    about: str
    words: str
    proposal: str


@dataclass(frozen=True)
class AnswerObstacle(Effect):
    person: int
    number: int
    state: ObstacleState
    words: str = ""
