"""Registering a key task (S0 III.2): what is written down, its versions, its review, its paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.effects import Effect
from domain.people import Person
from domain.period import Period, PeriodState
from domain.plan import Obligation
from domain.text import Text


@dataclass(frozen=True)
class TaskContent:
    """What one registers: S0 asks for task, product and time; the other "6 clear" are offered."""

    task: str
    product: str
    due: date
    measures: str = ""
    person: str = ""  # who does it with me: rõ người
    authority: str = ""  # rõ thẩm quyền
    responsibility: str = ""  # rõ trách nhiệm


class ReviewState(StrEnum):
    SUBMITTED = "submitted"
    RECEIVED = "received"  # đã tiếp nhận, by the specialist
    RETURNED = "returned"  # đề nghị bổ sung, with a remark
    CONFIRMED = "confirmed"  # by the head


class Source(StrEnum):
    """From what somebody else entered a registration for its owner."""

    DICTATED = "dictated"
    PAPER = "paper"  # the signed form that was handed in


@dataclass(frozen=True)
class Entered:
    """By whom a version was entered on its owner's behalf, and from what."""

    by: str
    source: Source


@dataclass(frozen=True)
class Revision:
    """One version of a registration; the newest counts, all are kept."""

    number: int
    content: TaskContent
    submitted_at: datetime
    late: bool
    state: ReviewState = ReviewState.SUBMITTED
    remark: str = ""
    entered: Entered | None = None  # None where its owner wrote it


class PaperState(StrEnum):
    """The signed form on paper: two copies, one handed in (S0 III.2.b)."""

    NONE = "none"
    SIGNED = "signed"
    OUT_OF_DATE = "out_of_date"  # changed after it was signed


@dataclass(frozen=True)
class Registration:
    """A person's registration (the head's collective one where `collective`)."""

    id: int
    period: int
    person: int
    collective: bool
    revisions: tuple[Revision, ...]
    paper: PaperState = PaperState.NONE

    @property
    def newest(self) -> Revision:
        return self.revisions[-1]


@dataclass(frozen=True)
class SaveRegistration(Effect):
    """A new version of the registration of this period by the person whose turn it is.

    For `owner`, from a `source`, where the specialist enters it on somebody's behalf.
    """

    period: int
    content: TaskContent
    collective: bool = False
    owner: int | None = None
    source: Source | None = None


@dataclass(frozen=True)
class ReviewRegistration(Effect):
    """The specialist's or head's word on one version; refused where a newer version came since."""

    registration: int
    revision: int
    state: ReviewState
    remark: str = ""


@dataclass(frozen=True)
class TickPaper(Effect):
    """The signed paper of this version is in (or, on `undo`, was ticked by mistake)."""

    registration: int
    revision: int
    undo: bool = False


@dataclass(frozen=True)
class TakePaper(Effect):
    """A duty was handed in on paper instead of being sent (or, on `undo`, was not after all)."""

    period: int
    person: int
    undo: bool = False


@dataclass(frozen=True)
class Filed:
    """A registration with whose it is and which duty it answers: what every view of it needs."""

    registration: Registration
    owner: Person
    period: Period
    obligation: Obligation

    @property
    def newest(self) -> Revision:
        return self.registration.newest

    @property
    def version(self) -> str:
        """How a button names this version, `12:3`; see `read_version`."""
        return f"{self.registration.id}:{self.newest.number}"


@dataclass(frozen=True)
class Form:
    """What the printed form of one registration says (S0 III.2.b).

    `signer` signs for the office: the head; for the head's own task a deputy, if there is one.
    """

    person: Person
    signer: Person | None
    period: Period
    revision: Revision
    collective: bool


@dataclass(frozen=True)
class Registering:
    """What registering starts from, fresh on every turn.

    `filed` is what has been registered already; `owner` whose registration it becomes (the head's
    where the specialist writes the collective one on their behalf). `unfinished` is the task of the
    round before where it is not done: it can be carried over.
    """

    who: Person
    owner: Person
    period: Period
    obligation: Obligation
    now: datetime
    specialist: str | Text  # to whom the signed form goes
    filed: Filed | None = None
    collective_owed: bool = False
    unfinished: TaskContent | None = None

    @property
    def late(self) -> bool:
        return self.now > self.period.due

    @property
    def number(self) -> int:
        """The version that is being written."""
        return self.filed.newest.number + 1 if self.filed else 1


@dataclass(frozen=True)
class MyRegistration:
    """What someone asks for by /dangky: what they registered, and whether it can be written now."""

    period: Period
    state: PeriodState
    filed: Filed | None = None
    own: bool = True  # the specialist reads the office's task too
    writes: bool = True  # reading it does not always mean that one may change it


@dataclass(frozen=True)
class Printout:
    """Forms to be printed; `subject` is what makes the file (see `storage.registering.forms`)."""

    subject: str
    forms: tuple[Form, ...]
    specialist: str | Text


def read_version(words: str) -> tuple[int, int] | None:
    """The registration and revision a button names; None for anything else."""
    registration, _colon, revision = words.partition(":")
    if not (registration.isdecimal() and revision.isdecimal()):
        return None
    return int(registration), int(revision)
