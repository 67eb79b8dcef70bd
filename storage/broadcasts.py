"""Broadcasts: drafts, who may touch one, what it is and whom it would reach.

How one goes out is in `storage.broadcast_sending`, what became of it in `storage.broadcast_ledger`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from domain.broadcast import (
    ON_ITS_WAY,
    OVER,
    AudienceKind,
    Broadcast,
    BroadcastState,
    CancelBroadcast,
    ChosenAudience,
    Enclosure,
    KeepBroadcast,
    KeepMoment,
    Letter,
    Missed,
    Moments,
    Unreached,
    parts,
)
from domain.effects import Refused
from domain.people import Person, Role
from domain.text import Localized, _
from storage import audiences, people, periods, room
from storage.tables import BroadcastRow, FileRow, RecipientRow
from storage.unit_of_work import Work

#: Who may write to many.
SENDERS = frozenset({Role.SENDER, Role.SPECIALIST, Role.ADMIN})
#: How long one that is over is listed.
_LISTED = timedelta(days=30)
_MOST_LISTED = 3

NONE = Refused(_("There is no such announcement of yours. /thongbao starts one."))
SENT = Refused(_("That announcement has been sent already; it is not sent twice."))


def keep(work: Work, who: Person, effect: KeepBroadcast) -> None:
    draft(work, who.id, effect.words, effect.audience)


def draft(work: Work, author: int | None, words: str, audience: ChosenAudience) -> int:
    """A draft; nothing is queued yet."""
    row = BroadcastRow(author_id=author, words=words, audience=str(audience), created_at=work.now)
    work.session.add(row)
    work.session.flush()
    return row.id or 0


def going_out(work: Work, until: datetime) -> tuple[tuple[datetime, ChosenAudience], ...]:
    """What goes at a moment that somebody chose, until then (UTC), and whom it is for."""
    query = select(BroadcastRow.at, BroadcastRow.audience).where(
        BroadcastRow.state == BroadcastState.SCHEDULED, col(BroadcastRow.at) <= until
    )
    return tuple(
        (at, ChosenAudience.read(audience)) for at, audience in work.session.exec(query) if at
    )


def row_of(work: Work, who: Person | None, subject: str) -> BroadcastRow | None:
    """The broadcast of that number if this person may look after it: its author, or an admin.

    Nobody is the operator, who may look after each.
    """
    row = work.session.get(BroadcastRow, int(subject)) if subject.isdecimal() else None
    if row is None or who is None:
        return row
    if not who.is_any(*SENDERS):
        return None
    is_admins = Role.ADMIN in who.roles and row.state != BroadcastState.DRAFT
    return row if row.author_id == who.id or is_admins else None


def own_draft(work: Work, who: Person, id_: int) -> BroadcastRow | None:
    """A draft of this author's."""
    row = work.session.get(BroadcastRow, id_)
    own = row is not None and row.author_id == who.id and row.state == BroadcastState.DRAFT
    return row if own else None


def load(work: Work, who: Person, subject: str) -> Broadcast | Refused:
    """A broadcast of this author; the newest when none is named."""
    query = select(BroadcastRow).where(BroadcastRow.author_id == who.id)
    if subject:
        query = query.where(BroadcastRow.id == (int(subject) if subject.isdecimal() else None))
    row = work.session.exec(query.order_by(col(BroadcastRow.id).desc()).limit(1)).first()
    return NONE if row is None else broadcast(work, row.id or 0)


def load_for_approval(work: Work, who: Person, subject: str) -> Broadcast | Refused:
    """What somebody else asks this person to agree to."""
    row = work.session.get(BroadcastRow, int(subject)) if subject.isdecimal() else None
    if row is None or row.author_id == who.id or not who.is_any(*SENDERS):
        return NONE
    if row.state == BroadcastState.DRAFT:  # nobody's business any more
        return Refused(_("That announcement has been decided on already."))
    return broadcast(work, row.id or 0)


def moments(work: Work, who: Person, subject: str) -> Moments | Refused:
    """When a draft may go: the next openings of the office suit."""
    row = own_draft(work, who, int(subject)) if subject.isdecimal() else None
    if row is None:
        return NONE
    zone = work.office.zone
    now = work.now.astimezone(zone)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = midnight + timedelta(days=7 - now.weekday())
    found = {work.decent(day): None for day in (midnight + timedelta(days=1), monday)}
    return Moments(row.id or 0, now, tuple(moment.astimezone(zone) for moment in found))


def keep_moment(work: Work, who: Person, effect: KeepMoment) -> Refused | None:
    """A draft is to go then, once it is confirmed."""
    row = own_draft(work, who, effect.broadcast)
    if row is None:
        return SENT
    row.at = effect.at
    return None


def cancel(work: Work, who: Person, effect: CancelBroadcast) -> Refused | None:
    row = own_draft(work, who, effect.broadcast)
    if row is None:
        return SENT
    row.state, row.finished_at, row.wants_file = BroadcastState.CANCELLED, work.now, False
    return None


def letter(work: Work, row: BroadcastRow) -> Letter:
    """What its receivers get, without whom it is for."""
    author = people.person(work, row.author_id) if row.author_id is not None else None
    return Letter(row.id or 0, author, work.office.plan.office, row.words, _enclosure(work, row))


def _enclosure(work: Work, row: BroadcastRow) -> Enclosure | None:
    file = work.session.get(FileRow, row.file_id) if row.file_id is not None else None
    if file is None or file.state in {"lost", "dropped"}:
        return None
    return Enclosure(file.name, file.picture, file.state == "fetched")


def broadcast(work: Work, id_: int) -> Broadcast:
    """The broadcast with who would receive it now, or who did once it has been sent."""
    row = work.session.get_one(BroadcastRow, id_)
    audience = ChosenAudience.read(row.audience)
    receivers, missed = _kept(work, id_)
    if not receivers and not missed:
        receivers, missed = audiences.reached(work, audience, row.words)
    opening = work.decent(work.now)
    return Broadcast(
        letter=letter(work, row),
        audience=audience,
        state=BroadcastState(row.state),
        now=work.now,
        receivers=receivers,
        missed=missed,
        owed=owed(work, audience),
        at=row.at,
        decent=row.at is None or work.decent(row.at) == row.at,
        later=opening if opening > work.now else None,
        rooms=room.rooms(work, [person.id for person in receivers], parts(row.words)),
        needs_approval=len(receivers) > work.approval_above,
        approvers=approvers(work, row),
    )


def approvers(work: Work, row: BroadcastRow) -> tuple[Person, ...]:
    """Who else may write to many and can be asked."""
    others = [p for p in people.with_role(work, *SENDERS) if p.id != row.author_id]
    return tuple(person for person in others if people.accounts_of(work, person.id))


def owed(work: Work, audience: ChosenAudience) -> Localized | None:
    """The title of the duty that an audience owes."""
    if audience.kind is not AudienceKind.OWING:
        return None
    period = periods.period(work, int(audience.value))
    return periods.title_of(work, period) if period is not None else None


def _kept(work: Work, id_: int) -> tuple[tuple[Person, ...], tuple[Missed, ...]]:
    rows = work.session.exec(select(RecipientRow).where(RecipientRow.broadcast_id == id_)).all()
    reasons = {row.person_id: row.reason for row in rows}
    everyone = people.people(work, ids=reasons, also_left=True) if rows else ()
    receivers = tuple(p for p in everyone if not reasons[p.id])
    missed = tuple(Missed(p, Unreached(reasons[p.id])) for p in everyone if reasons[p.id])
    return receivers, missed


def listed(work: Work, author: int | None = None) -> list[BroadcastRow]:
    """What is not over, and the last ones that are, newest first; everybody's without an author."""
    query = select(BroadcastRow).order_by(col(BroadcastRow.id).desc())
    if author is not None:
        query = query.where(BroadcastRow.author_id == author)
    over = col(BroadcastRow.state).in_(OVER)
    lately = query.where(over, col(BroadcastRow.finished_at) > work.now - _LISTED)
    found = [*work.session.exec(query.where(~over)), *work.session.exec(lately.limit(_MOST_LISTED))]
    return sorted(found, key=lambda row: -(row.id or 0))


def under_way(work: Work) -> tuple[tuple[int, BroadcastState], ...]:
    """Broadcasts of which something is still to go, or to be deleted."""
    states = {*ON_ITS_WAY, BroadcastState.TAKING_BACK, BroadcastState.DELETING}
    query = select(BroadcastRow.id, BroadcastRow.state).where(col(BroadcastRow.state).in_(states))
    rows = work.session.exec(query.order_by(col(BroadcastRow.id)))
    return tuple((id_ or 0, BroadcastState(state)) for id_, state in rows)


def is_tolerant(work: Work, id_: int) -> bool:
    """Whether a person wants it to go on whatever is refused."""
    return work.session.get_one(BroadcastRow, id_).tolerant


def letter_of(work: Work, id_: int) -> Letter:
    """What the receivers of a broadcast get."""
    return letter(work, work.session.get_one(BroadcastRow, id_))


def scheduled(work: Work) -> tuple[tuple[int, datetime], ...]:
    """Broadcasts that wait for their moment (UTC), the next one first."""
    rows = work.session.exec(_SCHEDULED)
    return tuple((id_ or 0, at) for id_, at in rows if at is not None)


#: Built once: every tick asks.
_SCHEDULED = (
    select(BroadcastRow.id, BroadcastRow.at)
    .where(BroadcastRow.state == BroadcastState.SCHEDULED)
    .order_by(col(BroadcastRow.at))
)
