"""Broadcasts as a ledger: for each person of the audience their message, or why there is none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from domain.broadcast import (
    AudienceKind,
    Broadcast,
    BroadcastState,
    CancelBroadcast,
    ChosenAudience,
    Delivery,
    KeepBroadcast,
    Missed,
    SendBroadcast,
    Unreached,
    parts,
)
from domain.effects import Priority, Refused
from domain.message import Message
from domain.people import Person
from domain.text import Localized, _
from storage import audiences, outbox, people, periods, room
from storage.outbox import Posting, SendState
from storage.tables import BroadcastRow, OutboxRow, RecipientRow
from storage.unit_of_work import Work
from storage.ways import ways

_FINAL = {SendState.SENT, SendState.FAILED, SendState.UNKNOWN, SendState.CANCELLED,
          SendState.EXPIRED}  # fmt: skip


def keep(work: Work, who: Person, effect: KeepBroadcast) -> Refused | None:
    draft(work, who.id, effect.words, effect.audience)
    return None


def draft(work: Work, author: int | None, words: str, audience: ChosenAudience) -> int:
    """A draft; nothing is queued yet."""
    row = BroadcastRow(author_id=author, words=words, audience=str(audience), created_at=work.now)
    work.session.add(row)
    work.session.flush()
    return row.id or 0


def load(work: Work, who: Person, subject: str) -> Broadcast | Refused:
    """A broadcast of this author; the newest when none is named."""
    query = select(BroadcastRow).where(BroadcastRow.author_id == who.id)
    if subject:
        query = query.where(BroadcastRow.id == (int(subject) if subject.isdecimal() else None))
    row = work.session.exec(query.order_by(col(BroadcastRow.id).desc()).limit(1)).first()
    if row is None:
        return Refused(_("There is no such announcement of yours. /thongbao starts one."))
    return broadcast(work, row.id or 0)


def broadcast(work: Work, id_: int) -> Broadcast:
    """The broadcast with who would receive it now, or who did once it has been sent."""
    row = work.session.get_one(BroadcastRow, id_)
    audience = ChosenAudience.read(row.audience)
    if row.state in {BroadcastState.DRAFT, BroadcastState.CANCELLED}:
        receivers, missed = audiences.reached(work, audience, row.words)
    else:
        receivers, missed = _kept(work, id_)
    author = people.person(work, row.author_id) if row.author_id is not None else None
    state = BroadcastState(row.state)
    office = work.office.plan.office
    opening = work.decent(work.now)
    return Broadcast(
        id=id_,
        author=author,
        office=office,
        words=row.words,
        audience=audience,
        state=state,
        receivers=receivers,
        missed=missed,
        owed=_owed(work, audience),
        later=opening if opening > work.now else None,
        rooms=room.rooms(work, [person.id for person in receivers], parts(row.words)),
    )


def _owed(work: Work, audience: ChosenAudience) -> Localized | None:
    if audience.kind is not AudienceKind.OWING:
        return None
    period = periods.period(work, int(audience.value))
    return periods.title_of(work, period) if period is not None else None


def _kept(work: Work, id_: int) -> tuple[tuple[Person, ...], tuple[Missed, ...]]:
    rows = work.session.exec(select(RecipientRow).where(RecipientRow.broadcast_id == id_)).all()
    reasons = {row.person_id: row.reason for row in rows}
    everyone = people.people(work, ids=reasons, also_left=True)
    receivers = tuple(p for p in everyone if not reasons[p.id])
    missed = tuple(Missed(p, Unreached(reasons[p.id])) for p in everyone if reasons[p.id])
    return receivers, missed


def send(work: Work, who: Person, effect: SendBroadcast) -> Refused | None:
    """Queue a draft of one's own for everyone who can be reached."""
    row = work.session.get(BroadcastRow, effect.broadcast)
    if row is None or row.author_id != who.id or row.state != BroadcastState.DRAFT:
        return Refused(_("That announcement has been sent already; it is not sent twice."))
    queue(work, effect.broadcast, effect.message, who.id, at=effect.at)
    return None


def queue(
    work: Work, id_: int, message: Message, actor: int | None, *, at: datetime | None = None
) -> int:
    """One row a recipient, each with its own key, not to be sent before `at` (UTC; at once).

    Returns how many were queued.
    """
    row = work.session.get_one(BroadcastRow, id_)
    receivers, missed = audiences.reached(work, ChosenAudience.read(row.audience), row.words)
    chats = ways(work, [person.id for person in receivers])
    for person in receivers:
        posting = Posting(
            Priority.BROADCAST,
            key=f"broadcast:{id_}:{person.id}",
            reason="broadcast",
            not_before=at,
        )
        queued = outbox.say(
            work, chats[person.id], people.reader(work, person), message, posting, person=person.id
        )
        work.session.add(RecipientRow(broadcast_id=id_, person_id=person.id, outbox_id=queued))
    for one in missed:
        work.session.add(RecipientRow(broadcast_id=id_, person_id=one.person.id, reason=one.why))
    row.state, row.confirmed_at = BroadcastState.SENDING, work.now
    work.audit(actor, "broadcast.send", f"broadcast:{id_}", f"{len(receivers)} recipients")
    work.session.flush()
    return len(receivers)


def cancel(work: Work, who: Person, effect: CancelBroadcast) -> Refused | None:
    row = work.session.get(BroadcastRow, effect.broadcast)
    if row is None or row.author_id != who.id or row.state != BroadcastState.DRAFT:
        return Refused(_("That announcement has been sent already; it is not sent twice."))
    row.state = BroadcastState.CANCELLED
    return None


def under_way(work: Work) -> tuple[int, ...]:
    """Broadcasts that are being sent."""
    query = select(BroadcastRow.id).where(BroadcastRow.state == BroadcastState.SENDING)
    return tuple(id_ or 0 for id_ in work.session.exec(query))


def delivery(work: Work, id_: int) -> Delivery:
    """How far a broadcast has come."""
    query = (
        select(OutboxRow.state)
        .join(RecipientRow, col(RecipientRow.outbox_id) == col(OutboxRow.id))
        .where(RecipientRow.broadcast_id == id_)
    )
    states = Counter(work.session.exec(query))
    final = sum(states[state] for state in _FINAL)
    sent = states[SendState.SENT]
    return Delivery(broadcast(work, id_), states.total(), sent, final - sent, work.now)


@dataclass(frozen=True)
class RecipientLine:
    """One person's line in the result."""

    person: Person
    state: SendState | Unreached
    problem: str
    at: datetime | None


def recipients(work: Work, id_: int) -> tuple[RecipientLine, ...]:
    """Everyone of the audience and what became of their message, in the order of names."""
    query = (
        select(RecipientRow, OutboxRow)
        .join(OutboxRow, col(RecipientRow.outbox_id) == col(OutboxRow.id), isouter=True)
        .where(RecipientRow.broadcast_id == id_)
    )
    rows: dict[int, tuple[RecipientRow, OutboxRow | None]] = {
        row.person_id: (row, queued) for row, queued in work.session.exec(query)
    }
    everyone = people.people(work, ids=rows, also_left=True)
    return tuple(_line(person, *rows[person.id]) for person in everyone)


def _line(person: Person, row: RecipientRow, queued: OutboxRow | None) -> RecipientLine:
    if queued is None:
        return RecipientLine(person, Unreached(row.reason), "", None)
    return RecipientLine(person, SendState(queued.state), queued.problem, queued.sent_at)


def settle(work: Work, id_: int, state: BroadcastState) -> None:
    """Nothing waits any more."""
    work.session.get_one(BroadcastRow, id_).state = state


@dataclass(frozen=True)
class Progress:
    """The progress message, once queued: its chat, and the platform's id once it is there."""

    account: int
    message: str | None


def progress_message(work: Work, id_: int) -> Progress | None:
    """The message that shows the author how far a broadcast has come; None before the first."""
    row = work.session.get_one(BroadcastRow, id_)
    if row.progress_outbox_id is None:
        return None
    queued = work.session.get_one(OutboxRow, row.progress_outbox_id)
    return Progress(queued.account_id, queued.platform_id)


def moved_on(work: Work, delivery: Delivery) -> bool:
    """Whether there is something new to show."""
    row = work.session.get_one(BroadcastRow, delivery.broadcast.id)
    return row.shown_sent != delivery.sent + delivery.failed


def shown(work: Work, delivery: Delivery, queued: int | None) -> None:
    """The figures the author has now; `queued` is the progress message where it is a new one."""
    row = work.session.get_one(BroadcastRow, delivery.broadcast.id)
    row.shown_sent = delivery.sent + delivery.failed
    if queued is not None:
        row.progress_outbox_id = queued
