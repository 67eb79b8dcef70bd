"""What was handed in for a report, kept with it."""

from __future__ import annotations

from bot.registry import Subject, action, applier
from bot.subjects.roster import sent_file
from domain.effects import Refused
from domain.message import Attachment, Document
from domain.people import Person
from domain.report_copies import AwaitCopy, Awaited, DropCopy, HandingIn, KeepMade, TakeCopy
from handlers import report_copies as handlers
from storage import report_copies, reporting
from storage.reports_sent import load_report
from storage.unit_of_work import Work


def _handing_in(work: Work, who: Person, subject: str) -> HandingIn | Refused:
    """`PERIOD:DOCUMENT:MOMENT/KEY`: a document this reader may have, and a report of theirs."""
    period, _colon, about = subject.partition(":")
    document, _colon, made_of = about.partition(":")
    report = load_report(work, who, period)
    _moment, _slash, key = made_of.partition("/")
    shelf = reporting.load_offered(work, who, f"{document}:{key}")
    if isinstance(report, Refused):
        return report
    if isinstance(shelf, Refused):
        return shelf
    handed_in = Attachment(Document(document), made_of)
    kept = report_copies.is_kept(work, who, report.duty.period.id, handed_in)
    return HandingIn(report, handed_in, shelf.offered[0].title, kept)


def _awaited(work: Work, who: Person, subject: str) -> Awaited | Refused:
    return report_copies.load_awaited(work, who, sent_file(work, who, subject))


SUBJECT = Subject(
    # Office work, as the documents themselves: whether one's own things are kept is another matter.
    actions=(
        action(handlers.HAND_IN, _handing_in, needs_consent=False),
        action(handlers.AWAIT, load_report, needs_consent=False),
        action(handlers.RECEIVE, _awaited, needs_consent=False),
        action(handlers.SHOW, report_copies.load_kept, needs_consent=False),
        action(handlers.HAND_OUT, report_copies.load_one, needs_consent=False),
        action(handlers.TAKE_OUT, report_copies.load_own, needs_consent=False),
    ),
    appliers=(
        applier(KeepMade, report_copies.keep_made),
        applier(AwaitCopy, report_copies.await_copy),
        applier(TakeCopy, report_copies.take_copy),
        applier(DropCopy, report_copies.drop),
    ),
)
