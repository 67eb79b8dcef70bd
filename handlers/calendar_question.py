"""A day, picked from a month's calendar or typed in any of the ways of `typed_dates`."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from domain.days_off import WEEKDAYS
from domain.text import Text, _, either, verbatim
from handlers.choice_questions import Option
from handlers.dialog import (
    Accepted,
    Answered,
    Button,
    Heard,
    Json,
    Rejected,
    Said,
    StaleAnswer,
    Still,
    View,
)
from handlers.typed_answers import KEEP, labelled, means
from handlers.typed_dates import NoDate, read_date, too_early, unreadable
from handlers.wording import month_name

#: As short as a calendar's head has them, Monday first.
_BLANK = Button(verbatim("·"), "stay", typed="")
_DAY = timedelta(days=1)
_FURTHEST = relativedelta(years=3)  # how far the calendar can be turned; a later day can be typed


@dataclass(frozen=True)
class PickDate:
    """A day from `earliest` (today, if not given) to `latest`. For one that may be left out:
    `Skippable(PickDate(...))`. `suggestions` stand above the calendar; the ends of this month,
    quarter and year if none are given. `begins`: the day whose month is shown first, if it is not
    that of `earliest`. With `is_working`, a day off is not accepted."""

    name: str
    label: Text
    prompt: Text
    earliest: date | None = None
    latest: date | None = None
    suggestions: Sequence[Option[date]] = ()
    begins: date | None = None
    is_working: Callable[[date], bool] | None = None

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        stored = _stored_day(scratch)
        if stored and (said.value == "keep" or _keeps(said.text or "", stored)):
            return Accepted(stored.isoformat())
        match (said.value or "").split(":", 1):
            case ["month", month] if _month(month):
                return Still(month)
            case ["stay"]:
                return Still(scratch)
            case ["day", day]:
                return self._judged(_iso(day) or unreadable(today), today)
        return self._judged(self._typed(said.text or "", today), today)

    def _typed(self, text: str, today: date) -> date | NoDate:
        suggested = self._suggested(today)
        index = labelled(text, [option.label for option in suggested])
        if index is not None:
            return suggested[index].value
        day = read_date(text, today, earliest=self._first(today))
        return day if isinstance(day, NoDate) else self._meant(day, text)

    def _meant(self, day: date, text: str) -> date:
        """A day without a year is the next such; where that is too late, the last one was meant."""
        without_year = str(day.year)[-2:] not in text
        too_late = self.latest is not None and day > self.latest
        return day - relativedelta(years=1) if without_year and too_late else day

    def _judged(self, day: date | NoDate, today: date) -> Heard:
        if isinstance(day, NoDate):
            return Rejected(day.reason)
        if day < self._first(today):
            return Rejected(too_early(day, self._first(today), today).reason)
        if self.latest and day > self.latest:
            return Rejected(
                _(
                    "{day} is too late. Please take {latest} or earlier.",
                    day=day,
                    latest=self.latest,
                )
            )
        if not self._works(day):
            return Rejected(_day_off(day, self._next_worked(day)))
        return Accepted(day.isoformat())

    def _works(self, day: date) -> bool:
        return self.is_working is None or self.is_working(day)

    def _next_worked(self, day: date) -> date:
        while not self._works(day):
            day += _DAY
        return day

    def decode(self, stored: Json) -> date:
        day = _iso(stored) if isinstance(stored, str) else None
        if day is None:
            raise StaleAnswer(self.name)
        return day

    def show(self, stored: Json) -> Text:
        return Text("", {"text": self.decode(stored)})

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        stored = _stored_day(scratch)
        month = _month(scratch[:7]) if isinstance(scratch, str) else None
        month = month or (self.begins or date.min).replace(day=1)
        month = min(max(month, self._first(today).replace(day=1)), self._last(today))
        how = either(
            pressed=_("Press a day, or type one: 15/10, end of November, end of quarter 4."),
            typed=_("For example 15/10, end of November, end of quarter 4."),
        )
        present = (_("So far: {answer}", answer=stored),) if stored else ()
        keep = [(Button(_keep(stored), "keep"),)] if stored else []
        suggested = [(_day_button(o.label, o.value),) for o in self._suggested(today)]
        rows = (*keep, *suggested, self._turning(month, today), _HEADER, *self._weeks(month, today))
        return View((self.prompt, *present, how), rows)

    def _first(self, today: date) -> date:
        return self.earliest or today

    def _last(self, today: date) -> date:
        return self.latest or max(today, self._first(today)) + _FURTHEST

    def _suggested(self, today: date) -> list[Option[date]]:
        first, last = self._first(today), self._last(today)
        within = [o for o in self.suggestions or ends(today) if first <= o.value <= last]
        return [option for option in within if self._works(option.value)]

    def _turning(self, month: date, today: date) -> tuple[Button, ...]:
        """The month between its neighbours, as far as there are days to pick."""
        earlier, later = month - relativedelta(months=1), month + relativedelta(months=1)
        has_earlier = month > self._first(today)
        has_later = later <= self._last(today)
        return (
            _month_button("‹", earlier) if has_earlier else _BLANK,
            Button(month_name(month.year, month.month), "stay", typed=""),
            _month_button("›", later) if has_later else _BLANK,
        )

    def _weeks(self, month: date, today: date) -> Iterator[tuple[Button, ...]]:
        first, last = self._first(today), self._last(today)
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month):
            offered = [
                d.month == month.month and first <= d <= last and self._works(d) for d in week
            ]
            if any(offered):
                yield tuple(
                    replace(_day_button(verbatim(str(d.day)), d), typed="") if ok else _BLANK
                    for d, ok in zip(week, offered, strict=True)
                )


def _day_off(day: date, instead: date) -> Text:
    return _(
        "{day} is a day off. Please take a working day, for example {instead}.",
        day=day,
        instead=instead,
    )


_HEADER = tuple(Button(weekday, "stay", typed="") for weekday in WEEKDAYS)


def ends(today: date) -> list[Option[date]]:
    """The ends of this month, quarter and year, a day once, under its widest name."""
    quarter = today + relativedelta(month=(today.month + 2) // 3 * 3, day=31)
    named = {
        today + relativedelta(day=31): _(
            "End of this month ({day})", day=today + relativedelta(day=31)
        ),
        quarter: _("End of this quarter ({day})", day=quarter),
        date(today.year, 12, 31): _("End of this year ({day})", day=date(today.year, 12, 31)),
    }
    return [Option(day.isoformat(), label, day) for day, label in named.items()]


def _day_button(label: Text, day: date) -> Button:
    return Button(label, f"day:{day.isoformat()}")


def _month_button(label: str, month: date) -> Button:
    return Button(verbatim(label), f"month:{month:%Y-%m}", typed="")


def _iso(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def _month(written: str) -> date | None:
    return _iso(f"{written}-01")


def _keep(stored: date) -> Text:
    return _("Keep {day}", day=stored)


def _keeps(typed: str, stored: date) -> bool:
    return means(typed, KEEP) or labelled(typed, [_keep(stored)]) is not None


def _stored_day(scratch: Json) -> date | None:
    """A reopened question's answer; scratch of its own is a month or nothing."""
    return _iso(scratch) if isinstance(scratch, str) else None
