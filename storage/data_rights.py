"""Correcting and deleting what is kept about a person, as that person asks."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlmodel import col, select

from domain.consent import ConsentState
from domain.data_rights import (
    AskCorrection,
    Correction,
    EraseMyData,
    FinishCorrection,
    RightsInputs,
)
from domain.effects import Refused
from domain.people import Person, Role
from domain.text import _
from storage import codes, consents, people
from storage.enrolment import unlink
from storage.tables import (
    AccountRow,
    CorrectionRow,
    DraftRow,
    FileRow,
    LinkRow,
    MenuRow,
    OutboxRow,
    RemedyRow,
    SelfCheckRow,
    SnoozeRow,
)
from storage.unit_of_work import Work

SEEN_TO = Refused(_("That has been seen to already."))


def rights_inputs(work: Work, who: Person, _subject: str) -> RightsInputs:
    """Who asks and whom to tell."""
    elsewhere = (chat.id for chat in people.accounts_of(work, who.id) if chat.id != work.here)
    specialists = people.with_role(work, Role.SPECIALIST)
    return RightsInputs(who, work.now, work.today, specialists, tuple(elsewhere))


def ask_correction(work: Work, who: Person, effect: AskCorrection) -> None:
    """Keep the request until the specialist has seen to it."""
    work.session.add(CorrectionRow(person_id=who.id, words=effect.words, asked_at=work.now))
    work.session.flush()
    work.audit(who.id, "correction_asked", f"person:{who.id}")


def correction(work: Work, who: Person, subject: str) -> Correction | Refused:
    """The newest open request of a person (`subject`), for those who keep the roster."""
    row = _open_request(work, int(subject)) if subject.isdecimal() else None
    if row is None or not _keeps_the_roster(who):
        return SEEN_TO
    return Correction(row.id or 0, people.person(work, row.person_id))


def _open_request(work: Work, person: int) -> CorrectionRow | None:
    query = select(CorrectionRow).where(
        CorrectionRow.person_id == person, col(CorrectionRow.done_at).is_(None)
    )
    return work.session.exec(query.order_by(col(CorrectionRow.id).desc())).first()


def finish_correction(work: Work, who: Person, effect: FinishCorrection) -> Refused | None:
    """The specialist has corrected it, or talked it over."""
    row = work.session.get(CorrectionRow, effect.correction)
    if row is None or row.done_at is not None or not _keeps_the_roster(who):
        return SEEN_TO
    row.done_at, row.done_by = work.now, who.id
    work.audit(who.id, "correction_done", f"person:{row.person_id}")
    return None


def _keeps_the_roster(who: Person) -> bool:
    return who.is_any(Role.SPECIALIST, Role.ADMIN)


def erase(work: Work, who: Person, _effect: EraseMyData) -> None:
    """Delete what is the person's own; registrations, completion and the ledger's rows stay."""
    for purpose in consents.given_now(work, who.id):
        consents.record(work, who.id, purpose, ConsentState.WITHDRAWN, "erased", None)
    codes.revoke(work, who.id, by=who.id, channel=None)
    for account in _accounts(work, who.id):
        unlink(work, account)
        work.session.execute(delete(MenuRow).where(col(MenuRow.account_id) == account))
    for table in (SelfCheckRow, RemedyRow, DraftRow, SnoozeRow, FileRow, LinkRow):
        work.session.execute(delete(table).where(col(table.person_id) == who.id))
    _empty_messages(work, who.id)
    work.audit(who.id, "erased", f"person:{who.id}")


def _accounts(work: Work, person: int) -> list[int]:
    query = select(AccountRow.id).where(AccountRow.person_id == person)
    return [id_ for id_ in work.session.exec(query) if id_ is not None]


def _empty_messages(work: Work, person: int) -> None:
    """The words of what was sent before go; that it was sent, when and how it went stays."""
    words = (
        update(OutboxRow)
        .where(col(OutboxRow.person_id) == person, col(OutboxRow.created_at) < work.now)
        .values(sealed=None)
    )
    work.session.execute(words)
