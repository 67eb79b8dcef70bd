"""How long a document of the office takes, loaded and made, where everybody has registered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from pydantic import SecretStr

from bot.office_documents import OFFICE_DOCUMENTS
from bot.opening import open_office
from bot.settings import Settings
from domain.message import Document
from domain.period import stretch_around
from domain.plan import Every
from storage.reporting import round_key
from storage.unit_of_work import Place, Work
from tests.bench.bots import SECRET, found
from tests.bench.desk import AT, register

_HALF = stretch_around(Every.HALF, date(2025, 10, 1))


def documents(count: int) -> dict[str, float]:
    """Seconds of the processor to each document of an office of so many people.

    Nothing waits for anything else meanwhile: on an idle machine they are those of the clock.
    """
    with TemporaryDirectory() as folder:
        data = found(Path(folder), count)
        given = Settings(data_dir=data, database_url="", secret_key=SecretStr(SECRET))
        database = open_office(given)
        database.places = (Place("telegram", "1", "https://t.me/tusoi_bot{}".format),)
        with database.work(AT) as work:
            register(work, 1)
            told = {document.value: _time(work, document) for document in OFFICE_DOCUMENTS}
        database.close()
    return {f"document_s.{count}_people.{name}": took for name, took in told.items()}


def _time(work: Work, document: Document) -> float:
    make, _may_have = OFFICE_DOCUMENTS[document]
    results = document is Document.RESULTS_REPORT
    key = f"half:{_HALF.first.isoformat()}" if results else round_key(work)
    began = process_time()
    make(work, key)()
    return process_time() - began
