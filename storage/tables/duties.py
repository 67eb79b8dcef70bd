"""What people registered, promised, noticed and got stuck on."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Moment


class RegistrationRow(SQLModel, table=True):
    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("period_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    collective: bool = False
    signed_revision: int | None = None


class RevisionRow(SQLModel, table=True):
    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("registration_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    registration_id: int = Field(foreign_key="registration.id")
    number: int
    content: str
    submitted_at: datetime = Field(sa_type=Moment)
    late: bool
    state: str
    remark: str = ""
    decided_by: int | None = None
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    entered_by: int | None = None  # on the owner's behalf; None where they wrote it themselves
    source: str | None = None


class TaskNoteRow(SQLModel, table=True):
    """What became of a registered task: progress, a moved date with its reason, done."""

    __tablename__ = "task_note"
    id: int | None = Field(default=None, primary_key=True)
    registration_id: int = Field(foreign_key="registration.id", index=True)
    kind: str
    words: str
    due: date | None = None
    at: datetime = Field(sa_type=Moment)


class TaskResultRow(SQLModel, table=True):
    """The year's result of a registered task, as its owner puts it."""

    __tablename__ = "task_result"
    __table_args__ = (UniqueConstraint("period_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    person_id: int = Field(foreign_key="person.id")
    outcome: str
    words: str
    at: datetime = Field(sa_type=Moment)


class SelfCheckRow(SQLModel, table=True):
    __tablename__ = "self_check"
    __table_args__ = (UniqueConstraint("period_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    sealed: bytes
    done_at: datetime = Field(sa_type=Moment)
    late: bool


class RemedyRow(SQLModel, table=True):
    """A remedy promised; what and about which sign is sealed, its date is not."""

    __tablename__ = "remedy"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    period_id: int = Field(foreign_key="period.id")
    sealed: bytes
    due: date | None = None
    state: str = "open"
    promised_at: datetime = Field(sa_type=Moment)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)


class ObstacleRow(SQLModel, table=True):
    """Someone said that they are stuck, and what became of it."""

    __tablename__ = "obstacle"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    about: str
    words: str
    proposal: str = ""
    at: datetime = Field(sa_type=Moment)
    state: str = "open"
    answer: str = ""
    answered_by: int | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
