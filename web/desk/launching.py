"""Telegram's launch: the page hands over what the app says of who opens it, once."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.channels import TELEGRAM
from domain.launching import Launched, launched
from domain.links import Closed
from domain.text import _
from storage import desk_sessions
from storage.desk_sessions import LAUNCH
from storage.unit_of_work import Work
from web.desk.door import Door
from web.desk.guests import COOKIE, Desk
from web.desk.showing import POLICY
from web.desk.words import WORDS
from web.guarding import fields
from web.pages import WORDS as EVERYWHERE
from web.pages import anyone, page, told_anyone

#: Telegram in a browser shows the page in a frame of its own, to read what to do; nobody else may.
_IN_TELEGRAMS_FRAME = POLICY["Content-Security-Policy"].replace(
    "frame-ancestors 'none'", "frame-ancestors https://web.telegram.org"
)


class Launch:
    """`/desk/telegram`."""

    def __init__(self, desk: Desk) -> None:
        self._door = Door(desk)
        self._keys = desk.behind.launch_keys

    def routes(self) -> list[Route]:
        return [
            Route(LAUNCH, self.page, methods=["GET"]),
            Route(LAUNCH, self.open, methods=["POST"]),
        ]

    async def page(self, _request: Request) -> Response:
        """What the app opens: its script sends on what stands behind the address's #."""
        answer = page("desk/telegram.html", anyone(), words={**EVERYWHERE, **WORDS})
        answer.headers["Content-Security-Policy"] = _IN_TELEGRAMS_FRAME
        return answer

    async def open(self, request: Request) -> Response:
        """Let in whom Telegram vouches for: fresh, and not used before."""
        given = await fields(request)
        data = "".join(given.get("data", ())[:1])
        device = request.cookies.get(COOKIE, "")

        def enter(work: Work) -> str | Closed:
            for bot, key in self._keys.items():
                proven = launched(data, key, work.now)
                if isinstance(proven, Launched):
                    chat = (TELEGRAM, bot, proven.user)
                    return desk_sessions.launch(work, chat, proven.proof, device)
            return Closed.UNKNOWN

        return await self._door.let_in(enter, _refused)


def _refused(_why: Closed) -> Response:
    return told_anyone(403, *_REFUSED)


_REFUSED = (
    _("Telegram's word was not taken"),
    _(
        "It is too old, was used already, or is not from this office's bot. Please press the "
        "button in the chat once more."
    ),
)
