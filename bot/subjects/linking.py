"""One person on several channels: /kenh."""

from __future__ import annotations

from bot.registry import Subject, action, applier
from domain.linking import PreferChannel, RemoveChat, ShowChannelCode
from domain.message import Do
from handlers import linking
from storage import linking as chats

SUBJECT = Subject(
    actions=(
        action(linking.CHANNELS, chats.load, needs_consent=False),
        action(linking.ADD, chats.adding, needs_consent=False),
        action(linking.PREFER, chats.chosen, needs_consent=False),
        action(linking.REMOVE, chats.chosen, needs_consent=False),
    ),
    appliers=(
        applier(ShowChannelCode, chats.show_code),
        applier(PreferChannel, chats.prefer),
        applier(RemoveChat, chats.remove),
    ),
    commands={"kenh": Do("channels")},
)
