"""Fields of the plan's forms as they were filled in, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

from domain.text import Localized, Text, _
from handlers.typed_dates import NoDate, read_date
from storage.unit_of_work import clean
from web.desk.doing import one
from web.desk.guests import Given

C = TypeVar("C", bound=StrEnum)
#: The longest sentence that is taken.
LONGEST = 300
_MOST_DAYS = 366
#: As people type it: 17:00, 7:30, 7.30, 17h, 7h30, 7g30, or with the word for hour between.
_CLOCK = re.compile(r"([0-9]{1,2}) ?(?:[:.h]|g[^\W\d]*) ?([0-9]{2})?(?::00)?")


@dataclass
class Reading:
    """What was filled in, and what is wrong with it, by field."""

    given: Given
    today: date
    remarks: dict[str, Text] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What was typed, tidied; "" where nothing was."""
        return clean(one(self.given, name))

    def one_of(self, name: str, allowed: Sequence[C], before: C) -> C:
        """The choice that was made among these; the one before where it is none of them."""
        chosen = self.text(name)
        return next((choice for choice in allowed if choice == chosen), before)

    def day(self, name: str, before: date | None) -> date | None:
        """A day as people type it; the one before where it cannot be read."""
        typed = self.text(name)
        read = read_date(typed, self.today, earliest=date.min) if typed else None
        if isinstance(read, date):
            return read
        self.remarks[name] = read.reason if isinstance(read, NoDate) else _NO_DAY
        return before

    def clock(self, name: str, before: time) -> time:
        """A time of day like 17:00."""
        read = _CLOCK.fullmatch(self.text(name).casefold())
        hour, minute = (int(read[1]), int(read[2] or 0)) if read else (24, 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
        self.remarks[name] = _("Please give a time of day like 17:00.")
        return before

    def days(self, name: str, before: int) -> int:
        """A number of days; one before has a minus."""
        typed = self.text(name).replace("−", "-") or "0"
        sign, digits = (-1, typed[1:]) if typed.startswith("-") else (1, typed)
        if (
            digits.isascii()
            and digits.isdecimal()
            and len(digits) < 5
            and int(digits) <= _MOST_DAYS
        ):
            return sign * int(digits)
        self.remarks[name] = _("Please give a number of days like 3 or -3.")
        return before

    def count(self, name: str, least: int, most: int) -> int:
        """How many, within these; the least where it cannot be read."""
        typed = self.text(name)
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 0
        if least <= number <= most:
            return number
        self.remarks[name] = _(
            "Please give a number from {least} to {most}.", least=least, most=most
        )
        return least

    def words(self, name: str, before: Localized | None, *, needed: bool) -> Localized | None:
        """A sentence in both languages, or in neither where it is not needed."""
        vi, en = self.text(f"{name}.vi"), self.text(f"{name}.en")
        for language, words in (("vi", vi), ("en", en)):
            if len(words) > LONGEST:
                most = LONGEST
                self.remarks[f"{name}.{language}"] = _("At most {most} characters.", most=most)
        if vi or en or needed:
            for language, words in (("vi", vi), ("en", en)):
                if not words:
                    self.remarks[f"{name}.{language}"] = _("Please write it in both languages.")
        return Localized(vi, en) if vi and en else (before if needed else None)


_NO_DAY = _("Please give a day, for example 15/11/2025.")
