"""`tusoi codes`: what lets people in, to be handed out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from bot.cli.channels import places_of
from bot.cli.speaking import Mistake, in_words, json_option, office, settings, show
from bot.clock import clock_of
from bot.documents import code_cards
from bot.storing import Store
from domain.enrolment import SheetLine
from domain.people import Person
from domain.vietnamese import fold
from reports.code_sheet import CodeCard, code_sheet
from storage import codes as issued_codes
from storage import people
from storage.unit_of_work import Work


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
    return code_sheet(cards, partial(in_words, work), work.now)
