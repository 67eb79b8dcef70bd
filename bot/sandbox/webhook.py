"""Webhook mode: updates are POSTed one after another to the bot's own address."""

import asyncio
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.sandbox.updates import UpdateQueue
from bot.sandbox.wire import Json, Refusal

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the header's name
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
RETRY_SECONDS = 0.2


@dataclass(frozen=True)
class Address:
    """Where updates go."""

    url: str = ""
    secret: str = ""


class Webhook:
    """Delivers the queue to an address on this machine (Bot API, setWebhook)."""

    def __init__(self, updates: UpdateQueue) -> None:
        self._updates = updates
        self._address = Address()
        self._delivery: asyncio.Task[None] | None = None
        self._last_error = ""

    async def set(self, given: Json) -> bool:
        """Bot API, setWebhook; an empty address removes it.

        Raises Refusal for an address outside this machine and for a malformed secret.
        """
        address = Address(given.get("url") or "", given.get("secret_token") or "")
        if not address.url:
            return await self.delete(given)
        if urlsplit(address.url).hostname not in LOOPBACK:
            raise Refusal("bad webhook: the sandbox delivers to loopback addresses only")
        if not SECRET.fullmatch(address.secret):
            raise Refusal("secret token contains unallowed characters")
        await self._switch(address, given)
        self._delivery = asyncio.create_task(self._deliver(address))
        return True

    async def delete(self, given: Json) -> bool:
        """Bot API, deleteWebhook."""
        await self._switch(Address(), given)
        return True

    async def close(self) -> None:
        """Stop delivering."""
        if self._delivery:
            self._delivery.cancel()
            await asyncio.gather(self._delivery, return_exceptions=True)
            self._delivery = None

    def info(self) -> Json:
        """Bot API, getWebhookInfo."""
        known: Json = {
            "url": self._address.url,
            "has_custom_certificate": False,
            "pending_update_count": self._updates.pending,
        }
        return known | ({"last_error_message": self._last_error} if self._last_error else {})

    async def _switch(self, address: Address, given: dict[str, Any]) -> None:
        await self.close()
        self._address, self._last_error = address, ""
        self._updates.webhook_set = bool(address.url)
        if given.get("allowed_updates") is not None:
            self._updates.allowed = given["allowed_updates"]
        if given.get("drop_pending_updates"):
            self._updates.clear()
        self._updates.ring()

    async def _deliver(self, address: Address) -> None:
        headers = {SECRET_HEADER: address.secret} if address.secret else {}
        async with httpx.AsyncClient(headers=headers, trust_env=False) as client:
            while True:
                update = await self._updates.next()
                if await self._post(client, address.url, update):
                    self._updates.drop(update)
                else:
                    await asyncio.sleep(RETRY_SECONDS)

    async def _post(self, client: httpx.AsyncClient, url: str, update: Json) -> bool:
        try:
            answer = await client.post(url, json=update)
        except httpx.HTTPError as error:
            self._last_error = f"Connection failed: {type(error).__name__}"
            return False
        if not answer.is_success:
            self._last_error = f"Wrong response from the webhook: {answer.status_code}"
        return answer.is_success
