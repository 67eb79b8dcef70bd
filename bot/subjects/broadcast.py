"""Writing to many: compose, preview, test, send, drop."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from domain.broadcast import CancelBroadcast, KeepBroadcast, SendBroadcast
from domain.message import Start
from handlers import broadcasting
from storage import audiences, broadcasts

SUBJECT = Subject(
    # Office work: whether one's own things are kept here is another matter.
    conversations=(
        conversation(broadcasting.COMPOSE, audiences.compose_inputs, needs_consent=False),
    ),
    actions=(
        action(broadcasting.PREVIEW, broadcasts.load, needs_consent=False),
        action(broadcasting.TEST, broadcasts.load, needs_consent=False),
        action(broadcasting.SEND, broadcasts.load, needs_consent=False),
        action(broadcasting.SEND_LATER, broadcasts.load, needs_consent=False),
        action(broadcasting.CANCEL, broadcasts.load, needs_consent=False),
    ),
    appliers=(
        applier(KeepBroadcast, broadcasts.keep),
        applier(SendBroadcast, broadcasts.send),
        applier(CancelBroadcast, broadcasts.cancel),
    ),
    commands={"thongbao": Start("broadcast")},
)
