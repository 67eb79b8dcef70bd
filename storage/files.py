"""Files that were sent: announced, fetched after the turn, kept sealed until decided on."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from sqlmodel import col, select

from domain.effects import Refused
from domain.files import DropFile, FetchFile, ImportRoster
from domain.people import Person
from domain.text import _
from storage import people, roster
from storage.people import Account
from storage.tables import FileRow
from storage.unit_of_work import Work


@dataclass(frozen=True)
class Wanted:
    """A file to be fetched, and whose chat it was sent in."""

    id: int
    account: Account
    person: int
    file: str
    name: str
    purpose: str


#: What most files are sent for.
ROSTER = "roster"


def want_roster(work: Work, who: Person, effect: FetchFile) -> None:
    """Remember to fetch a roster for this person, to be told of in the chat it was sent in."""
    want(work, who, effect, ROSTER)


def want(work: Work, who: Person, effect: FetchFile, purpose: str) -> int:
    """Remember to fetch a file that this person sent, for some purpose."""
    sent = effect.sent
    row = FileRow(
        account_id=sent.account,
        person_id=who.id,
        file=sent.file,
        name=sent.name,
        at=work.now,
        purpose=purpose,
        picture=sent.picture,
    )
    return _added(work, row)


def keep(work: Work, name: str, content: bytes, purpose: str) -> int:
    """A file that is at hand already, sent by nobody."""
    row = FileRow(file="", name=name, at=work.now, purpose=purpose, state="fetched")
    row.sealed = _sealed(work, content)
    return _added(work, row)


def _added(work: Work, row: FileRow) -> int:
    work.session.add(row)
    work.session.flush()
    return row.id or 0


def _sealed(work: Work, content: bytes) -> bytes:
    return work.vault.seal(base64.b64encode(content).decode())


def wanted(work: Work) -> tuple[Wanted, ...]:
    query = select(FileRow).where(FileRow.state == "wanted").order_by(col(FileRow.id))
    return tuple(_wanted(work, row) for row in work.session.exec(query))


def is_any_wanted(work: Work) -> bool:
    return work.session.scalars(_ANY_WANTED).first() is not None


_ANY_WANTED = select(FileRow.id).where(FileRow.state == "wanted").limit(1)


def _wanted(work: Work, row: FileRow) -> Wanted:
    account = people.account(work, row.account_id or 0)
    return Wanted(row.id or 0, account, row.person_id or 0, row.file, row.name, row.purpose)


def fetched(work: Work, id_: int, content: bytes | None) -> bool:
    """The content has come; None where it could not be fetched. False when it was known before."""
    row = work.session.get(FileRow, id_)
    if row is None or row.state != "wanted":
        return False
    row.state = "fetched" if content is not None else "lost"
    row.sealed = _sealed(work, content) if content else None
    return True


def content(work: Work, id_: int, person: int, purpose: str = ROSTER) -> tuple[str, bytes] | None:
    """Name and content of a file this person sent for that, and has not decided on yet."""
    row = work.session.get(FileRow, id_)
    if row is None or row.person_id != person or row.purpose != purpose:
        return None
    return opened(work, row)


def opened(work: Work, row: FileRow) -> tuple[str, bytes] | None:
    """Name and content of a file that has been fetched and is still kept."""
    if row.state != "fetched" or row.sealed is None:
        return None
    return row.name, base64.b64decode(str(work.vault.open(row.sealed)["value"]))


def import_roster(work: Work, who: Person, effect: ImportRoster) -> Refused | None:
    """The whole import, or none of it."""
    if effect.diff.problems:
        return Refused(_("The roster has mistakes now and was not imported. Please send it anew."))
    roster.apply(work, effect.diff, who.id)
    forget(work, effect.file, "imported")
    return None


def drop(work: Work, _who: Person, effect: DropFile) -> Refused | None:
    forget(work, effect.file, "dropped")
    return None


def forget(work: Work, id_: int, state: str) -> None:
    """It has been decided on: what it held is not kept."""
    row = work.session.get_one(FileRow, id_)
    row.state, row.sealed = state, None
