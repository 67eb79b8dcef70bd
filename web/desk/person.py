"""One person's file: what they registered and did, what was sent to them, and what can be done."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.desk import Dossier
from domain.effects import Refused
from domain.message import Attachment, Choice, Do, Document, Start, Style
from domain.people import Person, Role
from domain.report_copies import ReportCopy
from domain.text import Text, _
from handlers.registration_view import content_lines, paper_line, standing_line, version_line
from reports.proof import KINDS, STATES, remarks_on
from reports.tally import LABELS
from storage import dossier
from web.desk.addresses import PEOPLE, file_at, registration_at
from web.desk.guests import Desk, Guest
from web.desk.showing import DOORKEEPERS, Pressable, desk_page, refused_page


class PersonPage:
    """`/desk/people/ID`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        return [Route(f"{PEOPLE}/{{person:int}}", self.person, methods=["GET"])]

    async def person(self, request: Request) -> Response:
        """As of now."""
        id_ = int(request.path_params["person"])

        def show(guest: Guest) -> Response:
            found = dossier.load(guest.work, guest.who, id_) if id_ < 2**31 else dossier.NOT_HERE
            if isinstance(found, Refused):
                return refused_page(guest, "people", found)
            return desk_page(
                guest,
                "people",
                "person.html",
                file=found,
                labels=LABELS,
                kinds=KINDS,
                states=STATES,
                remarks=remarks_on,
                version=version_line,
                contents=content_lines,
                standing=standing_line,
                paper=paper_line,
                one_at=registration_at,
                copy_at=_copy_at,
                choices=[Pressable(choice) for choice in _choices(found, guest.who)],
                code=_code(found),
            )

        return await self._desk.inside(request, show)


def _choices(found: Dossier, who: Person) -> list[Choice]:
    """What the reader may do; where it leads is asked again there."""
    id_ = str(found.person.id)
    entering = Choice(_("Enter a registration for them"), Start("register_for", id_))
    choices = [entering] if found.may_enter else []
    if who.is_any(Role.SPECIALIST) and who.id != found.person.id and found.left_at is None:
        choices.append(Choice(_("Note when they are away"), Start("absence_of", id_)))
    if not who.is_any(*DOORKEEPERS) or found.left_at is not None:
        return choices
    choices += [
        Choice(_("A new code"), Do("new_code", id_)),
        Choice(_("Slip with QR code to print"), Do("code_sheet", id_)),
    ]
    if found.code_until is not None:
        choices.append(Choice(_("Revoke this code"), Do("revoke_code", id_)))
    return [
        *choices,
        Choice(_("Change post or name"), Start("staff_change", id_)),
        Choice(_("Has left the office"), Do("staff_ask_left", id_), Style.DANGER),
    ]


def _copy_at(copy: ReportCopy) -> str:
    return file_at(Attachment(Document.REPORT_COPY, str(copy.id)))


def _code(found: Dossier) -> Text | None:
    if found.code_until is None:
        return None
    return _("A code is out that lets them in, until {until}.", until=found.code_until)
