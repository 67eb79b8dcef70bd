"""The queue of updates: handed out until they are acknowledged, to one poller at a time."""

import asyncio
import itertools
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.sandbox.bell import Bell
from bot.sandbox.wire import Json, Refusal

MOST_AT_ONCE = 100
LONGEST_POLL = 50
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class Entry:
    """An update in the queue. A `stray` one ignores offsets until it was handed out once."""

    update_id: int
    update: Json
    stray: bool = False


class UpdateQueue:
    """Updates that wait for the bot (Bot API, getUpdates)."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._numbers = itertools.count(1)
        self._entries: list[Entry] = []
        self._last: Json | None = None
        self._poll = 0
        self.allowed: Sequence[str] = ()
        self.history: list[Json] = []
        self.webhook_set = False

    def put(self, kind: str, content: Json) -> None:
        """Queue an update of a kind ("message", "callback_query") unless it is not asked for."""
        if kind in self.allowed or (not self.allowed and kind not in UNASKED):
            self._append({"update_id": next(self._numbers), kind: content}, stray=False)

    def put_raw(self, update: Json) -> None:
        """Queue whatever it is; it gets the next `update_id` when it has none."""
        self._append({"update_id": next(self._numbers)} | update, stray="update_id" in update)

    def repeat_last(self) -> None:
        """Queue the last update again under the same `update_id`."""
        if self._last is None:
            raise LookupError("there was no update yet")
        self._append(self._last, stray=True)

    def _append(self, update: Json, *, stray: bool) -> None:
        self._last = update
        self.history.append(update)
        identifier = update["update_id"]
        number = identifier if isinstance(identifier, int) else 0
        self._entries.append(Entry(number, update, stray or number == 0))
        self._bell.ring()

    @property
    def pending(self) -> int:
        """How many updates wait."""
        return len(self._entries)

    async def next(self) -> Json:
        """The oldest update that waits, as soon as there is one; for a webhook."""
        await self._bell.until(lambda: bool(self._entries))
        return self._entries[0].update

    def ring(self) -> None:
        """Let a waiting poll look again, because a webhook was set or removed."""
        self._bell.ring()

    def drop(self, update: Json) -> None:
        """Forget an update that a webhook has taken."""
        self._entries = [entry for entry in self._entries if entry.update is not update]
        self._bell.ring()

    def clear(self) -> None:
        """Forget every update that waits."""
        self._entries.clear()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Updates from `offset` on, at once or within so many real `seconds`.

        Raises Refusal (409) when another poll starts meanwhile, as Telegram ends the older one,
        and while a webhook is set.
        """
        self._refuse_beside_webhook(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
        self._acknowledge(offset)
        if not self._entries and seconds > 0:
            await self._wait(min(seconds, LONGEST_POLL))
        return self._hand_out(min(max(limit, 1), MOST_AT_ONCE))

    async def _wait(self, seconds: float) -> None:
        self._poll += 1
        mine = self._poll
        self._bell.ring()

        def over() -> bool:
            return bool(self._entries) or self._poll != mine or self.webhook_set

        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._bell.until(over)
        if self._poll != mine:
            raise Refusal(
                "terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
                409,
            )
        self._refuse_beside_webhook("terminated by setWebhook request")

    def _refuse_beside_webhook(self, description: str) -> None:
        if self.webhook_set:
            raise Refusal(description, 409)

    def _acknowledge(self, offset: int) -> None:
        if offset < 0:
            self._entries = self._entries[offset:]
        else:
            self._entries = [e for e in self._entries if e.stray or e.update_id >= offset]

    def _hand_out(self, limit: int) -> list[Json]:
        batch = self._entries[:limit]
        for entry in batch:
            entry.stray = False
        return [entry.update for entry in batch]
