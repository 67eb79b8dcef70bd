"""/healthz, /readyz and /metrics for whoever watches over this process: numbers, no names or texts.

Answered on this machine, elsewhere with the bearer token that is set (`TUSOI_HEALTH_TOKEN`). Bots
are told apart by their place in the settings.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Iterator

from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.app import App
from bot.measuring import measured
from storage.vital_signs import VitalSigns, vital_signs

_AT_HOME = {"127.0.0.1", "::1"}
#: Seconds: whoever asks gives up about then, and a database that hangs is no readiness.
_PATIENCE = 5.0

Answer = Callable[[], Awaitable[Response]]


class Health:
    """What is told of one running bot."""

    def __init__(self, app: App, token: SecretStr, patience: float = _PATIENCE) -> None:
        self._app = app
        self._token = token.get_secret_value()
        self._patience = patience

    def site(self) -> Starlette:
        told = {"/healthz": self._alive, "/readyz": self._ready, "/metrics": self._metrics}
        return Starlette(routes=[Route(path, self._for_us(say)) for path, say in told.items()])

    def _for_us(self, say: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            return await say() if self._may_ask(request) else PlainTextResponse("token?\n", 401)

        return answer

    def _may_ask(self, request: Request) -> bool:
        if request.client is not None and request.client.host in _AT_HOME:
            return True
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return bool(self._token) and hmac.compare_digest(given.encode(), self._token.encode())

    async def _alive(self) -> Response:
        """503: only a new start helps."""
        alive = self._app.pulse.is_alive
        return PlainTextResponse("ok\n" if alive else "no tick\n", 200 if alive else 503)

    async def _ready(self) -> Response:
        """503: alive, and does not do its work now; a line says for each why."""
        missing = [*self._missing()]
        if not missing and await self._signs() is None:
            missing = ["the database does not answer"]
        told = "\n".join(missing) or "ok"
        return PlainTextResponse(f"{told}\n", 503 if missing else 200)

    def _missing(self) -> Iterator[str]:
        pulse = self._app.pulse
        if not pulse.is_recent(pulse.since_tick):
            yield "the planner has not come round lately"
        for channel, number, silence in self._app.silences():
            if not pulse.is_recent(silence):
                yield f"{channel} bot {number} is not heard"

    async def _metrics(self) -> Response:
        signs = await self._signs()
        return Response(measured(self._app, signs), media_type=CONTENT_TYPE_LATEST)

    async def _signs(self) -> VitalSigns | None:
        """None where the database gives none in time, or fails."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._app.store.work(vital_signs)
        except Exception:  # noqa: BLE001 - why, the log of its loops says; here it is down
            return None
