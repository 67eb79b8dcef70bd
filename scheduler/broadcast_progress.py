"""Following broadcasts: the moment that has come, the next slice, and what the author is told."""

from __future__ import annotations

from datetime import datetime

from domain.broadcast import BroadcastState, Tally
from domain.channels import abilities
from domain.effects import Priority
from domain.message import Message
from domain.people import Person
from handlers import broadcast_views, broadcasting
from scheduler.courtesy import CATCH_UP_LIMIT, PUNCTUAL
from storage import broadcast_ledger as ledger
from storage import broadcast_sending as sending
from storage import broadcasts, outbox, people
from storage.outbox import Posting
from storage.unit_of_work import Work
from storage.ways import way_to


def report(work: Work) -> int:
    """Carry every broadcast on and bring its author up to date; how many messages were queued."""
    begun = sum(_come(work, id_, at) for id_, at in broadcasts.scheduled(work) if at <= work.now)
    return begun + sum(_follow(work, id_, state) for id_, state in broadcasts.under_way(work))


def next_moment(work: Work, after: datetime) -> datetime | None:
    """The next moment (UTC) later than `after` for which a broadcast waits."""
    return next((at for _id, at in broadcasts.scheduled(work) if at > after), None)


def _come(work: Work, id_: int, at: datetime) -> int:
    """Its moment has come; what was missed while nothing ran goes while it still helps, by day."""
    age = work.now - at
    author = broadcasts.letter_of(work, id_).author
    if age > CATCH_UP_LIMIT:
        sending.too_late(work, id_)
        told = broadcasting.missed_its_moment(id_, at)
        return _tell(work, author, told, _once(work, id_, "missed"))
    if age > PUNCTUAL and work.decent(work.now) > work.now:
        return 0
    message = broadcast_views.message_of(broadcasts.letter_of(work, id_))
    count = sending.start(work, id_, message, author.id if author else None)
    told = broadcasting.has_begun(id_, count)
    return count + _tell(work, author, told, _once(work, id_, "begun"))


def _once(work: Work, id_: int, what: str) -> str:
    """A key for what is told of a broadcast at this moment."""
    return f"broadcast:{id_}:{what}:{work.now:%Y%m%dT%H%M%S}"


def _follow(work: Work, id_: int, state: BroadcastState) -> int:
    match state:
        case BroadcastState.DELETING:
            return _deleting(work, id_)
        case BroadcastState.TAKING_BACK:
            sending.recall(work, id_)
            queued = 0
        case BroadcastState.SENDING:
            letter = broadcasts.letter_of(work, id_)
            queued = sending.fill(work, id_, broadcast_views.message_of(letter))
        case _:
            queued = 0
    return queued + _report(work, id_, state)


def _report(work: Work, id_: int, state: BroadcastState) -> int:
    tally = ledger.tally(work, id_)
    if not tally.waiting:
        return _settle(work, id_, state, tally)
    if state is not BroadcastState.SENDING:
        return 0
    author = broadcasts.letter_of(work, id_).author
    if tally.refuses_too_many and not broadcasts.is_tolerant(work, id_):
        sending.stop(work, id_)
        return _tell(work, author, broadcast_views.stopped(id_, tally), _once(work, id_, "stopped"))
    return _progress(work, id_, tally, author)


def _settle(work: Work, id_: int, state: BroadcastState, tally: Tally) -> int:
    """Nothing waits any more: what became of it."""
    if state is BroadcastState.TAKING_BACK:
        over = BroadcastState.CANCELLED
    else:
        over = BroadcastState.FINISHED if tally.whole else BroadcastState.INCOMPLETE
    ledger.settle(work, id_, over)
    result = ledger.delivery(work, id_)
    once = _once(work, id_, f"result of {tally.sent}")
    return _tell(work, result.broadcast.author, broadcast_views.result(result), once)


def _deleting(work: Work, id_: int) -> int:
    """The next of them; in the end, what could not be deleted."""
    queued = ledger.delete_some(work, id_)
    if queued or ledger.tally(work, id_).deleting:
        return queued
    ledger.settle(work, id_, BroadcastState.DELETED)
    course = ledger.course_of(work, id_)
    return _tell(
        work, course.letter.author, broadcast_views.deleted(course), _once(work, id_, "deleted")
    )


def _progress(work: Work, id_: int, tally: Tally, author: Person | None) -> int:
    """One message that edits itself; none before the first is out, nor while nothing changes."""
    begun = tally.sent or tally.failed
    if author is None or not begun or not ledger.moved_on(work, id_, tally):
        return 0
    shown = ledger.progress_message(work, id_)
    if shown is not None and shown.message is None:
        return 0  # queued but not on the phone yet: nothing to put the figures over
    account = people.account(work, shown.account) if shown else way_to(work, author.id)
    if account is None or account.person != author.id or not abilities(account.channel).edits:
        return 0  # where nothing is edited the result alone is told
    reader = people.reader(work, author)
    posting = Posting(Priority.REPLY, reason="progress")
    edits = shown.message if shown else None
    queued = outbox.say(
        work, account, reader, broadcast_views.progress(tally), posting, edits=edits
    )
    ledger.shown(work, id_, tally, None if shown else queued)
    return 1


def _tell(work: Work, author: Person | None, message: Message, key: str) -> int:
    account = way_to(work, author.id) if author is not None else None
    if author is None or account is None:
        return 0
    posting = Posting(Priority.REPLY, key=key, reason="result")
    outbox.say(work, account, people.reader(work, author), message, posting)
    return 1
