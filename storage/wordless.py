"""Reminders whose turn has come: what they are about, and what becomes of them.

A reminder is queued without words (`storage.calls`). Just before it goes somebody looks at it once
more: it gets its words, is put off, or is taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlmodel import col

from domain.effects import Priority
from domain.message import Message
from domain.people import Person
from storage import outbox, people, rerouting
from storage.asked_duties import is_inquiry
from storage.calls import INQUIRY, NUDGE
from storage.outbox import SendState, waits
from storage.tables import OccurrenceRow, OutboxRow
from storage.unit_of_work import Work

Names = tuple[str, str, str]


@dataclass(frozen=True)
class Waiting:
    """A reminder that is about to go, meant for a moment (UTC), and the rules that brought it."""

    id: int
    key: str
    person: int
    at: datetime
    late: bool
    wordless: bool
    in_person: bool  # somebody reminds them, not a rule
    rules: tuple[Names, ...]  # rule, obligation, period key
    asks: bool = False  # only inquiries brought it: it tells of nothing else

    def with_(self, other: Waiting) -> Waiting:
        """What this one tells when it tells of the other too."""
        in_person = self.in_person or other.in_person
        return replace(self, in_person=in_person, rules=(*self.rules, *other.rules))


def about(work: Work, ids: Collection[int]) -> tuple[Waiting, ...]:
    """Those reminders, in the order of their numbers."""
    rows = work.session.execute(_ABOUT, {"ids": ids}).all() if ids else ()
    rules = _rules_of(work, rows)
    return tuple(
        Waiting(
            row.id,
            row.key or "",
            row.person_id or 0,
            row.not_before,
            row.late,
            row.wordless,
            row.reason in (NUDGE, INQUIRY),
            tuple(rules[row.key or ""]),
            _asks(rules[row.key or ""]),
        )
        for row in rows
    )


_ABOUT = (
    select(
        *map(col, (OutboxRow.id, OutboxRow.key, OutboxRow.person_id, OutboxRow.not_before)),
        *map(col, (OutboxRow.late, OutboxRow.reason)),
        col(OutboxRow.sealed).is_(None).label("wordless"),
    )
    .where(col(OutboxRow.id).in_(bindparam("ids", expanding=True)))
    .order_by(col(OutboxRow.id))
)


def _asks(rules: Sequence[Names]) -> bool:
    return bool(rules) and all(is_inquiry(obligation) for _rule, obligation, _key in rules)


def _rules_of(work: Work, messages: Sequence[Row[Any]]) -> defaultdict[str, list[Names]]:
    found: defaultdict[str, list[Names]] = defaultdict(list)
    persons = list({message.person_id for message in messages})
    whose = {"persons": persons, "keys": [message.key for message in messages]}
    for key, *names in work.session.execute(_RULES, whose) if messages else ():
        rule, obligation, period_key = names
        found[key].append((rule, obligation, period_key))
    return found


_RULES = (
    select(
        *map(col, (OccurrenceRow.message, OccurrenceRow.rule)),
        *map(col, (OccurrenceRow.obligation, OccurrenceRow.period_key)),
    )
    .where(
        col(OccurrenceRow.person_id).in_(bindparam("persons", expanding=True)),
        col(OccurrenceRow.message).in_(bindparam("keys", expanding=True)),
    )
    .order_by(col(OccurrenceRow.id))
)


def say(work: Work, waiting: Waiting, who: Person, message: Message) -> None:
    """These are its words."""
    row = work.session.get_one(OutboxRow, waiting.id)
    if row.first_account_id is not None:
        message = rerouting.explained(message, people.account(work, row.first_account_id))
    account = people.account(work, row.account_id)
    outbox.word(work, row, account, people.reader(work, who), message)


def put_off(work: Work, waiting: Waiting, until: datetime) -> None:
    """It is not sent before a moment (UTC)."""
    work.session.get_one(OutboxRow, waiting.id).not_before = until


def take_back(work: Work, waiting: Waiting, why: str) -> None:
    """It is not sent at all; the ledger says why."""
    row = work.session.get_one(OutboxRow, waiting.id)
    row.state, row.problem, row.sealed = SendState.CANCELLED, why, None


def others(work: Work, waiting: Sequence[Waiting]) -> tuple[Waiting, ...]:
    """What else is due for the same people and has no words yet: one message says it all."""
    persons, known = [one.person for one in waiting], [one.id for one in waiting]
    found = work.session.scalars(_OTHERS, {"persons": persons, "known": known, "now": work.now})
    return about(work, [id_ or 0 for id_ in found])


_OTHERS = select(col(OutboxRow.id)).where(
    waits(OutboxRow),
    col(OutboxRow.person_id).in_(bindparam("persons", expanding=True)),
    col(OutboxRow.id).not_in(bindparam("known", expanding=True)),
    col(OutboxRow.kind) == Priority.REMINDER,
    col(OutboxRow.reason) != INQUIRY,
    col(OutboxRow.sealed).is_(None),
    col(OutboxRow.not_before) <= bindparam("now"),
)


def fold(work: Work, into: Waiting, other: Waiting) -> None:
    """One message tells what another one would have: the rules that brought it are this one's."""
    take_back(work, other, "told with another")
    theirs = (
        col(OccurrenceRow.person_id) == other.person,
        col(OccurrenceRow.message) == other.key,
    )
    work.session.execute(update(OccurrenceRow).where(*theirs).values(message=into.key))
