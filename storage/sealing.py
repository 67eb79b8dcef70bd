"""Whether the key at hand is the one this database was sealed with."""

from __future__ import annotations

from sqlmodel import Session, col, select

from storage.tables import CodeRow, MenuRow, OutboxRow
from storage.vault import NotOurs, Vault


def opens(session: Session, vault: Vault) -> bool:
    """Try the newest of what every office has sealed; True where nothing is sealed yet."""
    newest = (
        select(table.sealed)
        .where(col(table.sealed).is_not(None))
        .order_by(col(table.id).desc())
        .limit(1)
        for table in (CodeRow, MenuRow, OutboxRow)
    )
    found = (session.exec(query).first() for query in newest)
    return all(_opens(vault, sealed) for sealed in found if sealed is not None)


def _opens(vault: Vault, sealed: bytes) -> bool:
    try:
        vault.open(sealed)
    except NotOurs:
        return False
    return True
