"""Sessions of the desk: a way in that opens once, then one browser, until it ends.

Only keyed digests of ways in and of browsers are kept. What somebody may do at the desk is asked
again at every request.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlmodel import col, select

from domain.desk import (
    IDLE,
    LASTS,
    WAITS,
    DeskEntrance,
    DeskSession,
    EndSessions,
    KeepEntrance,
    Way,
)
from domain.effects import Refused
from domain.links import Closed
from domain.people import Person, may_see_everyone
from domain.text import _
from storage import people
from storage.tables import AccountRow, DeskSessionRow
from storage.unit_of_work import Work

#: Where the desk begins, below the public address; its door, and where Telegram's app opens it.
PATH = "/desk"
DOOR = f"{PATH}/in/"
LAUNCH = f"{PATH}/telegram"

NO_PAGES = Refused(_("This office has no web pages: please go on here in the chat."))
NOT_YOURS = Refused(_("The desk is for the specialist, the head and the admin."))
#: How often it is written down that a session is in use: looking alone writes nothing.
_NOTED = timedelta(minutes=1)


def load_entrance(work: Work, who: Person, _subject: str) -> DeskEntrance | Refused:
    """A link to be handed out, and the sessions under way; refused without a public address."""
    if not may_see_everyone(who):
        return NOT_YOURS
    if not work.public_url:
        return NO_PAGES
    token = work.chance.token()
    url = f"{work.public_url}{DOOR}{token}"
    is_secure = work.public_url.startswith("https:")  # Telegram opens nothing else
    launch = f"{work.public_url}{LAUNCH}" if is_secure else ""
    return DeskEntrance(token, url, launch, sessions_of(work, who.id), work.now)


def keep_entrance(work: Work, who: Person, effect: KeepEntrance) -> None:
    """The link leads to the desk from now on, for a quarter of an hour."""
    work.session.add(
        DeskSessionRow(
            person_id=who.id,
            way=Way.LINK,
            digest=work.vault.digest(effect.token),
            issued_at=work.now,
            expires_at=work.now + WAITS,
        )
    )
    work.session.flush()


def look(work: Work, token: str) -> int | Closed:
    """Whose way in this is, whoever looks; nothing is used up."""
    row = _waiting(work, token)
    return row if isinstance(row, Closed) else row.person_id


def enter(work: Work, token: str, device: str) -> str | Closed:
    """Use a way in up; gives what this browser shows from now on, and nobody else ever can.

    `device` is what the browser has shown until now: a session of its own ends, and beside another
    person's none is opened.
    """
    row = _waiting(work, token)
    if isinstance(row, Closed):
        return row
    if _is_anothers(work, device, row.person_id):
        return Closed.ANOTHERS
    return _open(work, row, device)


def launch(work: Work, chat: tuple[str, str, str], proof: str, device: str) -> str | Closed:
    """The same for whose private chat (channel, bot, chat) a platform's app proves it to be.

    Each `proof` opens once.
    """
    person = _of_chat(work, chat)
    if person is None:
        return Closed.REVOKED
    digest = work.vault.digest(proof)
    known = select(DeskSessionRow.id).where(DeskSessionRow.digest == digest)
    if work.session.exec(known).first() is not None:
        return Closed.OVER
    if _is_anothers(work, device, person):
        return Closed.ANOTHERS
    row = DeskSessionRow(
        person_id=person,
        way=Way.TELEGRAM,
        digest=digest,
        issued_at=work.now,
        expires_at=work.now + WAITS,
    )
    work.session.add(row)
    return _open(work, row, device)


def _of_chat(work: Work, chat: tuple[str, str, str]) -> int | None:
    """Whose chat that is, if they may come in."""
    channel, bot, number = chat
    query = select(AccountRow.person_id).where(
        AccountRow.channel == channel, AccountRow.bot == bot, AccountRow.chat == number
    )
    found = work.session.exec(query).first()
    who = people.present(work, found) if found is not None else None
    return who.id if who is not None and may_see_everyone(who) else None


def resume(work: Work, device: str) -> tuple[DeskSession, Person] | Closed:
    """The session of this browser and whose it is, with their rights as they are now."""
    row = _row(work, device)
    if row is None:
        return Closed.UNKNOWN
    who = people.present(work, row.person_id)
    if who is None or not may_see_everyone(who):
        row.ended_at = row.ended_at or work.now
        return Closed.REVOKED
    if not _is_open(row, work.now):
        return Closed.REVOKED if row.ended_at is not None else Closed.OVER
    found = _session(row)
    if work.now - found.seen_at >= _NOTED:
        row.seen_at = work.now
    return found, who


def sessions_of(work: Work, person: int) -> tuple[DeskSession, ...]:
    """A person's sessions that are open, the newest first."""
    query = select(DeskSessionRow).where(DeskSessionRow.person_id == person, _open_now(work.now))
    return tuple(map(_session, work.session.exec(query.order_by(col(DeskSessionRow.id).desc()))))


def end_sessions(work: Work, who: Person, effect: EndSessions) -> Refused | None:
    """As the person asks; their own only."""
    if not end(work, who.id, by=who.id, only=effect.session):
        return Refused(_("No such page is open any more."))
    return None


def end(work: Work, person: int, *, by: int | None, only: int | None = None) -> int:
    """A person's sessions end, and ways in that wait open nothing; how many there were."""
    theirs = [col(DeskSessionRow.person_id) == person, col(DeskSessionRow.ended_at).is_(None)]
    if only is not None:
        theirs.append(col(DeskSessionRow.id) == only)
    waiting = col(DeskSessionRow.opened_at).is_(None) & (col(DeskSessionRow.expires_at) > work.now)
    ending = (
        update(DeskSessionRow)
        .where(*theirs, _open_now(work.now) | waiting)
        .values(ended_at=work.now)
        .returning(col(DeskSessionRow.id))
    )
    ended = len(work.session.execute(ending).all())
    if ended:
        work.audit(by, "desk_closed", f"person:{person}")
    return ended


def guard(work: Work, device: str) -> str:
    """What a form of the desk carries, so that only the desk's pages can send it (CSRF)."""
    return work.vault.digest(f"form of the desk for {device}")


def _open(work: Work, row: DeskSessionRow, before: str) -> str:
    if (earlier := _row(work, before)) is not None:
        earlier.ended_at = earlier.ended_at or work.now
    device = work.chance.token()
    row.device = work.vault.digest(device)
    row.opened_at = row.seen_at = work.now
    work.session.flush()
    work.audit(row.person_id, "desk_opened", f"person:{row.person_id}", row.way)
    return device


def _waiting(work: Work, token: str) -> DeskSessionRow | Closed:
    query = select(DeskSessionRow).where(
        DeskSessionRow.digest == work.vault.digest(token), DeskSessionRow.way == Way.LINK
    )
    row = work.session.exec(query).first()
    if row is None:
        return Closed.UNKNOWN
    who = people.present(work, row.person_id)
    if who is None or not may_see_everyone(who) or (row.ended_at and row.opened_at is None):
        return Closed.REVOKED
    if row.opened_at is not None:
        return Closed.OVER
    return Closed.EXPIRED if row.expires_at <= work.now else row


def _row(work: Work, device: str) -> DeskSessionRow | None:
    if not device:
        return None
    digest = work.vault.digest(device)
    return work.session.exec(select(DeskSessionRow).where(DeskSessionRow.device == digest)).first()


def _is_anothers(work: Work, device: str, person: int) -> bool:
    row = _row(work, device)
    return row is not None and row.person_id != person and _is_open(row, work.now)


def _is_open(row: DeskSessionRow, now: datetime) -> bool:
    if row.ended_at is not None or row.opened_at is None or row.seen_at is None:
        return False
    return now < row.opened_at + LASTS and now < row.seen_at + IDLE


def _open_now(now: datetime) -> ColumnElement[bool]:
    """The same as `_is_open`, for the database."""
    return (
        col(DeskSessionRow.ended_at).is_(None)
        & (col(DeskSessionRow.opened_at) > now - LASTS)
        & (col(DeskSessionRow.seen_at) > now - IDLE)
    )


def _session(row: DeskSessionRow) -> DeskSession:
    opened = row.opened_at or row.issued_at
    return DeskSession(row.id or 0, row.person_id, Way(row.way), opened, row.seen_at or opened)
