"""Reminders whose turn has come: what they are about, and what becomes of them.

A reminder is queued without words (`storage.calls`). Just before it goes somebody looks at it once
more: it gets its words, is put off, or is taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, update
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
    query = select(OutboxRow).where(col(OutboxRow.id).in_(ids)).order_by(col(OutboxRow.id))
    rows = work.session.scalars(query).all()
    rules = _rules_of(work, rows)
    return tuple(
        Waiting(
            row.id or 0,
            row.key or "",
            row.person_id or 0,
            row.not_before,
            row.late,
            row.sealed is None,
            row.reason in (NUDGE, INQUIRY),
            tuple(rules[row.key or ""]),
            _asks(rules[row.key or ""]),
        )
        for row in rows
    )


def _asks(rules: Sequence[Names]) -> bool:
    return bool(rules) and all(is_inquiry(obligation) for _rule, obligation, _key in rules)


def _rules_of(work: Work, messages: Sequence[OutboxRow]) -> defaultdict[str, list[Names]]:
    found: defaultdict[str, list[Names]] = defaultdict(list)
    row = OccurrenceRow
    query = select(row).where(
        col(row.person_id).in_({message.person_id for message in messages}),
        col(row.message).in_([message.key for message in messages]),
    )
    for fired in work.session.scalars(query.order_by(col(row.id))):
        found[fired.message].append((fired.rule, fired.obligation, fired.period_key))
    return found


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
    query = select(col(OutboxRow.id)).where(
        waits(OutboxRow),
        col(OutboxRow.person_id).in_([one.person for one in waiting]),
        col(OutboxRow.id).not_in([one.id for one in waiting]),
        col(OutboxRow.kind) == Priority.REMINDER,
        col(OutboxRow.reason) != INQUIRY,
        col(OutboxRow.sealed).is_(None),
        col(OutboxRow.not_before) <= work.now,
    )
    return about(work, [id_ or 0 for id_ in work.session.scalars(query)])


def fold(work: Work, into: Waiting, other: Waiting) -> None:
    """One message tells what another one would have: the rules that brought it are this one's."""
    take_back(work, other, "told with another")
    theirs = (
        col(OccurrenceRow.person_id) == other.person,
        col(OccurrenceRow.message) == other.key,
    )
    work.session.execute(update(OccurrenceRow).where(*theirs).values(message=into.key))
