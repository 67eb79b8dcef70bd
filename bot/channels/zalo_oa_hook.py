"""Zalo brings an Official Account's events, each signed.

`X-ZEvent-Signature` is a plain SHA-256 (no HMAC) of the app's id, the body as it came, its
timestamp and the account's secret. An answer is due within two seconds: what was brought is stored,
nothing more.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from bot.channels.base import Unreadable
from bot.channels.zalo_oa_updates import arrived
from storage.inbox import Arrived

HEADER = "X-ZEvent-Signature"


@dataclass(frozen=True)
class ZaloOaHook:
    """What proves one app's events. A delivery brought again has its key: it changes nothing."""

    app: str
    secret: SecretStr

    def is_genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        given = headers.get(HEADER, "").removeprefix("mac=").lower()
        try:
            timestamp = str(_object(body).get("timestamp", ""))
        except Unreadable:
            return False
        signed = signature(self.app, body, timestamp, self.secret.get_secret_value())
        return hmac.compare_digest(given.encode(), signed.encode())

    def unpacked(self, body: bytes) -> list[Arrived]:
        return arrived(self.app, _object(body))


def signature(app: str, body: bytes, timestamp: str, secret: str) -> str:
    """What the header must say, without the `mac=` that some deliveries bear."""
    moment = timestamp.encode("utf-8", "replace")  # JSON may carry half a character
    return hashlib.sha256(app.encode() + body + moment + secret.encode()).hexdigest()


def _object(body: bytes) -> dict[str, object]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error
    if not isinstance(told, dict):
        raise Unreadable("no object")
    return told
