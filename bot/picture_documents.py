"""Pictures that are asked for, made for the specialist and those who lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.channels.base import File
from domain.people import Person, may_see_everyone
from domain.period import read_month
from domain.text import Text
from locales.render import Reader, render
from reports.month import month_png
from reports.trend import MOST, trend_png
from scheduler.pictures import month_of
from storage import people, trends
from storage.unit_of_work import Work

Make = Callable[[], File]


def trend(work: Work, who: Person, subject: str) -> Make:
    """`MOMENT/OBLIGATION`: how its periods stood at that moment."""
    _allow(who)
    moment, _slash, obligation = subject.partition("/")
    then = replace(work, now=min(datetime.fromisoformat(moment), work.now))
    which = trends.recurring(then).get(obligation, ())
    if not which:
        raise LookupError("no period of it has begun")
    title = trends.title(then, which)
    figures, words = trends.figures(then, which, MOST), _words(work, who)
    name = f"dien-bien-{then.now.astimezone(work.office.zone):%Y-%m-%d}.png"
    return lambda: File(name, trend_png(title, figures, words))


def month(work: Work, who: Person, subject: str) -> Make:
    """`YYYY-MM`, as it stands when it is sent: a calendar of before a change helps nobody."""
    _allow(who)
    first = read_month(subject)
    if first is None:
        raise LookupError("that is no month")
    found, words = month_of(work, first), _words(work, who)
    return lambda: File(f"lich-{first:%Y-%m}.png", month_png(found, words))


def _allow(who: Person) -> None:
    if not may_see_everyone(who):
        raise PermissionError("the office's pictures are for the specialist and the head")


def _words(work: Work, who: Person) -> Callable[[Text], str]:
    return partial(_rendered, people.reader(work, who))


def _rendered(reader: Reader, text: Text) -> str:
    return render(text, reader)
