"""Telling the author of a broadcast how far it has come, and what became of it in the end."""

from __future__ import annotations

from domain.broadcast import BroadcastState, Delivery
from domain.channels import abilities
from domain.effects import Priority
from domain.message import Message
from domain.people import Person
from handlers import broadcast_views
from storage import broadcasts, outbox, people
from storage.outbox import Posting
from storage.unit_of_work import Work
from storage.ways import way_to


def report(work: Work) -> int:
    """Bring every author up to date; returns how many messages or edits were queued."""
    return sum(_report(work, id_) for id_ in broadcasts.under_way(work))


def _report(work: Work, id_: int) -> int:
    delivery = broadcasts.delivery(work, id_)
    author = delivery.broadcast.author
    if delivery.waiting:
        return _progress(work, delivery, author)
    whole = not delivery.failed and not delivery.broadcast.missed
    state = BroadcastState.FINISHED if whole else BroadcastState.INCOMPLETE
    broadcasts.settle(work, id_, state)
    return _tell(work, author, broadcast_views.result(delivery), f"broadcast:{id_}:result")


def _progress(work: Work, delivery: Delivery, author: Person | None) -> int:
    """One message that edits itself; nothing before the first is out or while figures stand still.

    One that waits for the morning has nothing to tell until then.
    """
    begun = delivery.sent or delivery.failed
    if author is None or not begun or not broadcasts.moved_on(work, delivery):
        return 0
    shown = broadcasts.progress_message(work, delivery.broadcast.id)
    if shown is not None and shown.message is None:
        return 0  # queued but not on the phone yet: nothing to put the figures over
    account = people.account(work, shown.account) if shown else way_to(work, author.id)
    if account is None or account.person != author.id or not abilities(account.channel).edits:
        return 0  # where nothing is edited the result alone is told
    reader = people.reader(work, author)
    posting = Posting(Priority.REPLY, reason="progress")
    edits = shown.message if shown else None
    message = broadcast_views.progress(delivery)
    queued = outbox.say(work, account, reader, message, posting, edits=edits)
    broadcasts.shown(work, delivery, None if shown else queued)
    return 1


def _tell(work: Work, author: Person | None, message: Message, key: str) -> int:
    account = way_to(work, author.id) if author is not None else None
    if author is None or account is None:
        return 0
    posting = Posting(Priority.REPLY, key=key, reason="result")
    outbox.say(work, account, people.reader(work, author), message, posting)
    return 1
