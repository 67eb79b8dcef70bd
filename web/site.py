"""The whole of what is served: the pages of links, their style, and what others add."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from domain.text import _
from web.behind import Behind
from web.desk.pages import desk_routes
from web.feeds import Feeds
from web.guarding import PATIENCE, Guarded
from web.links import LinkPages
from web.pages import STYLE, told_anyone


def site(behind: Behind, others: Sequence[BaseRoute] = (), patience: float = PATIENCE) -> ASGIApp:
    """The application; `others` are routes that are not pages, as a platform's webhook."""
    pages = LinkPages(behind).routes()
    style = Route("/style.css", _style, methods=["GET"])
    routes = [style, *pages, *Feeds(behind).routes(), *desk_routes(behind), *others]
    pages_of_all = Starlette(routes=routes, exception_handlers={HTTPException: _refused})
    # It would lead to whatever host the request names, and from https to http: with the token.
    pages_of_all.router.redirect_slashes = False
    return Guarded(pages_of_all, patience)


async def _style(_request: Request) -> Response:
    return Response(STYLE, media_type="text/css")


async def _refused(_request: Request, error: Exception) -> Response:
    """A request that no page of ours sends."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        lines = (_("Pages here open from a link in the chat with the bot."),)
        return told_anyone(status, _("Nothing is here"), *lines)
    lines = (_("Nothing was changed. Please open the link from the chat once more."),)
    return told_anyone(status, _("That was not taken"), *lines)
