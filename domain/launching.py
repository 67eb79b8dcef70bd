"""What Telegram proves of who opens a page inside its app (Mini Apps, "Validating data received
via the Mini App")."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

#: How old a launch may be; a clock may be a little ahead of Telegram's.
FRESH = timedelta(minutes=5)
_AHEAD = timedelta(minutes=1)
_LONGEST = 4096


@dataclass(frozen=True)
class Launched:
    """Who opened it (a user's number, which is that of their private chat), and the proof."""

    user: str
    proof: str


def launch_key(token: str) -> bytes:
    """What a bot's launches are signed with; it does not tell the token."""
    return hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()


def launched(data: str, key: bytes, now: datetime) -> Launched | None:
    """Who launches, if Telegram says so for this bot, just now; else None. `now` is UTC."""
    pairs = parse_qsl(data[:_LONGEST], keep_blank_values=True)
    fields = dict(pairs)
    given = fields.pop("hash", "")
    if len(fields) + 1 != len(pairs) or not given:
        return None  # something stands twice, or nothing is signed
    signed = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    proof = hmac.new(key, signed.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(proof.encode(), given.encode()):
        return None
    user = _user(fields.get("user", ""))
    is_fresh = _is_fresh(fields.get("auth_date", ""), now)
    return Launched(user, proof) if user and is_fresh else None


def _is_fresh(written: str, now: datetime) -> bool:
    if not (written.isascii() and written.isdecimal() and len(written) < 12):
        return False
    age = now - datetime.fromtimestamp(int(written), UTC)
    return -_AHEAD <= age <= FRESH


def _user(written: str) -> str:
    try:
        user = json.loads(written)
    except ValueError:
        return ""
    number = user.get("id") if isinstance(user, dict) else None
    return str(number) if isinstance(number, int) and not isinstance(number, bool) else ""
