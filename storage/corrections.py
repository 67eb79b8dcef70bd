"""Requests to correct data: kept until those who keep the roster have settled them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from domain.correction import (
    CORRECTED_WITHIN,
    AskCorrection,
    Correcting,
    Correction,
    FinishCorrection,
    OpenCorrections,
)
from domain.effects import Refused
from domain.people import Person, Role
from domain.text import _
from storage import people
from storage.tables import CorrectionRow
from storage.unit_of_work import Work, clean

SEEN_TO = Refused(_("That has been seen to already."))


def ask_correction(work: Work, who: Person, effect: AskCorrection) -> None:
    """Keep the request until somebody has seen to it."""
    words = clean(effect.words)
    work.session.add(CorrectionRow(person_id=who.id, words=words, asked_at=work.now))
    work.session.flush()
    work.audit(who.id, "correction_asked", f"person:{who.id}")


def load_open(work: Work, who: Person, _subject: str) -> OpenCorrections | Refused:
    """What waits for those who keep the roster, oldest first."""
    if not may_correct(who):
        return SEEN_TO
    waiting = select(CorrectionRow).where(col(CorrectionRow.done_at).is_(None))
    rows = work.session.exec(waiting.order_by(col(CorrectionRow.id))).all()
    return OpenCorrections(tuple(_correction(work, row) for row in rows))


def load(work: Work, who: Person, subject: str) -> Correcting | Refused:
    """A request that waits (`PERSON:NUMBER`), before one of those who keep the roster."""
    person, _colon, number = subject.partition(":")
    if not (person.isdecimal() and number.isdecimal()) or not may_correct(who):
        return SEEN_TO
    row = _row(work, int(person), int(number))
    if row is None or row.done_at is not None:
        return SEEN_TO
    return Correcting(_correction(work, row), who, work.now)


def finish(work: Work, who: Person, effect: FinishCorrection) -> Refused | None:
    """It is put right, or stays with the reason that its owner is told; audited."""
    row = _row(work, effect.person, effect.number)
    if row is None or row.done_at is not None or not may_correct(who):
        return SEEN_TO
    row.done_at, row.done_by, row.answer = work.now, who.id, clean(effect.because)
    action = "correction_refused" if row.answer else "correction_done"
    work.audit(who.id, action, f"person:{row.person_id}")
    return None


def asked_so_far(work: Work, person: int) -> int:
    """How many requests a person has made."""
    return len(_asked_by(work, person))


def may_correct(who: Person) -> bool:
    return who.is_any(Role.SPECIALIST, Role.ADMIN)


def _correction(work: Work, row: CorrectionRow) -> Correction:
    ids = [each.id for each in _asked_by(work, row.person_id)]
    person = people.person(work, row.person_id)
    by = row.asked_at.astimezone(work.office.zone).date() + CORRECTED_WITHIN
    return Correction(person, ids.index(row.id) + 1, row.words, row.asked_at, by)


def _row(work: Work, person: int, number: int) -> CorrectionRow | None:
    asked = _asked_by(work, person)
    return asked[number - 1] if 1 <= number <= len(asked) else None


def _asked_by(work: Work, person: int) -> Sequence[CorrectionRow]:
    """A person's requests in order."""
    query = select(CorrectionRow).where(CorrectionRow.person_id == person)
    return work.session.exec(query.order_by(col(CorrectionRow.id))).all()
