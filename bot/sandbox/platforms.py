"""The platforms that an office's people write from, as one: Telegram, and Zalo where it has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.sandbox.events import Event, EventLog
from bot.sandbox.files import StoredFile
from bot.sandbox.phones import Handset
from bot.sandbox.telegram_server import TelegramSandbox
from bot.sandbox.zalo_server import ZaloSandbox
from domain.channels import TELEGRAM, ZALO


class Platforms:
    """`zalo` writes into the event log of `telegram`: what happens anywhere is told in order."""

    def __init__(self, telegram: TelegramSandbox, zalo: ZaloSandbox | None = None) -> None:
        self.telegram = telegram
        self.zalo = zalo

    @property
    def channels(self) -> tuple[str, ...]:
        return (TELEGRAM,) if self.zalo is None else (TELEGRAM, ZALO)

    @property
    def log(self) -> EventLog:
        return self.telegram.world.events

    def phone(self, channel: str, number: int, name: str) -> Handset:
        """The phone with this number, on this platform; of several Zalo bots, with the first."""
        if channel != ZALO:
            return self.telegram.phone(number, name)
        if self.zalo is None:
            raise KeyError(channel)
        return self.zalo.phone(next(iter(self.zalo.world.bots.values())).id, number, name)

    def events(self, after: int = 0) -> list[Event]:
        """What happened after the event with this number, oldest first."""
        return self.log.after(after)

    async def wait_for_event(self, after: int) -> list[Event]:
        """As `events`, but waits until there is one."""
        return await self.log.wait(after)

    def unheard(self) -> Sequence[str]:
        """What the bot has not fetched and stored yet, by platform."""
        waiting = self.telegram.world.updates.pending
        on_telegram = [f"{waiting} updates of Telegram"] if waiting else []
        return [*on_telegram, *(f"updates of Zalo's bot {bot}" for bot in self._busy_on_zalo())]

    def _busy_on_zalo(self) -> Sequence[str]:
        bots = self.zalo.world.bots.values() if self.zalo else ()
        return [bot.id for bot in bots if not bot.updates.all_heard]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, asked again after every change on any platform."""
        await self.log.bell.until(holds)

    def file(self, channel: str, path: str) -> StoredFile | None:
        """A file that was sent in a chat of that platform."""
        if channel == ZALO:
            return self.zalo.world.files.by_path(path) if self.zalo else None
        return self.telegram.world.files.by_path(path)

    async def close(self) -> None:
        """Stop the delivery to webhooks, where they are set."""
        await self.telegram.close()
        if self.zalo is not None:
            await self.zalo.close()
