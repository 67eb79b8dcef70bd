"""The list of people: searched without accents, in the order of a Vietnamese list of names."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.desk import Search, Which
from domain.text import Text, _
from reports.tally import LABELS
from storage import periods, roll
from web.desk.addresses import PEOPLE
from web.desk.guests import Desk, Guest
from web.desk.showing import desk_page
from web.guarding import small

_LONGEST = 100


class PeoplePages:
    """`/desk/people`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        return [Route(PEOPLE, self.people, methods=["GET"])]

    async def people(self, request: Request) -> Response:
        """A page of those who were looked for."""
        search = _search(request)

        def show(guest: Guest) -> Response:
            found = roll.load(guest.work, search)
            owing = periods.period(guest.work, search.owing) if search.owing else None
            return desk_page(
                guest,
                "people",
                "people.html",
                list=found,
                kinds=_KINDS,
                labels=LABELS,
                owing=periods.title_of(guest.work, owing) if owing else None,
                earlier=_turned(found.search, -1) if found.search.page else "",
                further=_turned(found.search, 1) if found.more else "",
            )

        return await self._desk.inside(request, show)


_KINDS: tuple[tuple[Which, Text], ...] = (
    (Which.HERE, _("Everyone here")),
    (Which.NOT_CONNECTED, _("Not connected yet")),
    (Which.LEFT, _("Have left")),
)


def people_at(
    words: str = "", unit: str = "", which: Which = Which.HERE, page: int = 0, owing: int = 0
) -> str:
    """Where a list of people stands; `owing` is a period's number."""
    asked = {"q": words, "unit": unit, "owing": owing or ""}
    asked |= {"which": "" if which is Which.HERE else which, "page": page or ""}
    given = {name: value for name, value in asked.items() if value}
    return f"{PEOPLE}?{urlencode(given)}" if given else PEOPLE


def _search(request: Request) -> Search:
    asked = request.query_params
    which = asked.get("which", "")
    return Search(
        words=asked.get("q", "")[:_LONGEST],
        unit=asked.get("unit", ""),
        which=Which(which) if which in set(Which) else Which.HERE,
        page=small(asked.get("page", "")),
        owing=small(asked.get("owing", "")),
    )


def _turned(search: Search, by: int) -> str:
    page = search.page + by
    return people_at(search.words, search.unit, search.which, page, search.owing)
