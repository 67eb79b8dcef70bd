"""All that lies below `/desk`."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from storage.desk_sessions import PATH
from web.behind import Behind
from web.desk.doing import Doing
from web.desk.door import Door
from web.desk.guests import Desk
from web.desk.inquiries import InquiryPages
from web.desk.launching import Launch
from web.desk.messages import MessagePages
from web.desk.offices import OfficePages
from web.desk.papers import PaperPages
from web.desk.people import PeoplePages
from web.desk.person import PersonPage
from web.desk.plan import PlanPages
from web.desk.plan_draft import PlanDraftPages
from web.desk.plan_hours import PlanHoursPages
from web.desk.registrations import RegistrationPages
from web.desk.today import TodayPage

_STATIC = Path(__file__).parent.parent / "static"
_STYLE = (_STATIC / "desk.css").read_text(encoding="utf-8")
_LAUNCH = (_STATIC / "telegram.js").read_text(encoding="utf-8")
_KEYS = (_STATIC / "desk.js").read_text(encoding="utf-8")


def desk_routes(behind: Behind) -> list[Route]:
    """The desk's pages, its style and its keys."""
    desk = Desk(behind)
    pages = (
        Door(desk),
        Launch(desk),
        TodayPage(desk),
        PeoplePages(desk),
        PersonPage(desk),
        RegistrationPages(desk),
        PaperPages(desk),
        MessagePages(desk),
        InquiryPages(desk),
        PlanPages(desk),
        PlanDraftPages(desk),
        PlanHoursPages(desk),
        OfficePages(desk),
        Doing(desk),
    )
    return [
        Route(f"{PATH}/style.css", _style, methods=["GET"]),
        Route(f"{PATH}/keys.js", _keys, methods=["GET"]),
        Route(f"{PATH}/telegram.js", _launch, methods=["GET"]),
        *(route for part in pages for route in part.routes()),
    ]


async def _style(_request: Request) -> Response:
    return Response(_STYLE, media_type="text/css")


async def _keys(_request: Request) -> Response:
    return Response(_KEYS, media_type="text/javascript")


async def _launch(_request: Request) -> Response:
    return Response(_LAUNCH, media_type="text/javascript")
