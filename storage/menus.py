"""What the choices of a message point at: the one mechanism for buttons, numbers and staleness.

Targets lie sealed: a button that takes a sign's mark away again tells that it was marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import cast

from sqlmodel import col, select

from domain.message import Answer, Do, Open, Start, Target
from storage.tables import MenuRow
from storage.unit_of_work import Work

_KINDS: dict[str, type[Answer] | type[Do] | type[Start] | type[Open]] = {
    kind.__name__: kind for kind in (Answer, Do, Start, Open)
}
_LONGEST = 20  # beyond it a number no database can hold; a phone may send any


def keep(work: Work, account: int, targets: Sequence[Target]) -> int:
    """A menu of these targets; its number goes into the buttons."""
    sealed = work.vault.seal([[type(t).__name__, asdict(t)] for t in targets])
    row = MenuRow(account_id=account, sealed=sealed, created_at=work.now)
    work.session.add(row)
    work.session.flush()
    return row.id or 0


def target(work: Work, account: int, menu: int, index: int) -> Target | None:
    """What a choice points at; None when the menu is not this account's or has no such choice."""
    row = work.session.get(MenuRow, menu)
    if row is None or row.account_id != account:
        return None
    targets = cast("list[tuple[str, dict[str, str]]]", work.vault.open(row.sealed)["value"])
    return _target(*targets[index]) if 0 <= index < len(targets) else None


def _target(kind: str, fields: dict[str, str]) -> Target | None:
    """None for what an earlier version kept and this one does not know."""
    try:
        return _KINDS[kind](**fields)  # type: ignore[arg-type]  # Answer's numbers are numbers here
    except (KeyError, TypeError):
        return None


def pressed(work: Work, account: int, data: str) -> Target | None:
    """What a button's data (`menu:index`) points at; None for anything not made by `keep` here."""
    menu, _colon, index = data.partition(":")
    if not (menu.isdecimal() and index.isdecimal() and len(data) <= _LONGEST):
        return None
    return target(work, account, int(menu), int(index))


def newest(work: Work, account: int) -> int | None:
    """The menu a typed number means: the newest of that chat."""
    query = select(MenuRow.id).where(MenuRow.account_id == account)
    return work.session.exec(query.order_by(col(MenuRow.id).desc()).limit(1)).first()
