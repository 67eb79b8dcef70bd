"""Where a person is written to: the one home of that choice.

Every push asks here and takes one chat: on the channel the person prefers, else the one linked
last, leaving out a chat that can carry nothing now as long as another one can. Replies do not ask:
they go where the person wrote.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlmodel import col, select

from domain.windows import Window, window
from storage import people, usage
from storage.people import Account, AccountState
from storage.tables import AccountRow, PersonRow
from storage.unit_of_work import Work


def way_to(work: Work, person: int) -> Account | None:
    """The chat in which this person is written to; None where there is none."""
    return ways(work, [person]).get(person)


def ways(work: Work, ids: Collection[int]) -> Mapping[int, Account]:
    """The same for many at once: exactly one chat each, nothing for those who have none."""
    return {person: found[0] for person, found in _ordered(work, ids).items()}


def other_way(work: Work, account: Account) -> Account | None:
    """Where else the person of this chat can be written to now."""
    found = _ordered(work, [account.person] if account.person is not None else [])
    others = [one for each in found.values() for one in each if one.id != account.id]
    silent = _silent(work, others)
    return next((one for one in others if one not in silent), None)


def is_silent(work: Work, account: Account) -> bool:
    """Whether its bot is run no more or may send nothing for the rest of the month, or the person
    wrote there too long ago."""
    return bool(_silent(work, [account]))


def prefer(work: Work, person: int, channel: str) -> None:
    """From now on this person is written to on that channel first."""
    work.session.get_one(PersonRow, person).preferred_channel = channel


def _ordered(work: Work, ids: Collection[int]) -> Mapping[int, list[Account]]:
    """Each person's chats that can be written to, the one to be taken first."""
    query = (
        select(AccountRow, PersonRow.preferred_channel)
        .join(PersonRow, col(PersonRow.id) == col(AccountRow.person_id))
        .where(col(AccountRow.person_id).in_(ids), col(AccountRow.state) == AccountState.ACTIVE)
        .order_by(col(AccountRow.linked_at).desc(), col(AccountRow.id).desc())
    )
    rows = [(people.of_row(row), preferred) for row, preferred in work.session.exec(query)]
    silent = _silent(work, [account for account, _preferred in rows])
    rows.sort(key=lambda row: (row[0] in silent, row[0].channel != row[1]))
    found: defaultdict[int, list[Account]] = defaultdict(list)
    for account, _preferred in rows:
        found[account.person or 0].append(account)
    return found


def _silent(work: Work, accounts: Iterable[Account]) -> set[Account]:
    known = list(accounts)
    mute = {bot for bot in {(a.channel, a.bot) for a in known} if _is_mute(work, *bot)}
    return {a for a in known if (a.channel, a.bot) in mute or _is_shut(work, a)}


def _is_shut(work: Work, account: Account) -> bool:
    return window(account.channel, account.last_heard_at, work.now) is Window.CLOSED


def _is_mute(work: Work, channel: str, bot: str) -> bool:
    used = usage.usage(work, (channel, bot))
    return not work.runs(channel, bot) or (used is not None and not used.left)
