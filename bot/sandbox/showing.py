"""What the page is told, as JSON: the stage, one phone, one change."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from bot.sandbox.cast import Cast
from bot.sandbox.events import Event
from bot.sandbox.files import StoredFile
from bot.sandbox.messages import Message
from bot.sandbox.stage import Member, Stage, Stop
from bot.sandbox.texts import typed
from bot.sandbox.wire import Json
from domain.channels import TELEGRAM

_STOPS = 60  # the newest of the log


async def stage(stage: Stage, cast: Cast) -> Json:
    """Everything the page starts from."""
    office = stage.office.plan.office
    return {
        "office": {"vi": office.vi, "en": office.en},
        "bot": stage.platforms.telegram.world.bot.username,
        "channels": stage.platforms.channels,
        "people": [member(one) for one in stage.members.values()],
        "shown": [member.id for member in cast.shown],
        "last": stage.platforms.log.last,
        **await present(stage, cast),
    }


async def present(stage: Stage, cast: Cast) -> Json:
    """What changes with time."""
    linked = await stage.connected()
    way = [_local(stage, moment) for moment in stage.way] if stage.way else None
    return {
        "now": _local(stage, stage.clock.now()),
        "way": way,
        "trouble": stage.trouble,
        "ready": cast.may_be_touched,
        "connected": [m.id for m in stage.members.values() if _is_linked(m, linked)],
        "stops": [_stop(stage, stop) for stop in stage.stops[-_STOPS:]],
    }


def _is_linked(member: Member, linked: frozenset[int]) -> bool:
    return member.person.id in linked and not member.second


def member(member: Member) -> Json:
    """Whose phone it is, and of which kind."""
    person = member.person
    return {
        "id": member.id,
        "name": person.full_name,
        "given": person.given,
        "called": person.called,
        "channel": member.channel,
        "second": member.second,
        "other_app": member.other_app,
        "posts": [f"{post.position}, {post.unit}" for post in person.posts],
        "roles": sorted(person.roles),
        "standing": person.standing,
    }


def _stop(stage: Stage, stop: Stop) -> Json:
    counts = Counter(stop.told)
    return {"at": _local(stage, stop.at), "messages": len(stop.told), "to": list(counts)}


def event(stage: Stage, event: Event) -> Json:
    """One change; `new` says that it is a message from the bot."""
    return {"kind": event.kind, "phone": event.chat_id, "new": stage.is_from_bot(event)}


async def phone(stage: Stage, member: Member) -> Json:
    """One phone as its owner sees it."""
    shown = member.phone
    toasts = [toast for toast in shown.toasts if toast.text]
    last = {"text": toasts[-1].text, "alert": toasts[-1].show_alert} if toasts else None
    return {
        "id": member.id,
        "messages": [_message(stage, member, m) for m in shown.messages if not m.deleted],
        "commands": [{"name": name, "about": about} for name, about in shown.commands],
        "blocked": shown.chat.blocked,
        "toasts": len(toasts),
        "toast": last,
        "invitation": await _invitation(stage, member),
    }


async def _invitation(stage: Stage, member: Member) -> Json | None:
    """How somebody who is not in yet gets in."""
    if member.second or member.other_app or member.person.id in await stage.connected():
        return None
    issued = await stage.invitation(member.person)
    payload = issued.token if member.channel == TELEGRAM else None
    return {"code": issued.spoken, "payload": payload}


def _message(stage: Stage, member: Member, message: Message) -> Json:
    content = message.content
    return {
        "id": message.id,
        "at": _local(stage, message.date),
        "mine": message.outgoing,
        "edited": message.edited_at is not None,
        "text": message.text,
        "entities": _entities(member, message),
        "buttons": [[_button(b) for b in row] for row in _rows(message)],
        "photo": _file(member, content.photo),
        "document": _file(member, content.document),
    }


def _rows(message: Message) -> list[list[Json]]:
    return (message.reply_markup or {}).get("inline_keyboard") or []


def _button(button: Json) -> Json:
    fields = ("text", "callback_data", "url", "style")
    return {field: button[field] for field in fields if button.get(field)}


def _entities(member: Member, message: Message) -> list[Json]:
    """Zalo marks nothing but addresses, and marks those by itself."""
    if member.channel == TELEGRAM:
        return list(message.entities)
    return [entity for entity in typed(message.text).entities if entity["type"] == "url"]


def _file(member: Member, stored: StoredFile | None) -> Json | None:
    if stored is None:
        return None
    name, size = stored.upload.name, len(stored.upload.content)
    shape = {"width": stored.size[0], "height": stored.size[1]} if stored.size else {}
    path = f"/api/files/{member.channel}/{stored.path}"
    return {"path": path, "name": name, "size": size} | shape


def _local(stage: Stage, moment: datetime) -> str:
    """ISO 8601 in the office's zone, to the minute, as the page shows it."""
    return moment.astimezone(stage.zone).strftime("%Y-%m-%dT%H:%M")
