"""What a database brought back from a backup must not believe: that nothing has happened since.

The old machine went on after the backup. It may have sent what waited here, and its people have
seen what this database has never heard of. So nothing that was due meanwhile goes out again, and
nothing typed or pressed now is taken for an answer to something older.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, CursorResult, Update, text, update
from sqlmodel import col, select

from domain.broadcast import BroadcastState
from storage import broadcast_sending, ticks
from storage.outbox import SendState
from storage.tables import (
    AccountRow,
    BroadcastRow,
    DraftRow,
    InboxRow,
    MenuRow,
    OutboxRow,
    SnoozeRow,
)
from storage.unit_of_work import Work

#: What the ledger says of what waited at the time of the backup.
PERHAPS_SENT = "waited when the backup was made: may have been sent since"
#: More numbers than an office gives between two backups.
_GAP = 1_000_000
#: No draft has this revision: the chat has seen another question than the one open here.
_NONE_OF_OURS = -1


@dataclass(frozen=True)
class Settled:
    """How much is left as it is because it may have happened already."""

    not_sent: int  # messages that waited
    not_played: int  # what people had written and was waiting
    paused: int  # announcements under way: somebody decides


def settle(work: Work) -> Settled:
    """Make a database of some time ago fit for now."""
    paused = _hold_broadcasts(work)
    settled = Settled(_leave_unsent(work), _leave_unplayed(work), paused)
    _work_off(work)
    _doubt_what_chats_show(work)
    for table in (DraftRow, MenuRow):
        _skip_numbers(work, table)
    return settled


def _hold_broadcasts(work: Work) -> int:
    """Those under way are paused, those whose moment has passed are drafts again."""
    under_way = _broadcasts(work, col(BroadcastRow.state) == BroadcastState.SENDING)
    for row in under_way:
        broadcast_sending.turn(work, row, BroadcastState.PAUSED, None)
    is_due = col(BroadcastRow.at) <= work.now
    missed = _broadcasts(work, is_due, col(BroadcastRow.state) == BroadcastState.SCHEDULED)
    for row in missed:
        broadcast_sending.too_late(work, row.id or 0)
    work.session.flush()
    return len(under_way) + len(missed)


def _broadcasts(work: Work, *which: ColumnElement[bool]) -> list[BroadcastRow]:
    return list(work.session.exec(select(BroadcastRow).where(*which)))


def _leave_unsent(work: Work) -> int:
    """What was due by now; a message for later cannot have been sent yet."""
    waited = col(OutboxRow.state).in_((SendState.QUEUED, SendState.SENDING))
    doubtful = (
        update(OutboxRow)
        .where(waited, col(OutboxRow.not_before) <= work.now)
        .values(
            state=SendState.UNKNOWN,
            problem=PERHAPS_SENT,
            doubts=col(OutboxRow.doubts) + 1,
            held=False,
        )
    )
    return _count(work, doubtful)


def _leave_unplayed(work: Work) -> int:
    """The old machine has played and answered it: it is set aside, and erased in time."""
    new = update(InboxRow).where(col(InboxRow.state) == "new")
    return _count(work, new.values(state="aside"))


def _count(work: Work, statement: Update) -> int:
    done = work.session.execute(statement)
    return done.rowcount if isinstance(done, CursorResult) else 0


def _work_off(work: Work) -> None:
    """What fell due between the backup and now is not caught up."""
    if ticks.worked_to(work) is not None:
        ticks.work_off(work, work.now)
    asleep = update(SnoozeRow).where(
        col(SnoozeRow.woken).is_(False), col(SnoozeRow.until) <= work.now
    )
    work.session.execute(asleep.values(woken=True))


def _doubt_what_chats_show(work: Work) -> None:
    """A chat may show a later question, and later choices: what is typed there answers neither.

    Buttons from before the backup still do what they say.
    """
    talking = update(AccountRow).where(col(AccountRow.foreground).is_not(None))
    work.session.execute(talking.values(seen_revision=_NONE_OF_OURS))
    listed = update(OutboxRow).where(col(OutboxRow.menu) != 0)
    work.session.execute(listed.values(menu=0))


def _skip_numbers(work: Work, table: type[DraftRow] | type[MenuRow]) -> None:
    """The numbers given since the backup are not given again: a button carries one of them."""
    on_postgresql = work.session.get_bind().dialect.name == "postgresql"
    for move in (_MOVE_SEQUENCE,) if on_postgresql else _MOVE_ROWIDS:
        work.session.execute(text(move), {"name": table.__tablename__, "gap": _GAP})


_MOVE_SEQUENCE = """
    SELECT setval(sequence, nextval(sequence) + :gap)
    FROM CAST(pg_get_serial_sequence(:name, 'id') AS regclass) AS sequence
"""
_MOVE_ROWIDS = (
    """
    INSERT INTO sqlite_sequence (name, seq) SELECT :name, 0
    WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = :name)
    """,
    "UPDATE sqlite_sequence SET seq = seq + :gap WHERE name = :name",
)
