"""People, their accounts and how they came in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Moment


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    full_name: str
    folded: str = Field(index=True)
    sorts: bytes | None = Field(default=None, index=True)  # by this, lists are in their order
    code: str | None = Field(default=None, unique=True)
    standing: str
    roles: str
    salutation: str
    language: str = "vi"
    preferred_channel: str = ""  # where messages go first; "" means the chat linked last
    left: bool = False
    joined_at: datetime = Field(sa_type=Moment)
    left_at: datetime | None = Field(default=None, sa_type=Moment)


class PostRow(SQLModel, table=True):
    """A job of a person; the one with ordinal 0 is the main one."""

    __tablename__ = "post"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    ordinal: int
    unit: str
    position: str


class AccountRow(SQLModel, table=True):
    """A chat of a channel; `person_id` once it is linked.

    `foreground` is the draft it is in, `seen_revision` how far that was when it was shown here.
    """

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("channel", "bot", "chat"),)
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    bot: str
    chat: str
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    state: str = "active"
    language: str | None = None
    foreground: int | None = None
    seen_revision: int | None = None
    created_at: datetime = Field(sa_type=Moment)
    linked_at: datetime | None = Field(default=None, sa_type=Moment)
    last_heard_at: datetime | None = Field(default=None, sa_type=Moment)


class CodeRow(SQLModel, table=True):
    """A single-use code and link. Looked up by keyed digest; sealed to print the sheet again.

    `channel` is "" for one that lets its person in; else it was shown in a chat of its person, to
    be typed on that channel only.
    """

    __tablename__ = "code"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    code_digest: str = Field(index=True)
    link_digest: str = Field(unique=True)
    sealed: bytes
    channel: str = ""
    issued_at: datetime = Field(sa_type=Moment)
    issued_by: int | None = None
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class AttemptRow(SQLModel, table=True):
    """A wrong code; five within an hour close the door for that hour."""

    __tablename__ = "attempt"
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    at: datetime = Field(sa_type=Moment)


class ReplacementRow(SQLModel, table=True):
    """A second phone that waits for the specialist's word before it replaces the first."""

    __tablename__ = "replacement"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    state: str = "waiting"
    asked_at: datetime = Field(sa_type=Moment)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    decided_by: int | None = None


class ConsentRow(SQLModel, table=True):
    """Every word given, declined or withdrawn, never overwritten: provable (Law 91/2025/QH15)."""

    __tablename__ = "consent"
    __table_args__ = (Index("consent_of_person", "person_id", "purpose", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    purpose: str
    state: str
    wording: str
    account_id: int | None = None
    at: datetime = Field(sa_type=Moment)


class CorrectionRow(SQLModel, table=True):
    """Somebody asked to have their data corrected; open until the specialist has seen to it."""

    __tablename__ = "correction"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    words: str
    asked_at: datetime = Field(sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)
    done_by: int | None = None
    answer: str = ""  # why it was not corrected


class AbsenceRow(SQLModel, table=True):
    """From a day to a day, local dates, inclusive: not reminded meanwhile. The reason is sealed."""

    __tablename__ = "absence"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    first: date
    last: date
    set_by: int
    at: datetime = Field(sa_type=Moment)
    sealed: bytes | None = None


class LinkRow(SQLModel, table=True):
    """A one-time link, looked up by keyed digest; `device` is the digest of who opened it."""

    __tablename__ = "link"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    purpose: str
    sealed: bytes
    digest: str = Field(unique=True)
    issued_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    device: str | None = Field(default=None, index=True)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class DeskSessionRow(SQLModel, table=True):
    """A way to the desk and, once it is opened, the browser that is in there.

    `digest` is of what opens it, once; `device` of what that browser shows from then on.
    """

    __tablename__ = "desk_session"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    way: str
    digest: str = Field(unique=True)
    device: str | None = Field(default=None, unique=True)
    issued_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    seen_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class FeedRow(SQLModel, table=True):
    """A secret address at which a phone's calendar fetches one person's deadlines."""

    __tablename__ = "calendar_feed"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    digest: str = Field(unique=True)
    issued_at: datetime = Field(sa_type=Moment)
    fetched_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class GrantRow(SQLModel, table=True):
    """A role held for a time, local days, inclusive. `shown`: its holder's menu has it."""

    __tablename__ = "role_grant"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str
    given_by: int | None = None
    first: date
    last: date
    at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    shown: bool = False
