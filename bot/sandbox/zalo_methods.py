"""Every method of a Zalo bot by its name, and what it takes: nothing more, nothing of another type.

Source: Zalo Bot Platform, the pages of the methods of the same names. Names count with their case.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from bot.sandbox.messages import Content, Message
from bot.sandbox.texts import Formatted, utf16_length
from bot.sandbox.wire import Json, Refusal
from bot.sandbox.zalo_world import ZaloBot, ZaloWorld, wire_id

SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 -- the header's name
LONGEST_POLL = 60

Method = Callable[[ZaloWorld, ZaloBot, Json], Awaitable[Any]]


class Takes(NamedTuple):
    """A method and its parameters, by name; what has no `needed` may be left out."""

    carry_out: Method
    needed: Mapping[str, type]
    optional: Mapping[str, type]


async def _get_me(_world: ZaloWorld, bot: ZaloBot, _given: Json) -> Any:
    known = {"account_name": bot.account_name, "account_type": "BASIC", "can_join_groups": False}
    return {"id": bot.id} | known


async def _get_updates(_world: ZaloWorld, bot: ZaloBot, given: Json) -> Any:
    return await bot.updates.poll(min(given.get("timeout", 30), LONGEST_POLL))


async def _set_webhook(world: ZaloWorld, bot: ZaloBot, given: Json) -> Any:
    if not 8 <= len(given["secret_token"]) <= 256:
        raise Refusal("secret_token must have 8 to 256 characters")
    await bot.delivery.start(given["url"], {SECRET_HEADER: given["secret_token"]})
    return _hooked(world, bot, given["url"])


async def _delete_webhook(world: ZaloWorld, bot: ZaloBot, _given: Json) -> Any:
    await bot.delivery.stop()
    return _hooked(world, bot, "")


async def _get_webhook_info(_world: ZaloWorld, bot: ZaloBot, _given: Json) -> Any:
    return bot.webhook


def _hooked(world: ZaloWorld, bot: ZaloBot, url: str) -> Json:
    bot.updates.hooked = bool(url)
    bot.webhook = {"url": url, "updated_at": int(world.clock().timestamp() * 1000)}
    world.bell.ring()
    return bot.webhook


async def _send_message(world: ZaloWorld, bot: ZaloBot, given: Json) -> Any:
    text = given["text"]
    if not text.strip() or utf16_length(text) > world.limits.text:
        raise Refusal(f"text must have 1 to {world.limits.text} characters")
    return _say(world, bot, given, Content(Formatted(text)))


async def _send_photo(world: ZaloWorld, bot: ZaloBot, given: Json) -> Any:
    caption = given.get("caption", "")
    if utf16_length(caption) > world.limits.text:
        raise Refusal(f"caption must have 1 to {world.limits.text} characters")
    url = _address(given["photo"])
    return _say(world, bot, given, Content(Formatted(caption), other={"photo_url": url}))


async def _send_sticker(world: ZaloWorld, bot: ZaloBot, given: Json) -> Any:
    return _say(world, bot, given, Content(other={"sticker": given["sticker"]}))


async def _send_voice(world: ZaloWorld, bot: ZaloBot, given: Json) -> Any:
    url = _address(given["voice_url"])
    if not url.endswith(".aac"):
        raise Refusal("voice_url must end in .aac")
    return _say(world, bot, given, Content(other={"voice_url": url}))


async def _send_chat_action(world: ZaloWorld, bot: ZaloBot, given: Json) -> Any:
    chat = world.writable(bot, given["chat_id"])
    if given["action"] != "typing":
        raise Refusal("action must be typing")
    chat.actions.append(given["action"])
    world.happened("action", chat)


def _say(world: ZaloWorld, bot: ZaloBot, given: Json, content: Content) -> Json:
    sent: Message = world.say(bot, world.writable(bot, given["chat_id"]), content)
    return {"message_id": wire_id(sent.id), "date": int(sent.date.timestamp() * 1000)}


def _address(url: str) -> str:
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise Refusal("a photo or a recording is given by its URL")
    return url


_CHAT = {"chat_id": str}
METHODS: Mapping[str, Takes] = {
    "getMe": Takes(_get_me, {}, {}),
    "getUpdates": Takes(_get_updates, {}, {"timeout": int}),
    "setWebhook": Takes(_set_webhook, {"url": str, "secret_token": str}, {}),
    "deleteWebhook": Takes(_delete_webhook, {}, {}),
    "getWebhookInfo": Takes(_get_webhook_info, {}, {}),
    "sendMessage": Takes(_send_message, _CHAT | {"text": str}, {}),
    "sendPhoto": Takes(_send_photo, _CHAT | {"photo": str}, {"caption": str}),
    "sendSticker": Takes(_send_sticker, _CHAT | {"sticker": str}, {}),
    "sendVoice": Takes(_send_voice, _CHAT | {"voice_url": str}, {}),
    "sendChatAction": Takes(_send_chat_action, _CHAT | {"action": str}, {}),
}


def taking(name: str, given: object) -> Takes:
    """The method, its parameters checked. Raises Refusal, also for what tusoi never sends
    (`parse_mode`, `text_styles`): a restriction of the sandbox, not of Zalo."""
    if name not in METHODS:
        raise Refusal("method not found", 404)
    if not isinstance(given, dict):
        raise Refusal("the body is no JSON object")
    method = METHODS[name]
    known = {**method.needed, **method.optional}
    if missing := method.needed.keys() - given.keys():
        raise Refusal(f"missing {', '.join(sorted(missing))}")
    if unknown := given.keys() - known.keys():
        raise Refusal(f"unknown {', '.join(sorted(unknown))}")
    if wrong := [field for field, value in given.items() if type(value) is not known[field]]:
        raise Refusal(f"wrong type of {', '.join(wrong)}")
    return method
