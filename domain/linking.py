"""The chats of one person on several channels: which there are, where messages go first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.effects import Effect
from domain.people import Person


class Carries(StrEnum):
    """Whether a chat can be written to."""

    YES = "yes"
    BLOCKED = "blocked"
    GONE = "gone"
    SILENT = "silent"  # its bot may send nothing for the rest of the month, or is run no more


@dataclass(frozen=True)
class LinkedChat:
    """One chat of a person; `name` is how its channel is called, `here` the one they write from."""

    account: int
    channel: str
    name: str
    since: datetime
    carries: Carries
    here: bool


@dataclass(frozen=True)
class Linking:
    """`chats`: where messages go first first. `addable`: channels the office runs besides."""

    who: Person
    now: datetime
    chats: tuple[LinkedChat, ...]
    addable: tuple[tuple[str, str], ...]  # channel, and how it is called

    @property
    def elsewhere(self) -> tuple[LinkedChat, ...]:
        return tuple(chat for chat in self.chats if not chat.here)

    def may_remove(self, chat: LinkedChat) -> bool:
        """Only where another chat stays that can be written to: else nobody could add one again."""
        others = (other for other in self.chats if other.account != chat.account)
        return any(other.carries in {Carries.YES, Carries.SILENT} for other in others)


@dataclass(frozen=True)
class AddingChannel:
    """A code drawn for one more channel, and the link that leads to the bot there."""

    who: Person
    channel: str
    name: str
    digits: str
    token: str
    address: str
    until: datetime


@dataclass(frozen=True)
class ChosenChat:
    """One of a person's chats, and how matters stand as a whole."""

    linking: Linking
    chat: LinkedChat


@dataclass(frozen=True)
class ShowChannelCode(Effect):
    """This code adds that channel to the person's: single-use, for a quarter of an hour."""

    channel: str
    digits: str
    token: str


@dataclass(frozen=True)
class PreferChannel(Effect):
    """Messages go to that channel first."""

    channel: str


@dataclass(frozen=True)
class RemoveChat(Effect):
    """This chat is nobody's any more; what waited for it goes through the person's other one."""

    account: int
