"""What is answered to an inquiry: by whoever is asked, or written down for them; never twice.

Answers lie sealed. Until the deadline they may be put right, afterwards a first one is late, and
after closing nothing is taken.
"""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import col, select

from domain.answering import Answering, Given, SaveAnswer
from domain.collected import Collected, Line
from domain.effects import Refused
from domain.files import FetchFile, SentFile
from domain.inquiry import AnswerKind, Inquiry, InquiryState, may_manage
from domain.people import Person
from domain.period import Period
from domain.plan import Kind
from domain.text import _
from storage import completions, deadlines, drafts, files, inquiries, people, periods
from storage.tables import AskedRow, FileRow
from storage.unit_of_work import Work, clean

NOT_ASKED = Refused(_("This question is not for you, or is not there any more."))
_CANCELLED = Refused(_("This question was taken back: nothing is to be answered any more."))
#: What a file sent in answer is for (before its period), and the conversation that waits for one.
PURPOSE = "inquiry:"
CONVERSATION = "inquiry_answer"
_PHOTO = "anh.jpg"  # photos come without a name


def load(work: Work, who: Person, subject: str) -> Answering | Refused:
    """`PERIOD` for oneself, `PERIOD:PERSON` for somebody who phoned; a line more is what was
    typed under the question."""
    subject, _end, typed = subject.partition("\n")
    number, _colon, owner = subject.partition(":")
    found = _period(work, number)
    if found is None or not (owner == "" or owner.isdecimal()):
        return NOT_ASKED
    return _answering(work, who, found, int(owner) if owner else who.id, typed)


def load_chosen(work: Work, who: Person, subject: str) -> Answering | Refused:
    """`PERIOD:N`: the option of that number, from 1 on, was chosen."""
    number, _colon, option = subject.partition(":")
    found = load(work, who, number)
    if isinstance(found, Refused):
        return found
    options = found.inquiry.wanted.options
    if not (option.isdecimal() and 0 < int(option) <= len(options)):
        return NOT_ASKED
    return replace(found, typed=options[int(option) - 1])


def load_sent(work: Work, who: Person, subject: str, sent: SentFile) -> Answering | Refused:
    """A file has come in answer."""
    found = load(work, who, subject)
    return found if isinstance(found, Refused) else replace(found, sent=sent)


def kind_of(work: Work, subject: str) -> AnswerKind | None:
    """What answers the inquiry of that period; None where it is none."""
    found = _period(work, subject)
    return inquiries.of_period(work, found).wanted.kind if found is not None else None


def _period(work: Work, number: str) -> Period | None:
    found = periods.period(work, int(number)) if number.isdecimal() else None
    return found if found is not None and found.kind is Kind.INQUIRY else None


def _answering(
    work: Work, who: Person, period: Period, owner: int, typed: str
) -> Answering | Refused:
    inquiry = inquiries.of_period(work, period)
    if inquiry.state is InquiryState.CANCELLED:
        return _CANCELLED
    row = _row(work, period.id, owner)
    if row is None or (owner != who.id and not may_manage(who, inquiry.author.id)):
        return NOT_ASKED
    whose = who if owner == who.id else people.person(work, owner)
    stands = deadlines.of(work, period, owner)
    found = Answering(who, whose, inquiry, stands, work.now, _given(work, row), typed)
    return _not_taken(found) or found


def _not_taken(asked: Answering) -> Refused | None:
    """Why no answer is taken now."""
    author, period = asked.inquiry.author.called, asked.period
    if asked.now < period.opens:
        return NOT_ASKED
    if asked.now >= period.closes:
        return Refused(
            _(
                "“{title}” closed at {when}: nothing is taken any more. If something has to be "
                "put right, please tell {who}.",
                title=asked.inquiry.title,
                when=period.closes,
                who=author,
            )
        )
    if asked.late and asked.before is not None and not asked.on_behalf:
        return Refused(
            _(
                "The deadline is past: your answer of {when} stays. If it is wrong, please "
                "tell {who}.",
                when=asked.before.at,
                who=author,
            )
        )
    return None


def _row(work: Work, period: int, person: int) -> AskedRow | None:
    query = select(AskedRow).where(AskedRow.period_id == period, AskedRow.person_id == person)
    return work.session.exec(query).first()


def _given(work: Work, row: AskedRow) -> Given | None:
    """None where nothing was answered, or its words are not kept any more."""
    if row.at is None or row.sealed is None:
        return None
    value = str(work.vault.open(row.sealed)["answer"])
    entered = people.person(work, row.entered_by) if row.entered_by is not None else None
    return Given(value, row.at, row.late, entered)


def save(work: Work, who: Person, effect: SaveAnswer) -> Refused | None:
    """Keep it; a file counts once it has been fetched (`arrived`). For somebody else: audited."""
    subject = f"{effect.period}:{effect.person}"
    found = load(work, who, subject if effect.person != who.id else str(effect.period))
    if isinstance(found, Refused):
        return found
    row = _row(work, effect.period, effect.person)
    if row is None:
        return NOT_ASKED
    if effect.sent is not None:
        sent = replace(effect.sent, name=clean(effect.sent.name) or _PHOTO)
        files.want(work, who, FetchFile(sent), f"{PURPOSE}{effect.period}")
        _end_draft(work, who, effect.period)
        return None
    _write(work, row, found.period, clean(effect.value), who.id)
    if found.on_behalf:
        work.audit(who.id, "inquiry.entered", f"person:{effect.person}", f"period:{effect.period}")
    return None


def _end_draft(work: Work, who: Person, period: int) -> None:
    """The conversation that waited for a file is over."""
    for kept in drafts.drafts_of(work, who.id):
        if (kept.conversation, kept.subject) == (CONVERSATION, str(period)):
            drafts.discard(work, kept)


def _write(work: Work, row: AskedRow, period: Period, value: str, by: int) -> None:
    row.sealed = work.vault.seal({"answer": value})
    row.at, row.late = work.now, work.now > period.due
    row.entered_by = by if by != row.person_id else None
    work.session.flush()
    completions.mark_done(work, period, row.person_id, entered_by=row.entered_by)


def arrived(work: Work, file: int) -> Answering | Refused:
    """A file has been fetched: it is the answer now, unless nothing is taken any more."""
    sent = work.session.get_one(FileRow, file)
    who = people.present(work, sent.person_id or 0)
    found = load(work, who, sent.purpose.removeprefix(PURPOSE)) if who else NOT_ASKED
    if who is None or isinstance(found, Refused):
        return found
    row = _row(work, found.period.id, who.id)
    if row is None:
        return NOT_ASKED
    row.file_id = file
    _write(work, row, found.period, sent.name, who.id)
    return found


def collected(work: Work, inquiry: Inquiry, reader: Person) -> Collected:
    """What has come in so far. LookupError where it has not been asked."""
    if inquiry.period is None:
        raise LookupError("it has not been asked")
    period = inquiry.period
    rows = work.session.exec(select(AskedRow).where(AskedRow.period_id == period.id))
    given = {row.person_id: _given(work, row) for row in rows}
    table = completions.duty_table(work, period)
    lines = tuple(Line(x.person, x.completion, given.get(x.person.id)) for x in table.lines)
    return Collected(inquiry, period, lines, reader, work.now)


def load_collected(work: Work, who: Person, subject: str) -> Collected | Refused:
    """An inquiry for those who see what is answered."""
    found = inquiries.readable(work, who, subject)
    return found if isinstance(found, Refused) else collected(work, found, who)


def load_managed(work: Work, who: Person, subject: str) -> Collected | Refused:
    """The same for those who look after it."""
    found = inquiries.managed(work, who, subject)
    return found if isinstance(found, Refused) else collected(work, found, who)


def files_of(work: Work, inquiry: Inquiry) -> list[tuple[Person, str, bytes]]:
    """What was sent, by person."""
    query = select(AskedRow).where(
        AskedRow.period_id == (inquiry.period.id if inquiry.period else None),
        col(AskedRow.at).is_not(None),
    )
    rows = {row.person_id: row.file_id for row in work.session.exec(query) if row.file_id}
    sent = []
    for person in people.people(work, ids=rows, also_left=True):
        opened = files.opened(work, work.session.get_one(FileRow, rows[person.id]))
        if opened is not None:
            sent.append((person, *opened))
    return sent
