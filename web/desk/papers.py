"""Papers that were handed in: ticked many at once, each with its undoing."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.desk import PaperPage
from domain.effects import Refused
from domain.message import Do
from domain.papers import PaperLine
from domain.plan import Kind
from domain.text import Text, _
from handlers.papers import how_it_stands
from storage import desk_papers
from web.desk.addresses import PAPERS
from web.desk.doing import about, one, subject
from web.desk.guests import Desk, Given, Guest
from web.desk.showing import desk_page, refused_page
from web.guarding import small

_AT = "papers"
#: A field of the form, and the action it stands for.
_DOES = {"tick": "paper_tick", "untick": "paper_untick", "missed": "paper_missed"}


class PaperPages:
    """`/desk/papers`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        return [
            Route(PAPERS, self.papers, methods=["GET"]),
            Route(PAPERS, self.tick, methods=["POST"]),
        ]

    async def papers(self, request: Request) -> Response:
        """Whom a duty is for and their paper; what is said to be in stands first."""
        asked = request.query_params
        place = Place(about(request), asked.get("q", "")[:100], small(asked.get("page", "")))
        return await self._desk.inside(request, lambda guest: _list(guest, place))

    async def tick(self, request: Request) -> Response:
        """Tick the chosen ones, or take a tick back."""

        def act(guest: Guest, given: Given) -> Response:
            wanted = [Do(_DOES[x], subject(about)) for x in _DOES for about in given.get(x, ())]
            does = self._desk.behind.acting.do
            done = [does(guest.work, guest.who, target) for target in wanted]
            refused = [x.messages[0].body[0] for x in done if x.refused and x.messages]
            changed = sum(x.changed for x in done)
            told = [_("{count} papers noted.", count=changed)] if changed else []
            place = Place(
                subject(one(given, "about")), one(given, "q")[:100], small(one(given, "page"))
            )
            told += [why for n, why in enumerate(refused) if why not in refused[:n]]
            return _list(guest, place, tuple(told))

        return await self._desk.posted(request, act)


@dataclass(frozen=True)
class Place:
    """Which papers are looked at: of a period, of whom, on which page."""

    period: str
    words: str = ""
    page: int = 0

    def at(self, page: int) -> str:
        given = {"about": self.period, "q": self.words, "page": page or ""}
        return f"{PAPERS}?{urlencode({name: value for name, value in given.items() if value})}"


def _list(guest: Guest, place: Place, told: tuple[Text, ...] = ()) -> Response:
    found = desk_papers.load(guest.work, guest.who, place.period, place.words, place.page)
    if isinstance(found, Refused):
        return refused_page(guest, _AT, found)
    is_check = found.period.kind is Kind.SELF_CHECK
    here = Place(str(found.period.id), place.words, found.page)
    return desk_page(
        guest,
        _AT,
        "papers.html",
        papers=found,
        lines=[_line(found, line) for line in (*found.claimed, *found.lines)],
        how=how_it_stands,
        may_miss=not is_check,  # its owner keeps that sheet
        is_check=is_check,
        told=told,
        papers_at=PAPERS,
        earlier=here.at(found.page - 1) if found.page else "",
        further=here.at(found.page + 1) if found.more else "",
    )


def _line(found: PaperPage, line: PaperLine) -> tuple[PaperLine, str]:
    """A line and how a button names it, with the version it is about."""
    return line, f"{found.period.id}:{line.person.id}:{line.revision}"
