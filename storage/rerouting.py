"""What one chat cannot carry goes to the person's other one: the same message, once.

The row itself moves, with its key and all that points at it: so it can be neither lost nor doubled.
It remembers for which chat it was meant and why it left. Nothing moves that may have arrived.
"""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import col, select

from domain.channels import abilities
from domain.message import Message
from domain.text import GAP, Text, _
from storage import kept_messages, outbox, people, ways
from storage.outbox import waits
from storage.people import Account
from storage.tables import OutboxRow
from storage.unit_of_work import Work


def reroute(work: Work, id_: int, why: str) -> bool:
    """Give a message that is not out to the person's other chat; whether there was a way."""
    row = work.session.get_one(OutboxRow, id_)
    here = people.account(work, row.account_id)
    way = ways.other_way(work, here) if here.person == row.person_id else None
    who = people.present(work, way.person) if way is not None and way.person else None
    if way is None or who is None or not _may_move(row):
        return False
    formed = None
    if row.sealed is not None:
        message = _message(work, row)
        if message is None:
            return False
        formed = outbox.form(work, way, people.reader(work, who), explained(message, here))
    outbox.move(work, row, way, formed)
    row.moved_why = why
    return True


def reroute_push(work: Work, id_: int, why: str) -> bool:
    """The same where the chat is closed: an answer stays with the chat that asked for it."""
    return work.session.get_one(OutboxRow, id_).key is not None and reroute(work, id_, why)


def reroute_waiting(work: Work, account: Account, why: str) -> None:
    """Everything that waits for a chat that is closed and was not asked for there."""
    query = select(OutboxRow.id).where(
        OutboxRow.account_id == account.id,
        waits(OutboxRow),
        col(OutboxRow.key).is_not(None),
    )
    for id_ in work.session.exec(query.order_by(col(OutboxRow.id))).all():
        reroute(work, id_ or 0, why)


def _may_move(row: OutboxRow) -> bool:
    """Not an edit, nor what has moved or may have arrived."""
    return row.first_account_id is None and row.edits is None and not row.doubts


def _message(work: Work, row: OutboxRow) -> Message | None:
    """As it was before it got its form; None where that was not kept."""
    written = work.vault.open(row.sealed or b"").get(outbox.MESSAGE)
    return kept_messages.read(written) if isinstance(written, dict) else None


def explained(message: Message, here: Account) -> Message:
    """With a line that says for which chat it was meant."""
    return replace(message, body=(*message.body, GAP, _moved(here)))


def _moved(here: Account) -> Text:
    name = abilities(here.channel).title
    return _("(Sent here because {channel} cannot carry it now.)", channel=name)
