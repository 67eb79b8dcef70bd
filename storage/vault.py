"""Sealing what must not lie open in the database, and digests that only this office can make.

AES-256-GCM (from `cryptography`) keyed from `TUSOI_SECRET_KEY`. Whoever holds the server's key can
open it: the help text says so. Its nonces are chance, which is safe for four billion sealings
under one key (NIST SP 800-38D, section 8.3).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic_core import PydanticSerializationError, to_json

_NONCE = 12  # bytes

Sealable = dict[str, object] | list[object] | str


class NotOurs(Exception):
    """Sealed with another key, or changed since."""


class Vault:
    """Seals JSON values."""

    def __init__(self, secret: str) -> None:
        self._digest_key = hashlib.sha256(b"digest:" + secret.encode()).digest()
        self._gcm = AESGCM(hashlib.sha256(b"seal:" + secret.encode()).digest())

    def seal(self, value: Sealable) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._gcm.encrypt(nonce, _written(value), None)

    def open(self, sealed: bytes) -> dict[str, object]:
        """The sealed object; a value that is no object comes back under the key `value`.

        Raises NotOurs.
        """
        try:
            value = json.loads(self._gcm.decrypt(sealed[:_NONCE], sealed[_NONCE:], None))
        except (InvalidTag, ValueError):  # ValueError: too short to be anything that was sealed
            raise NotOurs from None
        return value if isinstance(value, dict) else {"value": value}

    def digest(self, words: str) -> str:
        """A keyed digest: equal words, equal digest; useless without the key."""
        return hmac.new(self._digest_key, words.encode(), hashlib.sha256).hexdigest()


def _written(value: Sealable) -> bytes:
    """As JSON. It may carry half a surrogate pair, which UTF-8 cannot: then it is written in ASCII
    (a hostile update is kept too)."""
    try:
        return to_json(value)
    except PydanticSerializationError:
        return json.dumps(value).encode()
