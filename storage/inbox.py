"""Updates as they came: stored before the platform is told, played once, then erased."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Integer, Update, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from storage import usage
from storage.tables import InboxRow
from storage.unit_of_work import Work

#: Set in an update whose words bore a mark of state secrets and were taken out.
CLASSIFIED = "tusoi_classified"


@dataclass(frozen=True)
class Arrived:
    """A raw update of one bot with the platform's own key for it."""

    channel: str
    bot: str
    key: str
    payload: dict[str, object]


@dataclass(frozen=True)
class Waiting:
    """A stored update that waits to be played."""

    id: int
    update: Arrived


def store(work: Work, updates: Iterable[Arrived]) -> int:
    """Keep a batch; one that came before (the same key) changes nothing. The count of new ones."""
    rows = [
        {
            "channel": u.channel,
            "bot": u.bot,
            "key": u.key,
            "sealed": work.vault.seal(u.payload),
            "received_at": work.now,
            "state": "new",
        }
        for u in updates
    ]
    if not rows:
        return 0
    statement = _STORE[work.session.get_bind().dialect.name]
    new = work.session.execute(statement, rows).all()
    usage.count_received(work, [(channel, bot) for channel, bot in new])
    return len(new)


_BOT = (col(InboxRow.channel), col(InboxRow.bot))
_STORE = {
    "sqlite": sqlite.insert(InboxRow).on_conflict_do_nothing().returning(*_BOT),
    "postgresql": postgresql.insert(InboxRow).on_conflict_do_nothing().returning(*_BOT),
}


def waiting(work: Work, limit: int) -> list[Waiting]:
    """The oldest updates not yet played."""
    return [
        Waiting(id_, Arrived(channel, bot, key, work.vault.open(sealed)))
        for id_, channel, bot, key, sealed in work.session.execute(_WAITING, {"limit": limit})
        if sealed is not None
    ]


_WAITING = (
    select(
        col(InboxRow.id),
        col(InboxRow.channel),
        col(InboxRow.bot),
        col(InboxRow.key),
        col(InboxRow.sealed),
    )
    .where(col(InboxRow.state) == "new")
    .order_by(col(InboxRow.id))
    .limit(bindparam("limit", type_=Integer))
)


def played(work: Work, *ids: int) -> None:
    """Played: their content is erased, their keys stay to recognise them again."""
    _close(work, ids, _PLAYED)


def set_aside(work: Work, *ids: int) -> None:
    """They could not be parsed or played; kept (sealed) for whoever looks into it."""
    _close(work, ids, _ASIDE)


_CLOSING = update(InboxRow).where(col(InboxRow.id).in_(bindparam("ids", expanding=True)))
_PLAYED = _CLOSING.values(state="played", sealed=None)
_ASIDE = _CLOSING.values(state="aside")


def _close(work: Work, ids: Collection[int], closing: Update) -> None:
    if ids:
        work.session.connection().execute(closing, {"ids": list(ids)})
