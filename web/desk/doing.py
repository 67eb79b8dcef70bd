"""What a chat can do, at the desk: its views, its buttons, its conversations and its files."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from domain.desk import Outcome
from domain.effects import Refused
from domain.message import Attachment, Do, Document, Start
from handlers.filling import Posted, Sent, Sheet
from storage.desk_sessions import PATH
from web.behind import File
from web.desk.addresses import form_at, view_of
from web.desk.guests import Desk, Given, Guest
from web.desk.showing import desk_page, outcome_page, refused_page
from web.fields import fields_of, read, unsent
from web.guarding import number
from web.pages import NO_DOCUMENT, download, told

_TOO_LONG = re.compile(r"\d{18}")


class Doing:
    """The pages below `/desk` that stand for what is said in a chat."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._behind = desk.behind

    def routes(self) -> list[Route]:
        return [
            Route(f"{PATH}/look/{{action}}", self.look, methods=["GET"]),
            Route(f"{PATH}/do", self.do, methods=["POST"]),
            Route(f"{PATH}/form/{{conversation}}", self.form, methods=["GET"]),
            Route(f"{PATH}/form/{{conversation}}", self.send, methods=["POST"]),
            Route(f"{PATH}/file/{{document}}", self.file, methods=["GET"]),
        ]

    async def look(self, request: Request) -> Response:
        """A view, as the chat would tell it."""
        target = Do(request.path_params["action"], about(request))

        def show(guest: Guest) -> Response:
            outcome = self._behind.acting.look(guest.work, guest.who, target)
            return _after(guest, outcome)

        return await self._desk.inside(request, show)

    async def do(self, request: Request) -> Response:
        """A button was pressed: what only shows something gets an address of its own."""

        def press(guest: Guest, given: Given) -> Response:
            target = Do(one(given, "action"), subject(one(given, "about")))
            outcome = self._behind.acting.do(guest.work, guest.who, target)
            if not outcome.changed and not outcome.refused and outcome.goes_on is None:
                return RedirectResponse(view_of(target), 303)
            return _after(guest, outcome)

        return await self._desk.posted(request, press)

    async def form(self, request: Request) -> Response:
        """The open page of a conversation."""
        start = Start(request.path_params["conversation"], about(request))

        def show(guest: Guest) -> Response:
            found = self._behind.desk_forms.show(guest.work, guest.who, start)
            if isinstance(found, Refused):
                return refused_page(guest, "", found)
            return _form_page(guest, start, found)

        return await self._desk.inside(request, show)

    async def send(self, request: Request) -> Response:
        """A page of a conversation that came back."""
        start = Start(request.path_params["conversation"], about(request))

        def take(guest: Guest, given: Given) -> Response:
            posted = Posted(
                number(given, "draft"), number(given, "revision"), read(given), "back" in given
            )
            found = self._behind.desk_forms.take(guest.work, guest.who, start, posted)
            if isinstance(found, Refused):
                return refused_page(guest, "", found, unsent(given))
            if isinstance(found, Sent):
                return _after(guest, Outcome(found.messages, found.goes_on, changed=True))
            if not (found.remarks or found.notice):
                return RedirectResponse(form_at(start.conversation, start.subject), 303)
            return _form_page(guest, start, found, given)

        return await self._desk.posted(request, take)

    async def file(self, request: Request) -> Response:
        """A document, made now, with its reader's rights as they are now."""
        named = request.path_params["document"]
        if named not in set(Document):
            raise HTTPException(404)
        wanted = Attachment(Document(named), about(request))

        def prepare(guest: Guest) -> Callable[[], File] | Response:
            try:
                make = self._behind.prepare(guest.work, wanted, guest.who.id)
            except (PermissionError, LookupError, ValueError):
                return told(guest.reader, 403, *NO_DOCUMENT)
            guest.work.audit(guest.who.id, "document_fetched", f"desk:{guest.session.id}", named)
            return make

        made = await self._desk.inside(request, prepare)
        return made if isinstance(made, Response) else download(await asyncio.to_thread(made))


def about(request: Request) -> str:
    """What a page is about."""
    return subject(request.query_params.get("about", ""))


def subject(words: str) -> str:
    """What something is about, as an address or a form names it; no number here is so long."""
    if _TOO_LONG.search(words):
        raise HTTPException(404)
    return words


def one(given: Given, name: str) -> str:
    """The one value of a field."""
    return "".join(given.get(name, ())[:1])


def _after(guest: Guest, outcome: Outcome) -> Response:
    """What was said; where nothing was, the form it goes on with."""
    if outcome.goes_on is not None and not outcome.messages:
        return RedirectResponse(form_at(outcome.goes_on.conversation, outcome.goes_on.subject), 303)
    return outcome_page(guest, "", outcome)


def _form_page(guest: Guest, start: Start, sheet: Sheet, given: Given | None = None) -> Response:
    lost = unsent(given, sheet.page) if given is not None and sheet.stale else ()
    return desk_page(
        guest,
        "",
        "form.html",
        422 if given is not None else 200,
        form=fields_of(sheet, given),
        sheet=sheet,
        address=form_at(start.conversation, start.subject),
        unsent=lost,
    )
