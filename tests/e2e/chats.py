"""Reading everyone's chats in the sandbox: who was reminded when, who had done what by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from bot.sandbox.demo import Demo
from bot.sandbox.messages import Message
from bot.sandbox.reading import keys
from bot.sandbox.stage import Member
from tests.office import ZONE

_SNOOZE = "⏰"


def at(moment: str) -> datetime:
    """A moment of the office, "2025-10-10T16:30"."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZONE)


def member(demo: Demo, full_name: str) -> Member:
    return next(m for m in demo.stage.members.values() if m.person.full_name == full_name)


def from_the_bot(someone: Member) -> Iterator[Message]:
    return (message for message in someone.phone.messages if not message.outgoing)


def is_reminder(message: Message) -> bool:
    """Only reminders can be put off."""
    return any(key.label.startswith(_SNOOZE) for key in keys(message))


def reminded(demo: Demo) -> dict[str, set[int]]:
    """Moments ("2025-10-10T08:30") at which reminders came, and whom they reached, by roster."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for someone in demo.stage.members.values():
        for message in filter(is_reminder, from_the_bot(someone)):
            local, who = message.date.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M"), someone.person
            assert who.id not in found[local], f"{who.id} was reminded twice at {local}"
            found[local].add(who.id)
    return dict(found)


def had_seen(someone: Member, words: str, moment: datetime) -> bool:
    """Whether the bot had said this before the moment; later edits of a message count as later."""
    return any(
        words in message.text and (message.edited_at or message.date) < moment
        for message in from_the_bot(someone)
    )


def owed_registration(demo: Demo, moment: datetime) -> set[int]:
    """Who was in, had agreed and had not registered: told by their own chats alone, in any app."""
    blocked = who_blocked(demo, moment)

    def whose(words: str) -> set[int]:
        members = demo.stage.members.values()
        return {m.person.id for m in members if m.id not in blocked and had_seen(m, words, moment)}

    registered = whose("Đăng ký nhiệm vụ trọng tâm cá nhân, lần 1")
    return whose("Đã lưu đồng ý lúc") - registered - whose("Máy này không còn kết nối")


def who_blocked(demo: Demo, moment: datetime) -> set[int]:
    """Who had blocked the bot by then."""
    events = (event for event in demo.stage.platforms.events() if event.at < moment)
    return {event.chat_id for event in events if event.kind == "blocked"}
