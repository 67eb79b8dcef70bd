"""What every answer carries and no request may do: strict headers, small bodies that come to an
end, silent logs."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("tusoi.web")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: Seven answers of 2,000 Vietnamese letters, each nine bytes in a form, fit into it.
MOST_BYTES = 256 * 1024
_MOST_FIELDS = 200
#: What an office sends its ward takes some 20 KB.
MOST_BYTES_OF_FILES = 8 * 1024 * 1024
_MOST_FILES = 100
#: Seconds for a whole request to arrive, a slow phone's too.
PATIENCE = 60.0


class Guarded:
    """Puts the headers on every answer; an error of ours becomes a plain page and a word in a log.

    The log names the kind of an error only: a path holds a token.
    """

    def __init__(self, app: ASGIApp, patience: float = PATIENCE) -> None:
        self._app = app
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False
        until = asyncio.get_running_loop().time() + self._patience

        async def in_time() -> Message:
            try:
                async with asyncio.timeout_at(until):
                    return await receive()
            except TimeoutError:
                raise HTTPException(408) from None

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, in_time, guarded)
        except Exception as error:  # noqa: BLE001 - one page must not show what happened inside
            log.error("a page could not be made: %s", type(error).__name__)
            if not started:
                await PlainTextResponse(_SORRY, 500)(scope, receive, guarded)


_SORRY = "Trang này đang gặp lỗi, chưa lưu gì thêm. Hãy thử lại, hoặc làm tiếp trong chat.\n"


async def fields(request: Request) -> Mapping[str, list[str]]:
    """What a form of these pages sends. HTTPException for anything else."""
    if is_from_elsewhere(request):
        raise HTTPException(403)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    try:
        return parse_qs(body.decode("ascii"), errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None


async def uploaded(request: Request) -> tuple[Mapping[str, list[str]], list[tuple[str, bytes]]]:
    """What a form of these pages sends, and the files with it (name, content), which are kept
    nowhere. HTTPException for anything else."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        return await fields(request), []
    if is_from_elsewhere(request):
        raise HTTPException(403)
    came = 0

    async def bounded() -> Message:
        nonlocal came
        message = await request.receive()
        came += len(message.get("body", b""))
        if came > MOST_BYTES_OF_FILES:
            raise HTTPException(413)
        return message

    given: defaultdict[str, list[str]] = defaultdict(list)
    files = []
    limits = {"max_files": _MOST_FILES, "max_fields": _MOST_FIELDS}
    async with Request(request.scope, bounded).form(**limits) as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                given[name].append(value)
            elif value.filename:  # without one nothing was chosen
                files.append((value.filename, await value.read()))
    return given, files


def number(given: Mapping[str, Sequence[str]], name: str) -> int:
    """A number that a form or an address names; -1 for anything else."""
    value = (given.get(name) or [""])[0]
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 18 else -1


def small(written: str) -> int:
    """A small number of an address; 0 for anything else."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 0


def is_from_elsewhere(request: Request) -> bool:
    """Whether another site's page made the browser send it (Fetch Metadata, else the origin).

    Under no-referrer a browser names its own origin "null".
    """
    if site := request.headers.get("sec-fetch-site"):
        return site not in {"same-origin", "none"}
    origin = request.headers.get("origin", "null")
    return origin != "null" and urlsplit(origin).netloc != request.headers.get("host")
