"""The roster as it is kept, and carrying out what an import would change: all of it or nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, update
from sqlmodel import col, select

from domain.people import Person, Role, Standing
from domain.roster import Added, Changed, Left, Rename, Returned, RosterChange, RosterDiff
from domain.roster_entry import Existing, RosterEntry, Status
from domain.vietnamese import fold, sort_bytes
from storage import people
from storage.enrolment import unlink
from storage.tables import AccountRow, CodeRow, PersonRow, PostRow
from storage.unit_of_work import Work


def existing(work: Work) -> tuple[Existing, ...]:
    """Everyone the office has or had, as the roster said last."""
    rows = {row.id: row for row in work.session.exec(select(PersonRow))}
    return tuple(_existing(p, rows[p.id]) for p in people.people(work, also_left=True))


def _existing(person: Person, row: PersonRow) -> Existing:
    entry = RosterEntry(
        full_name=person.full_name,
        posts=person.posts,
        standing=person.standing,
        roles=frozenset(Role(role) for role in row.roles.split(",") if role),
        salutation=person.salutation,
        code=row.code or "",
    )
    return Existing(person.id, entry, Status.LEFT if row.left else Status.ACTIVE)


def apply(work: Work, diff: RosterDiff, actor: int | None) -> None:
    """Carry an import out; ValueError when it has problems, which forbid it."""
    if diff.problems:
        raise ValueError("a roster with problems is never half imported")
    _free_codes(work, diff)
    for change in diff.changes:
        _apply(work, change)
    counts = {kind.__name__.lower(): len(diff.of(kind)) for kind in (Added, Changed, Rename, Left)}
    details = ", ".join(f"{name} {count}" for name, count in counts.items())
    work.audit(actor, "roster.import", "roster", details)


def _free_codes(work: Work, diff: RosterDiff) -> None:
    """Staff codes are unique: those that change hands are let go before anyone takes them."""
    changing = [
        change.old.id
        for change in diff.changes
        if isinstance(change, Changed | Rename | Returned)
        and change.old.entry.code != change.new.code
    ]
    freed = update(PersonRow).where(col(PersonRow.id).in_(changing)).values(code=None)
    work.session.execute(freed)


def _apply(work: Work, change: RosterChange) -> None:
    match change:
        case Added(new):
            id_ = work.session.insert(PersonRow, joined_at=work.now, **_columns(new))
            _write_posts(work, id_, new)
        case Changed(old, new) | Rename(old, new):
            _write(work, work.session.get_one(PersonRow, old.id), new)
        case Returned(old, new):
            row = work.session.get_one(PersonRow, old.id)
            row.left, row.left_at, row.joined_at = False, None, work.now
            _write(work, row, new)
        case Left(old):
            _leave(work, old.id)


def _write(work: Work, row: PersonRow, entry: RosterEntry) -> None:
    row.sqlmodel_update(_columns(entry))
    work.session.execute(delete(PostRow).where(col(PostRow.person_id) == row.id))
    _write_posts(work, row.id or 0, entry)


def _columns(entry: RosterEntry) -> dict[str, Any]:
    return {
        "full_name": entry.full_name,
        "folded": fold(entry.full_name),
        "sorts": sort_bytes(entry.full_name),
        "standing": Standing(entry.standing),
        "roles": _roles(entry.roles),
        "salutation": entry.salutation,
        "code": entry.code or None,
    }


def _write_posts(work: Work, id_: int, entry: RosterEntry) -> None:
    for ordinal, post in enumerate(entry.posts):
        work.session.insert(
            PostRow, person_id=id_, ordinal=ordinal, unit=post.unit, position=post.position
        )


def _roles(roles: frozenset[Role]) -> str:
    return ",".join(sorted(roles))


def _leave(work: Work, id_: int) -> None:
    """Gone from the roster: kept for the record, but their chat and codes open nothing any more."""
    row = work.session.get_one(PersonRow, id_)
    row.left, row.left_at = True, work.now
    theirs = select(AccountRow.id).where(AccountRow.person_id == id_)
    for account in work.session.exec(theirs).all():
        unlink(work, account or 0)
    unused = col(CodeRow.used_at).is_(None) & col(CodeRow.revoked_at).is_(None)
    work.session.execute(
        update(CodeRow).where(col(CodeRow.person_id) == id_, unused).values(revoked_at=work.now)
    )
