"""What may stand in a checklist or plan file.

Each entry mirrors one dataclass of `domain.plan`, key for key: `built` makes the value from the
entry, and reading from attributes goes back (see `directives.frozen`).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from domain.people import Role, Standing
from domain.plan import (
    Anchor,
    Audience,
    Body,
    Channel,
    Checklist,
    Escalation,
    Every,
    Kind,
    Obligation,
    OfficeHours,
    Plan,
    Repeat,
    Rule,
    Shift,
    Sign,
    SignAudience,
    When,
    While,
    Whom,
)
from domain.text import Localized


def _written_as(pattern: str, example: str) -> BeforeValidator:
    """Refuse the other ways pydantic would read a text as a date or time (seconds since 1970)."""

    def check(value: object) -> object:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            raise PydanticCustomError(
                "written",
                "“{value}” should be written like {example}",
                {"value": value, "example": example},
            )
        return value

    return BeforeValidator(check)


Day: TypeAlias = Annotated[date, _written_as(r"\d{4}-\d{2}-\d{2}", "2025-10-14")]
Clock: TypeAlias = Annotated[time, _written_as(r"\d{2}:\d{2}(:\d{2})?", "08:30")]
Words: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
#: With what it is about beside it ("tháng 12/2025") it still fits a button of a small phone.
ShortWords: TypeAlias = Annotated[Words, StringConstraints(max_length=20)]
Id: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$")]


class Entry(BaseModel):
    """A part of a file that stands for one value of the domain."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)
    stands_for: ClassVar[type]

    def built(self, **more: object) -> Any:
        fields = {name: _built(getattr(self, name)) for name in type(self).model_fields}
        return self.stands_for(**fields, **more)


def _built(value: object) -> object:
    match value:
        case Entry():
            return value.built()
        case tuple():
            return tuple(_built(each) for each in value)
        case _:
            return value


class LocalizedEntry(Entry):
    stands_for = Localized
    vi: Words
    en: Words


class ShortEntry(LocalizedEntry):
    """Words that fit a button of a small phone."""

    vi: ShortWords
    en: ShortWords


class SignEntry(Entry):
    stands_for = Sign
    number: Annotated[int, Field(ge=1)]
    label: LocalizedEntry
    section: Words
    audience: SignAudience = SignAudience.ALL
    leaders_label: LocalizedEntry | None = None


class WhenEntry(Entry):
    """A moment: `{date: 2025-10-14, at: "17:00"}` or `{anchor: due, days: -3, at: "08:30"}`."""

    stands_for = When
    at: Clock
    anchor: Anchor = Anchor.DATE
    days: int = 0
    working: bool = False
    shift: Shift = Shift.BEFORE
    date: Day | None = None

    @property
    def fixed(self) -> datetime | None:
        """The moment as written, where it is a date and nothing is counted from it."""
        return datetime.combine(self.date, self.at) if self.date and not self.days else None


class WhomEntry(Entry):
    """`{standing: [head]}`, `{roles: [specialist]}`, `{units: [Tổ Đất đai]}`, or several."""

    stands_for = Whom
    standing: tuple[Standing, ...] = ()
    roles: tuple[Role, ...] = ()
    units: tuple[Words, ...] = ()


class RepeatEntry(Entry):
    stands_for = Repeat
    working_days: Annotated[int, Field(ge=1, le=60)]


class RuleEntry(Entry):
    stands_for = Rule
    id: Id
    when: WhenEntry
    who: WhomEntry | None = None
    holds: Annotated[While, Field(validation_alias=AliasChoices("while", "holds"))] = While.NOT_DONE
    every: RepeatEntry | None = None
    at_most: Annotated[int, Field(ge=1, le=31)] = Rule.at_most
    channel: Channel = Channel.PREFERRED
    escalate: Escalation | None = None


class ObligationEntry(Entry):
    stands_for = Obligation
    id: Id
    kind: Kind
    who: Audience
    title: LocalizedEntry
    source: Words
    short: ShortEntry | None = None
    every: Every = Every.ONCE
    to: LocalizedEntry | None = None
    opens: WhenEntry | None = None
    due: WhenEntry | None = None
    closes: WhenEntry | None = None
    first: Day | None = None
    last: Day | None = None
    deadline_words: LocalizedEntry | None = None
    inner_cutoff: WhenEntry | None = None
    content: LocalizedEntry | None = None
    assumed: bool = False
    rules: tuple[RuleEntry, ...] = ()
    digests: tuple[WhenEntry, ...] = ()


class HoursEntry(Entry):
    stands_for = OfficeHours
    opens: Clock = OfficeHours.opens
    closes: Clock = OfficeHours.closes
    reminders_at: Clock = OfficeHours.reminders_at
    lunch_from: Clock | None = None
    lunch_to: Clock | None = None


class PlanFile(Entry):
    """A whole plan file. Its version is not written in it: see `Source.version`."""

    stands_for = Plan
    id: Id
    directive: Id
    title: LocalizedEntry
    office: LocalizedEntry
    superior: LocalizedEntry
    receives: LocalizedEntry
    starts: Day
    ends: Day
    obligations: Annotated[tuple[ObligationEntry, ...], Field(min_length=1)]
    hours: HoursEntry = HoursEntry()
    weekly_digest: WhenEntry | None = None
    newcomer_days: Annotated[int, Field(ge=0, le=60)] = Plan.newcomer_days
    citations: tuple[LocalizedEntry, ...] = ()
    body: Body = Body.STATE
    place: str = ""
    on_behalf: str = ""


class PlanEntry(PlanFile):
    """A plan as it was loaded, with its version."""

    version: str


class ChecklistFile(BaseModel):
    """A whole checklist file: the directive it belongs to and its signs, none where `signs: []`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    directive: Id
    title: LocalizedEntry
    signs: tuple[SignEntry, ...]


class ChecklistEntry(Entry):
    """A checklist as it was loaded, with its version."""

    stands_for = Checklist
    directive: Id
    version: str
    signs: tuple[SignEntry, ...]
