"""The address from which a phone's calendar fetches its person's deadlines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.message import Attachment, Document
from storage import feeds
from storage.unit_of_work import Work
from web.behind import Behind, File


class Feeds:
    """`/lich/TOKEN.ics`: no page, no cookie; a calendar program asks by itself."""

    def __init__(self, behind: Behind) -> None:
        self._behind = behind

    def routes(self) -> list[Route]:
        return [Route(f"{feeds.PATH}{{token}}.ics", self.fetch, methods=["GET"])]

    async def fetch(self, request: Request) -> Response:
        """Made anew each time. What is wrong with an address nobody is told."""
        token = str(request.path_params["token"])

        def prepare(work: Work) -> Callable[[], File] | Response:
            found = feeds.fetch(work, token)
            if found is feeds.Shut.TOO_SOON:
                seconds = str(int(feeds.SELDOM.total_seconds()))
                return Response(status_code=429, headers={"Retry-After": seconds})
            if isinstance(found, feeds.Shut):
                return Response(status_code=404)
            return self._behind.prepare(work, Attachment(Document.CALENDAR), found)

        made = await self._behind.transactions.work(prepare)
        if isinstance(made, Response):
            return made
        file = await asyncio.to_thread(made)
        return Response(file.content, media_type="text/calendar; charset=utf-8")
