"""Who is to be written to unasked: messages without words yet, in one statement for everyone.

Their words are written when their turn comes (`storage.wordless`): so they are never stale, and
how many people an office has makes no difference to a tick's memory.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, String, cast, literal, select
from sqlmodel import col

from domain.effects import Priority
from domain.outgoing import Say
from domain.quota import Worth
from storage.inserting import add_found
from storage.outbox import ORDER
from storage.tables import AccountRow, OutboxRow, PersonRow
from storage.unit_of_work import Work
from storage.ways import is_way

#: The reason of a message by which somebody reminds others.
NUDGE = "nudge"
#: The reason of one that asks something: it goes alone, in words of its own.
INQUIRY = "inquiry"


@dataclass(frozen=True)
class Call:
    """A message for a moment (UTC), of use until another, with a reason for the ledger.

    It goes out once for each `key`, where "{}" stands for the person's number.
    """

    key: str
    reason: str
    at: datetime
    expires: datetime
    worth: Worth
    late: bool = False
    channels: tuple[str, ...] = ()  # taken before the person's own choice, where they can carry it

    def key_of(self, person: SQLColumnExpression[int]) -> ColumnElement[str]:
        """The key of each person's message, for the database."""
        before, after = self.key.split("{}")
        return literal(before, String) + cast(person, String) + literal(after, String)


def call(work: Work, whom: Select[Any], what: Call) -> int:
    """Queue it for these people (a query for their numbers), each in the one chat where they are
    written to; who has none is left out. Returns how many messages are new."""
    person: SQLColumnExpression[Any] = col(PersonRow.id)
    columns: tuple[ColumnElement[Any], ...] = (
        person.label("person_id"),
        col(AccountRow.id).label("account_id"),
        what.key_of(person).label("key"),
    )
    found = select(*columns).join(AccountRow, is_way(work, what.channels)).where(person.in_(whom))
    return add_found(
        work,
        OutboxRow,
        found.order_by(person),
        op=Say.__name__,
        kind=Priority.REMINDER,
        priority=ORDER[Priority.REMINDER],
        reason=what.reason,
        not_before=what.at,
        expires=what.expires,
        worth=what.worth,
        late=what.late,
        created_at=work.now,
    )


@dataclass(frozen=True)
class Stretch:
    """People by number, `after` excluded; all the others where `last` is None."""

    after: int = 0
    last: int | None = None

    def holds(self, person: SQLColumnExpression[Any]) -> ColumnElement[bool]:
        beyond = person > self.after
        return beyond if self.last is None else beyond & (person <= self.last)


EVERYONE = Stretch()


def next_stretch(work: Work, after: int, size: int) -> Stretch:
    """The next so many people in the order of their numbers."""
    number = col(PersonRow.id)
    query = select(number).where(number > after).order_by(number).offset(size - 1).limit(1)
    return Stretch(after, work.session.scalars(query).first())


def these(ids: Collection[int]) -> Select[int | None]:
    """People by their numbers, as a query."""
    return select(col(PersonRow.id)).where(col(PersonRow.id).in_(ids))
