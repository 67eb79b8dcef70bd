"""`tusoi report export` and `merge`: an office's figures for the ward, and what the ward makes of
those of its offices. Counts only; docs/exports.md describes the file, docs/privacy.md the rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from bot.cli.speaking import Mistake, json_option, office, settings, show, told_plainly
from bot.clock import clock_of
from bot.office_documents import figures_file
from bot.offices import in_turn
from bot.settings import Settings
from bot.upward import is_live, sent_figures
from domain.offices import Mislisted
from domain.people import Person
from domain.text import Text
from domain.upward import RollUp, Sent, merged
from domain.vietnamese import nfc
from locales.render import Reader, render
from reports.merged_workbook import merged_workbook
from reports.office_file_reading import Misread
from reports.rolled_up import paragraph, remarks
from storage.upward import office_figures

_out = click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The file to write."
)
_sources = click.argument("sources", nargs=-1, metavar="[SOURCE]...")
_expect = click.option(
    "--expect",
    type=click.Path(path_type=Path),
    help="A text file with a line for each office that is to send figures: its name or id.",
)


@click.command(epilog="Example: tusoi report export --out so-lieu.xlsx")
@_out
@json_option
def export(out: Path, as_json: bool) -> None:
    """Write what the office tells the ward (XLSX): counts of each duty, no names.

    Counts of signs only where at least five noticed one and at least five did not, and nobody can
    change theirs any more.
    """
    given = settings()
    with office(given) as database, database.work(clock_of(given).now()) as work:
        figures = office_figures(work)
        file = figures_file(work, figures)
    _write(out, file.content)
    facts = {
        "written": out,
        "office": figures.office,
        "plan": f"{figures.plan} {figures.plan_version}",
        "as_of": figures.as_of.astimezone(given.zone).isoformat(timespec="minutes"),
        "duties": len(figures.duties),
        "signs": len(figures.signs),
    }
    show(facts, as_json)


@click.command(epilog="Example: tusoi report merge *.xlsx --expect don-vi.txt --out tong-hop.xlsx")
@_sources
@_out
@_expect
@json_option
def merge(sources: Sequence[str], out: Path, expect: Path | None, as_json: bool) -> None:
    """Put what the offices have told together in one workbook (XLSX).

    SOURCE is a file of `tusoi report export`; or, where offices share a server, an office's data
    folder or its database's URL, which is only read. Of an office that sent several the newest
    counts. Without any SOURCE: the offices of the list that TUSOI_OFFICES names.
    """
    given = settings()
    rolled = gathered(sources, expect, given)
    _write(out, merged_workbook(rolled, words_of(given), given.zone))
    show(_facts(rolled, out, words_of(given)), as_json)


def gathered(sources: Sequence[str], expect: Path | None, given: Settings) -> RollUp:
    """What the sources tell; Mistake names the first that cannot be read, and where.

    Of the ward's own list those that cannot be read are noted: they are many, and read often.
    """
    expected, now = _expected(expect), clock_of(given).now()
    if not sources:
        return _of_list(given, now)
    with told_plainly():
        try:
            sent = [sent_figures(source, given, now) for source in sources]
        except Misread as error:
            raise Mistake(f"{error}.") from None
    _of_one_name(one for one, source in zip(sent, sources, strict=True) if is_live(source))
    return merged(sent, expected)


def _of_one_name(live: Iterable[Sent]) -> None:
    """Of files the newest counts; two offices must not be taken for one."""
    seen: dict[str, str] = {}
    for one in live:
        other = seen.setdefault(one.figures.office, one.source)
        if other != one.source:
            raise Mistake(
                f"{other} and {one.source} both call themselves {one.figures.name}: give each its "
                "own name in its plan (`office:`), then `tusoi init --plan FILE` there"
            )


def _of_list(given: Settings, now: datetime) -> RollUp:
    if given.offices is None:
        raise Mistake("name the SOURCES, or set TUSOI_OFFICES to the ward's list of its offices")
    try:
        rolled = in_turn(given, now)
    except Mislisted as error:
        raise Mistake(f"TUSOI_OFFICES: {error}") from None
    if not rolled.offices:
        words = words_of(given)
        raise Mistake("\n".join(["no office can be read:", *map(words, remarks(rolled))]))
    return rolled


def words_of(given: Settings) -> partial[str]:
    """Vietnamese, in the office's zone: what is made here is an office's paper."""
    return partial(_rendered, Reader("vi", Person.salutation, "", given.zone))


def _rendered(reader: Reader, text: Text) -> str:
    return render(text, reader)


def _expected(file: Path | None) -> list[str]:
    """The names in a list: a line each, without blank ones and those that begin with #."""
    if file is None:
        return []
    try:
        lines = [nfc(line).strip() for line in file.read_text(encoding="utf-8-sig").splitlines()]
    except OSError as error:
        raise Mistake(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Mistake(f"{file} is no text in UTF-8: a line for each office's name") from None
    found = [line for line in lines if line and not line.startswith("#")]
    if not found:
        raise Mistake(f"{file} names no office: a line for each name or id")
    return found


def _facts(rolled: RollUp, out: Path, say: partial[str]) -> dict[str, object]:
    return {
        "written": out,
        "offices": len(rolled.offices),
        "missing": list(rolled.missing),
        "duties": len(rolled.duties),
        "overdue": sum(duty.total.overdue for duty in rolled.duties),
        "notes": [say(note) for note in remarks(rolled)],
        "paragraph": [say(sentence) for sentence in paragraph(rolled)],
    }


def _write(out: Path, content: bytes) -> None:
    try:
        out.touch(mode=0o600)
        out.write_bytes(content)
    except OSError as error:
        raise Mistake(f"{out} cannot be written: {error.strerror}") from None
