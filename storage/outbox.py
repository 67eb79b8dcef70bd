"""The outbox: what is to be said to whom, already in its words; and the ledger of what became of
it.

Queued in the transaction of the turn or tick that caused it. The sender claims rows by
compare-and-swap, marks them `sending` before the request and `sent` after: a crash leaves only
those in doubt that were in flight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography.fernet import InvalidToken
from pydantic import TypeAdapter
from sqlalchemy import exists, func, or_, tuple_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from domain.effects import Priority
from domain.message import Choice, Message, Open
from domain.outgoing import Acknowledge, Button, Delete, Operation, Say, SetCommands
from locales.render import Reader, render
from storage import menus, people
from storage.people import Account
from storage.tables import OutboxRow
from storage.unit_of_work import Work


class SendState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"  # delivered or not, nobody can tell
    CANCELLED = "cancelled"
    EXPIRED = "expired"


ORDER = {p: rank for rank, p in enumerate(Priority)}
#: A tap is answered before anything is said: the phone shows that it waits.
_FIRST = -1
_OPERATIONS: dict[str, TypeAdapter[Operation]] = {
    kind.__name__: TypeAdapter(kind) for kind in (Say, Acknowledge, Delete, SetCommands)
}


@dataclass(frozen=True)
class Posting:
    """How a message is to be posted: why, in which lane, not before when, at most once per key."""

    kind: Priority = Priority.REPLY
    key: str | None = None
    reason: str = ""
    not_before: datetime | None = None
    expires: datetime | None = None
    late: bool = False


REPLY = Posting()


@dataclass(frozen=True)
class Queued:
    """A row the sender has claimed."""

    id: int
    account: Account
    person: int | None
    operation: Operation
    edits: str | None
    kind: Priority
    attempts: int


def say(
    work: Work,
    account: Account,
    reader: Reader,
    message: Message,
    posting: Posting = REPLY,
    *,
    person: int | None = None,
    edits: str | None = None,
) -> int | None:
    """Queue a message, its menu kept and its words rendered; None when the key went out before."""
    if posting.key is not None and _known(work, posting.key):
        return None
    return post(
        work, account, form(work, account, reader, message), posting, person=person, edits=edits
    )


def form(work: Work, account: Account, reader: Reader, message: Message) -> Say:
    """A message in the reader's words, its choices bound to a new menu."""
    choices = [choice for row in message.choices for choice in row]
    menu = menus.keep(work, account.id, [c.target for c in choices]) if choices else 0
    numbers = {id(choice): index for index, choice in enumerate(choices)}

    def button(choice: Choice) -> Button:
        label = render(choice.label, reader)
        if isinstance(choice.target, Open):
            return Button(label, url=choice.target.url, style=choice.style)
        return Button(label, data=f"{menu}:{numbers[id(choice)]}", style=choice.style)

    title = render(message.title, reader) if message.title else ""
    body = "\n".join(render(line, reader) for line in message.body)
    return Say(
        text=f"{title}\n{body}".strip() if title else body,
        title=len(title),
        rows=tuple(tuple(button(c) for c in row) for row in message.choices),
        attachment=message.attachment,
    )


def post(
    work: Work,
    account: Account,
    operation: Operation,
    posting: Posting = REPLY,
    *,
    person: int | None = None,
    edits: str | None = None,
) -> int:
    """Queue any operation; a newer edit of a message takes the place of one still waiting."""
    if edits is not None:
        _supersede(work, account.id, edits)
    row = OutboxRow(
        account_id=account.id,
        person_id=person if person is not None else account.person,
        op=type(operation).__name__,
        key=posting.key,
        kind=posting.kind,
        reason=posting.reason,
        sealed=work.vault.seal(_dump(operation)),
        edits=edits,
        priority=_FIRST if isinstance(operation, Acknowledge) else ORDER[posting.kind],
        not_before=posting.not_before or work.now,
        expires=posting.expires,
        late=posting.late,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row.id or 0


def _dump(operation: Operation) -> dict[str, object]:
    dumped = _OPERATIONS[type(operation).__name__].dump_python(operation, mode="json")
    return dict(dumped)


def _known(work: Work, key: str) -> bool:
    return work.session.exec(select(OutboxRow.id).where(OutboxRow.key == key)).first() is not None


def _supersede(work: Work, account: int, edits: str) -> None:
    waiting = (
        update(OutboxRow)
        .where(
            col(OutboxRow.account_id) == account,
            col(OutboxRow.edits) == edits,
            col(OutboxRow.state) == SendState.QUEUED,
        )
        .values(state=SendState.CANCELLED, problem="superseded", sealed=None)
    )
    work.session.execute(waiting)


def claim(work: Work, limit: int, busy: Sequence[int]) -> list[Queued]:
    """Mark the next rows `sending`: by priority, in order within a chat, one a chat at a time."""
    _expire(work)
    claimed = []
    for row in work.session.exec(_next_of_each_chat(work, busy, limit)):
        row.state, row.attempts = SendState.SENDING, row.attempts + 1
        if (queued := _queued(work, row)) is not None:
            claimed.append(queued)
    return claimed


def _next_of_each_chat(
    work: Work, busy: Sequence[int], limit: int
) -> SelectOfScalar[OutboxRow]:
    """The first row of each chat that may go now; what is tried again holds back what follows."""
    row, before = OutboxRow, aliased(OutboxRow)
    goes_first = tuple_(before.priority, before.id) < tuple_(row.priority, row.id)
    due = or_(before.not_before <= work.now, before.attempts > 0)
    overtaken = (
        exists()
        .where(before.account_id == row.account_id, before.state == SendState.QUEUED)
        .where(goes_first, due)
    )
    return (
        select(row)
        .where(row.state == SendState.QUEUED, col(row.not_before) <= work.now)
        .where(col(row.account_id).not_in(busy), ~overtaken)
        .order_by(col(row.priority), col(row.id))
        .limit(limit)
    )


def _expire(work: Work) -> None:
    """What would come too late is not sent at all."""
    too_late = (
        update(OutboxRow)
        .where(col(OutboxRow.state) == SendState.QUEUED, col(OutboxRow.expires) < work.now)
        .values(state=SendState.EXPIRED, sealed=None)
    )
    work.session.execute(too_late)


def _queued(work: Work, row: OutboxRow) -> Queued | None:
    """A claimed row with its words; one that the key does not open has failed."""
    try:
        opened = work.vault.open(row.sealed or b"")
    except InvalidToken:
        row.state, row.problem = SendState.FAILED, "sealed with another key"
        return None
    return Queued(
        id=row.id or 0,
        account=people.account(work, row.account_id),
        person=row.person_id,
        operation=_OPERATIONS[row.op].validate_python(opened),
        edits=row.edits,
        kind=Priority(row.kind),
        attempts=row.attempts,
    )


def sent(work: Work, id_: int, platform_id: str | None) -> None:
    """Delivered: `forget` erases the words later; the ledger's row stays."""
    row = work.session.get_one(OutboxRow, id_)
    row.state, row.platform_id, row.sent_at, row.problem = SendState.SENT, platform_id, work.now, ""


def again(work: Work, id_: int, wait: timedelta, problem: str) -> None:
    """Not delivered, worth another try after `wait`."""
    row = work.session.get_one(OutboxRow, id_)
    row.state, row.not_before, row.problem = SendState.QUEUED, work.now + wait, problem


def failed(work: Work, id_: int, problem: str, state: SendState = SendState.FAILED) -> None:
    """Not delivered (or nobody knows), and not tried again; `problem` names no one."""
    row = work.session.get_one(OutboxRow, id_)
    row.state, row.problem = state, problem


def recover(work: Work) -> int:
    """After a crash, what was in flight goes out again, marked so; returns how many do.

    A reply after which more was said is left as it is: it would come out of its order.
    """
    in_doubt = work.session.exec(select(OutboxRow).where(OutboxRow.state == SendState.SENDING))
    again = [_resume(work, row, "resent after a crash") for row in in_doubt.all()]
    return sum(again)


def in_doubt(work: Work, id_: int, wait: timedelta, problem: str) -> None:
    """Delivered or not, nobody can tell: tried again unless more has been said since."""
    row = work.session.get_one(OutboxRow, id_)
    if _resume(work, row, problem):
        row.not_before = work.now + wait


def _resume(work: Work, row: OutboxRow, problem: str) -> bool:
    moved_on = row.kind == Priority.REPLY and row.edits is None and _said_more(work, row)
    row.state = SendState.UNKNOWN if moved_on else SendState.QUEUED
    row.problem = problem
    return not moved_on


def _said_more(work: Work, row: OutboxRow) -> bool:
    later = select(OutboxRow.id).where(
        OutboxRow.account_id == row.account_id,
        OutboxRow.kind == Priority.REPLY,
        OutboxRow.op == Say.__name__,
        col(OutboxRow.created_at) > row.created_at,
    )
    return work.session.exec(later.limit(1)).first() is not None


def give_back(work: Work, id_: int) -> None:
    """Claimed, but not asked of the platform: it waits as before."""
    row = work.session.get_one(OutboxRow, id_)
    row.state, row.attempts = SendState.QUEUED, row.attempts - 1


def forget(work: Work, before: datetime) -> None:
    """The words of what was settled before that moment are erased; that it was, stays."""
    settled = (
        update(OutboxRow)
        .where(col(OutboxRow.created_at) < before, col(OutboxRow.sealed).is_not(None))
        .where(col(OutboxRow.state).not_in([SendState.QUEUED, SendState.SENDING]))
        .values(sealed=None)
    )
    work.session.execute(settled)


def message_id(work: Work, id_: int) -> str | None:
    """The platform's id of a message that has been sent."""
    return work.session.get_one(OutboxRow, id_).platform_id


def cancel_waiting(work: Work, account: int, problem: str) -> None:
    """Nothing that still waits for this account is sent."""
    waiting = (
        update(OutboxRow)
        .where(col(OutboxRow.account_id) == account, col(OutboxRow.state) == SendState.QUEUED)
        .values(state=SendState.CANCELLED, problem=problem, sealed=None)
    )
    work.session.execute(waiting)


def waits(work: Work) -> bool:
    """Whether anything is due to be sent now, or on its way."""
    query = select(OutboxRow.id).where(
        (OutboxRow.state == SendState.SENDING)
        | ((OutboxRow.state == SendState.QUEUED) & (OutboxRow.not_before <= work.now))
    )
    return work.session.exec(query.limit(1)).first() is not None


def next_waiting(work: Work, after: datetime) -> datetime | None:
    """The next moment (UTC) later than `after` at which a message that is waiting may go."""
    query = select(func.min(col(OutboxRow.not_before))).where(
        OutboxRow.state == SendState.QUEUED, col(OutboxRow.not_before) > after
    )
    return work.session.exec(query).one()
