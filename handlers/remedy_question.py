"""What one means to do about a sign, and by when, in one line: "ghi rõ hạn từng việc, trước 15/12".

A day is read from the line where it says one; without it the remedy has none, until /viec gives it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from dateutil.relativedelta import relativedelta

from domain.plan import Sign
from domain.self_check import Remedy
from domain.text import Localized, Text, _, verbatim
from handlers.dialog import Accepted, Answered, Heard, Json, Said, StaleAnswer, View
from handlers.line_dates import split_day
from handlers.write_question import Write

_LONGEST = 300


class Promised(Protocol):
    """A remedy as it is meant, or as it was kept."""

    @property
    def action(self) -> str: ...
    @property
    def due(self) -> date | None: ...


def as_stored(remedy: Promised) -> Json:
    """With the day it means: "15/12", read again a year later, would be another one."""
    return {"do": remedy.action, "by": remedy.due.isoformat() if remedy.due else ""}


@dataclass(frozen=True)
class RemedyLine:
    """A remedy for one sign, or None where the line is left out; `called` is what the sign says."""

    sign: Sign
    called: Localized
    may_be_leave = True

    @property
    def name(self) -> str:
        return f"do_{self.sign.number}"

    @property
    def label(self) -> Text:
        return _("{n}: what to do", n=str(self.sign.number))

    @property
    def line(self) -> Write:
        """The question as one about words."""
        prompt = verbatim(self.called)
        return Write(self.name, self.label, prompt, required=False, max_length=_LONGEST)

    def written(self, stored: Json) -> str:
        """What stands there already as one line again, to be kept by one tap."""
        remedy = self._remedy(stored)
        if remedy is None:
            return ""
        return f"{remedy.action} ({remedy.due:%d/%m/%Y})" if remedy.due else remedy.action

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        before = self.written(scratch)
        heard = self.line.parse(said, before, today)
        if not isinstance(heard, Accepted) or not heard.stored:
            return heard
        if heard.stored == before:
            return Accepted(scratch)
        action, due = split_day(str(heard.stored), today)
        return Accepted(as_stored(Remedy(self.sign.number, action, due)))

    def decode(self, stored: Json) -> Remedy | None:
        remedy = self._remedy(stored)
        if remedy is None and stored != "":
            raise StaleAnswer(self.name)
        return remedy

    def _remedy(self, stored: Json) -> Remedy | None:
        match stored:
            case {"do": str(action), "by": str(day)} if action:
                return Remedy(self.sign.number, action, _day(day))
        return None

    def show(self, stored: Json) -> Text:
        return self.line.show(self.written(stored))

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        view = self.line.view(self.written(scratch), today, trace)
        day = today + relativedelta(months=1, day=15)
        how = _(
            "What do {you} mean to do about it, and by when? One line is enough, for example: "
            "“a deadline on every slip, before {day}”.",
            day=f"{day:%d/%m}",
        )
        return replace(view, above=(how,), number=self.sign.number)


def _day(stored: str) -> date | None:
    try:
        return date.fromisoformat(stored)
    except ValueError:
        return None
