"""The requests of Zalo's Official Account OpenAPI that tusoi needs, one each.

Tokens travel in headers and forms, never in an address, and no exception of httpx leaves this file:
what is raised says what happened and holds neither tokens nor anybody's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr

from bot.channels.base import File, Problem, SendFailed
from bot.channels.zalo_oa_errors import TOKEN_CODES, failure_of

Json: TypeAlias = dict[str, Any]

_ANSWERS_WITHIN = timedelta(seconds=30)
#: What the platform says of access tokens, where an answer does not.
_ACCESS_LIVES = timedelta(hours=25)
_LARGEST_FETCHED = 20_000_000
_NEVER_SENT = (httpx.PoolTimeout, httpx.ConnectTimeout, httpx.ConnectError)
_MESSAGE = "/v3.0/oa/message/cs"


class TokenRefused(Exception):
    """The access token is not taken (any more); the next one may be."""


@dataclass(frozen=True)
class Granted:
    """A new pair: how long the access token lives from now on is the platform's word."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    access_lives: timedelta


@dataclass(frozen=True)
class OaApp:
    """The app behind an Official Account, as developers.zalo.me shows it."""

    id: str
    secret_key: SecretStr


class ZaloOaClient:
    """One app's requests. Base URLs without a slash at their end; each raises SendFailed."""

    def __init__(self, app: OaApp, api: str, oauth: str) -> None:
        self.app = app
        self._api = api
        self._oauth = oauth
        self._http = httpx.AsyncClient(
            timeout=_ANSWERS_WITHIN.total_seconds(), follow_redirects=False
        )

    def __repr__(self) -> str:
        return f"ZaloOaClient({self.app.id}, {self._api})"

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def renew(self, refresh: str) -> Granted:
        """A new pair for a refresh token, which is spent by it (oauth v4, oa/access_token).

        Problem.STOPPED where the platform does not take it.
        """
        form = {"app_id": self.app.id, "grant_type": "refresh_token", "refresh_token": refresh}
        secret = {"secret_key": self.app.secret_key.get_secret_value()}
        told = _told(
            await self._ask("POST", f"{self._oauth}/v4/oa/access_token", data=form, headers=secret)
        )
        if not (told.get("access_token") and told.get("refresh_token")):
            raise SendFailed(
                Problem.STOPPED, f"the refresh token was rejected ({_code(told) or 'no reason'})"
            )
        return Granted(str(told["access_token"]), str(told["refresh_token"]), _lives(told))

    async def account(self, access: str) -> str:
        """The Official Account's id (v2.0, oa/getoa)."""
        data = await self._data(access, "GET", "/v2.0/oa/getoa")
        return str(data.get("oa_id", ""))

    async def send(self, access: str, chat: str, message: Mapping[str, object]) -> str:
        """Send a consultation message, and give its id (v3.0, oa/message/cs)."""
        body = {"recipient": {"user_id": chat}, "message": message}
        data = await self._data(access, "POST", _MESSAGE, json=body)
        return str(data.get("message_id", ""))

    async def upload_picture(self, access: str, file: File) -> str:
        """JPG or PNG; what stands for it in a message (v2.0, oa/upload/image)."""
        return str((await self._upload(access, "image", file)).get("attachment_id", ""))

    async def upload_file(self, access: str, file: File) -> str:
        """PDF, DOC or DOCX; what stands for it in a message (v2.0, oa/upload/file)."""
        return str((await self._upload(access, "file", file)).get("token", ""))

    async def _upload(self, access: str, kind: str, file: File) -> Json:
        parts = {"file": (file.name, file.content)}
        return await self._data(access, "POST", f"/v2.0/oa/upload/{kind}", files=parts)

    async def fetch(self, url: str) -> bytes:
        """What somebody sent, by the address the platform gave for it: no token goes there."""
        if not self._is_theirs(url):
            raise SendFailed(Problem.REFUSED, "no address a file is fetched from")
        answer = await self._ask("GET", url)
        if answer.status_code != HTTPStatus.OK or len(answer.content) > _LARGEST_FETCHED:
            raise SendFailed(Problem.REFUSED, f"the file cannot be had ({answer.status_code})")
        return answer.content

    def _is_theirs(self, url: str) -> bool:
        """https anywhere (the platform keeps files on several hosts); else the API's own host."""
        parts = urlsplit(url)
        return parts.scheme == "https" or parts.netloc == urlsplit(self._api).netloc

    async def _data(self, access: str, method: str, path: str, **given: Any) -> Json:
        """An answer's `data`. Raises TokenRefused."""
        headers = {"access_token": access}
        told = _told(await self._ask(method, f"{self._api}{path}", headers=headers, **given))
        if (code := _code(told)) in TOKEN_CODES:
            raise TokenRefused
        if code != 0:
            raise failure_of(code)
        data = told.get("data")
        return data if isinstance(data, dict) else {}

    async def _ask(self, method: str, url: str, **given: Any) -> httpx.Response:
        try:
            return await self._http.request(method, url, **given)
        except _NEVER_SENT:
            failure = SendFailed(Problem.LATER, "could not connect")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            failure = SendFailed(Problem.AMBIGUOUS, f"no answer ({type(error).__name__})")
        raise failure  # here, where httpx's own error, which holds the request, is no cause of it


def _told(answer: httpx.Response) -> Json:
    """The answer's object. LATER from a server out of order, AMBIGUOUS where it is no answer."""
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise SendFailed(Problem.LATER, f"the platform is out of order ({answer.status_code})")
    try:
        told = answer.json()
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise SendFailed(Problem.AMBIGUOUS, f"an answer that says nothing ({answer.status_code})")
    return told


def _lives(told: Json) -> timedelta:
    """`expires_in`, seconds, a number or a word; a pair is never lost because it is odd."""
    seconds = str(told.get("expires_in", ""))
    return timedelta(seconds=int(seconds)) if seconds.isdecimal() else _ACCESS_LIVES


def _code(told: Json) -> int:
    """`error`, 0 for success; the platform writes numbers, and words where it is not sure."""
    try:
        return int(told.get("error", 0))
    except (TypeError, ValueError):
        return -1
