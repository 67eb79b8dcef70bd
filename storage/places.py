"""The people of each metered bot: its places are few, and everyone who ever wrote takes one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlmodel import col, func, select

from domain.quota import spread
from storage.people import Account
from storage.tables import AccountRow
from storage.unit_of_work import Place, Work
from storage.usage import Bot


def bots(work: Work) -> tuple[Bot, ...]:
    """The metered bots that are run or have ever been written to, in the order of their names."""
    run = {(place.channel, place.bot) for place in work.places}
    query = select(AccountRow.channel, AccountRow.bot).distinct()
    known = run.union((channel, bot) for channel, bot in work.session.exec(query))
    return tuple(sorted(bot for bot in known if bot[0] in work.quotas))


def number(work: Work, bot: Bot) -> int:
    """What a bot is called among those of its channel: "bot 1"."""
    return [known for known in bots(work) if known[0] == bot[0]].index(bot) + 1


def taken(work: Work) -> Mapping[Bot, int]:
    """How many people have written to each bot: a chat left behind keeps its place."""
    query = select(AccountRow.channel, AccountRow.bot, func.count()).group_by(
        col(AccountRow.channel), col(AccountRow.bot)
    )
    counts = Counter({(channel, bot): count for channel, bot, count in work.session.exec(query)})
    return {bot: counts[bot] for bot in bots(work)}


def is_beyond(work: Work, account: Account) -> bool:
    """Whether this chat came when all places of its bot had been taken."""
    quota = work.quotas.get(account.channel)
    if quota is None:
        return False
    earlier = select(func.count()).where(
        AccountRow.channel == account.channel,
        AccountRow.bot == account.bot,
        col(AccountRow.id) < account.id,
    )
    return work.session.exec(earlier).one() >= quota.places


def roomiest(work: Work, channel: str) -> Place | None:
    """The bot of a channel that a newcomer should open; None where all are full."""
    found = assigned(work, channel, [0])
    return found.get(0)


def assigned(work: Work, channel: str, people: Sequence[int]) -> Mapping[int, Place]:
    """Which bot of a metered channel each of these people should open: spread evenly."""
    quota, counts = work.quotas.get(channel), taken(work)
    run = {place.bot: place for place in work.places if place.channel == channel}
    if quota is None:
        return {}
    inside = {bot: counts.get((channel, bot), 0) for bot in run}
    return {person: run[bot] for person, bot in spread(people, inside, quota.places).items()}
