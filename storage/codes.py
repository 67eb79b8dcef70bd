"""Single-use codes and links: issued, looked up by keyed digest, used once; wrong ones counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from domain.enrolment import (
    CHANNEL_CODE_LIVES,
    CODE_LIVES,
    MOST_WRONG,
    MOST_WRONG_IN_A_DAY,
    MOST_WRONG_TOGETHER,
    WITHIN,
    Issued,
)
from storage.tables import AttemptRow, CodeRow, PersonRow
from storage.unit_of_work import Work


def issue(work: Work, person: int, *, by: int | None) -> Issued:
    """A new code and link for a person; unused ones from before no longer open anything."""
    return keep(work, person, fresh_digits(work), work.chance.token(), by=by)


def keep(work: Work, person: int, digits: str, token: str, *, by: int | None) -> Issued:
    """Issue a code that has been drawn already (see `fresh_digits`)."""
    return _keep(work, person, (digits, token), "", CODE_LIVES, by)


def keep_for_channel(work: Work, person: int, digits: str, token: str, channel: str) -> Issued:
    """A code shown to a person in a chat of theirs, to be typed on that channel soon."""
    return _keep(work, person, (digits, token), channel, CHANNEL_CODE_LIVES, person)


def _keep(
    work: Work,
    person: int,
    drawn: tuple[str, str],
    channel: str,
    lives: timedelta,
    by: int | None,
) -> Issued:
    digits, token = drawn
    revoke(work, person, by=by, channel=channel)
    row = CodeRow(
        person_id=person,
        code_digest=work.vault.digest(digits),
        link_digest=work.vault.digest(token),
        sealed=work.vault.seal({"digits": digits, "token": token}),
        channel=channel,
        issued_at=work.now,
        issued_by=by,
        expires_at=work.now + lives,
    )
    work.session.add(row)
    work.session.flush()
    work.audit(by, "code_issued", f"person:{person}", channel)
    return _issued(work, row)


def fresh_digits(work: Work) -> str:
    """Six digits that open nobody else's door now."""
    while True:
        digits = work.chance.digits(6)
        if _usable_by_digest(work, work.vault.digest(digits)) is None:
            return digits


def revoke(work: Work, person: int, *, by: int | None, channel: str | None = "") -> int:
    """A person's unused codes stop working: for the door, for a channel, or (None) for everything.

    Returns how many there were.
    """
    which = [col(CodeRow.channel) == channel] if channel is not None else []
    unused = (
        update(CodeRow)
        .where(
            col(CodeRow.person_id) == person,
            *which,
            col(CodeRow.used_at).is_(None),
            col(CodeRow.revoked_at).is_(None),
        )
        .values(revoked_at=work.now)
        .returning(col(CodeRow.id))
    )
    revoked = len(work.session.execute(unused).all())
    if revoked:
        work.audit(by, "code_revoked", f"person:{person}")
    return revoked


def shown(work: Work, person: int, channel: str) -> Issued | None:
    """The code for that channel that the person was shown a moment ago: shown again, not anew."""
    lately = work.now + CHANNEL_CODE_LIVES / 2
    theirs = _usable(work).where(CodeRow.person_id == person, CodeRow.channel == channel)
    row = work.session.exec(theirs.where(CodeRow.expires_at > lately)).first()
    return _issued(work, row) if row is not None else None


def revoke_shown(work: Work, person: int) -> None:
    """Codes shown in a person's chats open nothing any more: one of those chats was taken away."""
    shown = select(CodeRow.channel).where(CodeRow.person_id == person, CodeRow.channel != "")
    for channel in set(work.session.exec(shown.where(col(CodeRow.used_at).is_(None)))):
        revoke(work, person, by=None, channel=channel)


def find_code(work: Work, digits_or_token: str) -> Issued | None:
    """The code that was typed or linked to, if it opens anything now."""
    row = _usable_by_digest(work, work.vault.digest(digits_or_token))
    return _issued(work, row) if row is not None else None


def code(work: Work, id_: int) -> Issued | None:
    """The code of that id, if it opens anything now."""
    found = work.session.exec(_usable(work).where(CodeRow.id == id_)).first()
    return _issued(work, found) if found is not None else None


def use(work: Work, issued: Issued) -> None:
    """It has let its person in: it opens nothing any more."""
    work.session.get_one(CodeRow, issued.id).used_at = work.now


def codes_of(work: Work, people: Iterable[int]) -> dict[int, Issued]:
    """The codes of these people that can still be used: what is printed on the sheet."""
    query = _usable(work).where(col(CodeRow.person_id).in_(list(people)), CodeRow.channel == "")
    return {row.person_id: _issued(work, row) for row in work.session.exec(query)}


def count_wrong(work: Work, account: int) -> None:
    """An account tried a code that opens nothing; remembered without the code."""
    work.session.add(AttemptRow(account_id=account, at=work.now))
    work.session.flush()
    work.audit(None, "code_wrong", f"account:{account}")


def tries_left(work: Work, account: int) -> int:
    return MOST_WRONG - len(_wrong(work, account))


def closed_until(work: Work, account: int) -> datetime | None:
    """When an account may try again; None while it may."""
    wrong = _wrong(work, account)
    return wrong[0] + WITHIN if len(wrong) >= MOST_WRONG else None


def guessed_until(work: Work) -> datetime | None:
    """When typed codes are taken again after all chats together tried too many; None if they are.

    Links still open the door meanwhile: they are too long to be guessed.
    """
    limits = ((MOST_WRONG_TOGETHER, WITHIN), (MOST_WRONG_IN_A_DAY, timedelta(days=1)))
    closed = (_too_many(work, most, within) for most, within in limits)
    return max(filter(None, closed), default=None)


def _too_many(work: Work, most: int, within: timedelta) -> datetime | None:
    """Until when there are that many wrong attempts within that time, whoever made them."""
    query = select(AttemptRow.at).where(AttemptRow.at > work.now - within)
    newest = work.session.exec(query.order_by(col(AttemptRow.at).desc()).limit(most)).all()
    return newest[-1] + within if len(newest) >= most else None


def _wrong(work: Work, account: int) -> list[datetime]:
    """The wrong attempts of the last hour that count, oldest first."""
    query = select(AttemptRow.at).where(
        AttemptRow.account_id == account, AttemptRow.at > work.now - WITHIN
    )
    newest = work.session.exec(query.order_by(col(AttemptRow.at).desc()).limit(MOST_WRONG))
    return sorted(newest)


def _usable(work: Work) -> SelectOfScalar[CodeRow]:
    return (
        select(CodeRow)
        .join(PersonRow, col(PersonRow.id) == col(CodeRow.person_id))
        .where(
            col(CodeRow.used_at).is_(None),
            col(CodeRow.revoked_at).is_(None),
            CodeRow.expires_at > work.now,
            col(PersonRow.left).is_(False),
        )
    )


def _usable_by_digest(work: Work, digest: str) -> CodeRow | None:
    either = (col(CodeRow.code_digest) == digest) | (col(CodeRow.link_digest) == digest)
    return work.session.exec(_usable(work).where(either)).first()


def _issued(work: Work, row: CodeRow) -> Issued:
    opened = work.vault.open(row.sealed)
    return Issued(
        id=row.id or 0,
        person=row.person_id,
        digits=str(opened["digits"]),
        token=str(opened["token"]),
        expires_at=row.expires_at,
        channel=row.channel,
    )
