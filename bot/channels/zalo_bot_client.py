"""The Zalo Bot Platform's methods, one each: JSON over POST, the answer read by its `ok`.

The token is part of every address and never expires, so no address may be seen: httpx's own log of
requests is kept silent here, and no exception of httpx leaves this file, not even as a cause.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, TypeAlias
from urllib.parse import quote

import httpx
from pydantic import SecretStr

from bot.channels.zalo_bot_errors import (
    CATALOGUE,
    InDoubt,
    Refused,
    TimedOut,
    Unreachable,
    ZaloError,
)

Json: TypeAlias = dict[str, Any]

_ANSWERS_WITHIN = timedelta(seconds=20)
#: A poll is answered somewhat later than it was told to last.
_GRACE = timedelta(seconds=10)
_AT_ONCE = timedelta(0)
_NOTHING: Mapping[str, object] = MappingProxyType({})
_NEVER_SENT = (httpx.PoolTimeout, httpx.ConnectTimeout, httpx.ConnectError)


@dataclass(frozen=True)
class Me:
    """The bot: `account_name` is what its link ends in (getMe)."""

    id: str
    account_name: str


@dataclass(frozen=True)
class Posted:
    """A message that was sent (sendMessage, sendPhoto, sendSticker, sendVoice)."""

    message_id: str


@dataclass(frozen=True)
class WebhookInfo:
    """Where updates are brought; an empty address where they are polled (getWebhookInfo)."""

    url: str


class ZaloBotClient:
    """One bot's methods; `base_url` without a slash at its end. Each raises ZaloError."""

    def __init__(self, token: SecretStr, base_url: str) -> None:
        self._token = token
        self._base_url = base_url
        seconds = _ANSWERS_WITHIN.total_seconds()
        self._http = httpx.AsyncClient(timeout=seconds, follow_redirects=False)
        _keep_silent()

    def __repr__(self) -> str:
        return f"ZaloBotClient({self._base_url})"

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def get_me(self) -> Me:
        """Who the token's bot is."""
        told = _object(await self._call("getMe"))
        return Me(str(told.get("id", "")), str(told.get("account_name", "")))

    async def get_updates(self, wait: timedelta) -> Json | None:
        """The next update, waited for; None when nothing has happened (408, which is no error).

        There is no offset: what was answered once is not answered again.
        """
        try:
            return _object(
                await self._call("getUpdates", {"timeout": int(wait.total_seconds())}, wait)
            )
        except TimedOut:
            return None

    async def set_webhook(self, url: str, secret_token: str) -> WebhookInfo:
        """Let updates be brought to `url` with the secret (8 to 256 characters) in a header."""
        given = {"url": url, "secret_token": secret_token}
        return _webhook(await self._call("setWebhook", given))

    async def delete_webhook(self) -> WebhookInfo:
        """Let updates be polled again."""
        return _webhook(await self._call("deleteWebhook"))

    async def get_webhook_info(self) -> WebhookInfo:
        """Where updates are brought now."""
        return _webhook(await self._call("getWebhookInfo"))

    async def send_message(self, chat_id: str, text: str) -> Posted:
        """A text of 1 to 2,000 characters, as it is: no parse_mode, nothing in it is markup."""
        return _posted(await self._call("sendMessage", {"chat_id": chat_id, "text": text}))

    async def send_photo(self, chat_id: str, photo: str, caption: str = "") -> Posted:
        """A picture by its address, with at most 2,000 characters."""
        words = {"caption": caption} if caption else {}
        given = {"chat_id": chat_id, "photo": photo, **words}
        return _posted(await self._call("sendPhoto", given))

    async def send_sticker(self, chat_id: str, sticker: str) -> Posted:
        """A sticker of Zalo's own catalogue."""
        return _posted(await self._call("sendSticker", {"chat_id": chat_id, "sticker": sticker}))

    async def send_voice(self, chat_id: str, voice_url: str) -> Posted:
        """A recording by its address, which ends in .aac; to one person only."""
        given = {"chat_id": chat_id, "voice_url": voice_url}
        return _posted(await self._call("sendVoice", given))

    async def send_chat_action(self, chat_id: str) -> None:
        """Show that the bot is writing."""
        await self._call("sendChatAction", {"chat_id": chat_id, "action": "typing"})

    async def _call(
        self, method: str, given: Mapping[str, object] = _NOTHING, wait: timedelta = _AT_ONCE
    ) -> object:
        answer = await self._post(method, given, wait)
        if isinstance(answer, ZaloError):  # raised here, where httpx's own is no longer at hand
            raise answer
        told = _envelope(answer)
        if told.get("ok") is True:
            return told.get("result")
        raise self._refusal(answer.status_code, told)

    async def _post(
        self, method: str, given: Mapping[str, object], wait: timedelta
    ) -> httpx.Response | Unreachable | InDoubt:
        token = quote(self._token.get_secret_value(), safe=":")
        patience = httpx.Timeout(
            _ANSWERS_WITHIN.total_seconds(),
            read=(wait + (_GRACE if wait else _ANSWERS_WITHIN)).total_seconds(),
        )
        url = f"{self._base_url}/bot{token}/{method}"
        try:
            return await self._http.post(url, json=dict(given), timeout=patience)
        except _NEVER_SENT:
            return Unreachable("could not connect")
        except httpx.HTTPError as error:
            return InDoubt(f"no answer ({type(error).__name__})")

    def _refusal(self, status: int, told: Json) -> ZaloError:
        """`ok` is false, or there is no envelope at all: then the HTTP status has to do."""
        code = told.get("error_code")
        code = code if isinstance(code, int) else status
        if code in {HTTPStatus.OK, HTTPStatus.GATEWAY_TIMEOUT}:
            return InDoubt(f"an answer that says nothing ({status})")
        if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Unreachable(f"the platform is out of order ({code})")
        description = str(told.get("description") or "no reason given")
        hidden = description.replace(self._token.get_secret_value(), "...")
        return CATALOGUE.get(code, Refused)(code, hidden)


def _envelope(answer: httpx.Response) -> Json:
    """The answer's JSON object; empty where a gateway answered with something else."""
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _object(result: object) -> Json:
    return result if isinstance(result, dict) else {}


def _posted(result: object) -> Posted:
    return Posted(str(_object(result).get("message_id", "")))


def _webhook(result: object) -> WebhookInfo:
    return WebhookInfo(str(_object(result).get("url") or ""))


def _keep_silent() -> None:
    """httpx writes every address at INFO: a record that holds a bot's is dropped."""
    logger = logging.getLogger("httpx")
    if _tells_no_address not in logger.filters:
        logger.addFilter(_tells_no_address)


def _tells_no_address(record: logging.LogRecord) -> bool:
    return "/bot" not in record.getMessage()
