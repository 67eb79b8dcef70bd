"""What was asked at short notice: the list, and of each who answered what and who is missing."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.answering import shown
from domain.collected import Collected, Line
from domain.effects import Refused
from domain.inquiry import AnswerKind, may_manage
from domain.message import Attachment, Document
from domain.text import Localized, Text, _
from handlers.broadcast_views import whom
from handlers.inquiring import stand
from handlers.inquiry_results import BECAUSE, figures, headline, paragraph, remarks
from handlers.inquiry_running import looking_after
from storage import broadcasts, desk_inquiries, inquiry_answers
from web.desk.addresses import INQUIRIES, file_at, form_at, inquiry_at, look_at
from web.desk.guests import Desk, Guest
from web.desk.showing import Pressable, desk_page, refused_page
from web.guarding import small

_AT = "inquiries"


class InquiryPages:
    """`/desk/inquiries`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        return [
            Route(INQUIRIES, self.listed, methods=["GET"]),
            Route(f"{INQUIRIES}/{{inquiry:int}}", self.one, methods=["GET"]),
        ]

    async def listed(self, request: Request) -> Response:
        """What the reader may see answered, newest first, and their own that wait to be sent."""
        page = small(request.query_params.get("page", ""))
        return await self._desk.inside(request, lambda guest: _list(guest, page))

    async def one(self, request: Request) -> Response:
        """What has come in to one by now."""
        id_ = int(request.path_params["inquiry"])

        def show(guest: Guest) -> Response:
            asked = str(id_) if id_ < 2**31 else ""
            found = inquiry_answers.load_collected(guest.work, guest.who, asked)
            return (
                refused_page(guest, _AT, found)
                if isinstance(found, Refused)
                else _one(guest, found)
            )

        return await self._desk.inside(request, show)


def _list(guest: Guest, page: int) -> Response:
    found = desk_inquiries.load(guest.work, guest.who, page)
    if isinstance(found, Refused):
        return refused_page(guest, _AT, found)
    return desk_page(
        guest,
        _AT,
        "inquiries.html",
        asked=found,
        stand=stand,
        inquiry_at=inquiry_at,
        ask_at=form_at("inquiry"),
        preview_at=lambda draft: look_at("inquiry_preview", str(draft.id)),
        earlier=f"{INQUIRIES}?page={page - 1}" if page else "",
        further=f"{INQUIRIES}?page={page + 1}" if found.more else "",
    )


def _one(guest: Guest, found: Collected) -> Response:
    inquiry, work = found.inquiry, guest.work
    may_note = found.is_open and may_manage(guest.who, inquiry.author.id)
    return desk_page(
        guest,
        _AT,
        "inquiry.html",
        found=found,
        headline=headline(found),
        remarks=list(remarks(found)),
        figures=list(figures(found)),
        paragraph=paragraph(found) if found.answered else None,
        whom=whom(inquiry.audience, broadcasts.owed(work, inquiry.audience)),
        files=_files(found),
        choices=[Pressable(choice) for choice in looking_after(found)],
        answer=lambda line: _answer(found, line),
        because=BECAUSE,
        note_at=(lambda line: _note_at(found, line)) if may_note else None,
        inquiries_at=INQUIRIES,
    )


def _answer(found: Collected, line: Line) -> Localized:
    return shown(found.inquiry.wanted, line.given.value) if line.given else Localized("", "")


def _note_at(found: Collected, line: Line) -> str:
    """Where what somebody phoned in is written down for them."""
    return form_at("inquiry_answer", f"{found.period.id}:{line.person.id}")


def _files(found: Collected) -> list[tuple[Text, str]]:
    """What can be fetched of it."""
    if not found.answered:
        return []
    number = str(found.inquiry.id)
    table = (_("Table (XLSX)"), file_at(Attachment(Document.INQUIRY_ANSWERS, number)))
    if found.inquiry.wanted.kind is not AnswerKind.FILE:
        return [table]
    return [table, (_("All files (ZIP)"), file_at(Attachment(Document.INQUIRY_FILES, number)))]
