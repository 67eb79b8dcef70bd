"""The pages of a link: its button, and what lies behind it.

A GET uses nothing up. The button's POST ties the link to this browser by a cookie; what lies behind
is shown to that browser only, with its person's rights as they are at that moment.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from domain.effects import Refused
from domain.links import SESSION, Closed, Link
from domain.message import Attachment, Start
from domain.people import Person
from domain.secrecy import bears_mark
from domain.text import Text, _
from handlers.filling import Posted, Sent, Sheet
from locales.render import Reader
from storage import links, people
from storage.unit_of_work import Work
from web.behind import Behind, File
from web.fields import fields_of, read, unsent
from web.guarding import fields, number
from web.pages import (
    CLASSIFIED,
    NO_DOCUMENT,
    anyone,
    closed,
    download,
    page,
    told,
    told_anyone,
)

T = TypeVar("T")
COOKIE = "tusoi"


@dataclass(frozen=True)
class Visit:
    """A person's browser behind one of its links, in a transaction."""

    work: Work
    link: Link
    who: Person
    reader: Reader
    guard: str


class LinkPages:
    """The pages below `/l/`."""

    def __init__(self, behind: Behind) -> None:
        self._behind = behind

    def routes(self) -> list[Route]:
        at = f"{links.PATH}{{token}}"
        return [
            Route(at, self.door, methods=["GET"]),
            Route(at, self.open, methods=["POST"]),
            Route(f"{at}/document", self.document, methods=["GET"]),
            Route(f"{at}/document/file", self.file, methods=["GET"]),
            Route(f"{at}/form", self.form, methods=["GET"]),
            Route(f"{at}/form", self.send, methods=["POST"]),
            Route(f"{at}/close", self.close, methods=["POST"]),
        ]

    async def door(self, request: Request) -> Response:
        """What a link is for, and the button that opens it; a chat app's preview sees this too."""
        token = _token(request)

        def look(work: Work) -> Response:
            found = links.look(work, token)
            if isinstance(found, Closed):
                return closed(found)
            reader = anyone(people.person(work, found.person).language)
            is_form, guard = isinstance(found.behind, Start), links.guard(work, token, "")
            return page("door.html", reader, token=token, guard=guard, is_form=is_form)

        return await self._behind.transactions.work(look)

    async def open(self, request: Request) -> Response:
        """Tie the link to this browser and lead behind it."""
        given, token = await fields(request), _token(request)
        device = request.cookies.get(COOKIE, "")

        def use(work: Work) -> tuple[Link | Closed, str]:
            if given.get("guard") != [links.guard(work, token, "")]:
                raise HTTPException(403)
            kept = device and links.is_in_session(work, device)
            known = device if kept else work.chance.token()
            return links.open_(work, token, known), known

        found, known = await self._behind.transactions.work(use)
        if isinstance(found, Closed):
            return closed(found)
        behind = "form" if isinstance(found.behind, Start) else "document"
        answer = RedirectResponse(f"{links.PATH}{token}/{behind}", 303)
        answer.set_cookie(
            COOKIE,
            known,
            max_age=int(SESSION.total_seconds()),
            path=links.PATH.rstrip("/"),
            secure=self._behind.is_secure,
            httponly=True,
            samesite="strict",
        )
        return answer

    async def document(self, request: Request) -> Response:
        """Where a document is fetched, as often as one likes while the session lasts."""

        def show(visit: Visit) -> Response:
            is_picture = _attachment(visit).is_picture
            values = {"token": _token(request), "guard": visit.guard, "is_picture": is_picture}
            return page("document.html", visit.reader, **values)

        return await self._inside(request, show)

    async def file(self, request: Request) -> Response:
        """The document itself, made now, with its reader's rights as they are now."""

        def prepare(visit: Visit) -> Callable[[], File] | Response:
            try:
                make = self._behind.prepare(visit.work, _attachment(visit), visit.who.id)
            except (PermissionError, LookupError, ValueError):
                return told(visit.reader, 403, *NO_DOCUMENT)
            visit.work.audit(visit.who.id, "document_fetched", f"link:{visit.link.id}")
            return make

        made = await self._inside(request, prepare)
        return made if isinstance(made, Response) else download(await asyncio.to_thread(made))

    async def form(self, request: Request) -> Response:
        """The open page of the form."""
        token = _token(request)

        def show(visit: Visit) -> Response:
            found = self._behind.forms.show(visit.work, visit.who, _start(visit))
            if isinstance(found, Refused):
                return told(visit.reader, 200, _CANNOT, found.reason)
            return _form_page(visit, token, found)

        return await self._inside(request, show)

    async def send(self, request: Request) -> Response:
        """A page of the form that came back."""
        given, token = await fields(request), _token(request)
        if any(bears_mark(value) for values in given.values() for value in values):
            return told_anyone(422, *CLASSIFIED)

        def take(visit: Visit) -> Response:
            _guarded(visit, given)
            posted = Posted(
                number(given, "draft"), number(given, "revision"), read(given), "back" in given
            )
            found = self._behind.forms.take(visit.work, visit.who, _start(visit), posted)
            if isinstance(found, Refused):
                values = {"title": _CANNOT, "lines": [found.reason], "unsent": unsent(given)}
                return page("told.html", visit.reader, 409, **values)
            if isinstance(found, Sent) and not found.goes_on:
                values = {"messages": found.messages, "token": token, "guard": visit.guard}
                return page("sent.html", visit.reader, **values)
            if isinstance(found, Sent) or not (found.remarks or found.notice):
                return RedirectResponse(f"{links.PATH}{token}/form", 303)
            return _form_page(visit, token, found, given)

        return await self._inside(request, take)

    async def close(self, request: Request) -> Response:
        """The person is done here: the link leads nowhere any more, whoever sits down next."""
        given = await fields(request)

        def end(visit: Visit) -> Response:
            _guarded(visit, given)
            links.close(visit.work, visit.link)
            return told(visit.reader, 200, _("Closed"), _CLOSED_NOW)

        answer = await self._inside(request, end)
        answer.delete_cookie(COOKIE, path=links.PATH.rstrip("/"))
        return answer

    async def _inside(self, request: Request, act: Callable[[Visit], T]) -> T | Response:
        """Do something for the browser that has opened the link, else say why not."""
        token, device = _token(request), request.cookies.get(COOKIE, "")
        if not device and request.method == "GET":
            # Strict cookies stay at home when a page of another site leads here: its button helps.
            return RedirectResponse(f"{links.PATH}{token}", 303)

        def inside(work: Work) -> T | Response:
            link = links.resume(work, token, device)
            who = people.present(work, link.person) if isinstance(link, Link) else None
            if isinstance(link, Closed) or who is None:
                return closed(link if isinstance(link, Closed) else Closed.REVOKED)
            reader, guard = people.reader(work, who), links.guard(work, token, device)
            return act(Visit(work, link, who, reader, guard))

        return await self._behind.transactions.work(inside)


_CANNOT = _("Not now")
_CLOSED_NOW = _("This link leads nowhere any more. What was saved is kept.")


def _token(request: Request) -> str:
    return str(request.path_params["token"])


def _guarded(visit: Visit, given: Mapping[str, list[str]]) -> None:
    if given.get("guard") != [visit.guard]:
        raise HTTPException(403)


def _attachment(visit: Visit) -> Attachment:
    if not isinstance(visit.link.behind, Attachment):
        raise HTTPException(404)
    return visit.link.behind


def _start(visit: Visit) -> Start:
    if not isinstance(visit.link.behind, Start):
        raise HTTPException(404)
    return visit.link.behind


def _form_page(
    visit: Visit, token: str, sheet: Sheet, given: Mapping[str, list[str]] | None = None
) -> Response:
    lost: tuple[tuple[Text, str], ...] = ()
    if given is not None and sheet.stale:
        lost = unsent(given, sheet.page)
    return page(
        "form.html",
        visit.reader,
        422 if given is not None else 200,
        form=fields_of(sheet, given),
        sheet=sheet,
        address=f"{links.PATH}{token}/form",
        token=token,
        guard=visit.guard,
        unsent=lost,
    )
