"""The sender's side of the outbox: claiming rows, and writing down what became of them.

Rows are marked `sending` before the request and `sent` after: a crash leaves only those in doubt
that were in flight.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Integer, bindparam, case, exists, func, or_, tuple_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from domain.effects import Priority
from domain.outgoing import Acknowledge, Say
from storage import people, rationing, usage
from storage.outbox import OPERATIONS, SendState, under_way, waits
from storage.queued import Queued
from storage.tables import OutboxRow
from storage.unit_of_work import Work
from storage.vault import NotOurs

_A_FEW = 5
#: What the ledger says of a message that went out again after a try nobody could tell the end of.
PERHAPS_DOUBLED = "may have arrived more than once"


#: A last look at reminders (by number) whose turn has come: gives them their words, or takes them
#: back or puts them off.
Look = Callable[[Work, Sequence[int]], None]


def claim(
    work: Work,
    limit: int,
    busy: Sequence[int],
    unhurried: int | None = None,
    look: Look | None = None,
) -> list[Queued]:
    """Mark the next rows `sending`: by priority, in order within a chat, one a chat at a time.

    At most `limit`, and of those that are no replies at most `unhurried`, if that is given. What
    has no words waits for a `look` that gives it some.
    """
    rationing.ration(work)
    rows = _ready(work, limit, busy, unhurried, look)
    accounts = people.accounts(work, [row.account_id for row in rows])
    for row in rows:
        row.state, row.attempts = SendState.SENDING, row.attempts + 1
    claimed = (_queued(work, row, accounts[row.account_id]) for row in rows)
    return [queued for queued in claimed if queued is not None]


def claim_said(work: Work, limit: int) -> list[Queued]:
    """Mark `sending` what the turns of this transaction have just said: nobody has to look for it.

    One a chat, and only where nothing else is to go before it; at most `limit`. What is said where
    messages are counted, and all that is left, waits for `claim`.
    """
    first: dict[int, Queued] = {}
    for row in sorted(work.said, key=_taps_first):
        if row.account.channel not in work.quotas:
            first.setdefault(row.account.id, row)
    if not first:
        return []
    about = {"chats": list(first), "said": [row.id for row in work.said], "now": work.now}
    busy = set(work.session.scalars(_OTHERS_TO_GO, about))
    chosen = [row.id for chat, row in first.items() if chat not in busy][:limit]
    claimed = set(work.session.scalars(_CLAIM, {"rows": chosen})) if chosen else set()
    return [row for row in first.values() if row.id in claimed]


def _taps_first(row: Queued) -> tuple[bool, int]:
    return (not isinstance(row.operation, Acknowledge), row.id)


_OTHERS_TO_GO = select(OutboxRow.account_id).where(
    under_way(OutboxRow),
    col(OutboxRow.account_id).in_(bindparam("chats", expanding=True)),
    col(OutboxRow.id).not_in(bindparam("said", expanding=True)),
    or_(
        col(OutboxRow.state) == SendState.SENDING,
        col(OutboxRow.held).is_(False) & (col(OutboxRow.not_before) <= bindparam("now")),
        col(OutboxRow.held).is_(False) & (col(OutboxRow.attempts) > 0),
    ),
)
_CLAIM = (
    update(OutboxRow)
    .where(
        col(OutboxRow.id).in_(bindparam("rows", expanding=True)),
        col(OutboxRow.state) == SendState.QUEUED,
    )
    .values(state=SendState.SENDING, attempts=1)
    .returning(col(OutboxRow.id))
)


def is_any_due(work: Work) -> bool:
    """Whether anything that may go by now was not claimed: its chat is busy, or too much is."""
    return work.session.scalars(_DUE, {"now": work.now}).first() is not None


_DUE = (
    select(OutboxRow.id)
    .where(
        waits(OutboxRow),
        col(OutboxRow.not_before) <= bindparam("now"),
        col(OutboxRow.held).is_(False),
    )
    .limit(1)
)


def _ready(
    work: Work, limit: int, busy: Sequence[int], unhurried: int | None, look: Look | None
) -> list[OutboxRow]:
    """The next rows as they are after a look at them; more where that leaves none."""
    while rows := _next(work, limit, busy, unhurried):
        in_time = [row for row in rows if not _is_too_late(work, row)]
        reminders = [row.id or 0 for row in in_time if row.kind == Priority.REMINDER]
        if look is not None and reminders:
            look(work, reminders)
        still = (row for row in in_time if row.state == SendState.QUEUED)
        ready = [x for x in still if x.not_before <= work.now and x.sealed is not None]
        if ready or (look is None and in_time):
            return ready
    return []


def _is_too_late(work: Work, row: OutboxRow) -> bool:
    """Then it is marked so."""
    if late := row.expires is not None and row.expires < work.now:
        row.state, row.sealed = SendState.EXPIRED, None
    return late


def _next(work: Work, limit: int, busy: Sequence[int], unhurried: int | None) -> list[OutboxRow]:
    rows = _next_of_each_chat(work, busy, limit)
    replies = [row for row in rows if row.kind == Priority.REPLY]
    return [*replies, *[row for row in rows if row.kind != Priority.REPLY][:unhurried]]


def _next_of_each_chat(work: Work, busy: Sequence[int], limit: int) -> Sequence[OutboxRow]:
    """The first row of each chat that may go now; what is tried again holds back what follows."""
    about = {"now": work.now, "busy": list(busy), "most": limit}
    return work.session.exec(_NEXT_OF_EACH_CHAT, params=about).all()


def _first_of_each_chat() -> SelectOfScalar[OutboxRow]:
    row, before = OutboxRow, aliased(OutboxRow)
    now: BindParameter[datetime] = bindparam("now")
    overtaken = exists().where(
        col(before.account_id) == col(row.account_id),
        waits(before),
        col(before.held).is_(False),
        tuple_(before.priority, before.id) < tuple_(row.priority, row.id),
        (col(before.not_before) <= now) | (col(before.attempts) > 0),
    )
    return (
        select(row)
        .where(waits(row), col(row.not_before) <= now, col(row.held).is_(False))
        .where(col(row.account_id).not_in(bindparam("busy", expanding=True)), ~overtaken)
        .order_by(col(row.priority), col(row.id))
        .limit(bindparam("most", type_=Integer))
    )


#: Written once: to write it takes longer than to carry it out.
_NEXT_OF_EACH_CHAT = _first_of_each_chat()


def expire(work: Work) -> None:
    """What would come too late is not sent at all: not even what nothing would claim."""
    work.session.execute(_EXPIRED, {"now": work.now})


_EXPIRED = (
    update(OutboxRow)
    .where(waits(OutboxRow), col(OutboxRow.expires) < bindparam("now"))
    .values(state=SendState.EXPIRED, sealed=None)
)


def _queued(work: Work, row: OutboxRow, account: people.Account) -> Queued | None:
    """A claimed row with its words; one that the key does not open has failed."""
    try:
        opened = work.vault.open(row.sealed or b"")
    except NotOurs:
        row.state, row.problem = SendState.FAILED, "sealed with another key"
        return None
    return Queued(
        id=row.id or 0,
        account=account,
        person=row.person_id,
        operation=OPERATIONS[row.op].validate_python(opened),
        edits=row.edits,
        kind=Priority(row.kind),
        attempts=row.attempts,
        doubts=row.doubts,
    )


def sent(work: Work, id_: int, platform_id: str | None, parts: int = 1) -> None:
    """Delivered in so many parts: `retention` erases the words later; the ledger's row stays."""
    work.session.later(_SENT, {"row": id_, "message": platform_id, "at": work.now})
    if work.metered:
        count_parts(work, work.session.get_one(OutboxRow, id_).account_id, parts)


_SENT = (
    update(OutboxRow)
    .where(col(OutboxRow.id) == bindparam("row"))
    .values(
        state=SendState.SENT,
        platform_id=bindparam("message"),
        sent_at=bindparam("at"),
        problem=case((col(OutboxRow.doubts) > 0, PERHAPS_DOUBLED), else_=""),
    )
)


def count_parts(work: Work, account: int, parts: int) -> None:
    """What went out counts where messages are counted, whatever became of the whole."""
    if work.metered:
        usage.count_sent(work, people.account(work, account), parts)


def went(work: Work, row: Queued, parts: int) -> None:
    """So many parts of a long text went before the rest failed: another try begins after them."""
    if isinstance(row.operation, Say) and parts:
        kept = work.session.get_one(OutboxRow, row.id)
        gone = {"gone": row.operation.gone + parts}
        kept.sealed = work.vault.seal(work.vault.open(kept.sealed or b"") | gone)


def again(work: Work, id_: int, wait: timedelta, problem: str) -> None:
    """Not delivered, worth another try after `wait`."""
    row = work.session.get_one(OutboxRow, id_)
    row.state, row.not_before, row.problem = SendState.QUEUED, work.now + wait, problem


def failed(work: Work, id_: int, problem: str) -> None:
    """Not delivered (or nobody knows), and not tried again; `problem` names no one."""
    row = work.session.get_one(OutboxRow, id_)
    row.state = SendState.UNKNOWN if row.doubts else SendState.FAILED
    row.problem = problem


def left_in_doubt(work: Work, id_: int, problem: str) -> None:
    """Delivered or not, nobody can tell; not tried again."""
    work.session.get_one(OutboxRow, id_).doubts += 1
    failed(work, id_, problem)


def recover(work: Work) -> int:
    """After a crash, what was in flight goes out again, marked so; returns how many do.

    A reply after which more was said is left as it is: it would come out of its order.
    """
    _come_back_in_time(work)
    expire(work)
    again = [_resume(work, row, "resent after a crash") for row in _in_flight(work)]
    return sum(again)


def _in_flight(work: Work) -> Sequence[OutboxRow]:
    sending = (under_way(OutboxRow), OutboxRow.state == SendState.SENDING)
    return work.session.exec(select(OutboxRow).where(*sending)).all()


def _come_back_in_time(work: Work) -> None:
    """The clock was set back while nobody looked: what was to go at once must not wait for it.

    What was planned for a moment to come keeps its moment.
    """
    waiting = select(OutboxRow).where(under_way(OutboxRow), col(OutboxRow.created_at) > work.now)
    for row in work.session.exec(waiting):
        if row.not_before <= row.created_at or row.attempts:
            row.not_before -= row.created_at - work.now
            row.created_at = work.now


def in_doubt(work: Work, id_: int, wait: timedelta, problem: str) -> None:
    """Delivered or not, nobody can tell: tried again unless more has been said since."""
    row = work.session.get_one(OutboxRow, id_)
    if _resume(work, row, problem):
        row.not_before = work.now + wait


def _resume(work: Work, row: OutboxRow, problem: str) -> bool:
    row.doubts += 1
    moved_on = row.kind == Priority.REPLY and row.edits is None and _said_more(work, row)
    row.state = SendState.UNKNOWN if moved_on else SendState.QUEUED
    row.problem = problem
    return not moved_on


def _said_more(work: Work, row: OutboxRow) -> bool:
    """Found by person; the chat may have become somebody's since, or nobody's."""
    whose = {row.person_id, people.account(work, row.account_id).person} - {None}
    later = select(OutboxRow.id).where(
        OutboxRow.account_id == row.account_id,
        col(OutboxRow.person_id).in_(whose) | col(OutboxRow.person_id).is_(None),
        OutboxRow.kind == Priority.REPLY,
        OutboxRow.op == Say.__name__,
        col(OutboxRow.id) > row.id,
    )
    return work.session.exec(later.limit(1)).first() is not None


def is_held(work: Work, id_: int) -> bool:
    """Whether somebody has it wait since it was claimed."""
    return bool(work.session.scalars(_HELD, {"row": id_}).first())


_HELD = select(OutboxRow.held).where(col(OutboxRow.id) == bindparam("row"))


def give_back(work: Work, id_: int, problem: str = "") -> None:
    """Not asked of the platform, or not looked at by it: it waits as before, no try is counted."""
    row = work.session.get_one(OutboxRow, id_)
    row.state, row.attempts = SendState.QUEUED, row.attempts - 1
    row.problem = problem or row.problem


def pending(work: Work) -> list[str]:
    """What is on its way or would be claimed now, in words that name no one.

    What stands behind a message that is tried again later is neither, however long it has been due.
    """
    rows = [*_in_flight(work), *_next_of_each_chat(work, (), _A_FEW)]
    return [f"{row.kind} {row.op} {row.state}, tried {row.attempts} times" for row in rows]


def next_try(work: Work, within: timedelta) -> datetime | None:
    """When (UTC) the first message is tried again, if that is soon."""
    query = select(func.min(col(OutboxRow.not_before))).where(
        waits(OutboxRow),
        col(OutboxRow.held).is_(False),
        col(OutboxRow.attempts) > 0,
        col(OutboxRow.not_before) > work.now,
        col(OutboxRow.not_before) <= work.now + within,
    )
    return work.session.exec(query).one()
