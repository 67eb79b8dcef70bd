"""What the desk shows first: what needs its reader, how far the duties are, what goes out next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.apology import looks_after
from domain.completion import DutyFigures
from domain.desk import Needs, Which
from domain.inquiry import may_ask
from domain.people import Person
from domain.text import Text, _, verbatim
from reports.chart import PAINTS, bar_svg
from reports.tally import counted, in_order, percent
from storage import desk
from storage.desk_sessions import PATH
from web.behind import Behind
from web.desk.addresses import PAPERS, REGISTRATIONS, form_at, look_at
from web.desk.guests import Desk, Guest
from web.desk.people import people_at
from web.desk.pictures import Chosen, Picture, month, trend
from web.desk.showing import DOORKEEPERS, desk_page

#: How far the first page looks.
_AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Need:
    """Something that waits for the reader, and where they see to it."""

    count: int
    label: Text
    href: str


@dataclass(frozen=True)
class Part:
    """A part of a bar: its colour and what it means, in words beside it."""

    colour: str
    words: Text


@dataclass(frozen=True)
class Bar:
    """A duty as of now."""

    title: Text
    summary: Text
    deadline: Text
    svg: str
    parts: tuple[Part, ...]
    missing: str


class TodayPage:
    """`/desk`."""

    def __init__(self, desk_: Desk) -> None:
        self._desk = desk_

    def routes(self) -> list[Route]:
        return [Route(PATH, self.today, methods=["GET"])]

    async def today(self, request: Request) -> Response:
        """As of this moment."""
        chosen = Chosen.of(request.query_params)

        def show(guest: Guest) -> Response:
            with guest.work.remembering():  # much of it is counted of the same people
                return self._page(guest, chosen)

        return await self._desk.inside(request, show)

    def _page(self, guest: Guest, chosen: Chosen) -> Response:
        work, who = guest.work, guest.who
        return desk_page(
            guest,
            "today",
            "today.html",
            as_of=_("As of {moment}", moment=work.now),
            needs=_needs(desk.needs(work, who)),
            bars=[_bar(figures, work.now) for figures in desk.figures(work)],
            pictures=_pictures(guest, self._desk.behind, chosen),
            coming=self._desk.behind.ahead(work, work.now + _AHEAD),
            doing=_doing(who),
        )


def _pictures(guest: Guest, behind: Behind, chosen: Chosen) -> list[tuple[str, Text, Picture]]:
    """Where each stands on the page, what it is called, and the picture itself."""
    went = trend(guest, chosen)
    told = [("trend", _("Period by period"), went)] if went else []
    return [*told, ("month", _("The month"), month(guest, behind, chosen))]


def _needs(needs: Needs) -> list[Need]:
    phones = look_at("phones")
    found = [
        Need(needs.to_review, _("Registrations to review"), REGISTRATIONS),
        Need(needs.obstacles, _("Waiting for an answer"), look_at("obstacles")),
        Need(needs.letters, _("Letters of apology to be signed"), look_at("letters")),
        Need(needs.more_time, _("Asking for more time"), look_at("time_requests")),
        Need(needs.phones, _("New phones to agree to"), phones),
        Need(needs.corrections, _("Data to be corrected"), look_at("corrections")),
        Need(needs.claims, _("Papers said to be in, to be checked"), PAPERS),
        Need(needs.outdated, _("Signed papers of an older version"), PAPERS),
        Need(needs.not_connected, _("Not connected yet"), people_at(which=Which.NOT_CONNECTED)),
    ]
    return [need for need in found if need.count]


def _bar(figures: DutyFigures, now: datetime) -> Bar:
    deadline = figures.deadline_words or figures.period.due
    in_time = _("Deadline: {deadline}.", deadline=deadline)
    overdue = _("Overdue: {deadline}.", deadline=deadline)
    return Bar(
        title=verbatim(figures.title),
        summary=_(
            "{done}/{total} people ({percent}%)",
            done=figures.done,
            total=figures.total,
            percent=percent(figures),
        ),
        deadline=overdue if now > figures.period.due else in_time,
        svg=bar_svg(figures),
        parts=tuple(Part(PAINTS[x].fill, counted(x, n)) for x, n in in_order(figures)),
        missing=people_at(owing=figures.period.id) if figures.done < figures.total else "",
    )


def _doing(who: Person) -> list[tuple[Text, str]]:
    """What is often done from here."""
    summary = (_("Summary to paste, picture and table"), look_at("digest"))
    nudge = (_("Remind those missing"), look_at("nudge"))
    documents = (_("Reports and documents"), look_at("documents"))
    question = (_("Ask people something"), form_at("inquiry"))
    asking = [question] if may_ask(who) else []
    nudging = [nudge] if who.is_any(*DOORKEEPERS) else []
    letters = (_("Letters of apology"), look_at("letters"))
    apologising = [letters] if looks_after(who) else []
    return [summary, documents, *asking, *nudging, *apologising]
