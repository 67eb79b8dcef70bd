"""Rules fired for people: once each, in one statement a rule; and what became of the messages.

The unique key of an occurrence makes a second tick harmless.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, update
from sqlmodel import col

from domain.effects import Priority
from domain.period import Period
from domain.reminding import LastReminder
from domain.self_check import RemedyState
from storage import calls, snoozes
from storage.calls import EVERYONE, Call, Stretch
from storage.inserting import add_found
from storage.outbox import SendState, waits
from storage.owing import called, owed_by, reachable
from storage.tables import AbsenceRow, OccurrenceRow, OutboxRow, PersonRow, RemedyRow
from storage.unit_of_work import Work

#: A reminder in one of these states has reached its reader, or is going to.
_UNDER_WAY = (SendState.QUEUED, SendState.SENDING, SendState.SENT, SendState.UNKNOWN)
#: Why a reminder was not sent, in the ledger.
DONE = "done meanwhile"


@dataclass(frozen=True)
class Firing:
    """A rule at its moment (UTC); `skipped` says why it was not carried out."""

    rule: str
    obligation: str
    period_key: str
    at: datetime
    skipped: str = ""


def fire(work: Work, firing: Firing, whom: Select[Any], call: Call | None = None) -> int:
    """Note a rule for these people (a query for their numbers) whom it has not been noted for.

    Returns how many they are.
    """
    (person,) = whom.selected_columns
    columns = [person.label("person_id")]
    if call is not None:
        columns.append(call.key_of(person).label("message"))
    return add_found(
        work,
        OccurrenceRow,
        whom.with_only_columns(*columns).order_by(person),
        rule=firing.rule,
        obligation=firing.obligation,
        period_key=firing.period_key,
        skipped=firing.skipped,
        at=firing.at,
    )


def remind(
    work: Work,
    firing: Firing,
    whom: Select[Any],
    call: Call,
    spare_from: datetime | None = None,
) -> int:
    """Fire a rule, and call those for whom it is new.

    With `spare_from` (when what it is about opened, UTC) no more is written to whom a message of
    that local day and later than that is on its way to already, or who has put reminders off.
    Returns how many messages are new: who is called by several rules at one moment gets one.
    """
    before = _newest(work)
    if not fire(work, firing, whom, call):
        return 0
    new = (
        # Both ends: of what is only "later", PostgreSQL expects a third of the table, and reads it.
        col(OccurrenceRow.id).between(before + 1, _newest(work)),
        col(OccurrenceRow.rule) == firing.rule,
        col(OccurrenceRow.obligation) == firing.obligation,
        col(OccurrenceRow.period_key) == firing.period_key,
    )
    who = select(col(OccurrenceRow.person_id)).where(*new)
    if spare_from is not None:
        who = who.where(*_not_spared(work, who, call.at, spare_from))
    return calls.call(work, who, call)


def _newest(work: Work) -> int:
    return work.session.scalars(_NEWEST).one() or 0


_NEWEST = select(func.max(col(OccurrenceRow.id)))


def reminded_by(
    work: Work, firing: Firing, period: Period, which: Stretch = EVERYONE
) -> Select[int | None]:
    """Whom a rule reminds of a period they owe."""
    whom = called(work, period, firing.rule, firing.at)
    return whom.where(which.holds(col(PersonRow.id)))


def _not_spared(
    work: Work, who: Select[int], at: datetime, opens: datetime
) -> tuple[ColumnElement[bool], ...]:
    """Who has been told is found once for all of them, before the statement adds a row: asked for
    one by one, PostgreSQL, to which the table is as small as it was, reads all that is new each
    time."""
    person = col(OccurrenceRow.person_id)
    told = select(col(OutboxRow.person_id)).where(
        col(OutboxRow.person_id).in_(who.correlate(None)),
        *_of_day(work, at),
        col(OutboxRow.not_before) >= opens,
    )
    return person.not_in(told), ~snoozes.is_asleep(work, person)


def promised(work: Work, linked_by: datetime, first: date, last: date) -> Select[int | None]:
    """Everyone who promised a remedy for one of these days and has not finished it."""
    some = select(col(RemedyRow.person_id)).where(*_open_between(first, last))
    return reachable(work, linked_by, self_check=True).where(col(PersonRow.id).in_(some))


def returned(work: Work, linked_by: datetime, first: date, last: date) -> Select[int | None]:
    """Everyone whose last day away was one of these."""
    were_away = select(col(AbsenceRow.person_id)).where(col(AbsenceRow.last).between(first, last))
    return reachable(work, linked_by, self_check=False).where(col(PersonRow.id).in_(were_away))


def first_promised(work: Work, ids: Collection[int], first: date, last: date) -> Mapping[int, date]:
    """The soonest of these days for which each of them promised what is not finished."""
    query = (
        select(col(RemedyRow.person_id), func.min(col(RemedyRow.due)))
        .where(col(RemedyRow.person_id).in_(ids), *_open_between(first, last))
        .group_by(col(RemedyRow.person_id))
    )
    return {person: due for person, due in work.session.execute(query) if due is not None}


def _open_between(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return col(RemedyRow.state) == RemedyState.OPEN, col(RemedyRow.due).between(first, last)


def next_promise(work: Work, since: date) -> date | None:
    """The next day, from `since` on, for which somebody promised what is not finished yet."""
    return work.session.scalars(_NEXT_PROMISE, {"since": since}).one()


#: Built once: every tick asks.
_NEXT_PROMISE = select(func.min(col(RemedyRow.due))).where(
    col(RemedyRow.state) == RemedyState.OPEN, col(RemedyRow.due) >= bindparam("since")
)


def reminded(work: Work, ids: Collection[int], at: datetime) -> frozenset[int]:
    """Who of these was reminded, or is going to be, on the local day of that moment (UTC)."""
    query = select(col(OutboxRow.person_id)).where(col(OutboxRow.person_id).in_(ids))
    return frozenset(id_ or 0 for id_ in work.session.scalars(query.where(*_of_day(work, at))))


def _of_day(work: Work, at: datetime) -> tuple[ColumnElement[bool], ...]:
    """The reminders of a local day."""
    zone = work.office.zone
    start = datetime.combine(at.astimezone(zone).date(), time.min, zone)
    return (
        col(OutboxRow.kind) == Priority.REMINDER,
        col(OutboxRow.reason) != calls.INQUIRY,
        col(OutboxRow.state).in_(_UNDER_WAY),
        col(OutboxRow.not_before) >= start,
        col(OutboxRow.not_before) < start + timedelta(days=1),
    )


def last_reminder(work: Work, person: int, id_: int | None = None) -> LastReminder | None:
    """The last reminder a person was sent, or the one of that number if it was theirs."""
    query = select(OutboxRow).where(
        col(OutboxRow.person_id) == person,
        col(OutboxRow.kind) == Priority.REMINDER,
        col(OutboxRow.state).in_(_UNDER_WAY),
        col(OutboxRow.not_before) <= work.now,
    )
    if id_ is not None:
        query = query.where(col(OutboxRow.id) == id_)
    newest_first = query.order_by(col(OutboxRow.not_before).desc(), col(OutboxRow.id).desc())
    row = work.session.scalars(newest_first.limit(1)).first()
    if row is None:
        return None
    rules = select(OccurrenceRow).where(
        col(OccurrenceRow.person_id) == person, col(OccurrenceRow.message) == row.key
    )
    names = tuple(
        (r.rule, r.obligation, r.period_key)
        for r in work.session.scalars(rules.order_by(col(OccurrenceRow.id)))
    )
    return LastReminder(row.not_before, row.reason, names)


def nudged(work: Work, stamp: str) -> bool:
    """Whether this nudge went out already: a second tap sends nothing."""
    query = select(col(OutboxRow.id)).where(col(OutboxRow.key).startswith(f"nudge:{stamp}:"))
    return work.session.scalars(query.limit(1)).first() is not None


def waiting(work: Work) -> frozenset[int]:
    """Those for whom a reminder waits to be sent."""
    query = select(col(OutboxRow.person_id)).where(
        col(OutboxRow.kind) == Priority.REMINDER, waits(OutboxRow)
    )
    return frozenset(person for person in work.session.scalars(query) if person is not None)


def withdraw(work: Work, person: int, period: Period, why: str = DONE) -> None:
    """A duty was done, or is due later: where nothing else is owed, the reminder that waits is not
    sent.

    Else it still comes: with other words, or anew where its words are written already.
    """
    which = [
        col(OutboxRow.person_id) == person,
        col(OutboxRow.kind) == Priority.REMINDER,
        waits(OutboxRow),
    ]
    if work.session.scalars(select(col(OutboxRow.id)).where(*which).limit(1)).first() is None:
        return
    owes_more = any(owed.id != period.id for owed in owed_by(work, {person}).get(person, ()))
    if owes_more:
        which.append(col(OutboxRow.sealed).is_not(None))
    taken_back = (
        update(OutboxRow)
        .where(*which)
        .values(state=SendState.CANCELLED, problem=why, sealed=None)
        .returning(col(OutboxRow.not_before))
    )
    moments = work.session.scalars(taken_back).all()
    if owes_more and moments:
        snoozes.snooze(work, person, max(moments))


@dataclass(frozen=True)
class Skipped:
    """A rule that was not carried out in time, and for how many people."""

    firing: Firing
    people: int


def skipped_since(work: Work, since: datetime | None) -> tuple[Skipped, ...]:
    """Rules that came due after a moment and were skipped, or whose message did not go in time."""
    row = OccurrenceRow
    what = (col(row.rule), col(row.obligation), col(row.period_key), col(row.at))
    reason = func.coalesce(func.nullif(col(row.skipped), ""), col(OutboxRow.state))
    query = (
        select(*what, func.min(reason), func.count())
        .join(OutboxRow, col(OutboxRow.key) == col(row.message), isouter=True)
        .where(or_(col(row.skipped) != "", col(OutboxRow.state) == SendState.EXPIRED))
        .group_by(*what)
        .order_by(col(row.at), func.min(col(row.id)))
    )
    if since is not None:
        query = query.where(col(row.at) > since)
    return tuple(
        Skipped(Firing(rule, obligation, key, at, why), count)
        for rule, obligation, key, at, why, count in work.session.execute(query)
    )
