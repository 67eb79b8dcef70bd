"""What a conversation or an action wants done, spelt out as values.

Handlers return these; `bot.turn` applies them in one transaction: the general ones here, those of
each subject (`SaveRegistration`, `SaveSelfCheck`, ...) in that subject's own file of `domain`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.message import Message
from domain.text import Text


class Effect:
    """The mark of everything a handler may return; see `storage` for who applies what."""


class Priority(StrEnum):
    """The outbox sends in this order."""

    REPLY = "reply"
    REMINDER = "reminder"
    DIGEST = "digest"
    BROADCAST = "broadcast"


@dataclass(frozen=True)
class Reply(Effect):
    """Say this to the person whose turn it is, in the chat they used."""

    message: Message


@dataclass(frozen=True)
class Toast(Effect):
    """A short word over the pressed button (at most 200 characters); a message where none is."""

    text: Text
    alert: bool = False


@dataclass(frozen=True)
class Replace(Effect):
    """Put this where the pressed message stands; sent anew where a channel cannot edit."""

    message: Message


@dataclass(frozen=True)
class Notify(Effect):
    """Write to somebody else. `key` is unique for ever: the same key is never sent twice."""

    person: int
    message: Message
    key: str
    priority: Priority = Priority.REPLY


@dataclass(frozen=True)
class Begin(Effect):
    """Go on with another conversation of the same person."""

    conversation: str
    subject: str = ""


@dataclass(frozen=True)
class Show(Effect):
    """Then show a view (an action that only tells), with what was just saved in it."""

    action: str
    subject: str = ""


@dataclass(frozen=True)
class SetLanguage(Effect):
    """From now on speak this language to the person whose turn it is; at once, too."""

    language: str


@dataclass(frozen=True)
class Audit(Effect):
    """A row that says who did what to whom; details hold no names and no texts."""

    action: str
    subject: str
    details: str = ""


@dataclass(frozen=True)
class Refused:
    """Not done, and why; nothing was changed. A draft stays and its review opens again."""

    reason: Text
