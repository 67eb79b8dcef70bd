"""The Zalo Bot Platform: words in, words out; no buttons, no files, no edits, no commands.

`storage.outbox` gives messages the form of a channel like this; what it cannot carry all the same
is left out here without harm. No parse mode is ever set: what a person typed is never markup.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from pydantic import SecretStr

from bot.channels.base import File, Incoming, Problem, SendFailed, Sent
from bot.channels.parts import numbered
from bot.channels.zalo_bot_client import Me, ZaloBotClient
from bot.channels.zalo_bot_errors import (
    BadRequest,
    NotFound,
    Unauthorized,
    ZaloError,
    problem_of,
)
from bot.channels.zalo_bot_hook import ZaloBotHook
from bot.channels.zalo_bot_updates import arrived, incoming_of
from domain.channels import ZALO
from domain.outgoing import Operation, Say
from domain.quota import A_PART
from storage.inbox import Arrived

#: sendMessage takes 2,000; what the platform counts is not said, UTF-16 units are the most.
LONGEST = A_PART
_POLL = timedelta(seconds=30)
_LOOK_AFTER_HOOK = timedelta(minutes=10)


class ZaloBotChannel:
    """One bot account; `hook` where updates are brought to it, else it polls.

    `base_url` without a slash at its end.
    """

    def __init__(self, token: SecretStr, base_url: str, hook: ZaloBotHook | None = None) -> None:
        self.name = ZALO
        self.bot = token.get_secret_value().partition(":")[0]
        self.hook = hook
        self._client = ZaloBotClient(token, base_url)
        self._me = Me("", "")
        self._way_is_clear = False

    def __repr__(self) -> str:
        return f"ZaloBotChannel({self.bot})"

    async def open(self) -> None:
        """Check the token (getMe). Raises SendFailed."""
        try:
            self._me = await self._client.get_me()
        except ZaloError as error:
            raise self._failure(error) from None

    async def close(self) -> None:
        await self._client.close()

    def link(self, _payload: str) -> str:
        """What opens the bot. No link of Zalo's carries a payload: the code is typed.

        Unverified that every bot is found by its account_name (docs/live-service.md).
        """
        return f"https://zalo.me/{self._me.account_name}"

    async def receive(self, after: str | None) -> list[Arrived]:
        """getUpdates: one update, or none within half a minute; `after` means nothing here.

        Where updates are brought, it only sees to it, now and then, that they still are.
        """
        try:
            await self._clear_the_way()
            if self.hook is None:
                update = await self._client.get_updates(_POLL)
                return arrived(self.bot, update) if update is not None else []
        except ZaloError as error:
            self._way_is_clear = False
            raise self._failure(error) from None
        await asyncio.sleep(_LOOK_AFTER_HOOK.total_seconds())
        self._way_is_clear = False
        return []

    async def _clear_the_way(self) -> None:
        """Polling and a webhook exclude each other: the one that was chosen holds."""
        if self._way_is_clear:
            return
        if self.hook is not None:
            await self._client.set_webhook(self.hook.url, self.hook.secret.get_secret_value())
        elif await self._is_hooked():
            await self._client.delete_webhook()
        self._way_is_clear = True

    async def _is_hooked(self) -> bool:
        """Unverified: whether a bot without a webhook has an empty address or a refusal."""
        try:
            return bool((await self._client.get_webhook_info()).url)
        except (BadRequest, NotFound):
            return False

    def read(self, update: Arrived) -> Incoming | None:
        return incoming_of(update)

    async def fetch(self, file: str) -> bytes:
        """Nobody can send a file here."""
        raise SendFailed(Problem.REFUSED, "no files on Zalo")

    async def send(
        self, chat: str, operation: Operation, edits: str | None, file: File | None
    ) -> Sent:
        """The text, in parts if it is long; those that went before are not sent again."""
        if not isinstance(operation, Say):
            return Sent(parts=0)
        sent = Sent(parts=0)
        for part in numbered(operation.text, LONGEST)[operation.gone :]:
            try:
                posted = await self._client.send_message(chat, part)
            except ZaloError as error:
                raise self._failure(error, sent.parts) from None
            sent = Sent(posted.message_id, sent.parts + 1)
        return sent

    def _failure(self, error: ZaloError, parts: int = 0) -> SendFailed:
        if isinstance(error, Unauthorized):
            reason = f"the token of bot {self.bot} was rejected: check TUSOI_ZALO_BOT_TOKEN"
            return SendFailed(Problem.STOPPED, reason, parts=parts)
        return SendFailed(problem_of(error), str(error), parts=parts)
