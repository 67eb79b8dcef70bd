"""Conversations under way: one for each person, conversation and subject; their answers sealed.

What a draft holds is the dialog engine's (`handlers.dialog.Draft`); here it is a JSON object.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select

from storage.tables import AccountRow, DraftRow
from storage.unit_of_work import Work


@dataclass(frozen=True)
class KeptDraft:
    """A draft with what it is about."""

    id: int
    person: int
    conversation: str
    subject: str
    revision: int
    state: dict[str, object]
    torn_at: datetime | None = None  # when a text too long for one message was refused


def open_draft(work: Work, person: int, conversation: str, subject: str) -> KeptDraft:
    """The draft of this person, conversation and subject; begun now if there is none."""
    query = select(DraftRow).where(
        DraftRow.person_id == person,
        DraftRow.conversation == conversation,
        DraftRow.subject == subject,
    )
    row = work.session.exec(query).first()
    if row is None:
        row = DraftRow(
            person_id=person,
            conversation=conversation,
            subject=subject,
            sealed=work.vault.seal({}),
            opened_at=work.now,
            touched_at=work.now,
        )
        work.session.add(row)
        work.session.flush()
    return _kept(work, row)


def draft(work: Work, id_: int, person: int) -> KeptDraft | None:
    """The draft of that number if it is this person's and still under way."""
    row = work.session.get(DraftRow, id_)
    return _kept(work, row) if row is not None and row.person_id == person else None


def drafts_of(work: Work, person: int) -> tuple[KeptDraft, ...]:
    """What a person has under way, the one touched last first."""
    query = select(DraftRow).where(DraftRow.person_id == person)
    rows = work.session.exec(query.order_by(col(DraftRow.touched_at).desc()))
    return tuple(_kept(work, row) for row in rows)


def save(work: Work, kept: KeptDraft) -> None:
    row = work.session.get_one(DraftRow, kept.id)
    row.sealed, row.revision = work.vault.seal(kept.state), kept.revision
    row.touched_at, row.torn_at = work.now, None


def mark_torn(work: Work, id_: int) -> None:
    """A text was refused as too long: its rest may follow in a message of its own."""
    row = work.session.get_one(DraftRow, id_)
    row.torn_at = work.now


def discard(work: Work, id_: int) -> None:
    """The conversation is over; no account has it in the foreground any more."""
    work.session.execute(
        update(AccountRow).where(col(AccountRow.foreground) == id_).values(foreground=None)
    )
    work.session.execute(delete(DraftRow).where(col(DraftRow.id) == id_))


def with_state(kept: KeptDraft, state: dict[str, object], revision: int) -> KeptDraft:
    return replace(kept, state=state, revision=revision)


def _kept(work: Work, row: DraftRow) -> KeptDraft:
    return KeptDraft(
        row.id or 0,
        row.person_id,
        row.conversation,
        row.subject,
        row.revision,
        work.vault.open(row.sealed),
        row.torn_at,
    )
