"""What was sent to many, and who did what to whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Moment


class BroadcastRow(SQLModel, table=True):
    """What is announced to many: from the draft to the list of who has it.

    `at` is when it is to go or went, where somebody chose a moment; `tolerant` that a person wants
    it to go on whatever is refused; `wants_file` that the author's next file goes with it.
    """

    __tablename__ = "broadcast"
    id: int | None = Field(default=None, primary_key=True)
    author_id: int | None = Field(default=None, foreign_key="person.id")
    words: str
    audience: str
    state: str = "draft"
    created_at: datetime = Field(sa_type=Moment)
    at: datetime | None = Field(default=None, sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    decided_by: int | None = None
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    wants_file: bool = False
    file_id: int | None = None
    tolerant: bool = False
    progress_outbox_id: int | None = None
    shown_sent: int | None = None


class RecipientRow(SQLModel, table=True):
    """One person of a broadcast: their message, or why there is none.

    Without either, it is still to be queued, for the `attempt`th time after the first. `delete_id`
    is the message of the outbox that takes it off their phone again.
    """

    __tablename__ = "recipient"
    __table_args__ = (UniqueConstraint("broadcast_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    broadcast_id: int = Field(foreign_key="broadcast.id")
    person_id: int = Field(foreign_key="person.id")
    outbox_id: int | None = None
    reason: str = ""
    attempt: int = 0
    delete_id: int | None = None


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
    """A file sent in a chat: wanted, fetched (sealed), then decided on and forgotten.

    Or from the shell, by nobody: to go with an announcement.
    """

    __tablename__ = "file"
    id: int | None = Field(default=None, primary_key=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    file: str
    name: str
    at: datetime = Field(sa_type=Moment)
    purpose: str = "roster"
    picture: bool = False
    state: str = "wanted"
    sealed: bytes | None = None


class FormTemplateRow(SQLModel, table=True):
    """The office's own form of a kind, as it was put in use; without content, the built-in one.

    The newest row of a kind counts, those before it stay: what was printed can be printed again.
    It holds no personal data.
    """

    __tablename__ = "form_template"
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(index=True)
    name: str = ""
    content: bytes | None = None
    at: datetime = Field(sa_type=Moment)
    set_by: int | None = None


class UploadRow(SQLModel, table=True):
    """A file that a platform has already: what one bot names it by, so that it goes up once."""

    __tablename__ = "upload"
    file_id: int = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    bot: str = Field(primary_key=True)
    known: str
