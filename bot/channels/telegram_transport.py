"""What carries python-telegram-bot's requests: aiohttp behind PTB's own `BaseRequest`.

PTB's stock transport slows down with every request that is in flight beside another
(docs/performance.md). Errors are PTB's own, with aiohttp's as their cause: `telegram_errors` reads
from it whether a request can have arrived.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, FormData
from aiohttp import TCPConnector as Connections
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

_JSON = {"Content-Type": "application/json"}
_CONNECT, _READ, _WRITE, _WRITE_FILES = 5.0, 5.0, 5.0, 20.0  # seconds, as PTB's stock transport


def parameters_of(given: Mapping[str, object]) -> RequestData:
    """What a call needs, none of it a file, as PTB's `BaseRequest.post` takes it."""
    return RequestData([RequestParameter(name, value, None) for name, value in given.items()])


class AiohttpRequest(BaseRequest):
    """At most `in_flight` requests side by side, each answered within `read_timeout` seconds.

    `server` is the Bot API server's address: the proxy that the environment names for it is used.
    """

    def __init__(self, server: str, in_flight: int, read_timeout: float = _READ) -> None:
        self._in_flight = in_flight
        self._read_timeout = read_timeout
        self._proxy = _proxy_for(server)
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            self._session = ClientSession(
                connector=Connections(limit=self._in_flight),
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=DummyCookieJar(),
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and body of the answer. Raises TimedOut and NetworkError.

        `connect_timeout` holds for the wait for a free connection as well: there is no other.
        """
        if self._session is None:
            raise RuntimeError("this transport is not initialized")
        writing = _WRITE_FILES if request_data and request_data.contains_files else _WRITE
        timeout = _timeout(
            _or(connect_timeout, _CONNECT),
            _or(write_timeout, writing),
            _or(read_timeout, self._read_timeout),
        )
        body = _body(request_data) if request_data else None
        try:
            async with self._session.request(
                method,
                url,
                data=body,
                headers=_JSON if isinstance(body, bytes) else None,
                timeout=timeout,
                allow_redirects=False,
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except ClientError as error:  # its words may hold the address, and so the token
            raise NetworkError(type(error).__name__) from error


def _or(given: ODVInput[float], otherwise: float) -> float | None:
    return otherwise if isinstance(given, DefaultValue) else given


def _timeout(connect: float | None, write: float | None, read: float | None) -> ClientTimeout:
    """aiohttp has no limit of its own for writing: it is part of the whole."""
    parts = (connect, write, read)
    whole = None if None in parts else sum(filter(None, parts))
    return ClientTimeout(whole, connect=connect, sock_read=read)


def _body(given: RequestData) -> FormData | bytes:
    """JSON; with a file among them, multipart (Bot API, "Making requests")."""
    if not given.contains_files:
        return json.dumps(given.parameters, ensure_ascii=False).encode()
    form = FormData(given.json_parameters, quote_fields=False, default_to_multipart=True)
    for name, (filename, content, mime) in given.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _proxy_for(server: str) -> str | None:
    parts = urlsplit(server)
    if proxy_bypass(parts.hostname or ""):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")
