"""Checking oneself against the signs ("tự soi, tự sửa", S0 III.1, S1 section 3).

What someone noticed is shown to nobody else and encrypted at rest; the office learns done or not
done, and counts only where a group and its complement are both at least `LEAST_SHOWN`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.effects import Effect
from domain.people import Person, Standing
from domain.period import Period, Span
from domain.plan import Sign
from domain.text import Localized

#: The smallest group a count may speak of, and the smallest that may be left out of it.
LEAST_SHOWN = 5


def may_show(count: int, group: int) -> bool:
    """Whether a count within a group can be told without telling on anyone."""
    return count >= LEAST_SHOWN and group - count >= LEAST_SHOWN


@dataclass(frozen=True)
class Remedy:
    """What one means to do about a sign, and by when."""

    sign: int
    action: str
    due: date | None = None


@dataclass(frozen=True)
class SelfCheck:
    """A finished self-check as its owner may see it again."""

    period: int
    done_at: datetime
    late: bool
    signs: tuple[int, ...]
    remedies: tuple[Remedy, ...]
    note: str = ""


@dataclass(frozen=True)
class SaveSelfCheck(Effect):
    """One conversation may serve several periods that coincide (December: month, quarter, year)."""

    periods: tuple[int, ...]
    signs: tuple[int, ...]
    remedies: tuple[Remedy, ...]
    note: str = ""


@dataclass(frozen=True)
class RedoSelfCheck(SaveSelfCheck):
    """What was kept is put right; when it was done, and so whether it was late, stays."""


@dataclass(frozen=True)
class NoticedBefore:
    """What the self-checks already done within a wider span noticed: a quarter's months."""

    span: Span
    signs: tuple[int, ...]


@dataclass(frozen=True)
class SelfChecking:
    """What a self-check starts from, fresh on every turn.

    `periods` are those one conversation serves, the shortest span first; `remedies` those still
    open from before; `told` are those who learn that it is done, and nothing else.
    """

    who: Person
    periods: tuple[Period, ...]
    signs: tuple[Sign, ...]
    now: datetime
    told: tuple[Person, ...]
    remedies: tuple[KeptRemedy, ...] = ()
    before: tuple[NoticedBefore, ...] = ()
    done: SelfCheck | None = None

    @property
    def late(self) -> bool:
        return self.done.late if self.done else self.now > self.periods[0].due


@dataclass(frozen=True)
class KeptSelfCheck:
    """One's own finished self-check with what it was about; for its owner's eyes only.

    `open` while it can still be put right.
    """

    check: SelfCheck
    period: Period
    signs: tuple[Sign, ...]
    open: bool = False


@dataclass(frozen=True)
class PuttingRight:
    """ "I wrote it wrong": the self-check that was the last thing done, or "" for another thing."""

    subject: str


@dataclass(frozen=True)
class NextSelfCheck:
    """The periods to be checked now as a conversation's subject; "" where none is owed.

    Then it tells when the next opens (UTC) and which period was checked last. `again` where those
    of the subject are done and being put right.
    """

    subject: str
    opens: datetime | None = None
    last: Period | None = None
    again: bool = False


@dataclass(frozen=True)
class SignReading:
    """The signs one is asked about, and one of them open in the directive's own words.

    `wording` is None where the office has not loaded its copy of the directive. The signs are those
    of the `period` it is read for (0: as they are today).
    """

    signs: tuple[Sign, ...]
    standing: Standing
    open: Sign | None = None
    wording: str | None = None
    period: int = 0


class RemedyState(StrEnum):
    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True)
class Moved:
    """A date was moved: from when, and why."""

    before: date | None
    reason: str
    at: datetime


@dataclass(frozen=True)
class Noted:
    """How far a remedy had come, in its owner's words."""

    words: str
    at: datetime


@dataclass(frozen=True)
class KeptRemedy:
    """A remedy once promised, as its owner follows it up.

    `label` is what its sign said, where that number says something else by now.
    """

    id: int
    sign: int
    action: str
    due: date | None
    state: RemedyState
    promised_at: datetime
    moves: tuple[Moved, ...] = ()
    notes: tuple[Noted, ...] = ()
    label: Localized | None = None


@dataclass(frozen=True)
class FinishRemedy(Effect):
    """It has been done (or, on `undo`, was ticked by mistake)."""

    remedy: int
    undo: bool = False


@dataclass(frozen=True)
class MoveRemedy(Effect):
    """A new date, with the reason that was asked for."""

    remedy: int
    due: date
    reason: str


@dataclass(frozen=True)
class NoteRemedy(Effect):
    """How far it has come."""

    remedy: int
    words: str


@dataclass(frozen=True)
class MovingRemedy:
    """One's own open remedy, to move its date or to note how far it has come."""

    remedy: KeptRemedy
    now: datetime


@dataclass(frozen=True)
class RemedyDone:
    """One's own remedy, to be ticked as done or reopened."""

    remedy: KeptRemedy
    now: datetime
