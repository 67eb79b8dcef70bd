"""What went through each metered bot in a month, counted as it is stored and as it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta, tzinfo
from functools import cache

from sqlalchemy import Executable, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from domain.quota import Quota, Usage
from storage.people import Account
from storage.tables import UsageRow
from storage.unit_of_work import Work
from storage.writing import table_of

Bot = tuple[str, str]


def month_of(moment: datetime, zone: tzinfo) -> str:
    """The office's month of a moment: "2026-11"."""
    return f"{moment.astimezone(zone):%Y-%m}"


def this_month(work: Work) -> str:
    return month_of(work.now, work.office.zone)


def month_begins(work: Work) -> datetime:
    """The first moment of the office's month."""
    return datetime.combine(work.today.replace(day=1), time.min, work.office.zone)


def month_ends(work: Work) -> datetime:
    """The first moment of the office's next month."""
    following = (work.today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return datetime.combine(following, time.min, work.office.zone)


def count_received(work: Work, bots: Iterable[Bot]) -> None:
    """These bots have each been written to: one entry a message."""
    came = [bot for bot in bots if bot[0] in work.quotas]
    for bot in dict.fromkeys(came):
        _add(work, bot, received=came.count(bot))


def count_sent(work: Work, account: Account, parts: int) -> None:
    """A message went out in so many parts."""
    add_sent(work, (account.channel, account.bot), parts)


def add_sent(work: Work, bot: Bot, parts: int) -> None:
    """Through this bot so many messages went out."""
    if bot[0] in work.quotas and parts:
        _add(work, bot, sent=parts)


def _add(work: Work, bot: Bot, *, received: int = 0, sent: int = 0) -> None:
    names = dict(zip(("channel", "bot"), bot, strict=True))
    work.forget(UsageRow)
    row = names | {"month": this_month(work), "received": received, "sent": sent}
    work.session.connection().execute(_added(work.session.get_bind().dialect.name), row)


@cache
def _added(database: str) -> Executable:
    dialect = sqlite if database == "sqlite" else postgresql
    new = dialect.insert(table_of(UsageRow))
    counted = ("received", "sent")
    added = {name: table_of(UsageRow).c[name] + new.excluded[name] for name in counted}
    keys = ["channel", "bot", "month"]
    statement: Executable = new.on_conflict_do_update(index_elements=keys, set_=added)
    return statement


def usage(work: Work, bot: Bot) -> Usage | None:
    """This month's, of a metered bot; None where nothing is counted."""
    quota = work.quotas.get(bot[0])
    return None if quota is None else _known(work, quota, bot)


#: Of columns, as whoever is written to unasked has it asked for: no row need be kept at hand.
_EVERY_MONTH = select(
    col(UsageRow.channel),
    col(UsageRow.bot),
    col(UsageRow.month),
    col(UsageRow.received),
    col(UsageRow.sent),
    col(UsageRow.spent_at),
)


def usages(work: Work) -> tuple[Usage, ...]:
    """This month's of every metered bot that anybody has written to, by channel and bot."""
    return work.once(UsageRow, lambda: _usages(work))


def _usages(work: Work) -> tuple[Usage, ...]:
    month = this_month(work)
    found: dict[Bot, Usage] = {}
    for channel, name, of, received, sent, spent_at in work.session.execute(_EVERY_MONTH):
        quota, bot = work.quotas.get(channel), (channel, name)
        if quota is not None and of == month:
            spent = spent_at is not None
            found[bot] = Usage(*bot, month, quota, received, sent, spent=spent)
        elif quota is not None:
            found.setdefault(bot, Usage(*bot, month, quota))
    return tuple(found[bot] for bot in sorted(found))


def _known(work: Work, quota: Quota, bot: Bot) -> Usage:
    month = this_month(work)
    row = work.session.get(UsageRow, (*bot, month), populate_existing=True)
    if row is None:
        return Usage(*bot, month, quota)
    return Usage(*bot, month, quota, row.received, row.sent, spent=row.spent_at is not None)


def mark_spent(work: Work, bot: Bot) -> None:
    """The platform takes nothing more of this bot; forgotten when the month is over."""
    _add(work, bot)
    row = UsageRow
    this = (col(row.channel) == bot[0], col(row.bot) == bot[1], col(row.month) == this_month(work))
    work.session.execute(update(row).where(*this).values(spent_at=work.now))
