"""The pair of tokens of an Official Account, sealed: at no moment known by heart alone.

A refresh token serves once and its answer carries the next one. `claim` marks the pair before the
platform is asked and `keep` stores the answer before anything uses it, each in a transaction of its
own that holds the row, so that two processes never spend one token twice. What a crash between the
two leaves behind is a claim that lapses, and a refresh token that may be spent: the platform says
so when it is tried again, and only the operator can get a new one then. The access token of the old
pair serves meanwhile, for as long as it lasts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import select

from storage.tables import TokenPairRow
from storage.unit_of_work import Work

#: Longer than the platform is given to answer.
CLAIM_LIVES = timedelta(minutes=2)


@dataclass(frozen=True)
class TokenPair:
    """`access` is empty and has no end (UTC) until the operator's refresh token has been used."""

    refresh: str = field(repr=False)
    access: str = field(default="", repr=False)
    access_ends: datetime | None = None

    def serves(self, until: datetime) -> bool:
        """Whether the access token lasts beyond that moment."""
        return self.access_ends is not None and self.access_ends > until


def load(work: Work, app: str, given: str) -> TokenPair:
    """The pair in force. `given` is the operator's refresh token: one never seen begins anew.

    LookupError when there is neither a pair nor a token to begin with.
    """
    row = _held(work, app)
    if given and (row is None or row.given != work.vault.digest(given)):
        return _begin(work, app, given, row)
    if row is None:
        raise LookupError(f"no tokens for {app}")
    return _opened(work, row)


def claim(work: Work, app: str) -> TokenPair | None:
    """The pair for whoever is about to renew it; None while another one is at it."""
    row = _held(work, app)
    if row is None:
        raise LookupError(f"no tokens for {app}")
    if row.renewing_since is not None and work.now - row.renewing_since < CLAIM_LIVES:
        return None
    row.renewing_since = work.now
    return _opened(work, row)


def keep(work: Work, app: str, pair: TokenPair) -> None:
    """Store the renewed pair in the place of the spent one."""
    row = _held(work, app)
    if row is None:
        raise LookupError(f"no tokens for {app}")
    row.sealed = _sealed(work, pair)
    row.access_ends, row.renewing_since = pair.access_ends, None


def give_back(work: Work, app: str) -> None:
    """It was not renewed: the next one may try."""
    if row := _held(work, app):
        row.renewing_since = None


def _held(work: Work, app: str) -> TokenPairRow | None:
    """The row, for this transaction alone: locked on PostgreSQL, as all of SQLite is anyway."""
    query = select(TokenPairRow).where(TokenPairRow.app == app).with_for_update()
    return work.session.exec(query).first()


def _begin(work: Work, app: str, given: str, row: TokenPairRow | None) -> TokenPair:
    pair = TokenPair(given)
    row = row or TokenPairRow(app=app, given="", sealed=b"")
    row.given, row.sealed = work.vault.digest(given), _sealed(work, pair)
    row.access_ends = row.renewing_since = None
    work.session.add(row)
    return pair


def _sealed(work: Work, pair: TokenPair) -> bytes:
    return work.vault.seal({"refresh": pair.refresh, "access": pair.access})


def _opened(work: Work, row: TokenPairRow) -> TokenPair:
    told = work.vault.open(row.sealed)
    return TokenPair(str(told["refresh"]), str(told["access"]), row.access_ends)
