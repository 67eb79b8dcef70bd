"""Receiving by webhook: a delivery is proved, screened and stored before it is answered.

The web server mounts these routes; which channels have them is the channels' own matter (`hook`).
A delivery that comes twice changes nothing: updates are stored under the platform's own keys.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.base import Hook, Unreadable
from bot.failing import where
from bot.inbox import Inbox

log = logging.getLogger("tusoi.webhooks")

#: Bytes. The longest text, with whatever a platform puts around it, is far smaller.
LARGEST = 256 * 1024


def hook_path(channel: str, bot: str) -> str:
    """Where on our own server the updates of a bot are brought; no secret, that is in a header."""
    return f"/hooks/{channel}/{bot}"


def webhook_routes(inboxes: Iterable[Inbox]) -> list[Route]:
    """A route for each channel whose updates are brought to it."""
    return [
        Route(hook_path(inbox.name, inbox.bot), _taking(inbox, inbox.hook), methods=["POST"])
        for inbox in inboxes
        if inbox.hook is not None
    ]


def _taking(inbox: Inbox, hook: Hook) -> Callable[[Request], Awaitable[Response]]:
    async def take(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return _no(inbox, "was too large", 413)
        if not hook.is_genuine(request.headers, body):
            return _no(inbox, "was not the platform's", 403)
        try:
            await inbox.keep(hook.unpacked(body))
        except Unreadable:
            return _no(inbox, "could not be read", 400)
        except Exception as error:  # noqa: BLE001 - whatever the database raises
            return _no(inbox, f"could not be stored: {where(error)}", 503)
        return JSONResponse({"ok": True})

    return take


async def _body(request: Request) -> bytes | None:
    """What was sent; None as soon as it is too much."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return body


def _no(inbox: Inbox, why: str, status: int) -> Response:
    log.warning("a delivery for %s %s %s", inbox.name, inbox.bot, why)
    return Response(status_code=status)
