"""What people on no roster may take of a metered bot's month.

Each answer to them counts, and whoever finds the bot may write to it: unbounded, one of them could
use up the month of a whole office. A code that opens is always answered.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from domain.quota import Worth
from storage import usage
from storage.people import Account
from storage.tables import AccountRow, OutboxRow
from storage.unit_of_work import Work

#: To one chat that is nobody's: enough to be told the way in and to mistype a code a few times.
ANSWERS_A_DAY = 10
_DAY = timedelta(days=1)


def may_be_told(work: Work, account: Account) -> bool:
    """Whether one more answer goes to this chat, which is nobody's; always where none is counted.

    None goes where the month runs short, or where all such chats had their part of it.
    """
    known = usage.usage(work, (account.channel, account.bot))
    if known is None:
        return True
    same_bot = (col(AccountRow.channel) == account.channel, col(AccountRow.bot) == account.bot)
    return (
        not known.stays(Worth.SPARE)
        and _told(work, work.now - _DAY, col(AccountRow.id) == account.id) < ANSWERS_A_DAY
        and _told(work, usage.month_begins(work), *same_bot) < known.quota.for_strangers
    )


def _told(work: Work, since: datetime, *chats: ColumnElement[bool]) -> int:
    """How much has been said there, since that moment (UTC), to nobody in particular."""
    query = (
        select(func.count())
        .select_from(OutboxRow)
        .join(AccountRow, col(AccountRow.id) == col(OutboxRow.account_id))
        .where(col(OutboxRow.person_id).is_(None), col(OutboxRow.not_before) > since, *chats)
    )
    return work.session.exec(query).one()
