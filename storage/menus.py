"""What the choices of a message point at: the one mechanism for buttons, numbers and staleness.

Buttons carry `menu:index`; what is typed means the newest menu of that chat. Menus lie sealed: a
button that takes a sign's mark away again tells that it was marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import literal_column
from sqlmodel import col, select

from domain.message import Answer, Do, Open, Start, Target
from domain.vietnamese import fold, nfc, without_telex
from storage.tables import MenuRow, OutboxRow
from storage.unit_of_work import Work

_KINDS: dict[str, type[Answer] | type[Do] | type[Start] | type[Open]] = {
    kind.__name__: kind for kind in (Answer, Do, Start, Open)
}
_SEEN = ("sent", "unknown")  # of storage.outbox.SendState; unknown may have arrived
_LONGEST = 20  # beyond it a number no database can hold; a phone may send any


@dataclass(frozen=True)
class Item:
    """One choice as it was shown: what one types for it ("" for nothing), and its words."""

    target: Target
    typed: str
    label: str


def keep(work: Work, account: int, items: Sequence[Item]) -> int:
    """A menu of these choices; its number goes into the buttons."""
    sealed = work.vault.seal(
        [[type(i.target).__name__, vars(i.target), i.typed, i.label] for i in items]
    )
    return work.session.insert(MenuRow, account_id=account, sealed=sealed, created_at=work.now)


def _items(work: Work, row: MenuRow) -> list[Item | None]:
    """The choices by index; None for what an earlier version kept and this one does not know."""
    kept = cast("list[tuple[str, dict[str, str], str, str]]", work.vault.open(row.sealed)["value"])
    return [_item(*fields) for fields in kept]


def _item(kind: str, fields: dict[str, str], typed: str, label: str) -> Item | None:
    target = read_target(kind, fields)
    return Item(target, typed, label) if target is not None else None


def target(work: Work, account: int, menu: int, index: int) -> Target | None:
    """What a choice points at; None when the menu is not this account's or has no such choice."""
    row = work.session.get(MenuRow, menu)
    if row is None or row.account_id != account:
        return None
    items = _items(work, row)
    found = items[index] if 0 <= index < len(items) else None
    return found.target if found else None


def read_target(kind: str, fields: dict[str, str]) -> Target | None:
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


def newest(work: Work, account: int) -> tuple[Item, ...]:
    """The choices of the newest message of that chat that has any and can have been read.

    What still waits to be sent cannot: a number typed twice in a moment answers one question, not
    the next one as well.
    """
    query = (
        select(MenuRow)
        .join(OutboxRow, col(OutboxRow.menu) == col(MenuRow.id))
        .where(MenuRow.account_id == account, col(OutboxRow.state).in_(_SEEN))
        .where(col(OutboxRow.menu) > literal_column("0"))  # so that SQLite uses the index
        .order_by(col(MenuRow.id).desc())
    )
    row = work.session.exec(query.limit(1)).first()
    return tuple(item for item in _items(work, row) if item) if row else ()


def meant(items: Sequence[Item], text: str) -> Item | None:
    """The choice that was typed: its number or word ("2", "2.", "(2)"), or its label as it stands,
    without accents, or as Telex leaves it. None when it is none of them, or more than one.

    A bare number is never a label: "3" is not the box "☐ 3".
    """
    key = re.sub(r"^\(?\s*([0-9]{1,3})\s*[.)]*$", r"\1", nfc(text).strip())
    for form in (_as_is, fold, _plain):
        if found := [i for i in items if form(key) and form(key) in _ways(i, form, key)]:
            return found[0] if len({i.target for i in found}) == 1 else None
    return None


def _ways(item: Item, form: Callable[[str], str], key: str) -> set[str]:
    return {form(item.typed)} if key.isdecimal() else {form(item.typed), form(item.label)}


def _as_is(words: str) -> str:
    return nfc(words).strip().casefold()


def _plain(words: str) -> str:
    return without_telex(fold(words))
