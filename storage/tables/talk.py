"""What is being said: drafts, menus, what came in, what goes out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import Moment


class DraftRow(SQLModel, table=True):
    """A conversation under way; its answers sealed.

    Its number is never given again: an old button must not answer a draft of later.
    """

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("person_id", "conversation", "subject"),
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    conversation: str
    subject: str
    revision: int = 0
    sealed: bytes
    opened_at: datetime = Field(sa_type=Moment)
    touched_at: datetime = Field(sa_type=Moment)
    torn_at: datetime | None = Field(default=None, sa_type=Moment)


class MenuRow(SQLModel, table=True):
    """What the choices of one message point at; its number is never given again."""

    __tablename__ = "menu"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    sealed: bytes
    created_at: datetime = Field(sa_type=Moment)


class InboxRow(SQLModel, table=True):
    """An update as it came, stored before the platform is told; erased when it has been played."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "bot", "key"),
        Index(
            "inbox_new",
            "id",
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    bot: str
    key: str
    sealed: bytes | None
    received_at: datetime = Field(sa_type=Moment)
    state: str = "new"


def _of_waiting(name: str, *columns: str) -> Index:
    """An index of what waits, small however long the ledger; asked for by `storage.delivery`."""
    waiting = text("state IN ('queued', 'sending')")
    return Index(name, *columns, sqlite_where=waiting, postgresql_where=waiting)


#: In the very words that `storage.menus` asks with.
_HAS_MENU = text("menu > 0")
#: In the very words that `storage.rationing` asks with.
_NO_ROOM = text("problem = 'quota'")


class OutboxRow(SQLModel, table=True):
    """One message to one account; also the ledger of what became of it. It waits without words
    until `storage.wordless` gives them, or is already in its words.

    Where another chat of the same person carries it, `first_account_id` and `moved_why` remember
    for which it was meant: never twice. `doubts` counts the tries after which nobody could tell
    whether it had arrived: only where there are any can it have come more than once.

    `account_id` is found in the table of accounts by whoever queues a message, and no account is
    ever deleted while its messages stay: to have each checked once more takes PostgreSQL a seventh
    of a tick. Those of a chat have no index of their own either: whoever looks for more than what
    waits also says whose they are.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        _of_waiting("outbox_waiting", "priority", "id"),
        _of_waiting("outbox_waiting_of_chat", "account_id", "priority", "id"),
        Index("outbox_of_person", "person_id", "not_before"),
        Index("outbox_of_menu", "menu", sqlite_where=_HAS_MENU, postgresql_where=_HAS_MENU),
        Index("outbox_withheld", "not_before", sqlite_where=_NO_ROOM, postgresql_where=_NO_ROOM),
    )
    id: int | None = Field(default=None, primary_key=True)
    account_id: int
    person_id: int | None = None
    op: str
    key: str | None = Field(default=None, unique=True)
    kind: str
    reason: str = ""
    menu: int = 0
    sealed: bytes | None
    edits: str | None = None
    priority: int
    not_before: datetime = Field(sa_type=Moment)
    expires: datetime | None = Field(default=None, sa_type=Moment)
    state: str = "queued"
    held: bool = False  # waits, and is not claimed: what it belongs to has been paused
    attempts: int = 0
    doubts: int = 0
    problem: str = ""
    first_account_id: int | None = None
    moved_why: str = ""
    platform_id: str | None = None
    late: bool = False
    worth: str = "vital"
    created_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)


class UsageRow(SQLModel, table=True):
    """How many messages of a month (office-local, "2026-11") went through one metered bot.

    `spent_at` is when the platform took no more of them.
    """

    __tablename__ = "usage"
    channel: str = Field(primary_key=True)
    bot: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    received: int = 0
    sent: int = 0
    spent_at: datetime | None = Field(default=None, sa_type=Moment)
