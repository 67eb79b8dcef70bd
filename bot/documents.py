"""The one place that knows which report makes which document.

What a document says is loaded in the sender's transaction, with its reader's rights as they are
then; its bytes are made on another thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot import form_documents, office_documents, picture_documents
from bot.channels.base import File
from bot.office_documents import OFFICE_DOCUMENTS
from domain.broadcast import Unreached
from domain.collected import Collected
from domain.completion import DutyTable
from domain.effects import Refused
from domain.enrolment import SheetLine
from domain.message import Attachment, Document
from domain.people import Person, may_see_everyone
from domain.plan import Kind
from domain.text import Text, _
from handlers.agenda import words_of
from locales.render import Reader, render
from reports.chart import progress_png
from reports.code_sheet import CodeCard, code_sheet
from reports.inquiry_answers import answers_workbook, files_archive
from reports.my_data import my_data_text
from reports.proof import problem_words, proof_workbook
from reports.roster_template import roster_template
from reports.workbook import Delivery, broadcast_workbook, completion_workbook
from scheduler.agenda import entries
from scheduler.days_off import days_of
from storage import (
    broadcast_files,
    broadcast_ledger,
    broadcasts,
    digests,
    files,
    inquiry_answers,
    issuing,
    ledger,
    my_data,
    people,
    periods,
    report_copies,
)
from storage.broadcast_ledger import RecipientLine
from storage.entrances import entrances
from storage.outbox import SendState
from storage.unit_of_work import Work
from storage.work import task_lines

Make = Callable[[], File]


def prepare(work: Work, attachment: Attachment, person_id: int | None) -> Make:
    """Load what a document is made of; PermissionError where its reader may not have it (any more).

    LookupError or ValueError where what it is about is gone or empty.
    """
    reader = people.present(work, person_id) if person_id is not None else None
    if reader is None:
        raise PermissionError(f"{attachment.document} has no reader")
    return MAKERS[attachment.document](work, reader, attachment.subject)


def _words(work: Work, who: Person) -> Callable[[Text], str]:
    return partial(_rendered, people.reader(work, who))


def _rendered(reader: Reader, text: Text) -> str:
    return render(text, reader)


def _day(work: Work, moment: datetime) -> str:
    return moment.astimezone(work.office.zone).date().isoformat()


def _picture(work: Work, who: Person, subject: str) -> Make:
    tables, then = _tables(work, who, subject)
    words, name = _words(work, who), f"tien-do-{_day(work, then.now)}.png"
    return lambda: File(name, progress_png(tables, words))


def _workbook(work: Work, who: Person, subject: str) -> Make:
    tables, then = _tables(work, who, subject)
    words, name = _words(work, who), f"tong-hop-{_day(work, then.now)}.xlsx"
    about_tasks = not _TASKS.isdisjoint(table.period.kind for table in tables)
    tasks = task_lines(then, who) if about_tasks else ()
    zone = work.office.zone
    return lambda: File(name, completion_workbook(tables, words, zone, tasks))


#: Whose digest comes with the list of registered tasks.
_TASKS = frozenset({Kind.REGISTRATION, Kind.COLLECTIVE, Kind.RESULT})


def _tables(work: Work, who: Person, subject: str) -> tuple[tuple[DutyTable, ...], Work]:
    """`MOMENT/PERIOD,PERIOD`: how these duties stood at that moment, and the data as of then."""
    if not may_see_everyone(who):
        raise PermissionError("who has done what is for the specialist and the head")
    moment, _slash, ids = subject.partition("/")
    as_of = datetime.fromisoformat(moment)
    found = [periods.period(work, int(id_)) for id_ in ids.split(",") if id_]
    then = replace(work, now=min(as_of, work.now))
    return digests.tables(then, [period for period in found if period is not None]), then


def _codes(work: Work, who: Person, subject: str) -> Make:
    cards = code_cards(work, issuing.sheet(work, who, subject))
    if not cards:
        raise LookupError("no code is out for whom the button named")
    words, as_of = _words(work, who), work.now
    name = f"ma-tham-gia-{_day(work, as_of)}.docx"
    return lambda: File(name, code_sheet(cards, words, as_of))


def code_cards(work: Work, lines: Sequence[SheetLine]) -> list[CodeCard]:
    """What a sheet of codes prints."""
    ways_in = entrances(work, {line.person.id: line.code.token for line in lines})
    return [
        CodeCard(
            line.person.full_name,
            line.person.post_and_unit,
            line.code.digits,
            ways_in[line.person.id],
            line.code.expires_at,
        )
        for line in lines
    ]


def _my_data(work: Work, who: Person, _subject: str) -> Make:
    """Always the reader's own, whatever the button named."""
    data, reader, as_of = my_data.gather(work, who.id), people.reader(work, who), work.now
    name = f"du-lieu-cua-toi-{_day(work, as_of)}.txt"
    return lambda: File(name, my_data_text(data, as_of, reader))


def _proof(work: Work, who: Person, _subject: str) -> Make:
    """Always the reader's own, whatever the button named."""
    found, words, zone = ledger.proof(work, who), _words(work, who), work.office.zone
    name = f"bang-chung-{_day(work, work.now)}.xlsx"
    return lambda: File(name, proof_workbook(found, words, zone))


def _calendar(work: Work, who: Person, _subject: str) -> Make:
    """Always the reader's own, whatever the button named."""
    found = [(entry, words_of(entry)) for entry in entries(work, who, days_of(work))]
    words, as_of = _words(work, who), work.now
    return lambda: File("lich.ics", _calendar_file()(found, words, as_of, who.id))


def _calendar_file() -> Callable[..., bytes]:
    from reports.calendar_file import calendar_file  # icalendar: most offices rarely make one

    return calendar_file


def _template(work: Work, who: Person, _subject: str) -> Make:
    words = _words(work, who)
    return lambda: File("mau-danh-sach.xlsx", roster_template(words))


def _broadcast(work: Work, who: Person, subject: str) -> Make:
    if broadcasts.row_of(work, who, subject) is None:
        raise PermissionError("the result is for its author and the admin")
    lines = [_delivery(line) for line in broadcast_ledger.recipients(work, int(subject))]
    words, zone, as_of = _words(work, who), work.office.zone, work.now
    name = f"ket-qua-thong-bao-{_day(work, as_of)}.xlsx"
    return lambda: File(name, broadcast_workbook(lines, words, zone, as_of))


def _delivery(line: RecipientLine) -> Delivery:
    who, state = line.person, _STATES[line.state]
    if line.phone is SendState.SENT:
        state = _("deleted from the phone")
    return Delivery(
        who.full_name,
        who.position,
        who.unit,
        state,
        _reason(line),
        line.at,
        line.channel,
        line.platform_id,
    )


def _reason(line: RecipientLine) -> Text | None:
    if line.phone is SendState.FAILED:
        return _("could not be deleted from the phone")
    if line.problem:
        return problem_words(line.problem)
    return _("went through the other channel") if line.moved else None


def _inquiry(work: Work, who: Person, subject: str) -> Collected:
    found = inquiry_answers.load_collected(work, who, subject)
    if isinstance(found, Refused):
        raise PermissionError("answers are for who asked, the specialist and the head")
    return found


def _answers(work: Work, who: Person, subject: str) -> Make:
    found, words, zone = _inquiry(work, who, subject), _words(work, who), work.office.zone
    name = f"tra-loi-{found.inquiry.id}-{_day(work, work.now)}.xlsx"
    return lambda: File(name, answers_workbook(found, words, zone))


def _answered_files(work: Work, who: Person, subject: str) -> Make:
    found = _inquiry(work, who, subject)
    sent = inquiry_answers.files_of(work, found.inquiry)
    if not sent:
        raise LookupError("no file is kept (any more)")
    named = [(person.full_name, name, content) for person, name, content in sent]
    return lambda: File(f"tep-{found.inquiry.id}.zip", files_archive(named, found.now))


def _enclosed(work: Work, who: Person, subject: str) -> Make:
    found = files.opened(work, broadcast_files.file_for(work, who, subject))
    if found is None:
        raise LookupError("the file is not kept any more")
    name, content = found
    return lambda: File(name, content)


def _report_copy(work: Work, who: Person, subject: str) -> Make:
    name, content = report_copies.content(work, who, subject)
    return lambda: File(name, content)


_STATES: Mapping[SendState | Unreached, Text] = {
    SendState.QUEUED: _("waiting"),
    SendState.SENDING: _("being sent"),
    SendState.SENT: _("sent"),
    SendState.FAILED: _("could not be delivered"),
    SendState.UNKNOWN: _("may have been delivered"),
    SendState.CANCELLED: _("taken back"),
    SendState.EXPIRED: _("too late"),
    Unreached.NOT_CONNECTED: _("not connected yet"),
    Unreached.ON_PAPER: _("on paper"),
    Unreached.BLOCKED: _("has blocked the bot"),
    Unreached.NO_ROOM: _("no messages left this month"),
    Unreached.TAKEN_BACK: _("taken back before it went"),
}

#: Loads for one reader, about a subject; the returned function makes the bytes.
MAKERS: Mapping[Document, Callable[[Work, Person, str], Make]] = {
    Document.REGISTRATION_FORMS: form_documents.forms,
    Document.TEMPLATE_PREVIEW: form_documents.preview,
    Document.TEMPLATE_EXAMPLE: form_documents.example,
    Document.COMPLETION_WORKBOOK: _workbook,
    Document.PROGRESS_PICTURE: _picture,
    Document.TREND_PICTURE: picture_documents.trend,
    Document.MONTH_PICTURE: picture_documents.month,
    Document.CODE_SHEET: _codes,
    Document.MY_DATA: _my_data,
    Document.ROSTER_TEMPLATE: _template,
    Document.BROADCAST_RESULT: _broadcast,
    Document.BROADCAST_FILE: _enclosed,
    Document.BROADCAST_PICTURE: _enclosed,
    Document.INQUIRY_ANSWERS: _answers,
    Document.INQUIRY_FILES: _answered_files,
    Document.PROOF: _proof,
    Document.REPORT_COPY: _report_copy,
    Document.CALENDAR: _calendar,
    Document.APOLOGY: office_documents.letter,
    **{document: partial(office_documents.maker, document) for document in OFFICE_DOCUMENTS},
}
