"""The pile of registrations: one key each, or one button."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.desk import OnePile, PileOf
from domain.effects import Refused
from domain.message import Attachment, Do, Document
from domain.registration import Filed, ReviewState, Revision
from domain.text import Text, _
from handlers.registration_view import content_lines, paper_line, standing_line, version_line
from handlers.review_views import VERDICT
from storage import pile
from web.desk.addresses import REGISTRATIONS, file_at, form_at, registration_at
from web.desk.doing import one, subject
from web.desk.guests import Desk, Given, Guest
from web.desk.showing import desk_page, refused_page
from web.guarding import small

_AT = "registrations"
#: What the pile's buttons do; everything else has its own page.
_DOES = frozenset({"review_decide", "paper_tick"})


class RegistrationPages:
    """`/desk/registrations`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        return [
            Route(REGISTRATIONS, self.pile, methods=["GET"]),
            Route(f"{REGISTRATIONS}/{{version}}", self.one, methods=["GET"]),
            Route(f"{REGISTRATIONS}/{{version}}", self.decide, methods=["POST"]),
        ]

    async def pile(self, request: Request) -> Response:
        """What waits, what was sent back, or everything."""
        asked = request.query_params
        which = asked.get("which", "")
        kind = PileOf(which) if which in set(PileOf) else PileOf.WAITING
        page = small(asked.get("page", ""))

        def show(guest: Guest) -> Response:
            found = pile.load(guest.work, guest.who, kind, page)
            if isinstance(found, Refused):
                return refused_page(guest, _AT, found)
            return desk_page(
                guest,
                _AT,
                "registrations.html",
                pile=found,
                kinds=_KINDS,
                at_kind=_pile_at,
                one_at=registration_at,
                standing=standing_line,
                paper=paper_line,
                printing=_printing(found.printable),
                earlier=_pile_at(kind, found.page - 1) if found.page else "",
                further=_pile_at(kind, found.page + 1) if found.more else "",
            )

        return await self._desk.inside(request, show)

    async def one(self, request: Request) -> Response:
        """One registration in full, and what may be decided."""
        version = subject(request.path_params["version"])

        def show(guest: Guest) -> Response:
            return _one(guest, version)

        return await self._desk.inside(request, show)

    async def decide(self, request: Request) -> Response:
        """Keep a word on it, and show what waits next."""
        version = subject(request.path_params["version"])

        def act(guest: Guest, given: Given) -> Response:
            before = pile.load_one(guest.work, guest.who, version)
            if one(given, "action") not in _DOES:
                raise HTTPException(400)
            target = Do(one(given, "action"), subject(one(given, "about")))
            outcome = self._desk.behind.acting.do(guest.work, guest.who, target)
            said = outcome.messages[0].body[0] if outcome.messages else None
            decided = outcome.changed and target.action == "review_decide"
            if isinstance(before, Refused) or not decided:
                return _one(guest, version, said, refused=not outcome.changed)
            if before.following:
                return _one(guest, before.following, said)
            return desk_page(guest, _AT, "pile_done.html", notice=said)

        return await self._desk.posted(request, act)


def _one(
    guest: Guest, version: str, notice: Text | None = None, *, refused: bool = False
) -> Response:
    found = pile.load_one(guest.work, guest.who, version)
    if isinstance(found, Refused):
        return refused_page(guest, _AT, found)
    return desk_page(
        guest,
        _AT,
        "registration.html",
        409 if refused else 200,
        one=found,
        notice=notice,
        refused=refused,
        versions=[_version(revision) for revision in reversed(found.filed.registration.revisions)],
        paper=paper_line(found.filed.registration.paper),
        buttons=_buttons(found),
        more=_more(found),
        following=registration_at(found.following) if found.following else "",
        printing=_form_of(found.filed),
    )


def _version(revision: Revision) -> tuple[Text, tuple[Text, ...], Text]:
    content = content_lines(revision.content)
    return version_line(revision), content, standing_line(revision)


def _buttons(found: OnePile) -> list[tuple[str, Text, str, str]]:
    """Key, label, action and what about."""
    if found.overtaken:
        return []
    forward = [
        ("1", label, "review_decide", f"{state}@{found.filed.version}")
        for state, label in VERDICT.items()
        if state in found.verdicts
    ]
    tick = [("4", _("Signed paper is in"), "paper_tick", found.paper)] if found.paper else []
    return [*forward, *tick]


def _more(found: OnePile) -> str:
    may = ReviewState.RETURNED in found.verdicts and not found.overtaken
    return form_at("return_registration", found.filed.version) if may else ""


def _form_of(filed: Filed) -> str:
    collective = filed.registration.collective
    subject = f"period:{filed.period.id}" if collective else f"person:{filed.owner.id}"
    return file_at(Attachment(Document.REGISTRATION_FORMS, subject))


def _printing(period: int) -> str:
    forms = Attachment(Document.REGISTRATION_FORMS, f"period:{period}")
    return file_at(forms) if period else ""


_KINDS: tuple[tuple[PileOf, Text], ...] = (
    (PileOf.WAITING, _("Waiting")),
    (PileOf.RETURNED, _("Sent back to be completed")),
    (PileOf.ALL, _("Everything sent")),
)


def _pile_at(which: PileOf, page: int = 0) -> str:
    given = {"which": which, **({"page": page} if page else {})}
    return f"{REGISTRATIONS}?{urlencode(given)}"
