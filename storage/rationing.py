"""When a bot's month runs short: what stays unsent, what goes another way, what waits.

Looked at before anything is claimed, by what has gone until then: `domain.quota` says what stays.
Replies are never dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, literal_column, update
from sqlmodel import col, select

from domain.effects import Priority
from domain.quota import Usage, Worth
from storage import rerouting
from storage.outbox import SendState, waits
from storage.people import Account
from storage.tables import AccountRow, OutboxRow
from storage.unit_of_work import Work
from storage.usage import Bot, mark_spent, month_ends, usage, usages

#: Why a message was not sent, in the ledger.
NO_ROOM = "quota"
#: How often a bot is tried whose month seems used up: our count may be wrong.
_TRY_AGAIN = timedelta(hours=1)
#: The platform says "too many" for an hour as for a month; from here on it means the month.
_MEANS_THE_MONTH = 90  # percent


def ration(work: Work) -> None:
    """What may go now and its bot can no longer spare goes another way, or not at all."""
    for known in usages(work):
        worths = [worth for worth in Worth if known.spent or known.stays(worth)]
        for row in _due(work, known, worths) if worths else ():
            moved = rerouting.reroute(work, row.id or 0, NO_ROOM)
            if not moved and known.stays(Worth(row.worth)):
                row.state, row.problem = SendState.CANCELLED, NO_ROOM


def _due(work: Work, known: Usage, worths: Collection[Worth]) -> Sequence[OutboxRow]:
    may_go = (col(OutboxRow.not_before) <= work.now, col(OutboxRow.worth).in_(worths))
    query = select(OutboxRow).where(*_waiting((known.channel, known.bot)), *may_go)
    return work.session.exec(query.order_by(col(OutboxRow.id))).all()


def _waiting(bot: Bot) -> tuple[ColumnElement[bool], ...]:
    of_bot = select(AccountRow.id).where(AccountRow.channel == bot[0], AccountRow.bot == bot[1])
    return (waits(OutboxRow), col(OutboxRow.account_id).in_(of_bot))


def refused(work: Work, account: Account, wait: timedelta) -> bool:
    """The platform takes no more of this bot now: everything through it waits.

    Until the end of the month, tried every hour, where our own count says that it is used up;
    returns whether it does.
    """
    bot = (account.channel, account.bot)
    known = usage(work, bot)
    over = known is not None and known.used * 100 >= known.quota.messages * _MEANS_THE_MONTH
    if over:
        mark_spent(work, bot)
        ration(work)
        wait = min(_TRY_AGAIN, month_ends(work) - work.now)
    until = work.now + wait
    soon = col(OutboxRow.not_before) < until
    work.session.execute(update(OutboxRow).where(*_waiting(bot), soon).values(not_before=until))
    return over


@dataclass(frozen=True)
class Withheld:
    """A message that was not sent for want of room: to whom, and what it was."""

    person: int | None
    kind: Priority


def withheld(work: Work, after: datetime, until: datetime) -> tuple[Withheld, ...]:
    """What should have gone in `(after, until]` (UTC) and went nowhere."""
    rows = work.session.execute(_WITHHELD, {"after": after, "until": until})
    return tuple(Withheld(person, Priority(kind)) for person, kind in rows)


_WITHHELD = (
    select(OutboxRow.person_id, OutboxRow.kind)
    .where(
        OutboxRow.state == SendState.CANCELLED,
        col(OutboxRow.problem) == literal_column(f"'{NO_ROOM}'"),  # in the words of the index
        col(OutboxRow.not_before) > bindparam("after"),
        col(OutboxRow.not_before) <= bindparam("until"),
    )
    .order_by(col(OutboxRow.id))
)
