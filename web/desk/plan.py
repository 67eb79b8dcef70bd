"""The plan in force: its duties and their next days, its versions, and the file that makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from directives.writing import plan_yaml
from domain.effects import Refused
from domain.period import Period
from domain.plan import Audience, Every, Obligation, Plan
from domain.plan_editing import Beginning
from domain.text import Text, _
from handlers.typed_dates import NoDate, read_date
from storage import plans
from storage.plan_drafts import may_edit
from web.desk.addresses import PLAN, PLAN_DRAFT
from web.desk.doing import one
from web.desk.guests import Desk, Given, Guest
from web.desk.showing import desk_page, refused_page
from web.pages import Made, download


@dataclass(frozen=True)
class Line:
    """A duty of a plan, and the period that is open or comes next."""

    duty: Obligation
    who: Text
    every: Text
    period: Period | None


class PlanPages:
    """`/desk/plan`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._planning = desk.behind.planning

    def routes(self) -> list[Route]:
        return [
            Route(PLAN, self.plan, methods=["GET"]),
            Route(f"{PLAN}/begin", self.begin, methods=["POST"]),
            Route(f"{PLAN}/now.yaml", self.now, methods=["GET"]),
            Route(f"{PLAN}/next.yaml", self.next, methods=["GET"]),
            Route(f"{PLAN}/versions/{{number:int}}.yaml", self.version, methods=["GET"]),
        ]

    async def plan(self, request: Request) -> Response:
        """What it asks, of whom, and when next."""
        return await self._desk.inside(request, self._shown)

    async def begin(self, request: Request) -> Response:
        """Begin a change of it, its next year, or its end."""

        def act(guest: Guest, given: Given) -> Response:
            what, typed = one(given, "what"), one(given, "last")
            if what not in set(Beginning):
                return self._shown(guest, _("Please choose what is to be done with the plan."))
            last = read_date(typed, guest.work.today) if what == Beginning.END else None
            if isinstance(last, NoDate):
                return self._shown(guest, last.reason, typed)
            done = self._planning.begin(guest.work, guest.who, Beginning(what), last)
            if isinstance(done, Refused):
                return self._shown(guest, done.reason, typed)
            return RedirectResponse(PLAN_DRAFT, 303)

        return await self._desk.posted(request, act)

    def _shown(self, guest: Guest, refused: Text | None = None, last: str = "") -> Response:
        work = guest.work
        plan = work.office.plan
        return desk_page(
            guest,
            "plan",
            "plan.html",
            409 if refused else 200,
            plan=plan,
            lines=lines_of(plan, self._planning.ahead(work, plan)),
            versions=plans.versions(work),
            may_edit=may_edit(guest.who),
            draft=self._planning.draft(work),
            refused=refused,
            last=last,
            plan_at=PLAN,
            draft_at=PLAN_DRAFT,
        )

    async def now(self, request: Request) -> Response:
        """The plan in force as its file."""
        return await self._file(request, lambda guest: guest.work.office.plan)

    async def next(self, request: Request) -> Response:
        """The proposal with another year as a file."""
        return await self._file(request, lambda guest: self._planning.proposal(guest.work))

    async def version(self, request: Request) -> Response:
        """A version that was in force, as its file."""
        id_ = int(request.path_params["number"])
        planning = self._planning
        return await self._file(request, lambda guest: planning.version(guest.work, guest.who, id_))

    async def _file(self, request: Request, plan_of: Callable[[Guest], Plan | Refused]) -> Response:
        return await self._desk.inside(request, lambda guest: plan_file(guest, plan_of(guest)))


def plan_file(guest: Guest, plan: Plan | Refused) -> Response:
    """A plan to keep as YAML, for whoever may change it."""
    if isinstance(plan, Refused) or not may_edit(guest.who):
        why = plan if isinstance(plan, Refused) else _NOT_YOURS
        return refused_page(guest, "plan", why)
    return download(Made(f"{plan.id}.yaml", plan_yaml(plan).encode()))


_NOT_YOURS = Refused(_("The plan's file is for the specialist and the admin."))


def lines_of(plan: Plan, ahead: Mapping[str, Period]) -> list[Line]:
    """The duties of a plan, each with what is ahead of it."""
    return [
        Line(duty, WHO[duty.who], EVERY[duty.every], ahead.get(duty.id))
        for duty in plan.obligations
    ]


WHO = {
    Audience.OFFICIALS: _("everyone"),
    Audience.SPECIALIST: _("the specialist"),
    Audience.HEAD: _("the head"),
    Audience.NOBODY: _("nobody: for information"),
}
EVERY = {
    Every.ONCE: _("once"),
    Every.MONTH: _("every month"),
    Every.QUARTER: _("every quarter"),
    Every.HALF: _("every half-year"),
    Every.YEAR: _("every year"),
}
