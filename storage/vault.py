"""Sealing what must not lie open in the database, and digests that only this office can make.

Fernet (AES-128-CBC with HMAC-SHA256, from `cryptography`) keyed from `TUSOI_SECRET_KEY`. Whoever
holds the server's key can open it: the help text says so.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from cryptography.fernet import Fernet

#: JSON may carry half a surrogate pair, which plain UTF-8 cannot: a hostile update is kept too.
_HALVES = "surrogatepass"

_WRITE = json.JSONEncoder(ensure_ascii=False).encode

Sealable = dict[str, object] | list[object] | str


class Vault:
    """Seals JSON values; raises `cryptography.fernet.InvalidToken` on a wrong key or tampering."""

    def __init__(self, secret: str) -> None:
        self._digest_key = hashlib.sha256(b"digest:" + secret.encode()).digest()
        key = hashlib.sha256(b"seal:" + secret.encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def seal(self, value: Sealable) -> bytes:
        return self._fernet.encrypt(_WRITE(value).encode("utf-8", _HALVES))

    def open(self, sealed: bytes) -> dict[str, object]:
        """The sealed object; a value that is no object comes back under the key `value`."""
        value = json.loads(self._fernet.decrypt(sealed).decode("utf-8", _HALVES))
        return value if isinstance(value, dict) else {"value": value}

    def digest(self, words: str) -> str:
        """A keyed digest: equal words, equal digest; useless without the key."""
        return hmac.new(self._digest_key, words.encode(), hashlib.sha256).hexdigest()
