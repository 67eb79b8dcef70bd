"""What the choices of a message point at: the one mechanism for buttons, numbers and staleness."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

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
    stored = json.dumps([[type(t).__name__, asdict(t)] for t in targets], ensure_ascii=False)
    row = MenuRow(account_id=account, targets=stored, created_at=work.now)
    work.session.add(row)
    work.session.flush()
    return row.id or 0


def target(work: Work, account: int, menu: int, index: int) -> Target | None:
    """What a choice points at; None when the menu is not this account's or has no such choice."""
    row = work.session.get(MenuRow, menu)
    if row is None or row.account_id != account:
        return None
    targets = json.loads(row.targets)
    if not 0 <= index < len(targets):
        return None
    kind, fields = targets[index]
    return _KINDS[kind](**fields)


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
