"""When a bot's month runs short: what stays unsent, what goes another way, what waits.

Looked at before anything is claimed, by what has gone until then: `domain.quota` says what stays.
Replies are never dropped.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, update
from sqlmodel import col, select

from domain.quota import Usage, Worth
from storage.outbox import SendState
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
    """Withhold what may go now and what its bot can no longer spare."""
    for known in usages(work):
        if staying := [worth for worth in Worth if known.stays(worth)]:
            _withhold(work, known, staying)


def _withhold(work: Work, known: Usage, staying: Collection[Worth]) -> None:
    due = (col(OutboxRow.not_before) <= work.now, col(OutboxRow.worth).in_(staying))
    stays = (
        update(OutboxRow)
        .where(*_waiting((known.channel, known.bot)), *due)
        .values(state=SendState.CANCELLED, problem=NO_ROOM)
    )
    work.session.execute(stays)


def _waiting(bot: Bot) -> tuple[ColumnElement[bool], ...]:
    of_bot = select(AccountRow.id).where(AccountRow.channel == bot[0], AccountRow.bot == bot[1])
    return (col(OutboxRow.state) == SendState.QUEUED, col(OutboxRow.account_id).in_(of_bot))


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
