"""Receiving: what a channel hands over is screened and stored before the platform is told.

A batch is stored in one transaction; only the next poll, or the answer to whoever brought it
(`bot.webhooks`), acknowledges it. Then it is played (`bot.playing`).
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.channels.base import Channel, Hook, Problem, SendFailed
from bot.storing import Store
from domain.secrecy import bears_mark
from storage import inbox
from storage.inbox import CLASSIFIED, Arrived

log = logging.getLogger("tusoi.inbox")

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0
#: Seconds, monotonic: longer than any poll takes that will still end.
PATIENCE = 60.0


class Inbox:
    """One channel's way in. `arrived` is called after each stored batch, `heard` after each poll
    that was answered."""

    def __init__(
        self,
        channel: Channel,
        store: Store,
        arrived: Callable[[], None],
        patience: float = PATIENCE,
        heard: Callable[[str, str], None] = lambda _channel, _bot: None,
    ) -> None:
        self._channel = channel
        self._store = store
        self._arrived = arrived
        self._heard = heard
        self._patience = patience
        self._last: str | None = None
        self._at_hand: list[Arrived] = []

    @property
    def name(self) -> str:
        return self._channel.name

    @property
    def bot(self) -> str:
        return self._channel.bot

    @property
    def hook(self) -> Hook | None:
        return self._channel.hook

    async def run(self) -> None:
        """Poll until cancelled; a failing platform is asked again after a growing pause."""
        wait = _FIRST_WAIT
        while True:
            try:
                await self.poll()
                self._heard(self.name, self.bot)
                wait = _FIRST_WAIT
            except SendFailed as failure:
                self._tell(failure)
                pause = max(failure.retry_after.total_seconds(), wait)
                await asyncio.sleep(pause)
                wait = min(wait * 2, _LONGEST_WAIT)

    def _tell(self, failure: SendFailed) -> None:
        if failure.problem is Problem.STOPPED:
            log.error("%s cannot be polled: %s", self._channel.name, failure.reason)
        else:
            log.warning("%s: polling failed: %s", self._channel.name, failure.reason)

    async def poll(self) -> int:
        """Receive one batch and store it; returns how many were new.

        What could not be stored stays at hand: not every platform hands it out again.
        """
        if not self._at_hand:
            self._at_hand = await self._receive()
        kept = await self.keep(self._at_hand)
        if self._at_hand:
            self._last = self._at_hand[-1].key
        self._at_hand = []
        return kept

    async def _receive(self) -> list[Arrived]:
        """A poll that neither returns nor fails is given up and begun anew."""
        if self.hook is not None:
            return await self._channel.receive(self._last)
        try:
            async with asyncio.timeout(self._patience):
                return await self._channel.receive(self._last)
        except TimeoutError:
            silent = f"silent for {self._patience:.0f} s; begun anew"
            raise SendFailed(Problem.LATER, silent) from None

    async def keep(self, updates: Sequence[Arrived]) -> int:
        """Store what came, screened; returns how many were new."""
        if not updates:
            return 0
        taken = [screened(readable(update)) for update in updates]
        kept = await self._store.work(lambda work: inbox.store(work, taken))
        self._arrived()
        return kept


def readable(update: Arrived) -> Arrived:
    """The update without halves of surrogate pairs: JSON may carry them, and no database can."""
    try:
        json.dumps([update.key, update.payload], ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return _without(update)
    return update


def _without(update: Arrived) -> Arrived:
    payload = {str(key): _without_halves(value) for key, value in update.payload.items()}
    return replace(update, key=str(_without_halves(update.key)), payload=payload)


def _without_halves(value: object) -> object:
    match value:
        case str():
            return value.encode("utf-8", "ignore").decode()
        case Mapping():
            return {_without_halves(key): _without_halves(inner) for key, inner in value.items()}
        case list():
            return [_without_halves(inner) for inner in value]
        case _:
            return value


def screened(update: Arrived) -> Arrived:
    """The update, its words taken out where they bear a mark of state secrets.

    Only what people send is looked at: names, and the bot's own words under a button, are not.
    """
    found = {kind: update.payload[kind] for kind in _SENT if kind in update.payload}
    if not any(bears_mark(words) for words in _strings(found)):
        return update
    emptied = {kind: _emptied(content) for kind, content in found.items()}
    return replace(update, payload={**update.payload, **emptied, CLASSIFIED: True})


_SENT = ("message", "edited_message")
_WHO = frozenset({"from", "chat"})


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [w for key, inner in value.items() if key not in _WHO for w in _strings(inner)]
    if isinstance(value, Sequence):
        return [words for inner in value for words in _strings(inner)]
    return []


def _emptied(message: object) -> dict[str, object]:
    """Who sent something where and when, and nothing of what it said."""
    fields = message.items() if isinstance(message, Mapping) else ()
    return {k: v for k, v in fields if k in _WHO or isinstance(v, int)} | {"text": ""}
