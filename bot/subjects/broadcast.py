"""Writing to many: compose, preview, test, send, drop."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from domain.broadcast import CancelBroadcast, KeepBroadcast, SendBroadcast
from domain.message import Start
from handlers import broadcasting
from storage import audiences, broadcasts

SUBJECT = Subject(
    conversations=(conversation(broadcasting.COMPOSE, audiences.compose_inputs),),
    actions=(
        action(broadcasting.PREVIEW, broadcasts.load),
        action(broadcasting.TEST, broadcasts.load),
        action(broadcasting.SEND, broadcasts.load),
        action(broadcasting.CANCEL, broadcasts.load),
    ),
    appliers=(
        applier(KeepBroadcast, broadcasts.keep),
        applier(SendBroadcast, broadcasts.send),
        applier(CancelBroadcast, broadcasts.cancel),
    ),
    commands={"thongbao": Start("broadcast")},
)
