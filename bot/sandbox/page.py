"""The page of the demo: everyone's phones and the clock, as JSON and static files.

For this machine only: foreign Host and Origin headers are refused, and the page itself may load
nothing from anywhere else. What a person typed travels as JSON and is shown as text, never markup.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.sandbox import showing
from bot.sandbox.cast import Cast
from bot.sandbox.limits import MEGABYTE
from bot.sandbox.phones import Handset, PhoneError
from bot.sandbox.platforms import Platforms
from bot.sandbox.rehearsal import rehearsal
from bot.sandbox.stage import Member, Stage
from bot.sandbox.wire import Json, JsonAnswer, Refusal

log = logging.getLogger("tusoi.demo")

STATIC = Path(__file__).parent / "static"
LARGEST_FILE = 25 * MEGABYTE
LONGEST_WAIT = 25.0  # seconds; a browser's poll is answered within them, with nothing if need be
#: A page that brings everything with it.
STANDS_ALONE = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        b"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


class Page:
    """`app` serves the page beside the platforms' servers; `play` gives it something to show.

    The Bot API stands where the page does, Zalo's under `/zalo`.
    """

    def __init__(self, platforms: Platforms) -> None:
        self._shown: asyncio.Future[tuple[Stage, Cast]] = asyncio.get_running_loop().create_future()
        self._moving: set[asyncio.Task[object]] = set()
        self._rehearsing = asyncio.Lock()
        phone = "/api/phones/{phone:int}"
        self.app = Starlette(
            routes=[
                Route("/", _index),
                Mount("/static", StaticFiles(directory=STATIC)),
                Route("/api/stage", self._show_stage),
                Route("/api/events", self._events),
                Route(phone, self._show_phone),
                Route(phone, self._act, methods=["POST"]),
                Route(f"{phone}/file", self._take_file, methods=["POST"]),
                Route(f"{phone}/other-app", self._other_app, methods=["POST"]),
                Route("/api/clock", self._move, methods=["POST"]),
                Route("/rehearsal", self._rehearsal),
                Route("/api/files/{channel}/{path:path}", self._file),
                *([Mount("/zalo", platforms.zalo.app)] if platforms.zalo else []),
                Mount("/", platforms.telegram.app),
            ],
            middleware=[
                Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
                Middleware(_Guarded),
            ],
        )

    def play(self, stage: Stage, cast: Cast) -> None:
        """From now on the page shows this."""
        self._shown.set_result((stage, cast))

    def close(self) -> None:
        """Stop moving the clock."""
        for moving in self._moving:
            moving.cancel()

    async def _on_stage(self) -> tuple[Stage, Cast]:
        return await asyncio.shield(self._shown)

    async def _show_stage(self, _request: Request) -> Response:
        stage, cast = await self._on_stage()
        return JsonAnswer(await showing.stage(stage, cast))

    async def _events(self, request: Request) -> Response:
        stage, cast = await self._on_stage()
        after = _number(request.query_params.get("after", ""))
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                events = await stage.platforms.wait_for_event(after)
        except TimeoutError:
            events = []
        last = events[-1].number if events else after
        shown = [showing.event(stage, event) for event in events]
        now = await showing.present(stage, cast)
        return JsonAnswer({"events": shown, "last": last, **now})

    async def _member(self, request: Request) -> tuple[Stage, Cast, Member]:
        stage, cast = await self._on_stage()
        member = stage.members.get(request.path_params["phone"])
        if member is None:
            raise HTTPException(404, "no such phone")
        return stage, cast, member

    async def _show_phone(self, request: Request) -> Response:
        stage, _cast, member = await self._member(request)
        return JsonAnswer(await showing.phone(stage, member))

    async def _act(self, request: Request) -> Response:
        stage, cast, member = await self._member(request)
        given = await _json(request)
        deed = DEEDS.get(str(given.get("deed")))
        if deed is None:
            raise HTTPException(400, f"deed is one of {', '.join(DEEDS)}")
        return await self._do(stage, cast, member, lambda: deed(member.phone, given))

    async def _take_file(self, request: Request) -> Response:
        stage, cast, member = await self._member(request)
        if int(request.headers.get("content-length", LARGEST_FILE + 1)) > LARGEST_FILE:
            raise HTTPException(413, "the file is larger than 25 MB")
        content, name = await request.body(), request.query_params.get("name") or "file"
        phone = member.phone
        if request.query_params.get("as") == "photo":
            return await self._do(stage, cast, member, lambda: phone.send_photo(content))
        mime = request.headers.get("content-type", "application/octet-stream")
        return await self._do(stage, cast, member, lambda: phone.send_file(name, content, mime))

    async def _other_app(self, request: Request) -> Response:
        """The same person's chat in the other app; from now on it is among the phones."""
        stage, _cast, member = await self._member(request)
        try:
            other = stage.other_app(member)
        except ValueError as refused:
            raise HTTPException(409, str(refused)) from None
        return JsonAnswer(showing.member(other))

    async def _do(
        self, stage: Stage, cast: Cast, member: Member, deed: Callable[[], object]
    ) -> Response:
        """Whoever is touched by the visitor no longer lives by themselves."""
        if not cast.may_be_touched:
            raise HTTPException(409, "the office is still living its first days")
        cast.leave(member)
        try:
            deed()
        except (PhoneError, Refusal, KeyError, ValueError) as refused:
            raise HTTPException(409, str(refused)) from None
        self._start(stage.answered())
        return JsonAnswer({"ok": True})

    async def _move(self, request: Request) -> Response:
        """Start to move the clock; how far it has come is told by the events."""
        stage, _cast = await self._on_stage()
        to = (await _json(request)).get("to")
        if to == "next":
            self._start(stage.next_event())
            return JsonAnswer({"ok": True}, 202)
        moment = _moment(stage, to)
        if moment < stage.clock.now():
            raise HTTPException(409, "the clock only goes forward")
        self._start(stage.advance(moment))
        return JsonAnswer({"ok": True}, 202)

    async def _rehearsal(self, request: Request) -> Response:
        """The whole plan ahead of time; each language is made once."""
        language = "en" if request.query_params.get("language") == "en" else "vi"
        async with self._rehearsing:
            page = await asyncio.to_thread(rehearsal, language)
        return HTMLResponse(page, headers={"content-security-policy": STANDS_ALONE})

    def _start(self, moving: Awaitable[object]) -> None:
        task = asyncio.ensure_future(moving)
        self._moving.add(task)
        task.add_done_callback(self._moved)

    def _moved(self, task: asyncio.Future[object]) -> None:
        self._moving.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("the clock stopped on its way", exc_info=error)

    async def _file(self, request: Request) -> Response:
        stage, _cast = await self._on_stage()
        found = stage.platforms.file(request.path_params["channel"], request.path_params["path"])
        if found is None:
            raise HTTPException(404, "no such file")
        kind = "inline" if found.kind == "photo" else "attachment"
        named = f"{kind}; filename*=utf-8''{quote(found.upload.name)}"
        mime = found.upload.mime if found.kind == "photo" else "application/octet-stream"
        return Response(
            found.upload.content, media_type=mime, headers={"content-disposition": named}
        )


#: What a visitor may do with a phone, by the name the page calls it.
DEEDS: Mapping[str, Callable[[Handset, Json], object]] = {
    "start": lambda phone, given: phone.start(given.get("payload")),
    "type": lambda phone, given: phone.type(str(given["text"])),
    "press": lambda phone, given: phone.press(str(given["button"]), int(given["message"])),
    "block": lambda phone, given: phone.block(),
    "unblock": lambda phone, given: phone.unblock(),
}


class _Guarded:
    """Puts the headers on every answer, and refuses what another site's page sends here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope.get("headers", ()))
        origin = headers.get(b"origin")
        if origin is not None and urlsplit(origin).netloc != headers.get(b"host"):
            await Response("another site may not do this", 403)(scope, receive, send)
            return

        async def guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                present: Sequence[tuple[bytes, bytes]] = message.get("headers", ())
                told = {name for name, _value in present}
                message["headers"] = [*present, *(x for x in HEADERS if x[0] not in told)]
            await send(message)

        await self._app(scope, receive, guarded)


async def _index(_request: Request) -> Response:
    return FileResponse(STATIC / "index.html")


async def _json(request: Request) -> Json:
    try:
        given = await request.json()
    except ValueError:
        raise HTTPException(400, "the body is no JSON") from None
    if not isinstance(given, dict):
        raise HTTPException(400, "the body is no object")
    return given


def _moment(stage: Stage, to: object) -> datetime:
    """A moment as the page writes it: local to the office unless it says otherwise."""
    try:
        moment = datetime.fromisoformat(str(to))
    except ValueError:
        raise HTTPException(400, "to is `next` or a moment such as 2025-10-10T16:30") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=stage.zone)


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else 0
