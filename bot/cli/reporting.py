"""`tusoi report`: the documents of the office for whoever runs the machine, a command each; and
what goes to the ward (`bot.cli.reporting_upward`)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import click

from bot.cli.channels import places_of
from bot.cli.reporting_upward import export, merge
from bot.cli.speaking import Mistake, office, settings, show
from bot.clock import clock_of
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


#: What the operator calls a document, how its key is found, and what it is.
_NAMES: Mapping[str, tuple[Document, _Key, str]] = {
    "registrations": (
        Document.COVER_REPORT,
        _newest_round,
        "The report that sums up the registrations, who is missing in its annex.",
    ),
    "table": (
        Document.REGISTRATION_SUMMARY,
        _newest_round,
        "Everyone's registration as a table to print.",
    ),
    "sheet": (Document.REGISTRATION_SHEET, _newest_round, "The same table as an XLSX."),
    "quarter": (Document.RESULTS_REPORT, partial(_stretch, Every.QUARTER), "A quarter's results."),
    "half": (Document.RESULTS_REPORT, partial(_stretch, Every.HALF), "A half-year's results."),
    "year": (Document.RESULTS_REPORT, partial(_stretch, Every.YEAR), "A year's results."),
    "notice": (
        Document.NOTICE,
        lambda _work, _of: "",
        "The notice that introduces the bot, for the head to sign.",
    ),
}


@click.group()
def report() -> None:
    """Write one of the office's documents, with its figures as of now.

    Or what goes to the ward (export), and what the ward makes of it (merge). Documents hold names:
    keep them as such. What goes to the ward holds none.
    """


def _command(name: str) -> click.Command:
    """`report NAME`; a stretch of the calendar can be chosen where there are several."""
    document, _key, about = _NAMES[name]
    out = click.Option(
        ["--out"], required=True, type=click.Path(path_type=Path), help="The file to write."
    )
    of = click.Option(["--of"], default="", help="Which one: 2026-Q2, 2026-H1, 2025.")
    several = document is Document.RESULTS_REPORT
    return click.Command(
        name,
        callback=partial(_write, name),
        params=[out, of] if several else [out],
        help=about,
        epilog=f"Example: tusoi report {name} --out {name}.{_ENDINGS.get(document, 'docx')}",
    )


_ENDINGS = {Document.REGISTRATION_SHEET: "xlsx"}


def _write(name: str, out: Path, of: str = "") -> None:
    given = settings()
    document, key_of, _about = _NAMES[name]
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


for _name in _NAMES:
    report.add_command(_command(_name))
for _upwards in (export, merge):
    report.add_command(_upwards)
