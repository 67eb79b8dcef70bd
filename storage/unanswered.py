"""Questions that were sent and not answered, where a platform may have lost the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    String,
    bindparam,
    cast,
    exists,
    func,
    literal,
)
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from domain.channels import lossy
from domain.effects import Priority
from domain.outgoing import Say
from storage import people
from storage.columns import Moment
from storage.outbox import SendState
from storage.people import Account, AccountState
from storage.tables import AccountRow, DraftRow, OutboxRow
from storage.unit_of_work import Work

_HALF_A_DAY = timedelta(hours=12)


@dataclass(frozen=True)
class Unanswered:
    """The open question of a chat, out since `sent_at` (UTC), and nothing heard there since."""

    account: Account
    draft: int
    revision: int
    sent_at: datetime

    @property
    def key(self) -> str:
        """It is asked again once, however often one looks."""
        return f"again:{self.draft}:{self.revision}"


def unanswered(work: Work) -> tuple[Unanswered, ...]:
    """What has not been asked again yet; not what was put aside, or went on in another chat."""
    since = {"since": work.now - _HALF_A_DAY}
    return tuple(
        Unanswered(people.of_row(row), id_ or 0, revision, sent_at)
        for row, id_, revision, sent_at in work.session.execute(_query(), since)
        if sent_at is not None
    )


@cache
def _query() -> Executable:
    """Built once: every tick asks."""
    account, draft, sent = AccountRow, DraftRow, OutboxRow
    return (
        select(account, col(draft.id), col(draft.revision), func.max(col(sent.sent_at)))
        .join(draft, col(draft.id) == col(account.foreground))
        .join(sent, _is_there(sent))
        .where(
            col(account.channel).in_(lossy()),
            col(account.foreground).is_not(None),  # most have nothing open, and are not looked into
            col(account.state) == AccountState.ACTIVE,
            col(draft.person_id) == col(account.person_id),
            col(draft.revision) == func.coalesce(account.seen_revision, draft.revision),
            *_is_reply(),
            col(sent.sent_at) >= col(account.last_heard_at),
            ~_asked_again(),
            ~_reminded_since(bindparam("since", type_=Moment)),
        )
        .group_by(col(account.id), col(draft.id))
    )


def _is_there(sent: type[OutboxRow]) -> ColumnElement[bool]:
    """A message in that chat; found by its person."""
    whose = col(sent.person_id) == col(AccountRow.person_id)
    return whose & (col(sent.account_id) == col(AccountRow.id))


def _is_reply() -> tuple[ColumnElement[bool], ...]:
    """Said in answer to something: what is pushed to people has a reason of its own."""
    return (
        col(OutboxRow.kind) == Priority.REPLY,
        col(OutboxRow.op) == Say.__name__,
        col(OutboxRow.reason) == "",
        col(OutboxRow.state) == SendState.SENT,
    )


def _reminded_since(moment: BindParameter[datetime]) -> ColumnElement[bool]:
    """One unasked message a day is enough: where a reminder went, the question waits a day more."""
    other = aliased(OutboxRow)
    return exists().where(
        _is_there(other),
        col(other.kind) == Priority.REMINDER,
        col(other.state) != SendState.CANCELLED,
        col(other.created_at) >= moment,
    )


def _asked_again() -> ColumnElement[bool]:
    before = aliased(OutboxRow)
    numbers = (cast(col(DraftRow.id), String), cast(col(DraftRow.revision), String))
    key = literal("again:", String) + numbers[0] + literal(":", String) + numbers[1]
    return exists().where(col(before.key) == key)
