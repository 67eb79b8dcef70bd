"""What the ledger says of every message, beside what the phones have."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlmodel import col, select

from bot.opening import open_office
from storage.delivery import PERHAPS_DOUBLED
from storage.tables import AccountRow, OutboxRow
from tests.chaos.town import Town
from tests.e2e.running import heard


@dataclass(frozen=True)
class Line:
    """A new message (no edit) as the ledger has it; `chat` is the person's number."""

    chat: int
    text: str
    reason: str
    state: str
    doubts: int
    problem: str


def ledger(town: Town) -> list[Line]:
    """Every message that was ever queued as one of its own."""
    database = open_office(town.settings)
    with database.work(town.clock.now()) as work:
        query = select(OutboxRow, AccountRow).where(
            col(OutboxRow.account_id) == col(AccountRow.id),
            OutboxRow.op == "Say",
            col(OutboxRow.edits).is_(None),
        )
        lines = [
            Line(
                int(account.chat),
                str(work.vault.open(row.sealed or b"")["text"]),
                row.reason,
                row.state,
                row.doubts,
                row.problem,
            )
            for row, account in work.session.exec(query)
        ]
    database.close()
    return lines


def doubled(town: Town, lines: list[Line]) -> dict[int, int]:
    """By chat, how many messages came beyond those that the ledger says went out."""
    sent = Counter(line.chat for line in lines if line.state == "sent")
    came = {number: len(heard(phone)) for number, phone in town.phones.items()}
    return {chat: count - sent[chat] for chat, count in came.items() if count > sent[chat]}


def unmarked(extra: dict[int, int], lines: list[Line]) -> dict[int, int]:
    """Those of `doubled` that no mark of doubt in the ledger accounts for; there must be none."""
    doubts: Counter[int] = Counter()
    for line in lines:
        doubts[line.chat] += line.doubts
        assert not line.doubts or line.state == "unknown" or line.problem == PERHAPS_DOUBLED
    return {chat: count for chat, count in extra.items() if count > doubts[chat]}
