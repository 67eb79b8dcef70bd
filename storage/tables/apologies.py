"""Letters of apology for late work."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Moment


class ApologyRow(SQLModel, table=True):
    """Who drafted it when, and what became of it; whom it is to and what it says lies sealed."""

    __tablename__ = "apology"
    __table_args__ = (UniqueConstraint("person_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    number: int
    promised: date
    until: date
    at: datetime = Field(sa_type=Moment)
    state: str = "drafted"
    decided_by: int | None = None
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    sealed: bytes | None = None
