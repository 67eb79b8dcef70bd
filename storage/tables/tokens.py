"""What lets the bot speak where that changes: a pair of tokens that replaces itself."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.columns import Moment


class TokenPairRow(SQLModel, table=True):
    """The pair of one Official Account's app, sealed. `given` is the digest of the operator's."""

    __tablename__ = "token_pair"
    app: str = Field(primary_key=True)
    given: str
    sealed: bytes
    access_ends: datetime | None = Field(default=None, sa_type=Moment)
    renewing_since: datetime | None = Field(default=None, sa_type=Moment)
