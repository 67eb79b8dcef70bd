"""What came in to an inquiry is told to its author: when all have answered, and at its deadline."""

from __future__ import annotations

from datetime import datetime

from domain.collected import Collected
from domain.inquiry import Inquiry
from domain.message import Message
from domain.period import Period
from handlers.inquiry_results import all_in, at_the_deadline
from storage import inquiries, inquiry_answers, outbox, people
from storage.outbox import Posting
from storage.unit_of_work import Work
from storage.ways import way_to


def report(work: Work) -> int:
    """Tell the authors of what has come due; returns how many messages were queued."""
    due = inquiries.under_way(work)
    told = sum(_at_its_deadline(work, inquiry) for inquiry in due)
    inquiries.was_told(work, [inquiry.id for inquiry in due])
    return told


def next_moment(work: Work, after: datetime) -> datetime | None:
    """The next moment (UTC) later than `after` at which an author is told something."""
    return inquiries.next_due(work, after)


def _at_its_deadline(work: Work, inquiry: Inquiry) -> bool:
    """Nothing new where all had answered before, and nothing has changed since."""
    found = inquiry_answers.collected(work, inquiry, inquiry.author)
    told = inquiries.told_at(work, inquiry.id)
    newest = max((line.given.at for line in found.answered if line.given), default=work.now)
    if told is not None and not found.missing and newest <= told:
        return False
    return _tell(work, found, at_the_deadline(found), f"due:{inquiry.until:%Y%m%dT%H%M}")


def tell_if_all_in(work: Work, period: Period) -> None:
    """Somebody has answered: if nobody else owes it, its author hears at once."""
    inquiry = inquiries.of_period(work, period)
    found = inquiry_answers.collected(work, inquiry, inquiry.author)
    if found.missing:
        return
    if _tell(work, found, all_in(found), f"all:{inquiry.until:%Y%m%dT%H%M}"):
        inquiries.was_told(work, [inquiry.id])


def _tell(work: Work, found: Collected, message: Message, what: str) -> bool:
    author = people.present(work, found.inquiry.author.id)
    account = way_to(work, author.id) if author is not None else None
    if author is None or account is None:
        return False
    posting = Posting(
        key=f"inquiry-told:{found.inquiry.id}:{what}",
        reason="inquiry result",
        not_before=work.decent(work.now),
    )
    words = people.reader(work, author)
    return outbox.say(work, account, words, message, posting, person=author.id) is not None
