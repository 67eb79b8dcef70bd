"""`tusoi init`, `roster`, `codes`, `directive`: an office's data, from nothing to the first day."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import click

from bot.cli.running import clock_of, places_of
from bot.cli.speaking import Mistake, json_option, office, settings, show, told_plainly
from bot.documents import code_cards
from bot.opening import DEFAULT_PLAN, set_up, where
from bot.rights import tell_changed
from bot.storing import Store
from directives.loading import load_checklist
from directives.text import DirectiveTextError, parse_directive_text
from domain.enrolment import SheetLine
from domain.people import Person
from domain.roster import Added, Changed, Left, Rename, Returned, RosterDiff, Unchanged, compare
from domain.roster_summary import summary
from domain.text import Text
from domain.vietnamese import fold
from locales.render import Reader, render
from reports.code_sheet import CodeCard, code_sheet
from reports.roster_sheet import read_roster
from storage import codes as issued_codes
from storage import people, sign_texts
from storage import roster as kept_roster
from storage.unit_of_work import Work

_LARGEST = 20_000_000


@click.command(epilog="Example: tusoi init --plan hoa-cuong-2025 --roster danh-sach.xlsx")
@click.option("--plan", help=f"A plan's id or file; {DEFAULT_PLAN} where none is in force yet.")
@click.option("--roster", type=click.Path(path_type=Path), help="The roster, as XLSX.")
@json_option
def init(plan: str | None, roster: Path | None, as_json: bool) -> None:
    """Make or migrate the database, load a plan and, if given, the roster. Safe to run again."""
    with told_plainly():
        given = settings()
        content = read_file(roster) if roster else None
        database, changes = set_up(given, plan, clock_of(given).now())
        facts: dict[str, object] = {"data": where(given)}
        with database.work(clock_of(given).now()) as work:
            facts["plan"] = work.office.plan.id
            if changes:
                facts["plan_changes"] = _told(changes, work)
            if roster and content is not None:
                facts |= import_sheet(work, content, roster.name, dry_run=False)
        database.close()
    show(facts, as_json)


@click.group()
def roster() -> None:
    """The people of the office."""


@roster.command("import", epilog="Example: tusoi roster import danh-sach.xlsx --dry-run")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@json_option
def import_roster(file: Path, dry_run: bool, as_json: bool) -> None:
    """Bring the roster up to date with a sheet: all of it or, with any mistake in it, nothing."""
    content = read_file(file)
    given = settings()
    with office(given) as database, database.work(clock_of(given).now()) as work:
        show(import_sheet(work, content, file.name, dry_run=dry_run), as_json)


def read_file(file: Path) -> bytes:
    """What an operator names on the command line; Mistake where it cannot be read."""
    try:
        if file.stat().st_size > _LARGEST:
            raise Mistake(f"{file} is larger than 20 MB: is it the roster?")
        return file.read_bytes()
    except OSError as error:
        raise Mistake(f"{file} cannot be read: {error.strerror}") from None


def import_sheet(work: Work, content: bytes, name: str, *, dry_run: bool) -> dict[str, object]:
    """Bring the roster up to date, and tell how; Mistake with every mistake of the sheet."""
    sheet = read_roster(content, name)
    if sheet.problems:
        raise Mistake(f"{name} was not imported:\n" + "\n".join(_told(sheet.problems, work)))
    diff = compare(kept_roster.existing(work), sheet.entries, sheet.silent)
    if diff.problems:
        raise Mistake(f"{name} was not imported:\n" + "\n".join(_told(diff.problems, work)))
    if not dry_run:
        kept_roster.apply(work, diff, actor=None)
        tell_changed(work, diff)
    lines = (*summary(diff), *sheet.notes)
    return {**_counts(diff), "dry_run": dry_run, "what": _told(lines, work)}


def _counts(diff: RosterDiff) -> dict[str, object]:
    kinds = (Added, Changed, Rename, Returned, Left, Unchanged)
    return {kind.__name__.lower(): len(diff.of(kind)) for kind in kinds}


def _told(lines: tuple[Text, ...], work: Work) -> list[str]:
    return [render(line, _operator(work)) for line in lines]


@click.command(epilog="Example: tusoi codes --out ma-tham-gia.docx")
@click.option("--person", help="Only this person: full name, accents may be left out.")
@click.option("--out", type=click.Path(path_type=Path), help="Write a sheet to print (DOCX).")
@json_option
def codes(person: str | None, out: Path | None, as_json: bool) -> None:
    """Issue new codes for those who are not connected yet (or for one person)."""
    given = settings()
    with office(given) as database:
        if out:
            database.places = asyncio.run(places_of(given, Store(database, clock_of(given))))
        with database.work(clock_of(given).now()) as work:
            cards = _cards(work, _whom(work, person))
            if out and cards:
                _write(out, _sheet(cards, work))  # before the codes are kept: all or nothing
    issued = [{"name": c.name, "post": c.post, "code": c.code} for c in cards]
    show({"issued": len(issued), "codes": issued}, as_json)


def _write(file: Path, content: bytes) -> None:
    """Codes let people in: the file is for its owner only."""
    try:
        file.touch(mode=0o600)
        file.write_bytes(content)
    except OSError as error:
        raise Mistake(f"{file} cannot be written: {error.strerror}") from None


def _whom(work: Work, person: str | None) -> list[Person]:
    everyone = people.people(work)
    if person is None:
        return [p for p in everyone if not people.accounts_of(work, p.id)]
    found = [p for p in everyone if fold(p.full_name) == fold(person)]
    if not found:
        raise Mistake(f"nobody on the roster is called {person!r}: write the full name.")
    return found


def _cards(work: Work, whom: Sequence[Person]) -> list[CodeCard]:
    return code_cards(work, [SheetLine(p, issued_codes.issue(work, p.id, by=None)) for p in whom])


def _sheet(cards: list[CodeCard], work: Work) -> bytes:
    return code_sheet(cards, lambda text: render(text, _operator(work)), work.now)


@click.group()
def directive() -> None:
    """The directives a plan carries out."""


@directive.command("text", epilog="Example: tusoi directive text 34-CT-TU chi-thi-34.docx")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path))
def text(name: str, file: Path) -> None:
    """Load the office's own copy of a directive (TXT or DOCX): the exact wording of its signs."""
    content = read_file(file)
    given = settings()
    with office(given) as database, database.work(clock_of(given).now()) as work:
        numbers = [sign.number for sign in load_checklist(name).signs]
        try:
            texts = parse_directive_text(content, file.name, numbers)
        except DirectiveTextError as error:
            raise Mistake(render(error.reason, _operator(work))) from None
        sign_texts.keep(work, name, texts)
    click.echo(f"{name}: the wording of {len(texts)} signs was loaded from {file.name}.")


def _operator(work: Work) -> Reader:
    return Reader("vi", Person.salutation, "", work.office.zone)
