"""What a channel is to the bot: raw updates in, operations out, failures in our words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol, TypeAlias

from domain.outgoing import Operation
from storage.inbox import Arrived


@dataclass(frozen=True)
class Typed:
    text: str


@dataclass(frozen=True)
class Pressed:
    """A tap on a button: `data` is what the button carried; `editable` if it stands under text."""

    callback: str
    data: str
    message: str
    editable: bool = True


@dataclass(frozen=True)
class Started:
    """The chat was opened, with the payload of a deep link if there was one."""

    payload: str = ""


@dataclass(frozen=True)
class Attached:
    """A file; fetched only when somebody who may send one asked for it."""

    file: str
    name: str
    size: int
    picture: bool = False  # a photo, shown as one


@dataclass(frozen=True)
class Wordless:
    """A photo, sticker, voice or anything else without words; `kind` names it."""

    kind: str


@dataclass(frozen=True)
class Edited:
    """A message that was sent before has been changed; what was stored stays as it was."""


@dataclass(frozen=True)
class Blocked:
    """The person has blocked the bot."""


@dataclass(frozen=True)
class Unblocked:
    """The person lets the bot write again."""


@dataclass(frozen=True)
class Classified:
    """It bore a mark of state secrets: its words were never stored (Law 117/2025/QH15)."""


Event: TypeAlias = (
    Typed | Pressed | Started | Attached | Wordless | Edited | Blocked | Unblocked | Classified
)


@dataclass(frozen=True)
class Incoming:
    """One update in the bot's own words."""

    chat: str
    private: bool
    language: str | None
    event: Event


class Problem(StrEnum):
    """What a failed request means for the row that caused it."""

    LATER = "later"  # worth another try
    PAUSE = "pause"  # the whole bot must wait for a time the platform names (429)
    SPENT = "spent"  # too many: of this hour or of the month, the platform does not say (Zalo 429)
    AMBIGUOUS = "ambiguous"  # delivered or not, nobody can tell
    BLOCKED = "blocked"  # the person blocked the bot
    GONE = "gone"  # no such chat or person any more
    REFUSED = "refused"  # the platform will never take this
    WINDOW = "window"  # the person wrote too long ago: not before they write again
    UNCHANGED = "unchanged"  # an edit that changes nothing, a tap too old: nothing to do
    STOPPED = "stopped"  # the token is wrong or another instance runs


class SendFailed(Exception):
    """A request that did not succeed. `reason` is the platform's, without names or texts.

    `parts` of the message had gone before and count all the same.
    """

    def __init__(
        self,
        problem: Problem,
        reason: str,
        retry_after: timedelta = timedelta(0),
        parts: int = 0,
    ) -> None:
        super().__init__(f"{problem}: {reason}")
        self.problem = problem
        self.reason = reason
        self.retry_after = retry_after
        self.parts = parts


@dataclass(frozen=True)
class Sent:
    """An operation carried out: the platform's id of the message, and how many it took.

    A long text goes in parts, and where messages are counted each of them counts. `file` is what
    the platform calls the file that went up with it.
    """

    message: str | None = None
    parts: int = 1
    file: str = ""


class Unreadable(Exception):
    """An update that cannot be understood; set aside."""


@dataclass(frozen=True)
class File:
    """Bytes to go with a message; none where the platform has the file and knows it by a name."""

    name: str
    content: bytes
    known: str = ""


class Hook(Protocol):
    """How updates are brought to a channel that does not ask for them; see `bot.webhooks`."""

    def is_genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the platform sent this, and nobody else; compared in constant time."""
        ...

    def unpacked(self, body: bytes) -> list[Arrived]:
        """The updates in a delivery; none where it is nothing to us. Raises Unreadable."""
        ...


class Channel(Protocol):
    """One bot account on one platform."""

    @property
    def name(self) -> str: ...
    @property
    def bot(self) -> str: ...
    @property
    def hook(self) -> Hook | None:
        """None where updates are asked for, by `receive`."""
        ...

    def read(self, update: Arrived) -> Incoming | None:
        """What an update says; None when it is nothing to us; raises Unreadable."""
        ...

    async def receive(self, after: str | None) -> list[Arrived]:
        """The next updates, waiting a while for them; `after` is the last key stored.

        Where a hook brings them it sees to the hook instead, and returns none.
        """
        ...

    async def send(
        self, chat: str, operation: Operation, edits: str | None, file: File | None
    ) -> Sent:
        """Carry out an operation. Raises SendFailed."""
        ...

    async def fetch(self, file: str) -> bytes:
        """The content of a file that was sent to the bot. Raises SendFailed."""
        ...

    def link(self, payload: str) -> str:
        """A link that opens the chat with this payload; for an opened channel."""
        ...

    async def open(self) -> None: ...
    async def close(self) -> None: ...
