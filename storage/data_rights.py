"""What is kept about a person, as that person asks: to whom a request goes, and deleting it all."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlmodel import col, select

from domain.consent import ConsentState
from domain.data_rights import EraseMyData, RightsInputs
from domain.people import Person, Role
from storage import codes, consents, corrections, people
from storage.enrolment import unlink
from storage.tables import (
    AbsenceRow,
    AccountRow,
    DeskSessionRow,
    DraftRow,
    FeedRow,
    FileRow,
    LinkRow,
    MenuRow,
    OutboxRow,
    RemedyRow,
    SelfCheckRow,
    SnoozeRow,
    StopRow,
)
from storage.unit_of_work import Work


def rights_inputs(work: Work, who: Person, _subject: str) -> RightsInputs:
    """Who asks and whom to tell."""
    elsewhere = (chat.id for chat in people.accounts_of(work, who.id) if chat.id != work.here)
    specialists = people.with_role(work, Role.SPECIALIST)
    asked = corrections.asked_so_far(work, who.id)
    return RightsInputs(who, work.now, work.today, specialists, tuple(elsewhere), asked)


def erase(work: Work, who: Person, _effect: EraseMyData) -> None:
    """Delete what is the person's own; registrations, completion and the ledger's rows stay."""
    for purpose in consents.given_now(work, who.id):
        consents.record(work, who.id, purpose, ConsentState.WITHDRAWN, "erased", None)
    codes.revoke(work, who.id, by=who.id, channel=None)
    for account in _accounts(work, who.id):
        unlink(work, account)
        work.session.execute(delete(MenuRow).where(col(MenuRow.account_id) == account))
    own = (SelfCheckRow, RemedyRow, DraftRow, SnoozeRow, StopRow, FileRow)
    for table in (*own, LinkRow, FeedRow, DeskSessionRow):
        work.session.execute(delete(table).where(col(table.person_id) == who.id))
    absent = update(AbsenceRow).where(col(AbsenceRow.person_id) == who.id)
    work.session.execute(absent.values(sealed=None))
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
