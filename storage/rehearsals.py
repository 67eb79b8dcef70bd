"""An office that only a rehearsal knows: everyone is let in, and what would be sent leaves at once.

Never used on the office's own database: it marks as sent what nobody has got.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import Engine, Row, bindparam, create_engine, select, update
from sqlmodel import SQLModel, col

from domain.consent import ConsentState, Purpose
from domain.effects import Priority
from domain.outgoing import Operation
from domain.period import Period
from storage import completions, consents, grants, people, periods, rationing, usage
from storage.outbox import OPERATIONS, SendState, waits
from storage.owing import owing
from storage.people import Account, AccountState
from storage.tables import AccountRow, ConsentRow, GrantRow, OutboxRow
from storage.unit_of_work import Chance, Memory, Work
from storage.usage import Bot
from storage.writing import table_of

_AT_ONCE = 500
#: The wording that people of a rehearsal agree to.
_WORDING = "rehearsal"


class Invented(Chance):
    """Codes and tokens of a rehearsal: they lead nowhere, and look so."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def digits(self, count: int) -> str:
        return f"{next(self._numbers):0{count}}"

    def token(self) -> str:
        return f"rehearsal-{next(self._numbers)}"


def copy_rows(source: Engine, target: Engine) -> None:
    """Every row of an office, as they stand at one moment, into empty tables of the same version.

    Only reads the source, and makes nobody wait who writes there.
    """
    reading = create_engine(source.url, hide_parameters=True)  # without the lock of those who write
    try:
        with reading.connect() as office, target.begin() as copy:
            if reading.dialect.name == "sqlite":
                office.exec_driver_sql("BEGIN")
            else:
                office.execution_options(isolation_level="REPEATABLE READ")
            for table in SQLModel.metadata.sorted_tables:
                rows = office.execute(table.select(), execution_options={"yield_per": _AT_ONCE})
                for some in rows.mappings().partitions():
                    copy.execute(table.insert(), [dict(row) for row in some])
    finally:
        reading.dispose()


def let_in(work: Work, bots: Mapping[int, Bot]) -> None:
    """Each of these people writes to their bot and agrees to everything."""
    now: Mapping[str, Any] = {"created_at": work.now, "linked_at": work.now}
    given: Mapping[str, Any] = {"state": ConsentState.GIVEN, "wording": _WORDING, "at": work.now}
    for id_, (channel, bot) in bots.items():
        place = {"channel": channel, "bot": bot, "chat": f"rehearsal-{id_}"}
        chat = work.session.insert(AccountRow, **place, person_id=id_, **now)
        for purpose in Purpose:
            who = {"person_id": id_, "account_id": chat}
            work.session.insert(ConsentRow, **who, purpose=purpose, **given)


def lasting(work: Work) -> Memory:
    """What a work remembers that is so for the next one, too: in a rehearsal nobody comes, goes,
    agrees or is cut off, and no period is moved. Where somebody stands in for a time, who has which
    role is asked anew."""
    delegated = work.once(_DELEGATED, lambda: grants.any_ahead(work))
    known = (work.memory or {}).items()
    kept = ((what, found) for what, found in known if _lasts(what))
    return {what: found for what, found in kept if not (delegated and people.is_of_people(what))}


_DELEGATED = (GrantRow, "ahead")


def _lasts(what: Hashable) -> bool:
    of_the_office = people.is_of_people(what) or periods.is_of_periods(what)
    return of_the_office or what in completions.OF_PEOPLE or what == _DELEGATED


def unreached(work: Work, everyone: Collection[int]) -> frozenset[int]:
    """Those of these people who have no chat that works, or have not agreed."""
    states = people.account_states(work, everyone)
    agreed = consents.latest_of(work, everyone, Purpose.KEEP)
    return frozenset(
        person
        for person in everyone
        if AccountState.ACTIVE not in states.get(person, ())
        or agreed.get(person) is not ConsentState.GIVEN
    )


def owe(work: Work, period: Period) -> frozenset[int]:
    """Those who owe a period now and can be written to."""
    return frozenset(person or 0 for person in work.session.scalars(owing(work, period, work.now)))


def do_duties(work: Work, who: Account, which: Iterable[Period], messages: int) -> None:
    """Somebody does these duties in conversations of so many messages, half of them theirs."""
    usage.count_received(work, [(who.channel, who.bot)] * (messages // 2))
    usage.count_sent(work, who, messages - messages // 2)
    for period in which:
        completions.mark_done(work, period, who.person or 0)


@dataclass(frozen=True)
class Departed:
    """A message that has left. A reminder that had no words when it went has none here either:
    whoever looked at it knows them."""

    id: int
    account: Account
    person: int | None
    operation: Operation | None
    kind: Priority
    reason: str
    late: bool


def reminders(work: Work) -> list[int]:
    """Numbers of the reminders that may go now, but for what a bot's month has no room for."""
    rationing.ration(work)
    return sorted(id_ or 0 for id_ in work.session.scalars(_REMINDERS, {"now": work.now}))


def leave(work: Work, written: Collection[int]) -> list[Departed]:
    """Everything that may go now and has words, or was `written` elsewhere, goes."""
    going = work.session.execute(_GOING, {"now": work.now})
    found = [x for x in going if x.sealed or x.id in written]
    accounts = people.accounts(work, {x.account_id for x in found})
    _mark_sent(work, [x.id for x in found])
    return [_departed(work, x, accounts[x.account_id]) for x in found]


_DUE = (
    waits(OutboxRow),
    col(OutboxRow.not_before) <= bindparam("now"),
    col(OutboxRow.held).is_(False),
)
#: Sorted afterwards: for an order SQLite would rather read all that ever went.
_REMINDERS = select(col(OutboxRow.id)).where(*_DUE, col(OutboxRow.kind) == Priority.REMINDER)
_GOING = (
    select(
        *map(col, (OutboxRow.id, OutboxRow.account_id, OutboxRow.person_id, OutboxRow.op)),
        *map(col, (OutboxRow.sealed, OutboxRow.kind, OutboxRow.reason, OutboxRow.late)),
    )
    .where(*_DUE)
    .order_by(col(OutboxRow.priority), col(OutboxRow.id))
)


def _departed(work: Work, row: Row[Any], account: Account) -> Departed:
    words = work.vault.open(row.sealed) if row.sealed else None
    said = OPERATIONS[row.op].validate_python(words) if words else None
    about = (account, row.person_id, said, Priority(row.kind), row.reason, row.late)
    return Departed(row.id, *about)


def _mark_sent(work: Work, ids: Sequence[int]) -> None:
    sent = {"state": SendState.SENT, "sent_at": work.now, "platform_id": _WORDING}
    for first in range(0, len(ids), _AT_ONCE):
        which = {"which": ids[first : first + _AT_ONCE]}
        work.session.connection().execute(_MARKED, sent | which)


_MARKED = update(table_of(OutboxRow)).where(
    col(OutboxRow.id).in_(bindparam("which", expanding=True))
)
