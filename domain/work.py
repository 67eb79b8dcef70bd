"""What becomes of a registered task: progress, a moved date, done; and the year's result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.effects import Effect
from domain.people import Person
from domain.period import Period
from domain.registration import Filed, PaperState, ReviewState, Revision
from domain.self_check import KeptRemedy
from domain.text import Text, _


class NoteKind(StrEnum):
    """What a note on a task says."""

    PROGRESS = "progress"
    MOVED = "moved"
    DONE = "done"
    REOPENED = "reopened"


@dataclass(frozen=True)
class TaskNote:
    """One entry of a task's story; `due` is the new date of a moved one."""

    kind: NoteKind
    words: str
    at: datetime
    due: date | None = None


@dataclass(frozen=True)
class Task:
    """A registered task and its story, oldest note first."""

    filed: Filed
    notes: tuple[TaskNote, ...] = ()

    @property
    def id(self) -> int:
        return self.filed.registration.id

    @property
    def title(self) -> str:
        return self.filed.newest.content.task

    @property
    def due(self) -> date:
        """As registered, or as moved since."""
        moved = [note.due for note in self.notes if note.due is not None]
        return moved[-1] if moved else self.filed.newest.content.due

    @property
    def done_at(self) -> datetime | None:
        """When it was ticked as done; None while it is not, or was taken back."""
        ticks = [n for n in self.notes if n.kind in {NoteKind.DONE, NoteKind.REOPENED}]
        return ticks[-1].at if ticks and ticks[-1].kind is NoteKind.DONE else None


class Outcome(StrEnum):
    """How the year ended for a registered task."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"


#: Each outcome as a button, and in a cell.
OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.DONE: _("Fully done"),
    Outcome.PARTLY: _("Partly done"),
    Outcome.NOT_DONE: _("Not done"),
}


@dataclass(frozen=True)
class TaskResult:
    """The year's result of a registered task, as its owner puts it."""

    outcome: Outcome
    words: str
    at: datetime


@dataclass(frozen=True)
class TaskLine:
    """One row of the list a report rests on: a registered task, and the result given for it.

    `revision` is None where a result was given and the registration is on paper.
    """

    person: Person
    revision: Revision | None
    collective: bool = False
    paper: PaperState = PaperState.NONE
    result: TaskResult | None = None


@dataclass(frozen=True)
class TaskCounts:
    """How many registrations of a duty stand where in their review, or which results came."""

    reviews: Mapping[ReviewState, int] = field(default_factory=dict)
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)


@dataclass(frozen=True)
class MyWork:
    """What /viec shows its owner; remedies are nobody else's to see."""

    tasks: tuple[Task, ...]
    remedies: tuple[KeptRemedy, ...]
    now: datetime
    today: date


@dataclass(frozen=True)
class OneTask:
    """A task to write about, as it stands now."""

    task: Task
    now: datetime


@dataclass(frozen=True)
class GivingResult:
    """What the question for the year's result starts from; None: nothing was registered here."""

    who: Person
    period: Period
    now: datetime
    specialist: str | Text
    task: Task | None = None

    @property
    def late(self) -> bool:
        return self.now > self.period.due


@dataclass(frozen=True)
class NoteTask(Effect):
    """A new entry of a task's story."""

    registration: int
    kind: NoteKind
    words: str = ""
    due: date | None = None


@dataclass(frozen=True)
class SaveResult(Effect):
    """The result that this period asks for."""

    period: int
    outcome: Outcome
    words: str
