"""One-time links: issued to one person, opened by one browser, revoked at any time.

Only keyed digests of tokens and browsers are kept. Who may have what lies behind a link is asked
again by whoever hands it out.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from pydantic import TypeAdapter
from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from domain.effects import Refused
from domain.links import (
    SESSION,
    WAITS,
    Behind,
    Closed,
    FormLink,
    FormsToOffer,
    KeepFormLink,
    Link,
    Purpose,
    RevokeLinks,
)
from domain.message import Attachment, Start
from domain.people import Person
from domain.text import _
from storage import desk_sessions, drafts, feeds, people
from storage.tables import LinkRow
from storage.unit_of_work import Work

#: Where links begin, below the public address.
PATH = "/l/"
#: The forms offered to whoever has begun none.
OFFERED = ("register", "self_check")
NO_PAGES = Refused(_("This office has no web pages: please answer here in the chat."))
_BEHIND: dict[Purpose, TypeAdapter[Behind]] = {
    Purpose.DOCUMENT: TypeAdapter(Attachment),
    Purpose.FORM: TypeAdapter(Start),
}


def to_document(
    work: Work, person_id: int, attachment: Attachment, since: datetime | None = None
) -> str | None:
    """The address where this person can fetch a document; None without a public address.

    `since` (UTC): when the message with it is sent, if that is not now.
    """
    if not work.public_url:
        return None
    token = work.chance.token()
    _keep(work, person_id, token, attachment, since or work.now)
    return _address(work, token)


def load_form(work: Work, _who: Person, subject: str) -> FormLink | Refused:
    """A link to be handed out for `CONVERSATION/SUBJECT`; refused without a public address."""
    if not work.public_url:
        return NO_PAGES
    conversation, _slash, about = subject.partition("/")
    token = work.chance.token()
    return FormLink(Start(conversation, about), token, _address(work, token))


def keep_form(work: Work, who: Person, effect: KeepFormLink) -> None:
    """The link leads there from now on."""
    _keep(work, who.id, effect.link.token, effect.link.about, work.now)


def forms_to_offer(work: Work, who: Person, _subject: str) -> FormsToOffer | Refused:
    """What this person could fill in on a page; refused without a public address."""
    if not work.public_url:
        return NO_PAGES
    begun = [Start(d.conversation, d.subject) for d in drafts.drafts_of(work, who.id) if d.state]
    names = {start.conversation for start in begun}
    others = (Start(name) for name in OFFERED if name not in names)
    return FormsToOffer((*begun, *others))


def revoke_own(work: Work, who: Person, _effect: RevokeLinks) -> None:
    """As the person asks; the desk is closed too."""
    revoke(work, who.id, by=who.id)
    desk_sessions.end(work, who.id, by=who.id)


def _address(work: Work, token: str) -> str:
    return f"{work.public_url}{PATH}{token}"


def _keep(work: Work, person_id: int, token: str, behind: Behind, since: datetime) -> None:
    purpose = Purpose.FORM if isinstance(behind, Start) else Purpose.DOCUMENT
    sealed = _BEHIND[purpose].dump_python(behind, mode="json")
    work.session.add(
        LinkRow(
            person_id=person_id,
            purpose=purpose,
            sealed=work.vault.seal(cast("dict[str, object]", sealed)),
            digest=work.vault.digest(token),
            issued_at=work.now,
            expires_at=since + WAITS[purpose],
        )
    )
    work.session.flush()


def look(work: Work, token: str) -> Link | Closed:
    """What a link leads to now, whoever looks; nothing is used up."""
    row = _row(work, token)
    if row is None:
        return Closed.UNKNOWN
    return _closed(work, row) or _link(work, row)


def open_(work: Work, token: str, device: str) -> Link | Closed:
    """Use a link up for this browser, or let the same browser in once more."""
    row = _row(work, token)
    if row is None:
        return Closed.UNKNOWN
    if (closed := _closed(work, row) or _wrong_device(work, row, device)) is not None:
        return closed
    if row.opened_at is None:
        row.opened_at, row.device = work.now, work.vault.digest(device)
        work.audit(row.person_id, "link_opened", f"link:{row.id}", row.purpose)
    return _link(work, row)


def resume(work: Work, token: str, device: str) -> Link | Closed:
    """The link that this browser has opened and may still use."""
    row = _row(work, token)
    if row is None or row.opened_at is None:
        return Closed.UNKNOWN if row is None else _closed(work, row) or Closed.ELSEWHERE
    return _closed(work, row) or _wrong_device(work, row, device) or _link(work, row)


def is_in_session(work: Work, device: str) -> bool:
    """Whether this browser is in the middle of a link: only then what it calls itself is kept.

    A name of before could have been left there by whoever sat at it, who would share the session.
    """
    return work.session.exec(_in_session(work, work.vault.digest(device))).first() is not None


def revoke(work: Work, person_id: int, *, by: int | None) -> int:
    """None of a person's links leads anywhere any more; how many did until now."""
    leading = (
        update(LinkRow)
        .where(col(LinkRow.person_id) == person_id, col(LinkRow.revoked_at).is_(None))
        .where(
            (col(LinkRow.opened_at).is_(None) & (col(LinkRow.expires_at) > work.now))
            | (col(LinkRow.opened_at) > work.now - SESSION)
        )
        .values(revoked_at=work.now)
        .returning(col(LinkRow.id))
    )
    feeds.revoke(work, person_id, by=by)
    revoked = len(work.session.execute(leading).all())
    if revoked:
        work.audit(by, "links_revoked", f"person:{person_id}")
    return revoked


def close(work: Work, link: Link) -> None:
    """The person is done with it in this browser."""
    work.session.get_one(LinkRow, link.id).revoked_at = work.now


def _row(work: Work, token: str) -> LinkRow | None:
    query = select(LinkRow).where(LinkRow.digest == work.vault.digest(token))
    return work.session.exec(query).first()


def _closed(work: Work, row: LinkRow) -> Closed | None:
    if row.revoked_at is not None or people.present(work, row.person_id) is None:
        return Closed.REVOKED
    if row.opened_at is None:
        return Closed.EXPIRED if row.expires_at <= work.now else None
    return Closed.OVER if row.opened_at + SESSION <= work.now else None


def _wrong_device(work: Work, row: LinkRow, device: str) -> Closed | None:
    digest = work.vault.digest(device)
    if row.opened_at is not None:
        return None if row.device == digest else Closed.ELSEWHERE
    others = _in_session(work, digest).where(LinkRow.person_id != row.person_id)
    return Closed.ANOTHERS if work.session.exec(others).first() is not None else None


def _in_session(work: Work, digest: str) -> SelectOfScalar[LinkRow]:
    """The links that a browser may go on with now."""
    return select(LinkRow).where(
        LinkRow.device == digest,
        col(LinkRow.revoked_at).is_(None),
        col(LinkRow.opened_at) > work.now - SESSION,
    )


def _link(work: Work, row: LinkRow) -> Link:
    behind = _BEHIND[Purpose(row.purpose)].validate_python(work.vault.open(row.sealed))
    return Link(row.id or 0, row.person_id, behind, row.opened_at is not None)


def guard(work: Work, token: str, device: str) -> str:
    """What a form of a link's pages carries, so that only those pages can send it (CSRF)."""
    return work.vault.digest(f"form of {token} for {device}")
