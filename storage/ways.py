"""Where a person is written to: the one home of that choice.

Every push asks here and takes one chat: on the channel the person prefers, else the one linked
last, leaving out a chat that can carry nothing now as long as another one can. Replies do not ask:
they go where the person wrote.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from domain.channels import ZALO_OA
from domain.windows import PAID_FOR
from storage import people, usage
from storage.columns import Moment
from storage.people import Account, AccountState
from storage.tables import AccountRow, PersonRow
from storage.unit_of_work import Work

_NEVER = datetime.min.replace(tzinfo=UTC)


def way_to(work: Work, person: int) -> Account | None:
    """The chat in which this person is written to; None where there is none."""
    return ways(work, [person]).get(person)


def ways(work: Work, ids: Collection[int]) -> Mapping[int, Account]:
    """The same for many at once: exactly one chat each, nothing for those who have none."""
    return {person: found[0] for person, found in _ordered(work, ids).items()}


def is_way(work: Work, first: Collection[str] = ()) -> ColumnElement[bool]:
    """The same for the database: whether a chat (`AccountRow`) is the one in which its person
    (`PersonRow`) is written to.

    Chats of the channels named come first where they can carry something.
    """
    other = aliased(AccountRow)
    taken_before = exists().where(
        col(other.person_id) == col(AccountRow.person_id),
        col(other.state) == AccountState.ACTIVE,
        tuple_(*_put_off(work, other, first), col(AccountRow.linked_at), col(AccountRow.id))
        < tuple_(*_put_off(work, AccountRow, first), col(other.linked_at), col(other.id)),
    )
    return (
        (col(AccountRow.person_id) == col(PersonRow.id))
        & (col(AccountRow.state) == AccountState.ACTIVE)
        & ~taken_before
    )


def other_way(work: Work, account: Account) -> Account | None:
    """Where else the person of this chat can be written to now."""
    found = _ordered(work, [account.person] if account.person is not None else [])
    others = (one for each in found.values() for one in each if one.id != account.id)
    return next((one for one in others if not is_silent(work, one)), None)


def is_silent(work: Work, account: Account) -> bool:
    """Whether its bot is run no more or may send nothing for the rest of the month, or the person
    wrote there too long ago."""
    this = select(col(AccountRow.id)).where(col(AccountRow.id) == account.id)
    return work.session.scalars(this.where(_is_silent(work, AccountRow))).first() is not None


def prefer(work: Work, person: int, channel: str) -> None:
    """From now on this person is written to on that channel first."""
    work.session.get_one(PersonRow, person).preferred_channel = channel


def _ordered(work: Work, ids: Collection[int]) -> Mapping[int, list[Account]]:
    """Each person's chats that can be written to, the one to be taken first."""
    query = (
        select(AccountRow)
        .join(PersonRow, col(PersonRow.id) == col(AccountRow.person_id))
        .where(col(AccountRow.person_id).in_(ids), col(AccountRow.state) == AccountState.ACTIVE)
        .order_by(
            *_put_off(work, AccountRow), col(AccountRow.linked_at).desc(), col(AccountRow.id).desc()
        )
    )
    found: defaultdict[int, list[Account]] = defaultdict(list)
    for account in map(people.of_row, work.session.scalars(query)):
        found[account.person or 0].append(account)
    return found


def _put_off(
    work: Work, chat: type[AccountRow], first: Collection[str] = ()
) -> tuple[ColumnElement[int], ...]:
    """A person's chats are taken in this order: what can carry something now, what is to be taken
    `first`, what is preferred; then the newest. Numbers, as databases sort truth as they please."""
    return (
        case((_is_silent(work, chat), 1), else_=0),
        *((case((col(chat.channel).in_(first), 0), else_=1),) if first else ()),
        case((col(chat.channel) == col(PersonRow.preferred_channel), 0), else_=1),
    )


def _is_silent(work: Work, chat: type[AccountRow]) -> ColumnElement[bool]:
    run = _any_of(chat, [(place.channel, place.bot) for place in work.places])
    spent = _any_of(chat, [(x.channel, x.bot) for x in usage.usages(work) if not x.left])
    heard = func.coalesce(col(chat.last_heard_at), literal(_NEVER, Moment))
    shut = (col(chat.channel) == ZALO_OA) & (heard <= work.now - PAID_FOR)
    return or_(not_(run), spent, shut) if work.places else or_(spent, shut)


def _any_of(chat: type[AccountRow], bots: Collection[usage.Bot]) -> ColumnElement[bool]:
    of_each = (and_(col(chat.channel) == name, col(chat.bot) == bot) for name, bot in bots)
    return or_(false(), *of_each)
