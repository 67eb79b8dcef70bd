"""What stands behind the pages; the composition root passes it in, since it lives above `web`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeVar

from domain.desk import Coming, Outcome
from domain.effects import Refused
from domain.message import Attachment, Do, Start
from domain.people import Person
from domain.period import Period
from domain.plan import Obligation, OfficeHours, Plan, When
from domain.plan_editing import Beginning, Meaning, PlanDraft, Preview, Problem
from domain.upward import RollUp
from handlers.filling import Posted, Sent, Sheet
from reports.month import MonthOfOffice
from storage.unit_of_work import Work

T = TypeVar("T")


class Transactions(Protocol):
    """Carries something out in a transaction at the present moment."""

    async def work(self, act: Callable[[Work], T]) -> T: ...


class File(Protocol):
    """A document that has been made."""

    @property
    def name(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class Prepare(Protocol):
    """Loads what a document is made of, with its reader's rights as they are now.

    Raises PermissionError, LookupError or ValueError where there is nothing for this reader.
    """

    def __call__(
        self, work: Work, attachment: Attachment, person_id: int | None, /
    ) -> Callable[[], File]: ...


class Forms(Protocol):
    """Conversations as forms."""

    def show(self, work: Work, who: Person, about: Start) -> Sheet | Refused: ...
    def take(
        self, work: Work, who: Person, about: Start, posted: Posted
    ) -> Sheet | Sent | Refused: ...


class Acts(Protocol):
    """Actions, as the buttons of a chat carry them out; `look` changes nothing."""

    def look(self, work: Work, who: Person, target: Do) -> Outcome: ...
    def do(self, work: Work, who: Person, target: Do) -> Outcome: ...


class Planning(Protocol):
    """The plan changed at the desk: a draft that is in force once it is saved."""

    def draft(self, work: Work, /) -> PlanDraft | None: ...
    def proposal(self, work: Work, /) -> Plan: ...
    def ahead(self, work: Work, plan: Plan, /) -> Mapping[str, Period]: ...
    def begin(
        self, work: Work, who: Person, what: Beginning, last: date | None = None, /
    ) -> Refused | None: ...
    def keep_duty(
        self, work: Work, who: Person, revision: int, duty: Obligation, /
    ) -> Refused | tuple[Problem, ...]: ...
    def keep_hours(
        self, work: Work, who: Person, revision: int, hours: OfficeHours, /
    ) -> Refused | None: ...
    def drop(self, work: Work, who: Person, revision: int, id_: str, /) -> Refused | None: ...
    def restore(self, work: Work, who: Person, revision: int, id_: str, /) -> Refused | None: ...
    def discard(self, work: Work, who: Person, revision: int, /) -> Refused | None: ...
    def preview(self, work: Work, /) -> Preview | Refused: ...
    def save(self, work: Work, who: Person, revision: int, /) -> Refused | None: ...
    def round_before(self, draft: PlanDraft, duty: Obligation, /) -> Obligation | None: ...
    def meaning(self, work: Work, was: Obligation, name: str, now: When, /) -> Meaning | None: ...
    def version(self, work: Work, who: Person, id_: int, /) -> Plan | Refused: ...


class Offices(Protocol):
    """A ward's offices, each read in its own data as of now, and what files of others tell.

    Mislisted where the list of them cannot be read.
    """

    async def now(self, now: datetime, files: Sequence[tuple[str, bytes]] = (), /) -> RollUp: ...


@dataclass(frozen=True)
class Behind:
    """Everything the pages need; `is_secure`: they are reached by https.

    `desk_forms` say nothing in the chat; `ahead` is what goes out until a moment (UTC); `month` is
    one of the office's, by its first day; `launch_keys` prove what Telegram says of who opens a
    page, by bot; `offices` of a ward that has listed them.
    """

    transactions: Transactions
    prepare: Prepare
    forms: Forms
    is_secure: bool
    desk_forms: Forms
    acting: Acts
    ahead: Callable[[Work, datetime], Sequence[Coming]]
    planning: Planning
    month: Callable[[Work, date], MonthOfOffice]
    launch_keys: Mapping[str, bytes] = field(default_factory=dict)
    offices: Offices | None = None
