"""How a broadcast goes out: a slice of its receivers at a time, held, taken back, tried again.

Nobody waits for a long list: each slice is a short transaction, and the sender's lanes let every
reply pass.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlmodel import col, select

from domain.broadcast import (
    ON_ITS_WAY,
    Approve,
    AskApproval,
    BackToDraft,
    BroadcastState,
    ChosenAudience,
    Pause,
    Resume,
    SendBroadcast,
    TakeBack,
    TryAgain,
    Unreached,
)
from domain.effects import Priority, Refused
from domain.message import Message
from domain.people import Person
from domain.text import _
from storage import audiences, broadcasts, outbox, people
from storage.broadcasts import NONE, SENT
from storage.outbox import Posting, SendState
from storage.people import Account
from storage.tables import BroadcastRow, OutboxRow, RecipientRow
from storage.unit_of_work import Work
from storage.ways import ways

#: So many are queued in one transaction; in a second the sender takes fewer (`bot.pace`).
SLICE = 100
_TAKEN_BACK = "taken back"
#: A message that is not there: nobody doubts that.
_NOT_THERE = (SendState.FAILED, SendState.CANCELLED, SendState.EXPIRED)


def send(work: Work, who: Person, effect: SendBroadcast) -> Refused | None:
    """Send a draft of one's own, now or at its moment."""
    row = broadcasts.own_draft(work, who, effect.broadcast)
    if row is None:
        return SENT
    if len(_reached(work, row)) > work.approval_above:
        return Refused(_("So many people are written to only when a second person agrees."))
    confirm(work, effect.broadcast, effect.message, effect.at, who.id)
    return None


def _reached(work: Work, row: BroadcastRow) -> tuple[Person, ...]:
    return audiences.reached(work, ChosenAudience.read(row.audience), row.words)[0]


def confirm(work: Work, id_: int, message: Message, at: datetime | None, actor: int | None) -> None:
    """It goes out: now, or at a moment to come (UTC)."""
    row = work.session.get_one(BroadcastRow, id_)
    row.confirmed_at, row.wants_file = work.now, False
    if at is None or at <= work.now:
        start(work, id_, message, actor)
        return
    row.state, row.at = BroadcastState.SCHEDULED, at
    work.audit(actor, "broadcast.schedule", f"broadcast:{id_}")


def ask_approval(work: Work, who: Person, effect: AskApproval) -> Refused | None:
    """From now on a second person decides."""
    row = broadcasts.own_draft(work, who, effect.broadcast)
    if row is None:
        return SENT
    wait_for_approval(work, effect.broadcast, effect.at, who.id)
    return None


def wait_for_approval(work: Work, id_: int, at: datetime | None, actor: int | None) -> None:
    """It goes out (at `at`, UTC, or at once) as soon as somebody else agrees."""
    row = work.session.get_one(BroadcastRow, id_)
    row.state, row.at, row.wants_file = BroadcastState.ASKED, at, False
    work.audit(actor, "broadcast.ask", f"broadcast:{id_}")


def approve(work: Work, who: Person, effect: Approve) -> Refused | None:
    """Somebody else has agreed: it goes as asked for; where that is past, at a decent hour."""
    row = work.session.get(BroadcastRow, effect.broadcast)
    if row is None or row.state != BroadcastState.ASKED or row.author_id == who.id:
        return NONE
    row.decided_by = who.id
    work.audit(who.id, "broadcast.approve", f"broadcast:{row.id}")
    at = max(row.at or work.now, work.decent(work.now))
    confirm(work, effect.broadcast, effect.message, at, who.id)
    return None


def back_to_draft(work: Work, who: Person, effect: BackToDraft) -> Refused | None:
    """Declined by somebody else, or taken back by who looks after it."""
    row = work.session.get(BroadcastRow, effect.broadcast)
    waits = {BroadcastState.ASKED, BroadcastState.SCHEDULED}
    if row is None or row.state not in waits or not who.is_any(*broadcasts.SENDERS):
        return NONE
    own = broadcasts.row_of(work, who, str(row.id)) is not None
    if not own and row.state != BroadcastState.ASKED:
        return NONE
    declined = row.author_id != who.id and row.state == BroadcastState.ASKED
    work.audit(who.id, f"broadcast.{'decline' if declined else 'withdraw'}", f"broadcast:{row.id}")
    row.state, row.at = BroadcastState.DRAFT, None
    return None


def drop(work: Work, id_: int) -> Refused | None:
    """By the operator, before anything of it went."""
    row = work.session.get(BroadcastRow, id_)
    waits = {BroadcastState.DRAFT, BroadcastState.ASKED, BroadcastState.SCHEDULED}
    if row is None or row.state not in waits:
        return NONE
    row.state, row.finished_at = BroadcastState.CANCELLED, work.now
    work.audit(None, "broadcast.withdraw", f"broadcast:{id_}")
    return None


def too_late(work: Work, id_: int) -> None:
    """Its moment passed while nothing ran: its author decides anew."""
    row = work.session.get_one(BroadcastRow, id_)
    row.state, row.at = BroadcastState.DRAFT, None
    work.audit(None, "broadcast.missed", f"broadcast:{id_}")


def start(work: Work, id_: int, message: Message, actor: int | None) -> int:
    """A row for everyone of the audience, and messages for the first of them.

    Returns how many are to get it.
    """
    row = work.session.get_one(BroadcastRow, id_)
    receivers, missed = audiences.reached(work, ChosenAudience.read(row.audience), row.words)
    work.session.add_all(RecipientRow(broadcast_id=id_, person_id=p.id) for p in receivers)
    work.session.add_all(
        RecipientRow(broadcast_id=id_, person_id=one.person.id, reason=one.why) for one in missed
    )
    row.state, row.confirmed_at = BroadcastState.SENDING, row.confirmed_at or work.now
    work.audit(actor, "broadcast.send", f"broadcast:{id_}", f"{len(receivers)} recipients")
    work.session.flush()
    fill(work, id_, message)
    return len(receivers)


def fill(work: Work, id_: int, message: Message) -> int:
    """Messages for the next who are still to get it; returns for how many."""
    query = select(RecipientRow).where(*_to_queue(id_)).order_by(col(RecipientRow.id)).limit(SLICE)
    rows = work.session.exec(query).all()
    ids = [row.person_id for row in rows]
    chats = ways(work, ids)
    here = {person.id: person for person in people.people(work, ids=ids)} if ids else {}
    for row in rows:
        person, chat = here.get(row.person_id), chats.get(row.person_id)
        if person is None or chat is None:  # left or blocked since it began
            row.reason = Unreached.BLOCKED if person is not None else Unreached.NOT_CONNECTED
        else:
            _queue(work, row, person, chat, message)
    work.session.flush()
    return len(rows)


def _to_queue(id_: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(RecipientRow.broadcast_id) == id_,
        col(RecipientRow.outbox_id).is_(None),
        col(RecipientRow.reason) == "",
    )


def _queue(work: Work, row: RecipientRow, person: Person, chat: Account, message: Message) -> None:
    """Each with a key of its own: a second try is another message, the first stays as it was."""
    once = f"broadcast:{row.broadcast_id}:{person.id}"
    key = f"{once}:{row.attempt}" if row.attempt else once
    posting = Posting(Priority.BROADCAST, key=key, reason="broadcast")
    reader = people.reader(work, person)
    row.outbox_id = outbox.say(work, chat, reader, message, posting, person=person.id)


def pause(work: Work, who: Person | None, effect: Pause) -> Refused | None:
    """What waits is held until somebody lets it go on."""
    return _turn(work, who, effect.broadcast, {BroadcastState.SENDING}, BroadcastState.PAUSED)


def resume(work: Work, who: Person | None, effect: Resume) -> Refused | None:
    """What was held goes on; whoever says so has seen what was refused."""
    held = {BroadcastState.PAUSED, BroadcastState.STOPPED}
    return _turn(work, who, effect.broadcast, held, BroadcastState.SENDING)


def take_back(work: Work, who: Person | None, effect: TakeBack) -> Refused | None:
    """What has not gone yet never goes."""
    return _turn(work, who, effect.broadcast, set(ON_ITS_WAY), BroadcastState.TAKING_BACK)


def _turn(
    work: Work, who: Person | None, id_: int, before: set[BroadcastState], after: BroadcastState
) -> Refused | None:
    row = broadcasts.row_of(work, who, str(id_))
    if row is None:
        return NONE
    if row.state not in before:
        return Refused(_("That has changed meanwhile: /thongbao shows how it stands."))
    turn(work, row, after, who.id if who else None)
    return None


def turn(work: Work, row: BroadcastRow, after: BroadcastState, actor: int | None) -> None:
    """Let a broadcast that is on its way wait, go on, or end."""
    id_ = row.id or 0
    hold(work, id_, held=after is not BroadcastState.SENDING)
    row.tolerant = row.tolerant or row.state == BroadcastState.STOPPED
    row.state = after
    if after is BroadcastState.TAKING_BACK:
        recall(work, id_)
    work.audit(actor, f"broadcast.{after}", f"broadcast:{id_}")


def stop(work: Work, id_: int) -> None:
    """Too many were refused: it goes on only when a person says so."""
    turn(work, work.session.get_one(BroadcastRow, id_), BroadcastState.STOPPED, None)


def hold(work: Work, id_: int, *, held: bool) -> None:
    """Nothing of it is claimed, or may be again; what is in flight and fails is held too."""
    states = (SendState.QUEUED, SendState.SENDING)
    rows = update(OutboxRow).where(_of(id_), col(OutboxRow.state).in_(states))
    work.session.execute(rows.values(held=held))


def recall(work: Work, id_: int) -> None:
    """What waits, and what failed meanwhile and would be tried again, does not go."""
    waiting = update(OutboxRow).where(_of(id_), col(OutboxRow.state) == SendState.QUEUED)
    cancelled = {"state": SendState.CANCELLED, "problem": _TAKEN_BACK, "sealed": None}
    work.session.execute(waiting.values(**cancelled))
    unqueued = update(RecipientRow).where(*_to_queue(id_))
    work.session.execute(unqueued.values(reason=Unreached.TAKEN_BACK))


def _of(id_: int) -> ColumnElement[bool]:
    messages = select(RecipientRow.outbox_id).where(
        RecipientRow.broadcast_id == id_, col(RecipientRow.outbox_id).is_not(None)
    )
    return col(OutboxRow.id).in_(messages)


def try_again(work: Work, who: Person | None, effect: TryAgain) -> Refused | None:
    """Once more to those who do not have it and can be reached now; to nobody else."""
    row = broadcasts.row_of(work, who, str(effect.broadcast))
    if row is None or row.state != BroadcastState.INCOMPLETE:
        return NONE
    if not _retry(work, row, who.id if who else None):
        return Refused(
            _("None of those who do not have it can be reached now; please tell them directly.")
        )
    return None


def _retry(work: Work, row: BroadcastRow, actor: int | None) -> int:
    """Those who do not have it are to be queued again; returns how many."""
    query = (
        select(RecipientRow)
        .join(OutboxRow, col(OutboxRow.id) == col(RecipientRow.outbox_id), isouter=True)
        .where(RecipientRow.broadcast_id == row.id)
        .where(col(OutboxRow.state).in_(_NOT_THERE) | (col(RecipientRow.reason) != ""))
    )
    lacking = {one.person_id: one for one in work.session.exec(query)}
    reachable, _missed = audiences.reach(work, people.people(work, ids=lacking), row.words)
    for person in reachable:
        one = lacking[person.id]
        one.outbox_id, one.reason, one.attempt = None, "", one.attempt + 1
    if reachable:
        row.state, row.finished_at, row.tolerant = BroadcastState.SENDING, None, False
        work.audit(actor, "broadcast.retry", f"broadcast:{row.id}", f"{len(reachable)} recipients")
    return len(reachable)
