"""Zalo brings updates: one a delivery, the secret that was agreed on in a header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from bot.channels.base import Unreadable
from bot.channels.brought import bears, json_of
from bot.channels.zalo_bot_updates import arrived
from storage.inbox import Arrived

HEADER = "X-Bot-Api-Secret-Token"


@dataclass(frozen=True)
class ZaloBotHook:
    """Where one bot's updates are brought, and what proves them (setWebhook: 8 to 256 characters).

    The secret stays the same over restarts: what is under way meanwhile is not turned away.
    """

    bot: str
    url: str
    secret: SecretStr

    def is_genuine(self, headers: Mapping[str, str], _body: bytes) -> bool:
        return bears(headers, HEADER, self.secret)

    def unpacked(self, body: bytes) -> list[Arrived]:
        told = json_of(body)
        if not isinstance(told, dict):
            raise Unreadable("no object")
        return arrived(self.bot, told)
