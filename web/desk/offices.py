"""What a ward's offices have done by now, for whoever reports for the ward: each duty, each office,
the sums, who has nothing to show and why; the same as a workbook."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.effects import Refused
from domain.offices import Mislisted
from domain.reporting import may_report
from domain.text import Text, _, verbatim
from domain.upward import DutyCounts, DutyRoll, RollUp
from locales.render import render
from reports.merged_workbook import merged_workbook
from reports.rolled_up import RULE_OF_SIGNS, paragraph, share, told_until, unlike
from web.behind import Offices
from web.desk.addresses import OFFICES, OFFICES_FILE
from web.desk.doing import one
from web.desk.guests import Desk, Files, Given, Guest
from web.desk.showing import desk_page, refused_page
from web.pages import Made, anyone, download

_AT = "offices"


class OfficePages:
    """`/desk/offices`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        return [
            Route(OFFICES, self.offices, methods=["GET"]),
            Route(OFFICES, self.with_files, methods=["POST"]),
            Route(OFFICES_FILE, self.workbook, methods=["GET"]),
        ]

    async def offices(self, request: Request) -> Response:
        """As of now."""
        return await self._answer(await self._desk.inside(request, _asks))

    async def with_files(self, request: Request) -> Response:
        """The same with files of offices that run apart, which are kept nowhere."""

        def sent(guest: Guest, given: Given, files: Files) -> _Asked | Response:
            return _asks(guest, files, as_workbook=one(given, "as") == "workbook")

        return await self._answer(await self._desk.uploaded(request, sent))

    async def workbook(self, request: Request) -> Response:
        """The summary as XLSX."""
        asks = partial(_asks, as_workbook=True)
        return await self._answer(await self._desk.inside(request, asks))

    async def _answer(self, asked: _Asked | Response) -> Response:
        """Outside of the transaction: while the others' data are read the bot goes on."""
        if isinstance(asked, Response):
            return asked
        try:
            rolled = await asked.offices.now(asked.guest.work.now, asked.files)
        except Mislisted as error:
            why = _(
                "The list of offices cannot be read: {reason}. Whoever looks after the server can "
                "put it right.",
                reason=str(error),
            )
            return refused_page(asked.guest, _AT, Refused(why))
        make = _file if asked.as_workbook and rolled.offices else _page
        return await asyncio.to_thread(make, asked, rolled)


@dataclass(frozen=True)
class _Asked:
    """What somebody who may see it asks for."""

    guest: Guest
    offices: Offices
    files: Files
    as_workbook: bool


def _asks(guest: Guest, files: Files = (), *, as_workbook: bool = False) -> _Asked | Response:
    offices = guest.offices
    if not may_report(guest.who) or offices is None:
        return refused_page(guest, _AT, _NOT_YOURS if offices else _NO_LIST)
    if as_workbook:
        about = f"desk:{guest.session.id}"
        guest.work.audit(guest.who.id, "document_fetched", about, "offices_workbook")
    return _Asked(guest, offices, files, as_workbook)


_NOT_YOURS = Refused(_("What the offices have told is for the specialist and the head."))
_NO_LIST = Refused(_("No list of offices is set here (TUSOI_OFFICES)."))


def _page(asked: _Asked, rolled: RollUp) -> Response:
    return desk_page(
        asked.guest,
        _AT,
        "offices.html",
        rolled=rolled,
        until=told_until(rolled) if rolled.offices else None,
        paragraph=paragraph(rolled),
        duties=sorted(rolled.by_duty, key=_newest_due, reverse=True),
        notes=[*rolled.notes, *_older(rolled), *unlike(rolled)],
        rule=RULE_OF_SIGNS,
        share=_share,
        offices_at=OFFICES,
        file_at="" if asked.files else OFFICES_FILE,
    )


def _newest_due(periods: Sequence[DutyRoll]) -> datetime:
    return periods[-1].due


def _older(rolled: RollUp) -> Iterator[Text]:
    """Of when the figures of a file are, where others are of now."""
    newest = max((office.as_of for office in rolled.offices), default=None)
    for office in rolled.offices:
        if office.as_of != newest:
            yield _("{name}: figures as of {moment}.", name=office.name, moment=office.as_of)


def _share(counts: DutyCounts) -> Text:
    """Of nobody there is none."""
    return _("{percent}%", percent=share(counts)) if counts.concerned else verbatim("–")


def _file(asked: _Asked, rolled: RollUp) -> Response:
    """In Vietnamese, whoever reads it: it is an office's paper."""
    work = asked.guest.work
    reader = replace(anyone(), zone=work.office.zone)
    content = merged_workbook(rolled, lambda text: render(text, reader), work.office.zone)
    return download(Made(f"tong-hop-{work.today}.xlsx", content))
