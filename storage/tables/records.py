"""What was sent to many, and who did what to whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Moment


class BroadcastRow(SQLModel, table=True):
    __tablename__ = "broadcast"
    id: int | None = Field(default=None, primary_key=True)
    author_id: int | None = Field(default=None, foreign_key="person.id")
    words: str
    audience: str
    state: str = "draft"
    created_at: datetime = Field(sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    progress_outbox_id: int | None = None
    shown_sent: int | None = None


class RecipientRow(SQLModel, table=True):
    """One person of a broadcast: their message, or why there is none."""

    __tablename__ = "recipient"
    __table_args__ = (UniqueConstraint("broadcast_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    broadcast_id: int = Field(foreign_key="broadcast.id")
    person_id: int = Field(foreign_key="person.id")
    outbox_id: int | None = None
    reason: str = ""


class AuditRow(SQLModel, table=True):
    """Who did what to whom or sent to many; no names, no texts."""

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment)
    actor: int | None = None
    action: str = Field(index=True)
    subject: str
    details: str = ""


class FileRow(SQLModel, table=True):
    """A file sent in a chat: wanted, fetched (sealed), then decided on and forgotten."""

    __tablename__ = "file"
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    file: str
    name: str
    at: datetime = Field(sa_type=Moment)
    state: str = "wanted"
    sealed: bytes | None = None
