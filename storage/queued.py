"""A row of the outbox in the sender's hands."""

from __future__ import annotations

from dataclasses import dataclass

from domain.effects import Priority
from domain.outgoing import Operation
from storage.people import Account


@dataclass(frozen=True)
class Queued:
    """What is to be sent where; `attempts` counts this one, `doubts` tries of unknown end."""

    id: int
    account: Account
    person: int | None
    operation: Operation
    edits: str | None
    kind: Priority = Priority.REPLY
    attempts: int = 1
    doubts: int = 0
