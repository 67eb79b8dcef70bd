"""Letters of apology: drafted by whoever has a late file, looked after by specialist and head."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from domain.apology import (
    Addressee,
    DecideLetter,
    KeepLetter,
    LateFile,
    Letter,
    LetterCounts,
    Letters,
    LetterState,
    Signing,
    looks_after,
    may_become,
)
from domain.effects import Refused
from domain.people import Person, Role
from domain.text import _
from storage import people
from storage.tables import ApologyRow
from storage.unit_of_work import Work, clean

PAGE = 6  # with turning and a new one: as many choices as can be numbered
_DIGITS = 9  # what every database takes for a number
NOT_HERE = Refused(_("That letter is not kept any more, or it is not for {you}."))
_CHANGED = Refused(_("That letter stands otherwise by now: /thuxinloi shows how. Nothing changed."))
_PAST = Refused(_("The new date has come meanwhile. Please choose a later one."))
_TAKEN = Refused(_("You have written another letter meanwhile. Please send this once more."))


def signers(work: Work, author: int) -> tuple[Person, ...]:
    """Who is told of a letter to be signed: specialists and heads, but its author."""
    found = (*people.with_role(work, Role.SPECIALIST), *people.heads(work))
    return tuple({person.id: person for person in found if person.id != author}.values())


def next_number(work: Work, author: int) -> int:
    numbers = select(func.max(ApologyRow.number)).where(ApologyRow.person_id == author)
    return (work.session.exec(numbers).one() or 0) + 1


def keep(work: Work, who: Person, effect: KeepLetter) -> Refused | None:
    """A letter to be signed; refused where its number is taken or its date has come meanwhile."""
    if effect.number != next_number(work, who.id):
        return _TAKEN
    file = effect.file
    if file.until <= work.today:
        return _PAST
    written: dict[str, object] = {
        "addressee": str(file.addressee),
        "whom": clean(file.whom),
        "late_file": clean(file.about),
        "receipt": clean(file.receipt),
        "stands": clean(file.stands),
        "reason": clean(file.reason),
    }
    work.session.add(
        ApologyRow(
            person_id=who.id,
            number=effect.number,
            promised=file.promised,
            until=file.until,
            at=work.now,
            sealed=work.vault.seal(written),
        )
    )
    work.session.flush()
    return None


def load_list(work: Work, who: Person, subject: str) -> Letters:
    """A page of them, counted from 0; whoever looks after none sees their own."""
    page = int(subject) if subject.isdecimal() and len(subject) < _DIGITS else 0
    row = ApologyRow
    query = select(row).where(row.state != LetterState.TAKEN_BACK, col(row.sealed).is_not(None))
    if not looks_after(who):
        query = query.where(row.person_id == who.id)
    query = query.order_by(col(row.state) != LetterState.DRAFTED, col(row.id).desc())
    found = work.session.exec(query.offset(page * PAGE).limit(PAGE + 1)).all()
    letters = tuple(_letter(work, one) for one in found[:PAGE])
    return Letters(who, letters, page, len(found) > PAGE)


def load_one(work: Work, who: Person, subject: str) -> Signing | Refused:
    """One letter, for its author and for whoever looks after all."""
    row = _row(work, subject)
    if row is None or row.sealed is None or not (row.person_id == who.id or looks_after(who)):
        return NOT_HERE
    return Signing(_letter(work, row), who, work.now)


def load_to_decide(work: Work, who: Person, subject: str) -> Signing | Refused:
    """The same, for whoever looks after it."""
    return load_one(work, who, subject) if looks_after(who) else NOT_HERE


def decide(work: Work, who: Person, effect: DecideLetter) -> Refused | None:
    """Signed and sent, taken back, or neither after all; audited."""
    row = _row(work, effect.letter)
    if row is None or isinstance(load_to_decide(work, who, effect.letter), Refused):
        return NOT_HERE
    if not may_become(LetterState(row.state), effect.state):
        return _CHANGED
    row.state, row.decided_by, row.decided_at = effect.state, who.id, work.now
    work.audit(who.id, f"letter_{effect.state}", f"person:{row.person_id}", f"letter:{row.number}")
    return None


def waiting(work: Work) -> int:
    """How many are to be signed and sent."""
    kept = col(ApologyRow.sealed).is_not(None)
    return _count(work, kept, col(ApologyRow.state) == LetterState.DRAFTED)


def counts(work: Work, first: datetime, end: datetime) -> LetterCounts:
    """Of the files recorded as late in that time (UTC), as of now."""
    state, at = col(ApologyRow.state), col(ApologyRow.at)
    recorded = (state != LetterState.TAKEN_BACK, at >= first, at < end, at <= work.now)
    sent = (state == LetterState.SENT, col(ApologyRow.decided_at) <= work.now)
    return LetterCounts(_count(work, *recorded), _count(work, *recorded, *sent))


def _count(work: Work, *which: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(ApologyRow).where(*which)
    return work.session.exec(query).one()


def _row(work: Work, subject: str) -> ApologyRow | None:
    person, _colon, number = subject.partition(":")
    if not all(part.isdecimal() and len(part) < _DIGITS for part in (person, number)):
        return None
    row = ApologyRow
    query = select(row).where(row.person_id == int(person), row.number == int(number))
    return work.session.exec(query).first()


def _letter(work: Work, row: ApologyRow) -> Letter:
    said = {name: str(value) for name, value in work.vault.open(row.sealed or b"").items()}
    file = LateFile(
        Addressee(said["addressee"]),
        said["whom"],
        said["late_file"],
        said["receipt"],
        row.promised,
        said["stands"],
        said["reason"],
        row.until,
    )
    author = people.person(work, row.person_id)
    return Letter(author, row.number, row.at, file, LetterState(row.state), row.decided_at)
