"""What becomes of a message that its platform did not take, or that could not be made."""

from __future__ import annotations

import logging
from datetime import timedelta

from bot.channels.base import Problem, SendFailed
from bot.reaching import lost
from domain.effects import Priority
from domain.message import say
from domain.outgoing import Say
from domain.text import _
from storage import delivery, outbox, people, rationing, rerouting
from storage.people import AccountState
from storage.queued import Queued
from storage.unit_of_work import Work

log = logging.getLogger("tusoi.sender")

_ATTEMPTS = 8
#: What may have arrived is tried again: an announcement missed is worse than one read twice.
_DOUBTS = 5
_DOUBTS_OF_REPLIES = 3
#: A reply holds its chat back while it is tried again; nothing else does.
_LONGEST_BACKOFF = {Priority.REPLY: timedelta(seconds=30)}
_LONGEST_BACKOFF_OF_ALL = timedelta(minutes=5)
_AWAY = {Problem.BLOCKED: AccountState.BLOCKED, Problem.GONE: AccountState.GONE}


def tell(row: Queued, failure: SendFailed) -> None:
    """What an operator should know of it goes to the log."""
    match failure.problem:
        case Problem.REFUSED | Problem.WINDOW:
            log.error("row %s was refused: %s", row.id, failure.reason)
        case Problem.STOPPED:
            log.error("%s takes nothing: %s", row.account.channel, failure.reason)
        case Problem.PAUSE:
            log.warning("%s asks for a pause: %s", row.account.channel, failure.retry_after)


def write_down(work: Work, row: Queued, failure: SendFailed) -> None:
    """What went of it counts; the rest is tried again, goes another way, or has failed."""
    problem, reason, wait = failure.problem, failure.reason, _wait_after(row, failure)
    if failure.parts or problem is Problem.AMBIGUOUS:
        _partly_sent(work, row, failure)
    match problem:
        case Problem.UNCHANGED:
            delivery.sent(work, row.id, row.edits, 0)
        case Problem.BLOCKED | Problem.GONE:
            _lost(work, row, problem)
        case Problem.REFUSED | Problem.WINDOW:
            _elsewhere(work, row, reason)
        case Problem.SPENT:
            _spent(work, row, wait, reason)
        case Problem.AMBIGUOUS:
            _in_doubt(work, row, wait, reason)
        case Problem.LATER if row.attempts >= _ATTEMPTS:
            _elsewhere(work, row, reason)
        case Problem.STOPPED if row.attempts >= _ATTEMPTS:
            _stopped(work, row, wait, reason)
        case Problem.PAUSE:
            delivery.give_back(work, row.id, reason)
        case _:
            delivery.again(work, row.id, wait, reason)


def _wait_after(row: Queued, failure: SendFailed) -> timedelta:
    longest = _LONGEST_BACKOFF.get(row.kind, _LONGEST_BACKOFF_OF_ALL)
    return max(failure.retry_after, min(timedelta(seconds=2**row.attempts), longest))


def _in_doubt(work: Work, row: Queued, wait: timedelta, reason: str) -> None:
    most = _DOUBTS_OF_REPLIES if row.kind is Priority.REPLY else _DOUBTS
    if row.doubts + 1 < most:
        delivery.in_doubt(work, row.id, wait, reason)
    else:
        delivery.left_in_doubt(work, row.id, reason)


def _spent(work: Work, row: Queued, wait: timedelta, reason: str) -> None:
    """The bot may send nothing more for a while, or this month: it is no fault of the row."""
    delivery.again(work, row.id, timedelta(0), reason)
    if rationing.refused(work, row.account, wait):
        log.error("%s bot %s: the month is used up", row.account.channel, row.account.bot)
    else:
        log.warning("%s bot %s takes nothing now: %s", row.account.channel, row.account.bot, reason)


def _partly_sent(work: Work, row: Queued, failure: SendFailed) -> None:
    """What went counts and does not go again; what is in doubt counts, and may have to."""
    counted = failure.parts + (failure.problem is Problem.AMBIGUOUS)
    delivery.count_parts(work, row.account.id, counted)
    delivery.went(work, row, failure.parts)


def _lost(work: Work, row: Queued, problem: Problem) -> None:
    """The person cannot be reached there any more; nothing else is tried on that account."""
    if not rerouting.reroute_push(work, row.id, problem):
        delivery.failed(work, row.id, problem)
    lost(work, row.account, _AWAY[problem])


def _elsewhere(work: Work, row: Queued, reason: str) -> None:
    """Not delivered there: the person's other chat carries it, where there is one."""
    if not rerouting.reroute(work, row.id, reason):
        delivery.failed(work, row.id, reason)


def _stopped(work: Work, row: Queued, wait: timedelta, reason: str) -> None:
    """A bot that has taken nothing for long: who has no other chat waits on."""
    if not rerouting.reroute(work, row.id, reason):
        delivery.again(work, row.id, wait, reason)


def give_up(work: Work, row: Queued, kind: str) -> None:
    """A mistake of ours; whoever waits for a file is told that none comes."""
    delivery.failed(work, row.id, kind)
    if not isinstance(row.operation, Say) or row.operation.attachment is None:
        return
    outbox.say(work, row.account, people.reader_of(work, row.account), _NO_FILE)


_NO_FILE = say(
    _("The file could not be made. Nothing was lost; please try again, or tell the specialist.")
)
