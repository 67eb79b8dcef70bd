"""The ledger of one person, read: their messages and their answers, without any words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from domain.broadcast import ChosenAudience
from domain.channels import abilities
from domain.effects import Priority
from domain.ledger import Answered, Entry, Given, Proof, Push
from domain.outgoing import Delete, Say
from domain.people import Person
from domain.text import Localized
from storage import broadcasts, periods
from storage.outbox import SendState
from storage.tables import (
    AbsenceRow,
    AccountRow,
    ApologyRow,
    BroadcastRow,
    ConsentRow,
    CorrectionRow,
    DoneRow,
    ObstacleRow,
    OutboxRow,
    PaperClaimRow,
    RecipientRow,
    RegistrationRow,
    ReportCopyRow,
    RevisionRow,
    SelfCheckRow,
    TaskResultRow,
)
from storage.unit_of_work import Work

_UNDER_WAY = (SendState.QUEUED, SendState.SENDING, SendState.SENT, SendState.UNKNOWN)


def proof(work: Work, who: Person) -> Proof:
    """What was sent to a person and what they answered."""
    return Proof(who, sent_to(work, who.id), answered_by(work, who.id), work.now)


def sent_to(work: Work, person: int, since: datetime | None = None) -> tuple[Entry, ...]:
    """Every message to a person (from a moment on, UTC) and what became of it, oldest first."""
    first = aliased(AccountRow)
    query = (
        select(OutboxRow, AccountRow.channel, first.channel)
        .join(AccountRow, col(AccountRow.id) == col(OutboxRow.account_id))
        .join(first, col(first.id) == col(OutboxRow.first_account_id), isouter=True)
        .where(OutboxRow.person_id == person)
        .where(col(OutboxRow.op).in_([Say.__name__, Delete.__name__]))
        .order_by(col(OutboxRow.id))
    )
    if since is not None:
        query = query.where(col(OutboxRow.created_at) >= since)
    return tuple(_entry(*found) for found in work.session.exec(query))


def _entry(row: OutboxRow, channel: str, first: str | None) -> Entry:
    return Entry(
        at=row.created_at,
        due=row.not_before,
        sent_at=row.sent_at,
        kind=Priority(row.kind),
        reason=row.reason,
        operation=_operation(row),
        state="held" if row.held and row.state == SendState.QUEUED else row.state,
        problem=row.problem,
        channel=abilities(channel).title,
        tries=row.attempts,
        doubled=bool(row.doubts),
        number=row.platform_id or "",
        first_channel=abilities(first).title if first else "",
        moved_why=row.moved_why,
    )


def _operation(row: OutboxRow) -> str:
    if row.op == Delete.__name__:
        return "delete"
    return "edit" if row.edits is not None else "send"


def answered_by(work: Work, person: int) -> tuple[Answered, ...]:
    """When a person answered what, in which version, oldest first."""
    return tuple(sorted(_answers(work, person), key=lambda one: one.at))


def _answers(work: Work, person: int) -> Iterator[Answered]:
    yield from _registrations(work, person)
    for given, table, moment in (
        (Given.SELF_CHECK, SelfCheckRow, SelfCheckRow.done_at),
        (Given.RESULT, TaskResultRow, TaskResultRow.at),
        (Given.DONE, DoneRow, DoneRow.at),
        (Given.PAPER_CLAIM, PaperClaimRow, PaperClaimRow.at),
    ):
        query = select(table.period_id, moment).where(table.person_id == person)
        for period, at in work.session.exec(query):
            yield Answered(at, given, _title(work, period))
    copies = select(ReportCopyRow).where(ReportCopyRow.person_id == person)
    for copy in work.session.exec(copies.where(ReportCopyRow.name != "")):
        about = _title(work, copy.period_id)
        yield Answered(copy.at, Given.REPORT_COPY, about, copy.name)
    for given, moment, whose in (
        (Given.OBSTACLE, ObstacleRow.at, ObstacleRow.person_id),
        (Given.LETTER, ApologyRow.at, ApologyRow.person_id),
        (Given.ABSENCE, AbsenceRow.at, AbsenceRow.person_id),
        (Given.CORRECTION, CorrectionRow.asked_at, CorrectionRow.person_id),
    ):
        for at in work.session.exec(select(moment).where(col(whose) == person)):
            yield Answered(at, given)
    for row in work.session.exec(select(ConsentRow).where(ConsentRow.person_id == person)):
        yield Answered(row.at, Given.CONSENT, f"{row.purpose}: {row.state}", row.wording)


def _registrations(work: Work, person: int) -> Iterator[Answered]:
    query = (
        select(RegistrationRow.period_id, RevisionRow.number, RevisionRow.submitted_at)
        .join(RevisionRow, col(RevisionRow.registration_id) == col(RegistrationRow.id))
        .where(RegistrationRow.person_id == person)
    )
    for period, number, at in work.session.exec(query):
        yield Answered(at, Given.REGISTRATION, _title(work, period), str(number))


def _title(work: Work, period: int) -> Localized:
    found = periods.period(work, period)
    return periods.title_of(work, found) if found else Localized("", "")


def last_push(work: Work, person: int) -> Push | None:
    """The last message to a person that was no answer to what they did there."""
    query = select(OutboxRow).where(
        OutboxRow.person_id == person,
        OutboxRow.op == Say.__name__,
        col(OutboxRow.key).is_not(None),
        col(OutboxRow.state).in_(_UNDER_WAY),
        col(OutboxRow.not_before) <= work.now,
    )
    newest = query.order_by(col(OutboxRow.not_before).desc(), col(OutboxRow.id).desc())
    row = work.session.exec(newest.limit(1)).first()
    return _push(work, row) if row else None


def _push(work: Work, row: OutboxRow) -> Push:
    about = (row.key or "").partition(":")[0]
    push = Push(row.not_before, Priority(row.kind), row.reason, about)
    query = (
        select(BroadcastRow)
        .join(RecipientRow, col(RecipientRow.broadcast_id) == col(BroadcastRow.id))
        .where(RecipientRow.outbox_id == row.id)
    )
    announced = work.session.exec(query).first()
    if announced is None:
        return push
    audience = ChosenAudience.read(announced.audience)
    author = broadcasts.letter(work, announced).author
    return Push(
        push.at, push.kind, push.reason, about, author, audience, broadcasts.owed(work, audience)
    )
