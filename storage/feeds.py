"""Secret addresses from which a phone's calendar fetches one person's deadlines.

One address a person; only its keyed digest is kept. It ends when it is taken back, with every link
of its person (`storage.links.revoke`: so with their consent), and when they leave the office.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import col, select

from domain.agenda import Feed, KeepFeed, RevokeFeed
from domain.effects import Refused
from domain.people import Person
from domain.text import _
from storage import people
from storage.tables import FeedRow
from storage.unit_of_work import Work

#: Where addresses begin, below the public one.
PATH = "/lich/"
#: How often a calendar may fetch: they ask every quarter of an hour at most.
SELDOM = timedelta(minutes=1)
_NO_PAGES = Refused(_("This office has no web pages: the calendar comes as a file (/lich)."))


class Shut(StrEnum):
    """Why an address gives nothing now."""

    UNKNOWN = "unknown"  # changed, taken back, or its person may have nothing here any more
    TOO_SOON = "too_soon"


def load_feed(work: Work, _who: Person, _subject: str) -> Feed | Refused:
    """A new address; kept when its reader is told."""
    if not work.public_url:
        return _NO_PAGES
    token = work.chance.token()
    return Feed(token, f"{work.public_url}{PATH}{token}.ics")


def keep(work: Work, who: Person, effect: KeepFeed) -> None:
    """From now on this one, and no earlier one."""
    revoke(work, who.id, by=who.id)
    digest = work.vault.digest(effect.token)
    work.session.add(FeedRow(person_id=who.id, digest=digest, issued_at=work.now))
    work.session.flush()
    work.audit(who.id, "feed_issued", f"person:{who.id}")


def revoke_own(work: Work, who: Person, _effect: RevokeFeed) -> None:
    """As the person asks."""
    revoke(work, who.id, by=who.id)


def revoke(work: Work, person: int, *, by: int | None) -> None:
    """The person's address gives nothing any more."""
    leading = (
        update(FeedRow)
        .where(col(FeedRow.person_id) == person, col(FeedRow.revoked_at).is_(None))
        .values(revoked_at=work.now)
        .returning(col(FeedRow.id))
    )
    if work.session.execute(leading).all():
        work.audit(by, "feed_revoked", f"person:{person}")


def fetch(work: Work, token: str) -> int | Shut:
    """Whose deadlines this address gives now; remembered, so that it is not asked too often."""
    query = select(FeedRow).where(FeedRow.digest == work.vault.digest(token))
    row = work.session.exec(query).first()
    if row is None or row.revoked_at is not None or not _is_here(work, row.person_id):
        return Shut.UNKNOWN
    if row.fetched_at is not None and work.now - row.fetched_at < SELDOM:
        return Shut.TOO_SOON
    row.fetched_at = work.now
    return row.person_id


def _is_here(work: Work, person: int) -> bool:
    return people.present(work, person) is not None
