"""Rules fired for people: once each, in one statement a rule; and what became of the messages.

The unique key of an occurrence makes a second tick harmless.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, String, exists, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from domain.effects import Priority
from domain.period import Period
from domain.reminding import LastReminder
from domain.self_check import RemedyState
from storage.columns import Moment
from storage.outbox import SendState
from storage.owing import owed_by, owing, reachable
from storage.people import Account, AccountState
from storage.snoozes import snooze
from storage.tables import AbsenceRow, AccountRow, OccurrenceRow, OutboxRow, PersonRow, RemedyRow
from storage.unit_of_work import Work
from storage.ways import ways

_SOON = timedelta(minutes=2)  # there is a tick in between
#: A reminder in one of these states has reached its reader, or is going to.
_UNDER_WAY = (SendState.QUEUED, SendState.SENDING, SendState.SENT, SendState.UNKNOWN)


@dataclass(frozen=True)
class Firing:
    """A rule at its moment (UTC); `skipped` says why it was not carried out."""

    rule: str
    obligation: str
    period_key: str
    at: datetime
    skipped: str = ""


def fire(work: Work, firing: Firing, period: Period) -> Mapping[int, int]:
    """Fire a rule for everyone who owes the period and could be written to at its moment.

    Returns the new occurrences by person; none for whom it had been fired before.
    """
    return _insert(work, firing, owing(work, period, firing.at))


def fire_for(work: Work, firing: Firing, ids: Collection[int]) -> Mapping[int, int]:
    """Fire a rule for these people: a digest for its readers."""
    return _insert(work, firing, select(col(PersonRow.id)).where(col(PersonRow.id).in_(ids)))


def fire_promises(work: Work, firing: Firing, first: date, last: date) -> Mapping[int, int]:
    """Fire for everyone who promised a remedy for one of these days and has not finished it."""
    promised = exists().where(
        col(RemedyRow.person_id) == col(PersonRow.id),
        col(RemedyRow.state) == RemedyState.OPEN,
        col(RemedyRow.due).between(first, last),
    )
    return _insert(work, firing, reachable(work, firing.at, self_check=True).where(promised))


def fire_returned(work: Work, firing: Firing, first: date, last: date) -> Mapping[int, int]:
    """Fire for everyone whose last day away was one of these."""
    returned = exists().where(
        col(AbsenceRow.person_id) == col(PersonRow.id), col(AbsenceRow.last).between(first, last)
    )
    return _insert(work, firing, reachable(work, firing.at, self_check=False).where(returned))


def first_promised(work: Work, ids: Collection[int], first: date, last: date) -> Mapping[int, date]:
    """The soonest of these days for which each of them promised what is not finished."""
    query = (
        select(col(RemedyRow.person_id), func.min(col(RemedyRow.due)))
        .where(
            col(RemedyRow.person_id).in_(ids),
            col(RemedyRow.state) == RemedyState.OPEN,
            col(RemedyRow.due).between(first, last),
        )
        .group_by(col(RemedyRow.person_id))
    )
    return {person: due for person, due in work.session.execute(query) if due is not None}


def _insert(work: Work, firing: Firing, whom: Select[int | None]) -> Mapping[int, int]:
    names = ["person_id", "rule", "obligation", "period_key", "skipped", "at"]
    words = (firing.rule, firing.obligation, firing.period_key, firing.skipped)
    rows = whom.add_columns(*(literal(w, String) for w in words), literal(firing.at, Moment))
    fired = (
        _insert_into_occurrences(work)
        .from_select(names, rows)
        .on_conflict_do_nothing()
        .returning(col(OccurrenceRow.person_id), col(OccurrenceRow.id))
    )
    return {person: id_ or 0 for person, id_ in sorted(work.session.execute(fired).all())}


def _insert_into_occurrences(work: Work) -> sqlite.Insert | postgresql.Insert:
    """`ON CONFLICT` is said the same way to both databases, by a different class."""
    on_sqlite = work.session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(OccurrenceRow) if on_sqlite else postgresql.insert(OccurrenceRow)


def next_promise(work: Work, since: date) -> date | None:
    """The next day, from `since` on, for which somebody promised what is not finished yet."""
    query = select(func.min(col(RemedyRow.due))).where(
        col(RemedyRow.state) == RemedyState.OPEN, col(RemedyRow.due) >= since
    )
    return work.session.scalars(query).one()


@dataclass(frozen=True)
class Chat:
    """Where a person is written to, and since when (UTC) they have any chat at all."""

    account: Account
    enrolled_at: datetime


def chats(work: Work, ids: Collection[int]) -> Mapping[int, Chat]:
    """The one chat in which each of them is written to."""
    query = (
        select(col(AccountRow.person_id), func.min(col(AccountRow.linked_at)))
        .where(col(AccountRow.person_id).in_(ids), col(AccountRow.state) == AccountState.ACTIVE)
        .group_by(col(AccountRow.person_id))
    )
    since = {person or 0: at for person, at in work.session.execute(query)}
    return {person: Chat(chat, since[person]) for person, chat in ways(work, ids).items()}


def reminded(work: Work, ids: Collection[int], day: date) -> Mapping[int, datetime]:
    """When (UTC) each was last reminded, or is going to be, on a local day."""
    start = datetime.combine(day, time.min, work.office.zone)
    query = (
        select(col(OutboxRow.person_id), func.max(col(OutboxRow.not_before)))
        .where(
            col(OutboxRow.kind) == Priority.REMINDER,
            col(OutboxRow.person_id).in_(ids),
            col(OutboxRow.state).in_(_UNDER_WAY),
            col(OutboxRow.not_before) >= start,
            col(OutboxRow.not_before) < start + timedelta(days=1),
        )
        .group_by(col(OutboxRow.person_id))
    )
    return {person or 0: at for person, at in work.session.execute(query)}


def told(work: Work, occurrences: Iterable[int], outbox_id: int) -> None:
    """These occurrences were carried out by this message."""
    which = col(OccurrenceRow.id).in_(list(occurrences))
    work.session.execute(update(OccurrenceRow).where(which).values(outbox_id=outbox_id))


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
    rules = select(OccurrenceRow).where(col(OccurrenceRow.outbox_id) == row.id)
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
        col(OutboxRow.kind) == Priority.REMINDER, col(OutboxRow.state) == SendState.QUEUED
    )
    return frozenset(person for person in work.session.scalars(query) if person is not None)


def withdraw(work: Work, person: int, period: Period, why: str = "done meanwhile") -> None:
    """A duty was done, or is due later: its waiting reminder is not sent; the rest is told anew."""
    moments = _take_back(work, col(OutboxRow.person_id) == person, why)
    if moments and any(owed.id != period.id for owed in owed_by(work, {person})[person]):
        snooze(work, person, max(moments))


def withdraw_unwanted(work: Work) -> None:
    """Who left, is away or took consent back since a reminder was queued is not sent it."""
    wanted = reachable(work, work.now, self_check=False)
    due = col(OutboxRow.not_before) <= work.now + _SOON
    _take_back(work, due & col(OutboxRow.person_id).not_in(wanted), "no longer to be written to")


def _take_back(work: Work, which: ColumnElement[bool], why: str) -> list[datetime]:
    """Cancel waiting reminders; returns when they would have gone (UTC)."""
    waiting = (
        update(OutboxRow)
        .where(
            which,
            col(OutboxRow.kind) == Priority.REMINDER,
            col(OutboxRow.state) == SendState.QUEUED,
        )
        .values(state=SendState.CANCELLED, problem=why, sealed=None)
        .returning(col(OutboxRow.not_before))
    )
    return list(work.session.scalars(waiting))


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
        .join(OutboxRow, col(OutboxRow.id) == col(row.outbox_id), isouter=True)
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
