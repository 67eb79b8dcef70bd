"""The outbox: what is to be said to whom, already in its words; and the ledger of what became of
it.

Queued in the transaction of the turn or tick that caused it; the sender's side is in
`storage.delivery`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import TypeAdapter
from sqlalchemy import func, update
from sqlmodel import col, select

from domain.effects import Priority
from domain.message import Choice, Message, Open
from domain.outgoing import Acknowledge, Button, Delete, Operation, Say, SetCommands
from locales.render import Reader, render
from storage import menus
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
#: How each operation is written down and read again.
OPERATIONS: dict[str, TypeAdapter[Operation]] = {
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
    dumped = OPERATIONS[type(operation).__name__].dump_python(operation, mode="json")
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


def next_waiting(work: Work, after: datetime) -> datetime | None:
    """The next moment (UTC) later than `after` at which a message that is waiting may go."""
    query = select(func.min(col(OutboxRow.not_before))).where(
        OutboxRow.state == SendState.QUEUED, col(OutboxRow.not_before) > after
    )
    return work.session.exec(query).one()
