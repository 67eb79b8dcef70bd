"""Where this process serves pages, if it does: known without loading what serves them."""

from __future__ import annotations

from dataclasses import dataclass

HOST = "127.0.0.1"


class PortTaken(Exception):
    """Something else listens there; the sentence says which port."""


@dataclass(frozen=True)
class Address:
    """Where this process listens, and the public address that leads there: its own if ""."""

    host: str = HOST
    port: int = 0
    public_url: str = ""
