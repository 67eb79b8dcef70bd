"""The demo's plan and roster rehearsed, as `tusoi rehearse` does it for an office."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from bot.rehearsal import invented_office, let_everyone_in, rehearsed
from bot.sandbox.founding import BEGINS, PLAN, demo_settings, hire
from bot.sandbox.office import channel_of
from domain.people import Person
from locales.render import Reader, render
from reports.rehearsal_page import rehearsal_page


@cache
def rehearsal(language: str) -> str:
    """The page of the whole plan (HTML), in "vi" or "en"; takes some seconds the first time."""
    with invented_office(demo_settings(Path()), PLAN, BEGINS) as database:
        with database.work(BEGINS) as work:
            hire(work)
            let_everyone_in(work, lambda person: channel_of(person.full_name))
            last, zone = work.office.plan.ends, work.office.zone
        lived, warnings = rehearsed(database, BEGINS, last)
    say = partial(render, reader=Reader(language, Person.salutation, "", zone))
    return rehearsal_page(lived, warnings, say, language)
