"""What stands in the outbox: one operation on one chat, its words already in the reader's language.

Channels give it their form (buttons or numbers); nothing here is markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from domain.message import Attachment, Style


@dataclass(frozen=True)
class Button:
    """`data` is `menu:index`, at most 64 bytes (Bot API, InlineKeyboardButton); or a link.

    `app`: the platform's app opens the link and proves who does (Bot API, WebAppInfo).
    """

    label: str
    data: str = ""
    url: str = ""
    style: Style = Style.PLAIN
    app: bool = False


@dataclass(frozen=True)
class Say:
    """A message; the first `title` characters of `text` stand out. Sent, or put over another.

    `menu` is the number its choices are kept under, 0 if it has none.
    `gone`: so many parts of a long text have been delivered before; another try begins after them.
    """

    text: str
    title: int = 0
    rows: tuple[tuple[Button, ...], ...] = ()
    attachment: Attachment | None = None
    menu: int = 0
    gone: int = 0


@dataclass(frozen=True)
class Acknowledge:
    """The answer to a tap (Bot API, answerCallbackQuery): at most 200 characters."""

    callback: str
    text: str = ""
    alert: bool = False


@dataclass(frozen=True)
class Delete:
    """Take a message back where the platform can; its parts, if it went in several, with blanks."""

    message: str


@dataclass(frozen=True)
class SetCommands:
    """The menu of commands of one chat: name and description."""

    commands: tuple[tuple[str, str], ...]


Operation: TypeAlias = Say | Acknowledge | Delete | SetCommands
