"""One month of the office as a picture for a phone: the days off, and what is due on which day.

A day is about 46 points wide on a phone, too narrow for words: the day is marked in the grid and
named in the list below it, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.days_off import WEEKDAYS, SpecialDay
from domain.period import month_words
from domain.text import Localized, Text, _, verbatim
from reports.drawing import INK, INNER, MARGIN, PALE, PAPER, Render, lines, page, png, words

CELL, CELL_HEIGHT = INNER // 7, 128
LETTERS_A_LINE = 26
LIST_LINE = 54
LIST_LEFT = 304
DUE, OFF = "#0b3c6f", "#dedede"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class MonthOfOffice:
    """A month by its first day; local dates. `off` are all days not worked, weekends too; `special`
    those of them that are more than a weekend, and weekends worked; `due` names what is due."""

    first: date
    today: date
    off: frozenset[date]
    special: tuple[SpecialDay, ...]
    due: Mapping[date, tuple[Localized, ...]]

    @property
    def days(self) -> list[date]:
        found = [self.first + n * _DAY for n in range(31)]
        return [day for day in found if day.month == self.first.month]


def month_svg(month: MonthOfOffice, render: Render) -> str:
    """The picture as SVG, 1080 px wide and as high as it needs."""
    named = render(verbatim(month_words(month.first.year, month.first.month)))
    title = named[:1].upper() + named[1:]
    shapes = [words(title, MARGIN, 104, 60, bold=True)]
    for number, weekday in enumerate(WEEKDAYS):
        middle = MARGIN + number * CELL + CELL // 2
        shapes.append(words(render(weekday), middle, 180, 42, PALE, anchor="middle"))
    top, lead = 200, month.first.weekday()
    for number, day in enumerate(month.days, start=lead):
        shapes += _cell(month, day, render, number % 7, top + number // 7 * CELL_HEIGHT)
    below = top + ((len(month.days) + lead + 6) // 7) * CELL_HEIGHT
    listed, end = _list([(render(when), render(what)) for when, what in _told(month)], below + 24)
    heard = "; ".join(f"{render(when)}: {render(what)}" for when, what in _told(month))
    return page(f"{title}. {heard}", shapes + listed, end + MARGIN)


def month_png(month: MonthOfOffice, render: Render) -> bytes:
    """The picture as PNG."""
    return png(month_svg(month, render))


def _cell(month: MonthOfOffice, day: date, render: Render, column: int, y: int) -> list[str]:
    x, due = MARGIN + column * CELL, len(month.due.get(day, ()))
    fill, ink = (DUE, PAPER) if due else (OFF, INK) if day in month.off else (PAPER, None)
    edge, width = (INK, 7) if day == month.today else ("#b0b0b0", 2)
    kinds = [*(["paper"] if ink is None else []), *(["now"] if day == month.today else [])]
    named = f' class="{" ".join(kinds)}"' if kinds else ""
    shapes = [
        f'<rect x="{x + 4}" y="{y + 4}" width="{CELL - 8}" height="{CELL_HEIGHT - 8}" rx="10"'
        f' fill="{fill}" stroke="{edge}" stroke-width="{width}"{named}/>',
        words(str(day.day), x + CELL // 2, y + 60, 46, ink, bold=True, anchor="middle"),
    ]
    mark = _mark(month, day, due)
    if mark is not None:
        shapes.append(words(render(mark), x + CELL // 2, y + 104, 34, ink, anchor="middle"))
    return shapes


def _mark(month: MonthOfOffice, day: date, due: int) -> Text | None:
    """In a word, beside the colour."""
    if due:
        return _("due") if due == 1 else _("{count} due", count=due)
    if day in month.off:
        return _("off")
    worked = any(x.worked and x.first <= day <= x.last for x in month.special)
    return _("at work") if worked else None


def _told(month: MonthOfOffice) -> list[tuple[Text, Text]]:
    """Day and what it is, by day; the whole month in words."""
    due = [(day, day, verbatim(title)) for day, titles in month.due.items() for title in titles]
    found = sorted([*due, *_days_off(month)], key=lambda one: one[:2])
    if not found:
        return [(_("Whole month"), _("Nothing is due."))]
    return [(_when(first, last), what) for first, last, what in found]


def _days_off(month: MonthOfOffice) -> Iterator[tuple[date, date, Text]]:
    for special in month.special:
        within = [day for day in month.days if special.first <= day <= special.last]
        if within:
            yield within[0], within[-1], _name(special)


def _name(special: SpecialDay) -> Text:
    if special.worked:
        what = _("Worked, though a weekend")
    elif special.name.vi:
        what = _("Off: {name}", name=special.name)
    else:
        what = _("Day off")
    return _("{line} (expected)", line=what) if special.provisional else what


def _when(first: date, last: date) -> Text:
    if first == last:
        day = f"{first.day}/{first.month}"
        return _("{weekday} {day}", weekday=WEEKDAYS[first.weekday()], day=day)
    return verbatim(f"{first.day}–{last.day}/{last.month}")


def _list(told: Sequence[tuple[str, str]], top: int) -> tuple[list[str], int]:
    shapes, y = [], top
    for when, what in told:
        shapes.append(words(when, MARGIN, y + 48, 42, bold=True))
        for line in lines(what, LETTERS_A_LINE, 3):
            y += LIST_LINE
            shapes.append(words(line, LIST_LEFT, y - LIST_LINE + 48, 42))
        y += 14
    return shapes, y
