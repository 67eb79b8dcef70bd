"""Everything that happened in the sandbox, in order, for a page that follows along."""

from dataclasses import dataclass
from datetime import datetime

from bot.sandbox.bell import Bell


@dataclass(frozen=True)
class Event:
    """One change. `at` is the sandbox clock's time.

    `kind` is message, edited, deleted, answered, action, blocked, unblocked, joined, commands or
    clock; `chat_id` is 0 where a change concerns every chat, `message_id` None where it concerns
    none.
    """

    number: int
    at: datetime
    kind: str
    chat_id: int
    message_id: int | None


class EventLog:
    """Events numbered from 1 without gaps."""

    def __init__(self, bell: Bell) -> None:
        self.bell = bell
        self._events: list[Event] = []

    def append(self, at: datetime, kind: str, chat_id: int, message_id: int | None = None) -> None:
        """Write down a change and wake those who wait for one."""
        self._events.append(Event(len(self._events) + 1, at, kind, chat_id, message_id))
        self.bell.ring()

    @property
    def last(self) -> int:
        """The number of the newest event, 0 before the first."""
        return len(self._events)

    def after(self, number: int) -> list[Event]:
        """The events with a greater number, oldest first."""
        return self._events[max(number, 0) :]

    async def wait(self, after: int) -> list[Event]:
        """The events after `after`, as soon as there is one."""
        await self.bell.until(lambda: len(self._events) > after)
        return self.after(after)
