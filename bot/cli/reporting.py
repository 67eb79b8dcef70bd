"""`tusoi report`: the documents of the office for whoever runs the machine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import click

from bot.cli.running import clock_of, places_of
from bot.cli.speaking import Mistake, office, settings, show
from bot.office_documents import OFFICE_DOCUMENTS
from bot.storing import Store
from domain.message import Document
from domain.plan import Every
from storage.reporting import round_key, stretch_key
from storage.unit_of_work import Work

_Key = Callable[[Work, str], str]


def _newest_round(work: Work, _of: str) -> str:
    return round_key(work)


def _stretch(every: Every, work: Work, of: str) -> str:
    return stretch_key(work, every, of)


#: What the operator calls a document, and how its key is found.
_NAMES: Mapping[str, tuple[Document, _Key]] = {
    "registrations": (Document.COVER_REPORT, _newest_round),
    "table": (Document.REGISTRATION_SUMMARY, _newest_round),
    "sheet": (Document.REGISTRATION_SHEET, _newest_round),
    "quarter": (Document.RESULTS_REPORT, partial(_stretch, Every.QUARTER)),
    "half": (Document.RESULTS_REPORT, partial(_stretch, Every.HALF)),
    "year": (Document.RESULTS_REPORT, partial(_stretch, Every.YEAR)),
    "notice": (Document.NOTICE, lambda _work, _of: ""),
}


@click.command(epilog="Example: tusoi report registrations --out bao-cao.docx")
@click.argument("name", type=click.Choice(list(_NAMES)))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write.")
@click.option("--of", default="", help="Which quarter, half or year: 2026-Q2, 2026-H1, 2025.")
def report(name: str, out: Path, of: str) -> None:
    """Write one of the office's documents, with its figures as of now.

    registrations (the report that sums them up), table and sheet (everyone's, DOCX and XLSX),
    quarter, half and year (results), notice (introduces the bot). It holds names: keep it as such.
    """
    given = settings()
    document, key_of = _NAMES[name]
    clock = clock_of(given)
    with office(given) as database:
        if document is Document.NOTICE:  # it leads to the bots
            database.places = asyncio.run(places_of(given, Store(database, clock)))
        with database.work(clock.now()) as work:
            try:
                file = OFFICE_DOCUMENTS[document][0](work, key_of(work, of))()
            except (LookupError, ValueError) as nothing:
                raise Mistake(f"{name}: {nothing}.") from None
    try:
        out.touch(mode=0o600)
        out.write_bytes(file.content)
    except OSError as error:
        raise Mistake(f"{out} cannot be written: {error.strerror}") from None
    show({"written": out, "bytes": len(file.content)}, as_json=False)
