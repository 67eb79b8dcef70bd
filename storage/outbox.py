"""The outbox: what is to be said to whom, and the ledger of what became of it.

A reply lies here in its words; a reminder gets them when its turn comes (`storage.wordless`).
Queued in the transaction of the turn or tick that caused it; the sender's side is in
`storage.delivery`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, bindparam, func, literal_column, update
from sqlmodel import col, select

from domain.channels import abilities
from domain.effects import Priority
from domain.message import Message, Open, together
from domain.outgoing import Acknowledge, Button, Delete, Operation, Say, SetCommands
from domain.quota import WORTH, Worth
from domain.text import GAP, _
from locales.numbered import Listed, in_text, listed
from locales.render import Reader, render
from storage import kept_messages, links, menus
from storage.menus import Item
from storage.people import Account
from storage.queued import Queued
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
    worth: Worth | None = None  # None: what messages of this kind are worth


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
    formed = form(work, account, reader, message)
    return post(work, account, formed, posting, person=person, edits=edits, unformed=message)


def merged(work: Work, account: Account, messages: Sequence[Message]) -> list[Message]:
    """As few messages as carry all of it, for a channel where each is counted; else as they are.

    A message has one file: a second one that the channel takes goes with a message of its own.
    """
    can = abilities(account.channel)
    if not can.merges or not messages:
        return list(messages)
    sendable = [_sendable(work, account, message) for message in messages]
    groups: list[list[Message]] = [[]]
    for message in _told_once(sendable):
        if message.attachment and any(m.attachment for m in groups[-1]):
            groups.append([])
        groups[-1].append(message)
    return [together(group) for group in groups]


def _told_once(messages: Sequence[Message]) -> list[Message]:
    """That files cannot be sent is said with the last of them."""
    without = [n for n, message in enumerate(messages) if message.body[-1:] == (_NO_FILES,)]
    early = without[:-1]
    return [replace(m, body=m.body[:-2]) if n in early else m for n, m in enumerate(messages)]


def form(work: Work, account: Account, reader: Reader, message: Message) -> Say:
    """A message in the reader's words as that channel can show it, its choices kept as a menu."""
    can = abilities(account.channel)
    message = message if can.apps else _without_apps(message)
    reader = replace(reader, buttons=can.shows_buttons(sum(map(len, message.choices))))
    message = _sendable(work, account, message)
    choices = listed(message.choices, reader)
    items = [Item(c.choice.target, c.typed, c.label) for c in choices]
    menu = menus.keep(work, account.id, items) if items else 0
    title = render(message.title, reader) if message.title else ""
    if reader.buttons:
        body, rows = _body(message, reader), _rows(message, choices, menu)
    else:
        body, rows = in_text(message, choices, reader), ()
    text = f"{title}\n{body}".strip() if title else body.strip()
    stands_out = len(title) if reader.buttons else 0
    return Say(text, stands_out, rows, message.attachment, menu)


def _without_apps(message: Message) -> Message:
    """What only a platform's app could open is left out."""
    rows = (
        tuple(c for c in row if not (isinstance(c.target, Open) and c.target.app))
        for row in message.choices
    )
    return replace(message, choices=tuple(row for row in rows if row))


def _sendable(work: Work, account: Account, message: Message) -> Message:
    """A file that cannot be sent there waits behind a one-time link, where there is an address."""
    attachment = message.attachment
    if attachment is None or attachment.document in abilities(account.channel).files:
        return message
    url = links.to_document(work, account.person, attachment) if account.person else None
    where = _("File (opens once, within 24 hours): {url}", url=url) if url else _NO_FILES
    return replace(message, body=(*message.body, GAP, where), attachment=None)


_NO_FILES = _(
    "The file cannot be sent here. It can be had on Telegram (/kenh) or from whoever runs the bot."
)


def _body(message: Message, reader: Reader) -> str:
    return "\n".join(render(line, reader) for line in message.body)


def _rows(message: Message, choices: Sequence[Listed], menu: int) -> tuple[tuple[Button, ...], ...]:
    buttons = iter(_button(choice, menu, index) for index, choice in enumerate(choices))
    return tuple(tuple(islice(buttons, len(row))) for row in message.choices)


def _button(choice: Listed, menu: int, index: int) -> Button:
    if isinstance(target := choice.choice.target, Open):
        style = choice.choice.style
        return Button(choice.label, url=target.url, style=style, app=target.app)
    return Button(choice.label, data=f"{menu}:{index}", style=choice.choice.style)


def post(
    work: Work,
    account: Account,
    operation: Operation,
    posting: Posting = REPLY,
    *,
    person: int | None = None,
    edits: str | None = None,
    unformed: Message | None = None,
) -> int:
    """Queue any operation; a newer edit of a message takes the place of one still waiting.

    `unformed` is what a `Say` was before it got the form of this channel, for another one.
    """
    if edits is not None:
        _supersede(work, account.id, edits)
    id_ = work.session.insert(
        OutboxRow,
        account_id=account.id,
        person_id=person if person is not None else account.person,
        op=type(operation).__name__,
        key=posting.key,
        kind=posting.kind,
        reason=posting.reason,
        sealed=work.vault.seal(_dump(operation, unformed if edits is None else None)),
        edits=edits,
        priority=_FIRST if isinstance(operation, Acknowledge) else ORDER[posting.kind],
        not_before=posting.not_before or work.now,
        expires=posting.expires,
        late=posting.late,
        worth=posting.worth or WORTH[posting.kind],
        menu=operation.menu if isinstance(operation, Say) else 0,
        created_at=work.now,
    )
    if posting.kind is Priority.REPLY and posting.not_before is None:
        work.said.append(Queued(id_, account, account.person, operation, edits))
    return id_


def _dump(operation: Operation, unformed: Message | None) -> dict[str, object]:
    dumped = OPERATIONS[type(operation).__name__].dump_python(operation, mode="json")
    return dict(dumped) | ({MESSAGE: kept_messages.write(unformed)} if unformed else {})


#: Under this name a message as it was before it got its form lies beside its words.
MESSAGE = "message"


def move(work: Work, row: OutboxRow, to: Account, formed: Say | None) -> None:
    """Another chat is to carry it, in the form of its own channel; None: it has no words yet."""
    row.first_account_id, row.account_id = row.account_id, to.id
    if formed is not None:
        row.sealed, row.menu = work.vault.seal(_dump(formed, None)), formed.menu
    row.state, row.problem, row.attempts = SendState.QUEUED, "", 0
    row.not_before = max(row.not_before, work.now)
    work.session.flush()


def word(work: Work, row: OutboxRow, account: Account, reader: Reader, message: Message) -> None:
    """Give a message its words that was queued without (`storage.calls`)."""
    formed = form(work, account, reader, message)
    row.sealed = work.vault.seal(_dump(formed, message))
    row.menu = formed.menu


def under_way(row: type[OutboxRow]) -> ColumnElement[bool]:
    """Queued or sending, in the very words of the indexes: else SQLite does not use them."""
    return col(row.state).in_([literal_column("'queued'"), literal_column("'sending'")])


def waits(row: type[OutboxRow]) -> ColumnElement[bool]:
    """Queued."""
    return under_way(row) & (col(row.state) == SendState.QUEUED)


def _known(work: Work, key: str) -> bool:
    return work.session.exec(select(OutboxRow.id).where(OutboxRow.key == key)).first() is not None


def is_any_known(work: Work, beginning: str) -> bool:
    """Whether a message went out under any key with that beginning."""
    query = select(OutboxRow.id).where(col(OutboxRow.key).startswith(beginning, autoescape=True))
    return work.session.exec(query.limit(1)).first() is not None


def _supersede(work: Work, account: int, edits: str) -> None:
    waiting = (
        update(OutboxRow)
        .where(
            waits(OutboxRow),
            col(OutboxRow.account_id) == account,
            col(OutboxRow.edits) == edits,
        )
        .values(state=SendState.CANCELLED, problem="superseded", sealed=None)
    )
    work.session.execute(waiting)


def cancel_waiting(work: Work, account: int, problem: str) -> None:
    """Nothing that still waits for this account is sent."""
    waiting = (
        update(OutboxRow)
        .where(waits(OutboxRow), col(OutboxRow.account_id) == account)
        .values(state=SendState.CANCELLED, problem=problem, sealed=None)
    )
    work.session.execute(waiting)


def next_waiting(work: Work, after: datetime) -> datetime | None:
    """The next moment (UTC) later than `after` at which a message that is waiting may go."""
    return work.session.scalars(_NEXT_WAITING, {"after": after}).one()


#: Built once: every tick asks.
_NEXT_WAITING = select(func.min(col(OutboxRow.not_before))).where(
    waits(OutboxRow), col(OutboxRow.not_before) > bindparam("after")
)
