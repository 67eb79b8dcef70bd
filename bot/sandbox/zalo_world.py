"""What the Zalo server knows: its bots, who wrote to them, what waits for each, what is spent."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from bot.sandbox.bell import Bell
from bot.sandbox.delivering import Delivery
from bot.sandbox.events import EventLog
from bot.sandbox.files import FileStore
from bot.sandbox.limits import Limits
from bot.sandbox.messages import Content, Message, User
from bot.sandbox.wire import Json, Refusal
from bot.sandbox.world import Chat, Scene

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class ZaloLimits:
    """The free plan's bounds; texts count UTF-16 units.

    `away`: so long without a poll, in real time, and what people send is lost (None: never).
    """

    text: int = 2000
    people: int = 50
    monthly: int = 3000
    counts_received: bool = True
    away: timedelta | None = None


class OneByOne:
    """Updates of one bot: handed out once, one a poll, with nothing to acknowledge."""

    def __init__(self, bell: Bell, away: timedelta | None) -> None:
        self._bell = bell
        self._away = away
        self._waiting: list[Json] = []
        self._polls = 0
        self._last_poll = float("-inf")
        self.history: list[Json] = []
        self.lost: list[Json] = []
        self.hooked = False

    def put(self, update: Json) -> None:
        """Queue an update, unless the bot has been away for too long."""
        self.history.append(update)
        (self.lost if self._is_away() else self._waiting).append(update)
        self._bell.ring()

    def _is_away(self) -> bool:
        if self._away is None or self.hooked or self._polls:
            return False
        return monotonic() - self._last_poll >= self._away.total_seconds()

    @property
    def pending(self) -> int:
        """How many updates wait."""
        return len(self._waiting)

    @property
    def all_heard(self) -> bool:
        """Whether the bot has taken what waited and asks for more: it has kept what it took."""
        return not self._waiting and (self.hooked or self._polls > 0)

    async def next(self) -> Json:
        """The oldest update that waits, as soon as there is one; for a webhook."""
        await self._bell.until(lambda: bool(self._waiting))
        return self._waiting[0]

    def drop(self, update: Json) -> None:
        """Forget an update that a webhook has taken."""
        self._waiting = [waiting for waiting in self._waiting if waiting is not update]
        self._bell.ring()

    async def poll(self, seconds: float) -> Json:
        """The oldest update, within so many real seconds. Raises Refusal: 408 where none came, 400
        beside a webhook."""
        self._refuse_beside_webhook()
        self._polls += 1
        self._bell.ring()  # whoever waits for `all_heard` looks again
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._bell.until(lambda: bool(self._waiting) or self.hooked)
        finally:
            self._polls -= 1
            self._last_poll = monotonic()
        self._refuse_beside_webhook()
        if not self._waiting:
            raise Refusal("Request timeout", 408)
        return self._waiting.pop(0)

    def _refuse_beside_webhook(self) -> None:
        if self.hooked:
            raise Refusal("getUpdates does not work while a webhook is set")


class ZaloBot:
    """One bot: `chats` by the id that goes over the wire."""

    def __init__(self, token: str, bell: Bell, limits: ZaloLimits) -> None:
        self.id = token.partition(":")[0]
        self.user = User(0, f"Bot {self.id}", is_bot=True)
        self.account_name = f"bot.{self.id}"
        self.chats: dict[str, Chat] = {}
        self.updates = OneByOne(bell, limits.away)
        self.delivery = Delivery(self.updates, lambda update: {"ok": True, "result": update})
        self.webhook: Json = {"url": "", "updated_at": 0}
        self.spent: Counter[str] = Counter()

    @property
    def people(self) -> int:
        """How many have a place with this bot."""
        return sum(chat.started for chat in self.chats.values())


class ZaloWorld(Scene):
    """The state behind both sides; the bots' methods and the people's phones change it."""

    def __init__(
        self, clock: Callable[[], datetime], limits: ZaloLimits, events: EventLog | None
    ) -> None:
        super().__init__(clock, events)
        self.limits = limits
        self.files = FileStore(Limits())
        self.bots: dict[str, ZaloBot] = {}

    def bot(self, token: str) -> ZaloBot:
        """The bot with this token. Raises Refusal where there is none."""
        if token not in self.bots:
            raise Refusal("Unauthorized", 401)
        return self.bots[token]

    def writable(self, bot: ZaloBot, chat_id: str) -> Chat:
        """The chat a bot may write to; Refusal for a stranger, who never wrote, and who blocked."""
        chat = bot.chats.get(chat_id)
        if chat is None:
            raise Refusal("chat not found", 404)
        if not chat.started or chat.blocked:
            raise Refusal("the bot may not write to this person", 403)
        return chat

    def say(self, bot: ZaloBot, chat: Chat, content: Content) -> Message:
        """The bot's message, if this month still has one left. Raises Refusal (429)."""
        if bot.spent[self.month] >= self.limits.monthly:
            raise Refusal("quota exceeded", 429)
        bot.spent[self.month] += 1
        return self.post(chat, bot.user, content)

    def hear(self, bot: ZaloBot, update: Json) -> None:
        """A person's message on its way to the bot."""
        if self.limits.counts_received:
            bot.spent[self.month] += 1
        bot.updates.put(update)

    @property
    def month(self) -> str:
        """The month in which messages count now."""
        return f"{self.clock().astimezone(ZONE):%Y-%m}"


def wire_id(number: int) -> str:
    """Ids are opaque on Zalo: nobody shall take them for numbers."""
    return "z" + hashlib.sha256(str(number).encode()).hexdigest()[:19]
