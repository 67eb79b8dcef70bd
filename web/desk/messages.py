"""What goes out to many: announcements, reminders, the days ahead, and what has gone."""

from __future__ import annotations

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.people import Person, Role
from domain.text import Text, _
from handlers.broadcast_views import head, stand, whom
from reports.proof import KINDS, STATES
from storage import broadcast_ledger, desk_ledger
from storage.broadcasts import SENDERS
from web.desk.addresses import MESSAGES, form_at, look_at
from web.desk.guests import Desk, Guest
from web.desk.showing import DOORKEEPERS, desk_page

_AHEAD = timedelta(days=31)


class MessagePages:
    """`/desk/messages`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        return [Route(MESSAGES, self.messages, methods=["GET"])]

    async def messages(self, request: Request) -> Response:
        """Before and behind this moment."""

        def show(guest: Guest) -> Response:
            work, who = guest.work, guest.who
            sends = who.is_any(*SENDERS)
            return desk_page(
                guest,
                "messages",
                "messages.html",
                doing=_doing(who),
                sends=sends,
                courses=broadcast_ledger.load_list(work, who, "") if sends else (),
                head=head,
                stand=stand,
                whom=whom,
                coming=self._desk.behind.ahead(work, work.now + _AHEAD),
                went=desk_ledger.went_lately(work),
                kinds=KINDS,
                states=STATES,
            )

        return await self._desk.inside(request, show)


def _doing(who: Person) -> list[tuple[Text, str]]:
    write = [(_("Write an announcement"), form_at("broadcast"))] if who.is_any(*SENDERS) else []
    nudge = (_("Remind those missing"), look_at("nudge"))
    away = (_("Who is away"), look_at("away"))
    more = [nudge] if who.is_any(*DOORKEEPERS) else []
    return [*write, *more, *([away] if who.is_any(Role.SPECIALIST) else [])]
