"""Webhook mode: updates are POSTed one after another to the bot's own address."""

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.delivering import Delivery
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.wire import Json, Refusal

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the header's name
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


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
        self._delivery = Delivery(updates)

    async def set(self, given: Json) -> bool:
        """Bot API, setWebhook; an empty address removes it.

        Raises Refusal for an address outside this machine and for a malformed secret.
        """
        address = Address(given.get("url") or "", given.get("secret_token") or "")
        if not address.url:
            return await self.delete(given)
        if not SECRET.fullmatch(address.secret):
            raise Refusal("secret token contains unallowed characters")
        headers = {SECRET_HEADER: address.secret} if address.secret else {}
        await self._delivery.start(address.url, headers)
        self._switch(address, given)
        return True

    async def delete(self, given: Json) -> bool:
        """Bot API, deleteWebhook."""
        await self.close()
        self._switch(Address(), given)
        return True

    async def close(self) -> None:
        """Stop delivering."""
        await self._delivery.stop()

    def info(self) -> Json:
        """Bot API, getWebhookInfo."""
        known: Json = {
            "url": self._address.url,
            "has_custom_certificate": False,
            "pending_update_count": self._updates.pending,
        }
        error = self._delivery.last_error
        return known | ({"last_error_message": error} if error else {})

    def _switch(self, address: Address, given: dict[str, Any]) -> None:
        self._address = address
        self._updates.webhook_set = bool(address.url)
        if given.get("allowed_updates") is not None:
            self._updates.allowed = given["allowed_updates"]
        if given.get("drop_pending_updates"):
            self._updates.clear()
        self._updates.ring()
