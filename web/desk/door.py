"""The way to the desk: a link's button, Telegram's launch, and the way out."""

from __future__ import annotations

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from domain.desk import LASTS
from domain.links import Closed
from domain.text import _
from storage import desk_sessions, people
from storage.desk_sessions import DOOR, PATH
from storage.unit_of_work import Work
from web.desk.guests import COOKIE, Desk, Given, Guest
from web.desk.words import WORDS
from web.guarding import fields
from web.pages import WORDS as EVERYWHERE
from web.pages import anyone, page, told, told_anyone


class Door:
    """Everything before the desk, and its end."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._transactions = desk.behind.transactions

    def routes(self) -> list[Route]:
        return [
            Route(f"{DOOR}{{token}}", self.door, methods=["GET"]),
            Route(f"{DOOR}{{token}}", self.open, methods=["POST"]),
            Route(f"{PATH}/close", self.close, methods=["POST"]),
        ]

    async def door(self, request: Request) -> Response:
        """A button; a chat app's preview sees this too, so it names nobody and uses nothing up."""
        token = str(request.path_params["token"])

        def look(work: Work) -> Response:
            found = desk_sessions.look(work, token)
            if isinstance(found, Closed):
                return _shut(found)
            reader = anyone(people.person(work, found).language)
            guard = desk_sessions.guard(work, token)
            words = {**EVERYWHERE, **WORDS}
            return page("desk/door.html", reader, token=token, guard=guard, words=words)

        return await self._transactions.work(look)

    async def open(self, request: Request) -> Response:
        """Use the link up and let this browser in."""
        given, token = await fields(request), str(request.path_params["token"])

        def enter(work: Work) -> str | Closed:
            if given.get("guard") != [desk_sessions.guard(work, token)]:
                raise HTTPException(403)
            return desk_sessions.enter(work, token, request.cookies.get(COOKIE, ""))

        return await self.let_in(enter, _shut)

    async def let_in(
        self, enter: Callable[[Work], str | Closed], refused: Callable[[Closed], Response]
    ) -> Response:
        """Open a session and lead to the desk, or say why not."""
        found = await self._transactions.work(enter)
        if isinstance(found, Closed):
            return refused(found)
        answer = RedirectResponse(PATH, 303)
        answer.set_cookie(
            COOKIE,
            found,
            max_age=int(LASTS.total_seconds()),
            path=PATH,
            secure=self._desk.behind.is_secure,
            httponly=True,
            samesite="strict",
        )
        return answer

    async def close(self, request: Request) -> Response:
        """The person is done here: whoever sits down next finds the desk closed."""

        def end(guest: Guest, _given: Given) -> Response:
            desk_sessions.end(guest.work, guest.who.id, by=guest.who.id, only=guest.session.id)
            return told(guest.reader, 200, _("Closed"), _CLOSED_NOW)

        answer = await self._desk.posted(request, end)
        answer.delete_cookie(COOKIE, path=PATH)
        return answer


_CLOSED_NOW = _("The desk is closed in this browser. What was done is kept.")
_AGAIN = _("Send /banlamviec to the bot in the chat for a new link.")


def _shut(why: Closed) -> Response:
    """Why a way in leads nowhere, and what to do."""
    status, title, line = _SHUT[why]
    return told_anyone(status, title, line, _AGAIN)


_SHUT = {
    Closed.UNKNOWN: (
        404,
        _("This link is not right"),
        _("A part of it is missing or was changed, or it is of long ago."),
    ),
    Closed.EXPIRED: (
        410,
        _("This link has expired"),
        _("It was not opened within 15 minutes."),
    ),
    Closed.REVOKED: (
        410,
        _("This link was taken back"),
        _("Its owner closed it, or the owner's role has changed."),
    ),
    Closed.OVER: (
        410,
        _("This link has been used"),
        _(
            "It opens once. Was that not {you}? Send “revoke links” in the chat at once: that "
            "closes the desk wherever it is open."
        ),
    ),
    Closed.ANOTHERS: (
        403,
        _("Another person's desk is open in this browser"),
        _("Let that person press “Close” on their page first, or use a browser of your own."),
    ),
}
