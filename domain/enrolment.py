"""Getting in: a code or link shows who one is; a second phone waits for the specialist's word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.effects import Effect
from domain.message import Message
from domain.people import Person
from domain.text import Text

#: How long a code may be used, and how many wrong ones an account may try within which time.
CODE_LIVES = timedelta(days=14)
#: One that was shown in a chat of the person, to be typed in another app at once.
CHANNEL_CODE_LIVES = timedelta(minutes=15)
MOST_WRONG = 5
WITHIN = timedelta(hours=1)
#: From all chats together: many accounts guessing at once get no further than one; and many that
#: guess for as long as codes live have a chance of one in a hundred for every five codes.
MOST_WRONG_TOGETHER = 60
MOST_WRONG_IN_A_DAY = 150


@dataclass(frozen=True)
class Issued:
    """A single-use code and the token of its deep link, for one person.

    `channel` is "" for a code of the roster; else it adds this channel to those the person has.
    """

    id: int
    person: int
    digits: str
    token: str
    expires_at: datetime
    channel: str = ""

    @property
    def spoken(self) -> str:
        """In two groups, as one reads it aloud: `123 456`."""
        return f"{self.digits[:3]} {self.digits[3:]}"


@dataclass(frozen=True)
class SecondPhone:
    """A chat that wants to replace those a person has on its channel, or to stand beside others.

    `old` and `new` are accounts; with no `old` the chat is added, on `channel`.
    """

    id: int
    person: Person
    old: tuple[int, ...]
    new: int
    has_consented: bool
    channel: str = ""
    beside: tuple[int, ...] = ()  # the person's chats on other channels


@dataclass(frozen=True)
class DecideReplacement(Effect):
    """The specialist's word on a second phone; refused where somebody has decided already."""

    replacement: int
    agreed: bool


@dataclass(frozen=True)
class Tell(Effect):
    """Write to a chat that may be nobody's (any more), in a person's language and salutation."""

    account: int
    person: int
    message: Message


@dataclass(frozen=True)
class ShowCommands(Effect):
    """Put the menu of commands of this person's chats in step with their roles and language."""

    person: int
    commands: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class CodeInputs:
    """For whom a code may be issued, and the one drawn for whoever is chosen.

    `one`: it is about one person only, who is the only one of `people`.
    """

    people: tuple[Person, ...]
    connected: frozenset[int]
    digits: str
    token: str
    now: datetime
    one: bool = False

    @property
    def missing(self) -> tuple[Person, ...]:
        """Who has no chat yet, in the order of the office's list."""
        return tuple(person for person in self.people if person.id not in self.connected)


@dataclass(frozen=True)
class IssueCode(Effect):
    """This code is from now on the only one that lets this person in."""

    person: int
    digits: str
    token: str


@dataclass(frozen=True)
class IssueMissing(Effect):
    """A code for each of these who has none that can be used; those already printed stay valid."""

    people: tuple[int, ...]


@dataclass(frozen=True)
class RevokeCode(Effect):
    """A person's unused code opens nothing any more."""

    person: int


@dataclass(frozen=True)
class Entrance:
    """A way in as a slip names it: the channel, which of its bots, and the link that opens it."""

    name: Text
    link: str


@dataclass(frozen=True)
class SheetLine:
    """One slip of the printable sheet."""

    person: Person
    code: Issued
