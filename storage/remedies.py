"""Remedies one promised oneself: what and about which sign lies sealed, opened for its owner only.

The date lies open, so that a reminder can come without anything being opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from sqlmodel import col, select

from domain.effects import Refused
from domain.people import Person
from domain.self_check import (
    FinishRemedy,
    KeptRemedy,
    Moved,
    MoveRemedy,
    MovingRemedy,
    Noted,
    NoteRemedy,
    Remedy,
    RemedyDone,
    RemedyState,
)
from domain.text import Localized, _
from storage import periods, plans
from storage.tables import RemedyRow
from storage.unit_of_work import Work, clean

NOT_YOURS = Refused(_("This remedy is not here any more. /viec shows yours."))


def promise(
    work: Work, person: int, period: int, remedy: Remedy, at: datetime | None = None
) -> None:
    """Keep a remedy of a self-check; `at` is when that check was done (now, if not given)."""
    work.session.add(
        RemedyRow(
            person_id=person,
            period_id=period,
            sealed=work.vault.seal({"sign": remedy.sign, "action": clean(remedy.action)}),
            due=remedy.due,
            promised_at=at or work.now,
        )
    )


def promise_again(
    work: Work, person: int, period: int, promised: Sequence[Remedy], at: datetime
) -> None:
    """Put others in the place of what was promised with a self-check done `at` that moment.

    One that is promised again, or that something has become of already, stays as it is.
    """
    wanted = [replace(remedy, action=clean(remedy.action)) for remedy in promised]
    query = select(RemedyRow).where(
        RemedyRow.person_id == person, RemedyRow.period_id == period, RemedyRow.promised_at == at
    )
    for row in work.session.exec(query).all():
        kept = _kept(work, row)
        same = Remedy(kept.sign, kept.action, kept.due)
        if same in wanted:
            wanted.remove(same)
        elif kept.state is RemedyState.OPEN and not (kept.moves or kept.notes):
            work.session.delete(row)
    for remedy in wanted:
        promise(work, person, period, remedy, at)


def remedies_of(work: Work, person: int) -> tuple[KeptRemedy, ...]:
    """All remedies of a person, oldest first; only ever told to that person."""
    query = select(RemedyRow).where(RemedyRow.person_id == person)
    rows = work.session.exec(query.order_by(col(RemedyRow.id)))
    return tuple(_kept(work, row) for row in rows)


def open_remedies(work: Work, person: int) -> tuple[KeptRemedy, ...]:
    """Those still to be done, the one due first first."""
    found = (r for r in remedies_of(work, person) if r.state is RemedyState.OPEN)
    return tuple(sorted(found, key=lambda r: (r.due or date.max, r.id)))


def load_moving(work: Work, who: Person, subject: str) -> MovingRemedy | Refused:
    """One's own open remedy, to move its date or note how far it has come."""
    row = _own(work, who, subject)
    if row is None or row.state != RemedyState.OPEN:
        return NOT_YOURS
    return MovingRemedy(_kept(work, row), work.now)


def load_done(work: Work, who: Person, subject: str) -> RemedyDone | Refused:
    """One's own remedy, to tick it as done or to take a tick back."""
    row = _own(work, who, subject)
    return NOT_YOURS if row is None else RemedyDone(_kept(work, row), work.now)


def finish_remedy(work: Work, who: Person, effect: FinishRemedy) -> Refused | None:
    row = _own(work, who, str(effect.remedy))
    if row is None:
        return NOT_YOURS
    row.state = RemedyState.OPEN if effect.undo else RemedyState.DONE
    row.finished_at = None if effect.undo else work.now
    return None


def move_remedy(work: Work, who: Person, effect: MoveRemedy) -> Refused | None:
    """A new date; the one before stays, sealed with its reason."""
    row = _own(work, who, str(effect.remedy))
    if row is None or row.state != RemedyState.OPEN:
        return NOT_YOURS
    opened = work.vault.open(row.sealed)
    before = row.due.isoformat() if row.due else None
    move = {"before": before, "reason": clean(effect.reason), "at": work.now.isoformat()}
    moves = [*cast("list[object]", opened.get("moves", [])), move]
    row.sealed, row.due = work.vault.seal({**opened, "moves": moves}), effect.due
    return None


def note_remedy(work: Work, who: Person, effect: NoteRemedy) -> Refused | None:
    """How far it has come, sealed with what it is about."""
    row = _own(work, who, str(effect.remedy))
    if row is None or row.state != RemedyState.OPEN:
        return NOT_YOURS
    opened = work.vault.open(row.sealed)
    note = {"words": clean(effect.words), "at": work.now.isoformat()}
    notes = [*cast("list[object]", opened.get("notes", [])), note]
    row.sealed = work.vault.seal({**opened, "notes": notes})
    return None


def _own(work: Work, who: Person, subject: str) -> RemedyRow | None:
    row = work.session.get(RemedyRow, int(subject)) if subject.isdecimal() else None
    return row if row is not None and row.person_id == who.id else None


def _kept(work: Work, row: RemedyRow) -> KeptRemedy:
    opened = work.vault.open(row.sealed)
    number = int(str(opened["sign"]))
    return KeptRemedy(
        id=row.id or 0,
        sign=number,
        action=str(opened["action"]),
        due=row.due,
        state=RemedyState(row.state),
        promised_at=row.promised_at,
        moves=tuple(_moved(m) for m in cast("list[dict[str, str]]", opened.get("moves", []))),
        notes=tuple(_noted(n) for n in cast("list[dict[str, str]]", opened.get("notes", []))),
        label=_label_then(work, row, number),
    )


def _label_then(work: Work, row: RemedyRow, number: int) -> Localized | None:
    """What its sign said, where the checklist of today says something else under that number."""
    checklist = plans.of_period(work, periods.kept(work, row.period_id)).checklist
    signs = [sign for sign in checklist.signs if sign.number == number]
    if not signs or number in work.office.checklist.carried(signs):
        return None
    return signs[0].label


def _noted(note: dict[str, str]) -> Noted:
    return Noted(note["words"], datetime.fromisoformat(note["at"]))


def _moved(move: dict[str, str]) -> Moved:
    before = date.fromisoformat(move["before"]) if move["before"] else None
    return Moved(before, move["reason"], datetime.fromisoformat(move["at"]))
