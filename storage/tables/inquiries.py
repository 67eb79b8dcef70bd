"""Questions that somebody put to many, whom they concern, and what was answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Moment


class InquiryRow(SQLModel, table=True):
    """What is asked: a draft until it has a period, which says when it opens, is due and closes.

    `wanted` is the kind of answer as JSON. `told_at` is when its author was last sent what has
    been collected.
    """

    __tablename__ = "inquiry"
    id: int | None = Field(default=None, primary_key=True)
    author_id: int = Field(foreign_key="person.id", index=True)
    words: str
    wanted: str
    audience: str
    until: datetime = Field(sa_type=Moment)
    state: str = "draft"
    created_at: datetime = Field(sa_type=Moment)
    period_id: int | None = Field(default=None, foreign_key="period.id", unique=True)
    told_at: datetime | None = Field(default=None, sa_type=Moment)


class AskedRow(SQLModel, table=True):
    """Somebody whom an inquiry concerns; their newest answer lies sealed.

    `late`: it came past the deadline. `entered_by` is who wrote it down for them; `file_id` the
    file that was sent.
    """

    __tablename__ = "asked"
    __table_args__ = (UniqueConstraint("period_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    sealed: bytes | None = None
    at: datetime | None = Field(default=None, sa_type=Moment)
    late: bool = False
    entered_by: int | None = None
    file_id: int | None = None
