"""A moment to come: one of those that suit, or typed as `typed_moments` reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.text import Text, _, either
from handlers.dialog import (
    Accepted,
    Answered,
    Button,
    Heard,
    Json,
    Rejected,
    Said,
    StaleAnswer,
    View,
)
from handlers.typed_answers import number
from handlers.typed_dates import NoDate
from handlers.typed_moments import read_deadline, read_moment


@dataclass(frozen=True)
class PickMoment:
    """`now` is in the zone that is meant; `suggested` stand as buttons, or as numbers."""

    name: str
    label: Text
    prompt: Text
    now: datetime
    suggested: tuple[datetime, ...] = ()
    is_deadline: bool = False  # then a day or a part of one means its end

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        if said.value:
            found = _moment(said.value)
            return Accepted(said.value) if found and found > self.now else Rejected(_PAST)
        index = number(said.text or "")
        if index is not None and 0 < index <= len(self.suggested):
            return Accepted(self.suggested[index - 1].isoformat())
        read = (read_deadline if self.is_deadline else read_moment)(said.text or "", self.now)
        return Rejected(read.reason) if isinstance(read, NoDate) else Accepted(read.isoformat())

    def decode(self, stored: Json) -> datetime:
        found = _moment(stored) if isinstance(stored, str) else None
        if found is None:
            raise StaleAnswer(self.name)
        return found

    def show(self, stored: Json) -> Text:
        return Text("", {"text": self.decode(stored)})

    @property
    def examples(self) -> Text:
        """How a moment may be typed."""
        return _BY_WHEN if self.is_deadline else _WHEN

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        pressed = _PRESS_BY_WHEN if self.is_deadline else _PRESS_WHEN
        how = either(pressed=pressed, typed=self.examples)
        rows = tuple((Button(Text("", {"text": m}), m.isoformat()),) for m in self.suggested)
        return View((self.prompt, how), rows)


_PRESS_WHEN = _("Press one, or type it: 8:00 Monday, 15/10 14:00.")
_PRESS_BY_WHEN = _("Press one, or type it: 16:30 today, tomorrow afternoon, 15/10 10:00.")
_WHEN = _("For example 8:00 Monday, 15/10 14:00.")
_BY_WHEN = _("For example 16:30 today, tomorrow afternoon, 15/10 10:00.")
_PAST = _("That moment is past. Please choose another.")


def _moment(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
