"""What the office reports and issues: loaded as of the moment it was asked for, made elsewhere.

The key says about what: a period's id or a stretch of the calendar (see `storage.reporting`). All
of them speak Vietnamese: they are official documents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.channels.base import File
from bot.forms import issued
from domain.effects import Refused
from domain.message import Document
from domain.people import Person
from domain.plan import Kind
from domain.reporting import Registrations, may_introduce, may_report
from domain.text import Text
from domain.upward import OfficeFigures
from locales.render import Reader, render
from reports.apology_letter import apology_letter
from reports.cover_report import cover_report
from reports.issued import Issued
from reports.notice import Introduced, notice
from reports.office_file import office_file
from reports.results_report import results_report
from reports.summary_table import summary_document, summary_workbook
from storage import apologies, periods, plans, reporting
from storage.entrances import doors
from storage.unit_of_work import Work
from storage.upward import office_figures

Make = Callable[[], File]
MakeOf = Callable[[Work, str], Make]
Render = Callable[[Text], str]


def cover(work: Work, key: str) -> Make:
    found, office = _registrations(work, key)
    name, words = f"bao-cao-dang-ky-{found.today}.docx", official_words(work)
    return lambda: File(name, cover_report(found, office, words))


def summary(work: Work, key: str) -> Make:
    found, office = _registrations(work, key)
    name, words = f"bang-tong-hop-dang-ky-{found.today}.docx", official_words(work)
    return lambda: File(name, summary_document(found, office, words))


def summary_sheet(work: Work, key: str) -> Make:
    found, _office = _registrations(work, key)
    name, words = f"bang-tong-hop-dang-ky-{found.today}.xlsx", official_words(work)
    return lambda: File(name, summary_workbook(found, words))


def results(work: Work, key: str) -> Make:
    found = reporting.stretch(work, reporting.span_of(key))
    office, words = issued(work, work.office.plan), official_words(work)
    name = f"bao-cao-{found.span.key.lower()}-{work.today}.docx"
    return lambda: File(name, results_report(found, office, words))


def introduction(work: Work, _key: str) -> Make:
    """Without a moment of its own: it says nothing that changes from hour to hour."""
    plan = work.office.plan
    checks = any(o.kind is Kind.SELF_CHECK for o in plan.obligations)
    found = Introduced(doors(work), work.now, checks)
    office, words = issued(work, plan), official_words(work)
    return lambda: File(f"thong-bao-{work.today}.docx", notice(found, office, words))


def letter(work: Work, who: Person, subject: str) -> Make:
    """A letter of apology as it was drafted, signed by whoever signs for the office today."""
    found = apologies.load_one(work, who, subject)
    if isinstance(found, Refused):
        raise PermissionError("a letter is for its author, the specialist and the head")
    one, office, words = found.letter, issued(work, work.office.plan), official_words(work)
    name = f"thu-xin-loi-{one.author.id}-{one.number}.docx"  # without whom it is to
    return lambda: File(name, apology_letter(one, office, words))


def figures(work: Work, _key: str) -> Make:
    counted = office_figures(work)
    return lambda: figures_file(work, counted)


def figures_file(work: Work, counted: OfficeFigures) -> File:
    """What goes to the ward, named after the office: the ward has one of each."""
    name = f"so-lieu-{counted.office}-{work.today}.xlsx"
    return File(name, office_file(counted, official_words(work), work.office.zone))


def _registrations(work: Work, key: str) -> tuple[Registrations, Issued]:
    period = periods.period(work, int(key)) if key.isdecimal() else None
    if period is None:
        raise LookupError(f"no round of registering is called {key!r}")
    office = issued(work, plans.of_period(work, period).plan)
    return reporting.registrations(work, period), office


def official_words(work: Work) -> Render:
    """Vietnamese for nobody in particular."""
    return partial(_rendered, Reader("vi", Person.salutation, "", work.office.zone))


def _rendered(reader: Reader, text: Text) -> str:
    return render(text, reader)


#: For whoever has been let in: the operator in the shell, or a reader with these rights.
OFFICE_DOCUMENTS: Mapping[Document, tuple[MakeOf, Callable[[Person], bool]]] = {
    Document.COVER_REPORT: (cover, may_report),
    Document.REGISTRATION_SUMMARY: (summary, may_report),
    Document.REGISTRATION_SHEET: (summary_sheet, may_report),
    Document.RESULTS_REPORT: (results, may_report),
    Document.OFFICE_FIGURES: (figures, may_report),
    Document.NOTICE: (introduction, may_introduce),
}


def maker(document: Document, work: Work, who: Person, subject: str) -> Make:
    """For one reader: `MOMENT/KEY` is the office as of the moment it was asked for."""
    make, may_have = OFFICE_DOCUMENTS[document]
    if not may_have(who):
        raise PermissionError("what the office reports is for the specialist and the head")
    moment, _slash, key = subject.partition("/")
    as_of = datetime.fromisoformat(moment)
    return make(replace(work, now=min(as_of, work.now)), key)
