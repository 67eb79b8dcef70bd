"""The plan in force: its duties and their next days, its versions, and the file that makes it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from directives.writing import plan_yaml
from domain.desk import Outcome
from domain.message import say
from domain.period import Period
from domain.plan import Audience, Every, Obligation, Plan
from domain.plan_copy import next_year
from domain.text import Text, _
from storage import plans
from storage.periods import all_periods
from storage.unit_of_work import Work
from web.desk.addresses import PLAN
from web.desk.guests import Desk, Guest
from web.desk.showing import DOORKEEPERS, desk_page, outcome_page
from web.pages import download


@dataclass(frozen=True)
class Made:
    """A file that has been made."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Line:
    """A duty of the plan, and the period that is open or comes next."""

    duty: Obligation
    who: Text
    every: Text
    period: Period | None


class PlanPages:
    """`/desk/plan`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        return [
            Route(PLAN, self.plan, methods=["GET"]),
            Route(f"{PLAN}/now.yaml", self.now, methods=["GET"]),
            Route(f"{PLAN}/next.yaml", self.next, methods=["GET"]),
        ]

    async def plan(self, request: Request) -> Response:
        """What it asks, of whom, and when next."""

        def show(guest: Guest) -> Response:
            work = guest.work
            return desk_page(
                guest,
                "plan",
                "plan.html",
                plan=work.office.plan,
                lines=_lines(work),
                versions=plans.versions(work),
                may_export=guest.who.is_any(*DOORKEEPERS),
                plan_at=PLAN,
            )

        return await self._desk.inside(request, show)

    async def now(self, request: Request) -> Response:
        """The plan in force as its file."""
        return await self._desk.inside(request, lambda guest: _file(guest, guest.work.office.plan))

    async def next(self, request: Request) -> Response:
        """A proposal for the next year as a file."""
        return await self._desk.inside(
            request, lambda guest: _file(guest, next_year(guest.work.office.plan))
        )


def _file(guest: Guest, plan: Plan) -> Response:
    if not guest.who.is_any(*DOORKEEPERS):
        refused = Outcome((say(_NOT_YOURS),), refused=True)
        return outcome_page(guest, "plan", refused)
    return download(Made(f"{plan.id}.yaml", plan_yaml(plan).encode()))


_NOT_YOURS = _("The plan's file is for the specialist and the admin.")


def _lines(work: Work) -> list[Line]:
    known = [period for period in all_periods(work) if period.closes > work.now]
    return [
        Line(duty, _WHO[duty.who], _EVERY[duty.every], _next(known, duty))
        for duty in work.office.plan.obligations
    ]


def _next(known: list[Period], duty: Obligation) -> Period | None:
    theirs = (period for period in known if period.obligation == duty.id)
    return min(theirs, key=lambda period: period.opens, default=None)


_WHO = {
    Audience.OFFICIALS: _("everyone"),
    Audience.SPECIALIST: _("the specialist"),
    Audience.HEAD: _("the head"),
    Audience.NOBODY: _("nobody: for information"),
}
_EVERY = {
    Every.ONCE: _("once"),
    Every.MONTH: _("every month"),
    Every.QUARTER: _("every quarter"),
    Every.HALF: _("every half-year"),
    Every.YEAR: _("every year"),
}
