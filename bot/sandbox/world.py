"""What the server knows: people, chats, messages, files, and the queue of updates."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.bell import Bell
from bot.sandbox.commands import CommandMenus
from bot.sandbox.events import EventLog
from bot.sandbox.files import FileStore
from bot.sandbox.limits import Limits
from bot.sandbox.messages import Content, Message, User
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.wire import Json, Refusal


@dataclass
class Chat:
    """A conversation. `started` says whether the bot may write to it, `blocked` that it may not."""

    id: int
    about: Json
    started: bool = False
    blocked: bool = False
    messages: list[Message] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Toast:
    """The bot's answer to a tap (answerCallbackQuery); `text` may be empty."""

    text: str
    show_alert: bool
    url: str | None
    at: datetime


@dataclass
class Tap:
    """A callback query and the answers to it."""

    person: User
    chat_id: int
    message_id: int
    at: datetime
    answers: list[Toast] = field(default_factory=list)


class Scene:
    """Chats and what happens in them, whatever the platform; several may share one event log."""

    def __init__(self, clock: Callable[[], datetime], events: EventLog | None = None) -> None:
        self.clock = clock
        self.events = events or EventLog(Bell())
        self.bell = self.events.bell
        self._message_ids = itertools.count(1)

    def post(
        self, chat: Chat, sender: User, content: Content, markup: Json | None = None
    ) -> Message:
        """Put a new message into a chat."""
        number = next(self._message_ids)
        message = Message(number, chat.about, sender, self.clock(), content, markup)
        chat.messages.append(message)
        self.happened("message", chat, message)
        return message

    def happened(self, kind: str, chat: Chat | None, message: Message | None = None) -> None:
        """Write a change into the event log."""
        chat_id = chat.id if chat else 0
        self.events.append(self.clock(), kind, chat_id, message.id if message else None)


class World(Scene):
    """Telegram's state behind both sides; the bot's methods and the people's phones change it."""

    def __init__(self, bot: User, clock: Callable[[], datetime], limits: Limits) -> None:
        super().__init__(clock)
        self.bot = bot
        self.limits = limits
        self.updates = UpdateQueue(self.bell)
        self.files = FileStore(limits)
        self.menus = CommandMenus()
        self.chats: dict[int, Chat] = {}
        self.taps: dict[str, Tap] = {}
        self.descriptions: dict[tuple[str, str], str] = {}

    def chat(self, chat_id: int | str | None) -> Chat:
        """The chat a bot names. Raises Refusal when there is none."""
        if chat_id is None or chat_id == "":
            raise Refusal("chat_id is empty")
        found = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if found is None:
            raise Refusal("chat not found")
        return found

    def writable(self, chat_id: int | str | None) -> Chat:
        """The chat a bot may write to.

        Raises Refusal for an unknown one, for a person who never wrote and for one who blocked.
        """
        chat = self.chat(chat_id)
        if not chat.started:
            raise Refusal("bot can't initiate conversation with a user", 403)
        if chat.blocked:
            raise Refusal("bot was blocked by the user", 403)
        return chat

    def message(self, chat: Chat, message_id: int | None) -> Message | None:
        """The message of a chat, unless it was deleted."""
        return next((m for m in chat.messages if m.id == message_id and not m.deleted), None)

    def change(self, chat: Chat, message: Message, content: Content, markup: Json | None) -> None:
        """Give a message another content and keyboard."""
        message.content, message.reply_markup = content, markup
        message.edited_at = self.clock()
        self.happened("edited", chat, message)
