"""`tusoi rehearse`: a stretch of the office's life before it happens; nothing is sent."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import TypeAlias

import click
from dateutil.relativedelta import relativedelta

from bot.cli.importing import import_sheet, read_file
from bot.cli.speaking import Mistake, json_option, settings, show, told_plainly
from bot.clock import clock_of
from bot.rehearsal import copied_office, invented_office, let_everyone_in, rehearsed
from bot.settings import Settings
from directives.loading import load_plan
from domain.channels import TELEGRAM, ZALO
from domain.people import Person
from domain.rehearsal import Bot, Concern, Rehearsal
from domain.text import Text, verbatim
from locales.render import Reader, render
from reports.rehearsal_page import rehearsal_page
from reports.rehearsal_workbook import rehearsal_workbook
from storage.unit_of_work import Database

#: Nobody knows the days off of the years after.
_MOST_YEARS = 3
PAGE, WORKBOOK = "rehearsal.html", "rehearsal.xlsx"
_Passed: TypeAlias = Callable[[datetime], object]


@click.command(
    epilog="Example: tusoi rehearse --plan hoa-cuong-2025 --roster danh-sach.xlsx "
    "--from 2025-10-03 --to 2026-12-31 --out dien-tap"
)
@click.option("--plan", help="A plan's id or file; without it, the office as it is.")
@click.option("--roster", type=click.Path(path_type=Path), help="The roster, as XLSX.")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First day; else today.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Last; else the plan's end.")
@click.option(
    "--answering",
    type=click.IntRange(0, 100),
    default=0,
    show_default=True,
    help="How many in a hundred do each duty when first reminded of it; the others never do.",
)
@click.option(
    "--channel",
    type=click.Choice([ZALO, TELEGRAM]),
    default=ZALO,
    show_default=True,
    help="Where everyone on the roster is written to.",
)
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the page and the XLSX.")
@json_option
def rehearse(  # noqa: PLR0913 - one for each option
    *,
    plan: str | None,
    roster: Path | None,
    first: datetime | None,
    last: datetime | None,
    answering: int,
    channel: str,
    language: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """Live a plan ahead of time and show every message: nothing is sent, nothing is changed.

    With --plan and --roster everyone on the roster is connected and has agreed. Without them it is
    a copy of the office: its plan, people and chats, and what they have done.
    """
    given = settings()
    if bool(plan) != bool(roster):
        raise Mistake("give both --plan and --roster, or neither for the office as it is.")
    if first and not plan:
        raise Mistake("the office as it is goes on from now: leave out --from.")
    if out is not None:
        _check_folder(out)
    with told_plainly(), _office(given, plan, roster, first, channel) as (database, begins):
        ends = _last_day(database, begins, last)
        with _seldom_tidied(), _progress(begins, ends, as_json=as_json) as passed:
            lived, warnings = rehearsed(database, begins, ends, answering, passed)
    say = partial(render, reader=Reader(language, Person.salutation, "", lived.zone))
    facts = _facts(lived, warnings, say)
    if out is not None:
        page = rehearsal_page(lived, warnings, say, language).encode()
        book = rehearsal_workbook(lived, say)
        facts["files"] = [_write(out / PAGE, page), _write(out / WORKBOOK, book)]
    show(facts, as_json)


@contextmanager
def _office(
    given: Settings, plan: str | None, roster: Path | None, first: datetime | None, channel: str
) -> Iterator[tuple[Database, datetime]]:
    """The office to rehearse in, and from when (UTC)."""
    if plan is None or roster is None:
        with copied_office(given) as database:
            yield database, clock_of(given).now()
        return
    day = first.date() if first else load_plan(plan).starts
    begins, content = datetime.combine(day, time.min, given.zone).astimezone(UTC), read_file(roster)
    with invented_office(given, plan, begins) as database:
        with database.work(begins) as work:
            import_sheet(work, content, roster.name, dry_run=False)
            let_everyone_in(work, lambda _person: channel)
        yield database, begins


@contextmanager
def _seldom_tidied() -> Iterator[None]:
    """Little of what is made here is to be thrown away: to look for it often takes seconds."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _last_day(database: Database, begins: datetime, last: datetime | None) -> date:
    """Mistake where that is before the first, or too far away to be known."""
    office = database.office
    assert office is not None  # noqa: S101 - it has been opened
    first = begins.astimezone(office.zone).date()
    furthest = first + relativedelta(years=_MOST_YEARS)
    ends = last.date() if last else min(office.plan.ends, furthest)
    if ends < first:
        raise Mistake(f"--to ({ends}) is before the first day ({first}).")
    if ends > furthest:
        raise Mistake(f"--to ({ends}) is more than {_MOST_YEARS} years away: {furthest} at most.")
    return ends


@contextmanager
def _progress(begins: datetime, ends: date, *, as_json: bool) -> Iterator[_Passed]:
    """A bar of days on the terminal, where there is one."""
    if as_json or not sys.stderr.isatty():
        yield lambda _at: None
        return
    days = (ends - begins.date()).days + 1
    with click.progressbar(length=days, label="Rehearsing", file=sys.stderr) as bar:
        yield lambda at: bar.update((at - begins).days - bar.pos)


def _check_folder(out: Path) -> None:
    """Before anything is lived: minutes later would be too late to say so."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise Mistake(f"{out} cannot be written: {error.strerror}") from None


def _write(file: Path, content: bytes) -> str:
    """There are names in it: for its owner only."""
    try:
        file.touch(mode=0o600)
        file.write_bytes(content)
    except OSError as error:
        raise Mistake(f"{file} cannot be written: {error.strerror}") from None
    return str(file)


def _facts(
    lived: Rehearsal, warnings: Sequence[Concern], say: Callable[[Text], str]
) -> dict[str, object]:
    """What a terminal has room for."""
    per_day = Counter(lived.local(message.at).date() for message in lived.messages)
    busiest = max(per_day, key=lambda day: per_day[day], default=None)
    kinds = Counter(str(message.kind) for message in lived.messages)
    return {
        "plan": say(verbatim(lived.plan)),
        "from": lived.first,
        "to": lived.last,
        "people": len(lived.people),
        "messages": len(lived.messages),
        "by_kind": dict(kinds),
        "by_bot": {say(verbatim(lived.bots[bot])): n for bot, n in sorted(_by_bot(lived).items())},
        "deadlines": len(lived.deadlines),
        "busiest_day": busiest,
        "on_that_day": per_day[busiest] if busiest else 0,
        "warnings": [say(warning.text) for warning in warnings],
    }


def _by_bot(lived: Rehearsal) -> Counter[Bot]:
    return Counter(message.bot for message in lived.messages)
