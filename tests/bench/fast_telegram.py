"""A Bot API server that does next to nothing, so that a bench measures the bot.

It hands out updates, takes messages, and answers after a set time. Everything else a bot asks for
is granted. What the live service does beyond that is the sandbox's (`bot.sandbox`).
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from bot.sandbox.limits import Rate
from bot.sandbox.pace import Pace
from bot.sandbox.wire import Json, Refusal

TOKEN = "4242:loopback-only"
_ME = {"id": 4242, "is_bot": True, "first_name": "tusoi", "username": "tusoi_bot"}
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_PART = re.compile(rb'name="(\w+)"[^\r]*(?:\r\n[^\r]+)*\r\n\r\n(.*?)\r\n--', re.DOTALL)
_BATCH = 100


class FastTelegram:
    """One bot's Telegram; `said(chat)` is called for each message that the bot sends."""

    def __init__(self, latency: float = 0.0, rate: Rate | None = None) -> None:
        """`latency`: seconds before any answer; `rate` is enforced, with 429, where given."""
        self.latency = latency
        self.said: Callable[[int], None] = lambda _chat: None
        self.polled = asyncio.Event()
        self.refusals = 0
        self.url = ""
        self._pace = Pace(rate) if rate else None
        self._updates: list[Json] = []
        self._come = asyncio.Event()
        self._numbers = count(1)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[FastTelegram]:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()

    def type(self, chat: int, text: str) -> None:
        """Somebody types something."""
        who = {"id": chat, "is_bot": False, "first_name": "A", "language_code": "vi"}
        where = {"id": chat, "type": "private", "first_name": "A"}
        number = next(self._numbers)
        message = {"message_id": number, "date": 1, "from": who, "chat": where, "text": text}
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        self._updates.append({"update_id": number, "message": message})
        self._come.set()

    async def answer(self, method: str, given: dict[str, str]) -> tuple[int, Json]:
        """What a call is answered with, and its status."""
        try:
            result = await self._result(method.lower(), given)
        except Refusal as refusal:
            self.refusals += 1
            return refusal.status, refusal.body()
        if self.latency:
            await asyncio.sleep(self.latency)
        return 200, {"ok": True, "result": result}

    async def _result(self, method: str, given: dict[str, str]) -> object:
        match method:
            case "getme":
                return _ME
            case "getupdates":
                return await self._poll(int(given.get("offset") or 0), float(given["timeout"]))
            case "sendmessage":
                return self._take(int(given["chat_id"]), given["text"])
        return True

    async def _poll(self, offset: int, patience: float) -> list[Json]:
        self.polled.set()
        while self._updates and self._updates[0]["update_id"] < offset:
            self._updates.pop(0)
        if not self._updates:
            self._come.clear()
            try:
                async with asyncio.timeout(patience):
                    await self._come.wait()
            except TimeoutError:
                return []
        return self._updates[:_BATCH]

    def _take(self, chat: int, text: str) -> Json:
        if self._pace is not None:
            self._pace.admit(chat)
        self.said(chat)
        message = {"message_id": next(self._numbers), "date": 1, "text": text}
        return message | {"chat": {"id": chat, "type": "private", "first_name": "A"}, "from": _ME}


class _Connection(asyncio.Protocol):
    """One client's connection: a request, an answer, the next request."""

    def __init__(self, telegram: FastTelegram) -> None:
        self._telegram = telegram
        self._heard = b""
        self._answering: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answering is not None:
            self._answering.cancel()

    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, blank, body = self._heard.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not blank or len(body) < (int(length[1]) if length else 0):
            return
        self._heard = b""
        self._answering = asyncio.create_task(self._answer(head, body))

    async def _answer(self, head: bytes, body: bytes) -> None:
        target = urlsplit(head.split(b" ", 2)[1].decode())
        given = dict(parse_qsl(target.query)) | fields(head, body)
        status, answer = await self._telegram.answer(target.path.rpartition("/")[2], given)
        said = json.dumps(answer).encode()
        about = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: "
        self._transport.write(b"%s%d\r\n\r\n%s" % (about.encode(), len(said), said))


def fields(head: bytes, body: bytes) -> dict[str, str]:
    """The parameters of a call: JSON, a form, or multipart (Bot API, "Making requests")."""
    if body.startswith(b"{"):
        return {name: str(value) for name, value in json.loads(body).items()}
    if b"multipart/form-data" in head:
        return {n.decode(): value.decode() for n, value in _PART.findall(body)}
    pairs = (pair.partition("=") for pair in body.decode().split("&"))
    return {name: unquote_plus(value) for name, _is, value in pairs}
