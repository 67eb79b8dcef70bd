"""Registering a key task (S0 III.2): what is written down, its versions, its review, its paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.effects import Effect


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


@dataclass(frozen=True)
class Revision:
    """One version of a registration; the newest counts, all are kept."""

    number: int
    content: TaskContent
    submitted_at: datetime
    late: bool
    state: ReviewState = ReviewState.SUBMITTED
    remark: str = ""


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
    """A new version of the registration of this period by the person whose turn it is."""

    period: int
    content: TaskContent
    collective: bool = False


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
