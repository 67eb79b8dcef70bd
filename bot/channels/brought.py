"""What is brought by webhook: the secret that proves it, and its JSON."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping

from pydantic import SecretStr

from bot.channels.base import Unreadable


def bears(headers: Mapping[str, str], header: str, secret: SecretStr) -> bool:
    """Whether a header holds the secret that was agreed on; compared in constant time."""
    given = headers.get(header, "").encode()
    return hmac.compare_digest(given, secret.get_secret_value().encode())


def json_of(body: bytes) -> object:
    """The body's JSON. Raises Unreadable."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error
