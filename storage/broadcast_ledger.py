"""What became of a broadcast: counted, person by person, and off the phones again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select

from domain.broadcast import (
    ON_ITS_WAY,
    OVER,
    BroadcastState,
    ChosenAudience,
    Course,
    Deletable,
    DeleteSent,
    Delivery,
    Tally,
    Unreached,
)
from domain.channels import abilities
from domain.effects import Priority, Refused
from domain.outgoing import Delete
from domain.people import Person
from storage import broadcasts, outbox, people
from storage.broadcast_sending import SLICE
from storage.broadcasts import NONE
from storage.outbox import Posting, SendState
from storage.tables import AccountRow, BroadcastRow, OutboxRow, RecipientRow
from storage.unit_of_work import Work

_WITHHELD = (SendState.CANCELLED, SendState.EXPIRED)
#: What is asked to be deleted goes within this time: it must not be too late by then.
_MARGIN = timedelta(minutes=10)


def tally(work: Work, id_: int) -> Tally:
    """How many messages of a broadcast stand how; a count, no names."""
    states = Counter(_counted(work, id_))
    by_state: Counter[str] = Counter()
    for (reason, state), count in states.items():
        by_state["missed" if reason else state or "unqueued"] += count
    deletes = _deletes(work, id_)
    return Tally(
        asked=by_state.total() - by_state["missed"],
        sent=by_state[SendState.SENT],
        refused=by_state[SendState.FAILED],
        doubtful=by_state[SendState.UNKNOWN],
        withheld=sum(by_state[state] for state in _WITHHELD),
        missed=by_state["missed"],
        on_paper=states[Unreached.ON_PAPER, None],
        deleting=deletes[SendState.QUEUED] + deletes[SendState.SENDING],
        deleted=deletes[SendState.SENT],
    )


def _counted(work: Work, id_: int) -> dict[tuple[str, str | None], int]:
    query = (
        select(RecipientRow.reason, OutboxRow.state, func.count())
        .join(OutboxRow, col(OutboxRow.id) == col(RecipientRow.outbox_id), isouter=True)
        .where(RecipientRow.broadcast_id == id_)
        .group_by(col(RecipientRow.reason), col(OutboxRow.state))
    )
    return {(reason, state): count for reason, state, count in work.session.exec(query)}


def _deletes(work: Work, id_: int) -> Counter[str]:
    query = (
        select(OutboxRow.state, func.count())
        .join(RecipientRow, col(RecipientRow.delete_id) == col(OutboxRow.id))
        .where(RecipientRow.broadcast_id == id_)
        .group_by(col(OutboxRow.state))
    )
    return Counter(dict(work.session.exec(query).all()))


def delivery(work: Work, id_: int) -> Delivery:
    """How far a broadcast has come, with the names of who was missed."""
    return Delivery(broadcasts.broadcast(work, id_), tally(work, id_), work.now)


def load(work: Work, who: Person, subject: str) -> Course | Refused:
    """How far a broadcast has come, for whoever looks after it."""
    row = broadcasts.row_of(work, who, subject)
    return NONE if row is None else course(work, row)


def load_list(work: Work, who: Person, _subject: str) -> tuple[Course, ...]:
    """This author's broadcasts, newest first: what is not over, and the last that are."""
    return tuple(course(work, row) for row in broadcasts.listed(work, who.id))


def courses(work: Work) -> tuple[Course, ...]:
    """Everybody's broadcasts, newest first."""
    return tuple(course(work, row) for row in broadcasts.listed(work))


def course_of(work: Work, id_: int) -> Course:
    """How far a broadcast has come."""
    return course(work, work.session.get_one(BroadcastRow, id_))


def course(work: Work, row: BroadcastRow) -> Course:
    id_, state, audience = row.id or 0, BroadcastState(row.state), ChosenAudience.read(row.audience)
    begun = state in {*ON_ITS_WAY, *OVER} or row.confirmed_at is not None
    return Course(
        letter=broadcasts.letter(work, row),
        audience=audience,
        owed=broadcasts.owed(work, audience),
        state=state,
        tally=tally(work, id_) if begun else Tally(),
        now=work.now,
        at=row.at,
        finished_at=row.finished_at,
        deletable=deletable(work, id_) if state in OVER else Deletable(),
    )


@dataclass(frozen=True)
class RecipientLine:
    """One person's line in the result. `phone`: what is known of its deletion, None without one."""

    person: Person
    state: SendState | Unreached
    problem: str
    at: datetime | None
    channel: str = ""
    platform_id: str = ""
    tries: int = 0
    moved: bool = False
    phone: SendState | None = None


def recipients(work: Work, id_: int) -> tuple[RecipientLine, ...]:
    """Everyone of the audience and what became of their message, in the order of names."""
    query = (
        select(RecipientRow, OutboxRow, AccountRow.channel)
        .join(OutboxRow, col(RecipientRow.outbox_id) == col(OutboxRow.id), isouter=True)
        .join(AccountRow, col(AccountRow.id) == col(OutboxRow.account_id), isouter=True)
        .where(RecipientRow.broadcast_id == id_)
    )
    rows = {
        row.person_id: (row, queued, channel) for row, queued, channel in work.session.exec(query)
    }
    phones = dict(_phones(work, id_))
    everyone = people.people(work, ids=rows, also_left=True)
    return tuple(_line(p, *rows[p.id], phones.get(p.id)) for p in everyone)


def _phones(work: Work, id_: int) -> Iterator[tuple[int, SendState]]:
    query = (
        select(RecipientRow.person_id, OutboxRow.state)
        .join(OutboxRow, col(RecipientRow.delete_id) == col(OutboxRow.id))
        .where(RecipientRow.broadcast_id == id_)
    )
    return ((person, SendState(state)) for person, state in work.session.exec(query))


def _line(
    person: Person,
    row: RecipientRow,
    queued: OutboxRow | None,
    channel: str | None,
    phone: SendState | None,
) -> RecipientLine:
    if queued is None:
        state = Unreached(row.reason) if row.reason else SendState.QUEUED
        return RecipientLine(person, state, "", None)
    return RecipientLine(
        person,
        SendState(queued.state),
        queued.problem,
        queued.sent_at,
        abilities(channel).title if channel else "",
        queued.platform_id or "",
        queued.attempts,
        queued.first_account_id is not None,
        phone,
    )


def settle(work: Work, id_: int, state: BroadcastState) -> None:
    """Nothing waits any more."""
    row = work.session.get_one(BroadcastRow, id_)
    row.state, row.finished_at = state, work.now


def deletable(work: Work, id_: int) -> Deletable:
    """From how many phones it can still be deleted."""
    query = (
        select(AccountRow.channel, OutboxRow.sent_at)
        .join(OutboxRow, col(OutboxRow.account_id) == col(AccountRow.id))
        .join(RecipientRow, col(RecipientRow.outbox_id) == col(OutboxRow.id))
        .where(
            RecipientRow.broadcast_id == id_,
            OutboxRow.state == SendState.SENT,
            col(RecipientRow.delete_id).is_(None),
        )
    )
    found = Counter(_deletes_now(work, channel, at) for channel, at in work.session.exec(query))
    return Deletable(found[True], found[False], found[None])


def _deletes_now(work: Work, channel: str, sent_at: datetime | None) -> bool | None:
    """Whether a message is young enough; None where none is ever taken back."""
    lasts = abilities(channel).takes_back
    return None if lasts is None else bool(sent_at and work.now < sent_at + lasts - _MARGIN)


def delete(work: Work, who: Person, effect: DeleteSent) -> Refused | None:
    """From now on it is deleted from the phones that have it."""
    row = broadcasts.row_of(work, who, str(effect.broadcast))
    if row is None or row.state not in OVER:
        return NONE
    row.state = BroadcastState.DELETING
    work.audit(who.id, "broadcast.delete", f"broadcast:{row.id}")
    delete_some(work, row.id or 0)
    return None


def delete_some(work: Work, id_: int) -> int:
    """Ask for the next messages to be deleted; returns of how many."""
    query = (
        select(RecipientRow, OutboxRow, AccountRow)
        .join(OutboxRow, col(RecipientRow.outbox_id) == col(OutboxRow.id))
        .join(AccountRow, col(AccountRow.id) == col(OutboxRow.account_id))
        .where(
            RecipientRow.broadcast_id == id_,
            OutboxRow.state == SendState.SENT,
            col(OutboxRow.platform_id).is_not(None),
            col(RecipientRow.delete_id).is_(None),
        )
        .order_by(col(RecipientRow.id))
    )
    young = (
        (row, sent, chat)
        for row, sent, chat in work.session.exec(query)
        if _deletes_now(work, chat.channel, sent.sent_at)
    )
    asked = 0
    for row, sent, chat in young:
        posting = Posting(Priority.BROADCAST, key=f"delete:{sent.id}", reason="delete")
        operation, to = Delete(sent.platform_id or ""), people.of_row(chat)
        row.delete_id = outbox.post(work, to, operation, posting, person=row.person_id)
        asked += 1
        if asked == SLICE:
            break
    return asked


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


def moved_on(work: Work, id_: int, tally: Tally) -> bool:
    """Whether there is something new to show."""
    return work.session.get_one(BroadcastRow, id_).shown_sent != tally.sent + tally.failed


def shown(work: Work, id_: int, tally: Tally, queued: int | None) -> None:
    """The figures the author has now; `queued` is the progress message where it is a new one."""
    row = work.session.get_one(BroadcastRow, id_)
    row.shown_sent = tally.sent + tally.failed
    if queued is not None:
        row.progress_outbox_id = queued
