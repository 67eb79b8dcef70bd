"""Who sits at the desk: asked at every request, with their rights as they are at that moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from domain.desk import DeskSession
from domain.links import Closed
from domain.people import Person
from domain.secrecy import bears_mark
from locales.render import Reader
from storage import desk_sessions, people
from storage.unit_of_work import Work
from web.behind import Behind, Offices
from web.desk.showing import not_in
from web.guarding import fields, is_from_elsewhere, uploaded
from web.pages import CLASSIFIED, told_anyone

T = TypeVar("T")
COOKIE = "tusoi-desk"
#: What a form of the desk sends: every name with its values.
Given: TypeAlias = "Mapping[str, list[str]]"
#: The files that came with it: name and content.
Files: TypeAlias = "Sequence[tuple[str, bytes]]"


@dataclass(frozen=True)
class Guest:
    """A person at the desk, in a transaction; `guard` is what their forms carry."""

    work: Work
    who: Person
    reader: Reader
    session: DeskSession
    guard: str
    offices: Offices | None = None  # of a ward


class Desk:
    """Lets requests in."""

    def __init__(self, behind: Behind) -> None:
        self.behind = behind

    async def inside(self, request: Request, act: Callable[[Guest], T]) -> T | Response:
        """Do something for whoever sits there, else say how to get in.

        A browser sends no strict cookie along when a page of another site leads here; one that
        does all the same is not let in either.
        """
        device = request.cookies.get(COOKIE, "")
        if is_from_elsewhere(request):
            return not_in(Closed.UNKNOWN)

        def enter(work: Work) -> T | Response:
            found = desk_sessions.resume(work, device)
            if isinstance(found, Closed):
                return not_in(found)
            session, who = found
            reader, guard = people.reader(work, who), desk_sessions.guard(work, device)
            return act(Guest(work, who, reader, session, guard, self.behind.offices))

        return await self.behind.transactions.work(enter)

    async def posted(self, request: Request, act: Callable[[Guest, Given], T]) -> T | Response:
        """The same for what a form of the desk sends: with its guard, and from no other site."""
        return await self._guarded(request, await fields(request), act)

    async def uploaded(
        self, request: Request, act: Callable[[Guest, Given, Files], T]
    ) -> T | Response:
        """The same for one that sends files along: they are taken in from nobody else."""
        let_in = await self.inside(request, lambda _guest: None)
        if isinstance(let_in, Response):
            return let_in
        given, files = await uploaded(request)
        return await self._guarded(request, given, lambda guest, given: act(guest, given, files))

    async def _guarded(
        self, request: Request, given: Given, act: Callable[[Guest, Given], T]
    ) -> T | Response:
        if any(bears_mark(value) for values in given.values() for value in values):
            return told_anyone(422, *CLASSIFIED)

        def guarded(guest: Guest) -> T:
            if given.get("guard") != [guest.guard]:
                raise HTTPException(403)
            return act(guest, given)

        return await self.inside(request, guarded)
