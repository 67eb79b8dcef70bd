"""Telegram through python-telegram-bot's `Bot`: raw updates in, operations out.

Updates are fetched raw and read one by one later, so that a poisoned one cannot stop the others.
No parse mode is ever set: what a person typed is never read as markup; titles are bold entities.
"""

from __future__ import annotations

import asyncio
import logging
import warnings
from datetime import timedelta
from typing import Any, TypeAlias, cast

from telegram import Bot, Message
from telegram.constants import MessageLimit
from telegram.error import BadRequest, Conflict, TelegramError

from bot.channels.base import Classified, File, Incoming, Sent, Unreadable
from bot.channels.parts import split, units
from bot.channels.telegram_errors import failure_of, is_beyond_editing
from bot.channels.telegram_hook import TelegramHook
from bot.channels.telegram_transport import AiohttpRequest, parameters_of
from bot.channels.telegram_updates import arrived, incoming_of
from domain.channels import TELEGRAM
from domain.launching import launch_key
from domain.message import Style
from domain.outgoing import Acknowledge, Button, Delete, Operation, Say, SetCommands
from storage.inbox import CLASSIFIED, Arrived

# PTB would rather have `get_updates`, which parses a whole batch and fails with any one of it.
warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'")

log = logging.getLogger("tusoi.telegram")

Json: TypeAlias = "dict[str, Any]"

_POLL = timedelta(seconds=30)
_LOOK_AFTER_HOOK = timedelta(minutes=10)
_GRACE = timedelta(seconds=10)
#: More than `bot.sender` ever has in flight, and what is fetched beside it.
_IN_FLIGHT = 160
_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
_STYLES = {Style.PRIMARY: "primary", Style.DANGER: "danger"}


class TelegramChannel:
    """One bot account; `hook` where updates are brought to it, else it polls.

    `base_url` without a trailing slash, as `https://api.telegram.org`.
    """

    def __init__(self, token: str, base_url: str, hook: TelegramHook | None = None) -> None:
        self.name = TELEGRAM
        self.hook = hook
        self.bot = token.partition(":")[0]
        self.launch_key = launch_key(token)
        self._bot = Bot(
            token,
            base_url=f"{base_url}/bot",
            base_file_url=f"{base_url}/file/bot",
            request=AiohttpRequest(base_url, _IN_FLIGHT),
            get_updates_request=AiohttpRequest(base_url, 1, (_POLL + _GRACE).total_seconds()),
        )

    async def open(self) -> None:
        """Check the token (Bot API, getMe). Raises SendFailed."""
        try:
            await self._bot.initialize()
        except TelegramError as error:
            raise failure_of(error) from None

    async def close(self) -> None:
        await self._bot.shutdown()

    @property
    def username(self) -> str:
        return self._bot.username

    @property
    def may_join_groups(self) -> bool:
        """Whether anybody may add this bot to a group (Bot API, User.can_join_groups)."""
        return bool(self._bot.bot.can_join_groups)

    def link(self, payload: str) -> str:
        """A link that opens the chat, with a payload (at most 64 of [A-Za-z0-9_-]) or without."""
        start = f"?start={payload}" if payload else ""
        return f"https://t.me/{self.username}{start}"

    async def receive(self, after: str | None) -> list[Arrived]:
        try:
            if self.hook is None:
                return await self._ask(after)
            await self._have_brought(self.hook)
        except TelegramError as error:
            raise failure_of(error) from None
        await asyncio.sleep(_LOOK_AFTER_HOOK.total_seconds())
        return []

    async def _ask(self, after: str | None) -> list[Arrived]:
        """Bot API, getUpdates: asking with `offset` acknowledges everything before it."""
        offset = {"offset": int(after) + 1} if after else {}
        arguments = {"timeout": int(_POLL.total_seconds()), "allowed_updates": _UPDATES, **offset}
        try:
            raw = await self._bot.do_api_request("getUpdates", api_kwargs=arguments)
        except Conflict as conflict:
            if "webhook" not in conflict.message.lower():
                raise
            log.warning("a webhook is set for this bot; it polls, so the webhook is taken away")
            await self._bot.delete_webhook()
            return []
        return arrived(self.bot, cast("list[object]", raw))

    async def _have_brought(self, hook: TelegramHook) -> None:
        """Bot API, setWebhook: one delivery at a time, or a chat's messages overtake each other."""
        secret = hook.secret.get_secret_value()
        await self._bot.set_webhook(
            hook.url, secret_token=secret, allowed_updates=_UPDATES, max_connections=1
        )

    def read(self, update: Arrived) -> Incoming | None:
        try:
            incoming = incoming_of(update.payload)
        except (LookupError, TypeError) as error:  # something is missing, or of another kind
            raise Unreadable from error
        if incoming is not None and update.payload.get(CLASSIFIED):
            return Incoming(incoming.chat, incoming.private, incoming.language, Classified())
        return incoming

    async def fetch(self, file: str) -> bytes:
        """Bot API, getFile: at most 20 MB."""
        try:
            found = await self._bot.get_file(file)
            return bytes(await found.download_as_bytearray())
        except TelegramError as error:
            raise failure_of(error) from None

    async def send(
        self, chat: str, operation: Operation, edits: str | None, file: File | None
    ) -> Sent:
        try:
            return await self._send(int(chat), operation, edits, file)
        except TelegramError as error:
            raise failure_of(error) from None

    async def _send(
        self, chat: int, operation: Operation, edits: str | None, file: File | None
    ) -> Sent:
        match operation:
            case Say() if file is not None:
                return await self._send_file(chat, operation, file)
            case Say():
                return Sent(await self._say(chat, operation, edits))
            case Acknowledge(callback, text, alert):
                shown = {"text": text or None, "show_alert": alert}
                await self._call("answerCallbackQuery", callback_query_id=callback, **shown)
            case Delete(messages):
                for message in messages.split():
                    await self._call("deleteMessage", chat_id=chat, message_id=int(message))
            case SetCommands(commands):
                menu = [{"command": name, "description": told} for name, told in commands]
                scope = {"type": "chat", "chat_id": chat}
                await self._call("setMyCommands", commands=menu, scope=scope)
        return Sent()

    async def _call(self, method: str, **parameters: object) -> Json:
        """A method of the Bot API, with PTB's errors and without its objects: they cost more than
        all else there is to sending a message."""
        url = f"{self._bot.base_url}/{method}"
        return cast("Json", await self._bot.request.post(url, parameters_of(parameters)))

    async def _say(self, chat: int, said: Say, edits: str | None) -> str:
        parts = list(split(said.text, MessageLimit.MAX_TEXT_LENGTH))
        if edits is not None and len(parts) == 1 and await self._edit(chat, said, int(edits)):
            return edits
        keyboard = _keyboard(said)
        for number, part in enumerate(parts, start=1):
            sent = await self._call(
                "sendMessage",
                chat_id=chat,
                text=part,
                entities=_bold(said) if number == 1 else None,
                reply_markup=keyboard if number == len(parts) else None,
            )
        return str(sent["message_id"])

    async def _edit(self, chat: int, said: Say, message: int) -> bool:
        """False where there is nothing to put it over any more: then it is sent anew."""
        try:
            await self._call(
                "editMessageText",
                chat_id=chat,
                message_id=message,
                text=said.text,
                entities=_bold(said),
                reply_markup=_keyboard(said),
            )
        except BadRequest as error:
            if not is_beyond_editing(error):
                raise
            return False
        return True

    async def _send_file(self, chat: int, said: Say, file: File) -> Sent:
        """One message; a text that is too long for a caption goes before the file."""
        caption: str | None = said.text
        before = ""
        if units(said.text) > MessageLimit.CAPTION_LENGTH:
            before = await self._say(chat, Say(said.text, said.title), None) + " "
            caption = None
        send = self._bot.send_photo if _is_picture(said) else self._bot.send_document
        sent = await send(
            chat,
            file.known or file.content,
            caption=caption,
            filename=None if file.known else file.name,
            api_kwargs={
                "caption_entities": _bold(said) if caption else None,
                "reply_markup": _keyboard(said),
            },
        )
        return Sent(f"{before}{sent.message_id}", file=_called(sent))


def _called(sent: Message) -> str:
    """What Telegram calls the file of a message: the bot can send it again by that."""
    if sent.document is not None:
        return sent.document.file_id
    return sent.photo[-1].file_id if sent.photo else ""


def _is_picture(said: Say) -> bool:
    return said.attachment is not None and said.attachment.is_picture


def _keyboard(said: Say) -> Json | None:
    """Bot API, InlineKeyboardMarkup."""
    if not said.rows:
        return None
    return {"inline_keyboard": [[_button(button) for button in row] for row in said.rows]}


def _button(button: Button) -> Json:
    style = _STYLES.get(button.style)
    return {"text": button.label, **_leads(button)} | ({"style": style} if style else {})


def _leads(button: Button) -> Json:
    if button.app:
        return {"web_app": {"url": button.url}}
    return {"url": button.url} if button.url else {"callback_data": button.data}


def _bold(said: Say) -> list[Json] | None:
    """The title as a bold entity, counted in UTF-16 units as the Bot API does."""
    if not said.title:
        return None
    return [{"type": "bold", "offset": 0, "length": units(said.text[: said.title])}]
