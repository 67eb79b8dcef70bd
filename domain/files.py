"""Files people send: fetched only from those who may send one, and kept sealed until decided on."""

from __future__ import annotations

from dataclasses import dataclass

from domain.effects import Effect
from domain.roster import RosterDiff
from domain.text import Text

#: What the platform lets a bot fetch (Bot API, getFile).
LARGEST = 20_000_000


@dataclass(frozen=True)
class SentFile:
    """A file as it was announced in a chat (`account`); its content has not been fetched.

    `picture`: it was sent as a photo, and is shown as one.
    """

    account: int
    file: str
    name: str
    size: int
    picture: bool = False


@dataclass(frozen=True)
class FetchFile(Effect):
    """Fetch it after this turn; what it holds is told in a message of its own."""

    sent: SentFile


@dataclass(frozen=True)
class RosterFile:
    """A roster that was fetched, and what importing it would change now."""

    id: int
    name: str
    diff: RosterDiff
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class ImportRoster(Effect):
    """Carry the import of a kept file out, if it still means what was shown."""

    file: int
    diff: RosterDiff


@dataclass(frozen=True)
class DropFile(Effect):
    file: int
