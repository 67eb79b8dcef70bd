"""Telegram brings updates: one a delivery, the secret that was agreed on in a header."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from bot.channels.base import Unreadable
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
        given = headers.get(HEADER, "").encode()
        return hmac.compare_digest(given, self.secret.get_secret_value().encode())

    def unpacked(self, body: bytes) -> list[Arrived]:
        try:
            update = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Unreadable("no JSON") from error
        return arrived(self.bot, [update])
