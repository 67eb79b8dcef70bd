"""Conversations under way: one for each person, conversation and subject; their answers sealed.

What a draft holds is the dialog engine's (`handlers.dialog.Draft`); here it is a JSON object.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, select

from storage import people
from storage.tables import DraftRow
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
    found = _rows(work, person)
    alike = (r for r in found if (r.conversation, r.subject) == (conversation, subject))
    row = next(alike, None)
    if row is None:
        row = DraftRow(
            id=work.session.number(DraftRow),
            person_id=person,
            conversation=conversation,
            subject=subject,
            sealed=work.vault.seal({}),
            opened_at=work.now,
            touched_at=work.now,
        )
        work.session.add(row)
        found.append(row)
    return _kept(work, row)


def draft(work: Work, id_: int, person: int) -> KeptDraft | None:
    """The draft of that number if it is this person's and still under way."""
    row = next((row for row in _rows(work, person) if row.id == id_), None)
    return _kept(work, row) if row is not None else None


def drafts_of(work: Work, person: int) -> tuple[KeptDraft, ...]:
    """What a person has under way, the one touched last first."""
    rows = sorted(_rows(work, person), key=_touched, reverse=True)
    return tuple(_kept(work, row) for row in rows)


def _touched(row: DraftRow) -> datetime:
    return row.touched_at


def save(work: Work, kept: KeptDraft) -> None:
    row = _row(work, kept)
    row.sealed, row.revision = work.vault.seal(kept.state), kept.revision
    row.touched_at, row.torn_at = work.now, None


def mark_torn(work: Work, kept: KeptDraft) -> None:
    """A text was refused as too long: its rest may follow in a message of its own."""
    _row(work, kept).torn_at = work.now


def discard(work: Work, kept: KeptDraft) -> None:
    """The conversation is over; no account has it in the foreground any more."""
    for account in people.account_rows(work, kept.person):
        if account.foreground == kept.id:
            account.foreground = None
    found = _rows(work, kept.person)
    for row in [row for row in found if row.id == kept.id]:
        work.session.delete(row)
        found.remove(row)


def _row(work: Work, kept: KeptDraft) -> DraftRow:
    return next(row for row in _rows(work, kept.person) if row.id == kept.id)


def _rows(work: Work, person: int) -> list[DraftRow]:
    """All that a person has under way: a few at most."""
    return work.once(under_way(person), lambda: rows_of(work, [person])[person])


def under_way(person: int) -> Hashable:
    """Under this a person's drafts are remembered."""
    return (DraftRow, person)


def rows_of(work: Work, persons: Collection[int]) -> Mapping[int, list[DraftRow]]:
    """What each of these people has under way."""
    found: dict[int, list[DraftRow]] = {person: [] for person in persons}
    for row in work.session.exec(_OF_PERSONS, params={"persons": list(persons)}):
        found[row.person_id].append(row)
    return found


_OF_PERSONS = (
    select(DraftRow)
    .where(col(DraftRow.person_id).in_(bindparam("persons", expanding=True)))
    .order_by(col(DraftRow.id))
)


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
