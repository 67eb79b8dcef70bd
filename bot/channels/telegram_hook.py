"""Telegram brings updates: one a delivery, the secret that was agreed on in a header."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from bot.channels.brought import bears, json_of
from bot.channels.telegram_updates import arrived
from storage.inbox import Arrived

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True)
class TelegramHook:
    """Where a bot's updates are brought, and what proves them (Bot API, setWebhook).

    The secret has 1 to 256 characters of [A-Za-z0-9_-] and stays the same over restarts: what is
    under way meanwhile is not turned away.
    """

    bot: str
    url: str
    secret: SecretStr

    def is_genuine(self, headers: Mapping[str, str], _body: bytes) -> bool:
        return bears(headers, HEADER, self.secret)

    def unpacked(self, body: bytes) -> list[Arrived]:
        return arrived(self.bot, [json_of(body)])
