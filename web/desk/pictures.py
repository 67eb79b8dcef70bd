"""Pictures of the first page: how a duty went from period to period, and a month of the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from domain.period import month_words, read_month
from domain.text import Text, verbatim
from locales.render import render
from reports.month import month_svg
from reports.trend import trend_svg
from storage import trends
from storage.desk_sessions import PATH
from web.behind import Behind
from web.desk.guests import Guest

#: Half a year: a phone's screen, and no longer at work for 5,000 people than the rest of the page.
PERIODS = 6
_DAY = timedelta(days=1)
_LONGEST = 100


@dataclass(frozen=True)
class Picture:
    """A picture that tells in words what it shows, and where others of its kind are."""

    svg: str
    others: tuple[tuple[Text, str], ...]


@dataclass(frozen=True)
class Chosen:
    """Which pictures are looked at: of a duty, by its id, and of a month; empty for the usual."""

    duty: str = ""
    month: date | None = None

    @staticmethod
    def of(asked: QueryParams) -> Chosen:
        return Chosen(asked.get("duty", "")[:_LONGEST], read_month(asked.get("month", "")))

    def at(self, place: str) -> str:
        named = {"duty": self.duty, "month": f"{self.month:%Y-%m}" if self.month else ""}
        given = urlencode({name: value for name, value in named.items() if value})
        return f"{PATH}?{given}#{place}"


def trend(guest: Guest, chosen: Chosen) -> Picture | None:
    """Of the duty that comes back most often, where none is chosen; None where none has begun."""
    work = guest.work
    found = trends.recurring(work)
    if not found:
        return None
    asked = chosen.duty if chosen.duty in found else next(iter(found))
    counted = trends.figures(work, found[asked], PERIODS)
    title = trends.title(work, found[asked])
    svg = trend_svg(title, counted, partial(render, reader=guest.reader))
    others = (
        (verbatim(trends.title(work, which)), Chosen(one, chosen.month).at("trend"))
        for one, which in found.items()
        if one != asked
    )
    return Picture(svg, tuple(others))


def month(guest: Guest, behind: Behind, chosen: Chosen) -> Picture:
    """This month where none is chosen."""
    work = guest.work
    first = chosen.month or work.today.replace(day=1)
    svg = month_svg(behind.month(work, first), partial(render, reader=guest.reader))
    beside = (first - _DAY).replace(day=1), (first + 31 * _DAY).replace(day=1)
    others = (
        (verbatim(month_words(one.year, one.month)), Chosen(chosen.duty, one).at("month"))
        for one in beside
    )
    return Picture(svg, tuple(others))
