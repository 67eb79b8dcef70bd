"""A Zalo Official Account: words with up to five buttons, pictures and documents; no edits.

It may write for some days only after somebody has: that is known here, before the platform is asked
and refuses (`domain.windows`). Updates are brought to `hook`; there is nothing to poll.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from itertools import islice
from typing import TypeVar

from pydantic import SecretStr

from bot.channels import zalo_oa_messages as messages
from bot.channels.base import File, Incoming, Problem, SendFailed, Sent
from bot.channels.zalo_oa_client import TokenRefused, ZaloOaClient
from bot.channels.zalo_oa_hook import ZaloOaHook
from bot.channels.zalo_oa_messages import Message
from bot.channels.zalo_oa_tokens import AccessTokens
from bot.channels.zalo_oa_updates import incoming_of
from bot.storing import Store
from domain.channels import ZALO_OA
from domain.outgoing import Acknowledge, Operation, Say
from domain.windows import Window, window
from storage import people
from storage.inbox import Arrived

T = TypeVar("T")


class ZaloOaChannel:
    """One Official Account. `pays`: whether messages that cost the office may be sent."""

    def __init__(
        self,
        client: ZaloOaClient,
        store: Store,
        refresh_token: SecretStr,
        hook: ZaloOaHook,
        *,
        pays: bool = False,
    ) -> None:
        self.name = ZALO_OA
        self.bot = client.app.id
        self.hook = hook
        self._client = client
        self._store = store
        self._tokens = AccessTokens(client, store, refresh_token)
        self._pays = pays
        self._account = ""

    def __repr__(self) -> str:
        return f"ZaloOaChannel({self.bot})"

    async def open(self) -> None:
        """Check the tokens (oa/getoa). Raises SendFailed."""
        self._account = await self._with_token(self._client.account)

    async def close(self) -> None:
        await self._client.close()

    def link(self, _payload: str) -> str:
        """What opens the chat. No link of Zalo's carries a payload: the code is typed."""
        return f"https://zalo.me/{self._account}"

    async def receive(self, after: str | None) -> list[Arrived]:
        """Nothing, ever: updates are brought to the hook."""
        await asyncio.Event().wait()
        return []

    def read(self, update: Arrived) -> Incoming | None:
        return incoming_of(update)

    async def fetch(self, file: str) -> bytes:
        """What lies at the address that came with a file."""
        return await self._client.fetch(file)

    async def send(
        self, chat: str, operation: Operation, edits: str | None, file: File | None
    ) -> Sent:
        """The words, then the file; parts that went before are not sent again."""
        match operation:
            case Acknowledge(_, text) if text:
                said = Say(text)
            case Say():
                said = operation
            case _:
                return Sent(parts=0)
        await self._check_window(chat)
        return await self._send(chat, said, file)

    async def _check_window(self, chat: str) -> None:
        """Raises SendFailed (WINDOW) where the platform would refuse, or would ask for money."""
        heard = await self._store.work(lambda w: people.last_heard(w, self.name, self.bot, chat))
        match window(self.name, heard, self._store.clock.now()):
            case Window.CLOSED:
                raise SendFailed(Problem.WINDOW, "the person has not written for 7 days")
            case Window.PAID if not self._pays:
                reason = "the person has not written for 48 hours, and TUSOI_ZALO_OA_PAID is off"
                raise SendFailed(Problem.WINDOW, reason)
            case _:
                return

    async def _send(self, chat: str, said: Say, file: File | None) -> Sent:
        all_of_it = [*messages.texts(said), *([await self._uploaded(file)] if file else [])]
        return await self._each(chat, islice(all_of_it, said.gone, None))

    async def _each(self, chat: str, parts: Iterable[Message]) -> Sent:
        sent = Sent(parts=0)
        for message in parts:
            try:
                ask = partial(self._client.send, chat=chat, message=message)
                id_ = await self._with_token(ask)
            except SendFailed as failure:
                failure.parts = sent.parts
                raise
            sent = Sent(id_, sent.parts + 1)
        return sent

    async def _uploaded(self, file: File) -> Message:
        messages.check(file)
        if messages.is_picture(file):
            upload, form = self._client.upload_picture, messages.picture
        else:
            upload, form = self._client.upload_file, messages.document
        return form(await self._with_token(partial(upload, file=file)))

    async def _with_token(self, ask: Callable[[str], Awaitable[T]]) -> T:
        """Ask with the access token; one that is not taken is renewed once, then it is the end."""
        access = await self._tokens.access()
        try:
            return await ask(access)
        except TokenRefused:
            access = await self._tokens.instead_of(access)
        try:
            return await ask(access)
        except TokenRefused:
            reason = "the access token was rejected, and the renewed one too"
            raise SendFailed(Problem.STOPPED, reason) from None
