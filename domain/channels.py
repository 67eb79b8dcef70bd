"""What each platform can carry. Known by name, so that what is queued fits where it goes.

Sources: Telegram Bot API; Zalo Bot Platform and Official Account (docs/live-service.md lists what
nobody has confirmed).
"""

from __future__ import annotations

from dataclasses import dataclass

TELEGRAM = "telegram"
ZALO = "zalo"
ZALO_OA = "zalo_oa"


@dataclass(frozen=True)
class Abilities:
    """`merges`: what one turn says becomes one message, because each is counted."""

    title: str
    buttons: bool
    edits: bool
    files: bool
    merges: bool
    lossy: bool  # what is sent while the bot is away may never arrive


_ABILITIES = {
    TELEGRAM: Abilities("Telegram", buttons=True, edits=True, files=True, merges=False, lossy=False),
    ZALO: Abilities("Zalo", buttons=False, edits=False, files=False, merges=True, lossy=True),
    ZALO_OA: Abilities("Zalo OA", buttons=True, edits=False, files=True, merges=True, lossy=False),
}


def abilities(channel: str) -> Abilities:
    """What a channel can do. KeyError for one that is not known."""
    return _ABILITIES[channel]
