"""A platform for tests of what lies behind one: what is sent arrives there and is remembered."""

from __future__ import annotations

import asyncio

from bot.channels.base import File, Hook, Incoming, Sent
from domain.outgoing import Operation, Say
from storage.inbox import Arrived
from tests.office import BOT


class Platform:
    """Takes everything; nobody writes there. Tests inherit what they want otherwise."""

    hook: Hook | None = None

    def __init__(self, name: str = BOT[0]) -> None:
        self.name, self.bot = name, BOT[1]
        self.took: list[tuple[str, str]] = []  # chat and words

    @property
    def chats(self) -> list[str]:
        """Where something arrived, in order."""
        return [chat for chat, _words in self.took]

    async def send(
        self, chat: str, operation: Operation, edits: str | None, file: File | None
    ) -> Sent:
        self.took.append((chat, operation.text if isinstance(operation, Say) else ""))
        return Sent(str(len(self.took)))

    def read(self, update: Arrived) -> Incoming | None:
        return None

    async def receive(self, after: str | None) -> list[Arrived]:
        await asyncio.Event().wait()
        return []

    async def fetch(self, file: str) -> bytes:
        return b""

    def link(self, payload: str) -> str:
        return payload

    async def open(self) -> None: ...
    async def close(self) -> None: ...
