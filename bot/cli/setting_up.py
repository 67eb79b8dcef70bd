"""`tusoi init`, `roster`, `directive`: an office's data, from nothing to the first day."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.importing import import_sheet, read_file, told
from bot.cli.speaking import Mistake, in_words, json_option, office, settings, show, told_plainly
from bot.clock import clock_of
from bot.opening import DEFAULT_PLAN, set_up, where
from directives.loading import load_checklist
from directives.text import DirectiveTextError, parse_directive_text
from storage import sign_texts


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
                facts["plan_changes"] = told(changes, work)
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
            raise Mistake(in_words(work, error.reason)) from None
        sign_texts.keep(work, name, texts)
    click.echo(f"{name}: the wording of {len(texts)} signs was loaded from {file.name}.")
