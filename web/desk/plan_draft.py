"""The plan being changed: its draft, a duty of it as a form, and what it would change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from domain.effects import Refused
from domain.period import Period
from domain.plan import Anchor, Kind, Obligation
from domain.plan_editing import Meaning, PlanDraft, Problem, Readers, Shifted
from domain.text import Text, _
from storage import roll
from storage.periods import all_periods
from storage.plan_drafts import NONE, may_edit
from web.behind import Planning
from web.desk import reminder_readers
from web.desk.addresses import PLAN, PLAN_DRAFT, PLAN_HOURS, duty_at
from web.desk.doing import one
from web.desk.duty_form import ANCHORS, SHIFTS, DutyForm, as_filled_in, form_of, read_duty
from web.desk.guests import Desk, Given, Guest
from web.desk.plan import WHO, Line, lines_of, plan_file
from web.desk.showing import desk_page, refused_page
from web.guarding import number

_AT = "plan"


@dataclass(frozen=True)
class DraftLine:
    """A duty of the draft: how it differs, what its days were taken for, where it is changed."""

    line: Line
    state: Text | None
    meanings: Mapping[str, Text]
    href: str


class PlanDraftPages:
    """`/desk/plan/draft`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._planning = desk.behind.planning

    def routes(self) -> list[Route]:
        return [
            Route(PLAN_DRAFT, self.draft, methods=["GET"]),
            Route(PLAN_DRAFT, self.act, methods=["POST"]),
            Route(f"{PLAN_DRAFT}/draft.yaml", self.file, methods=["GET"]),
            Route(f"{PLAN_DRAFT}/preview", self.preview, methods=["GET"]),
            Route(f"{PLAN_DRAFT}/duty/{{duty}}", self.duty, methods=["GET"]),
            Route(f"{PLAN_DRAFT}/duty/{{duty}}", self.change, methods=["POST"]),
        ]

    async def draft(self, request: Request) -> Response:
        """Its duties as they would be."""
        return await self._desk.inside(request, self._with_draft(self._shown))

    async def file(self, request: Request) -> Response:
        """The draft as a file."""

        def made(guest: Guest, draft: PlanDraft) -> Response:
            return plan_file(guest, draft.plan)

        return await self._desk.inside(request, self._with_draft(made))

    async def preview(self, request: Request) -> Response:
        """What would change in whose reminders."""

        def shown(guest: Guest, draft: PlanDraft) -> Response:
            found = self._planning.preview(guest.work)
            if isinstance(found, Refused):
                return refused_page(guest, _AT, found)
            return desk_page(
                guest,
                _AT,
                "plan_preview.html",
                draft=draft,
                preview=found,
                told=TOLD,
                readers=readers_of,
                may_edit=may_edit(guest.who),
                draft_at=PLAN_DRAFT,
            )

        return await self._desk.inside(request, self._with_draft(shown))

    async def act(self, request: Request) -> Response:
        """Save it, throw it away, or take a duty that was left out in again."""

        def act(guest: Guest, given: Given) -> Response:
            revision, press = number(given, "revision"), one(given, "press")
            work, who = guest.work, guest.who
            match press:
                case "save":
                    done, at = self._planning.save(work, who, revision), PLAN
                case "discard":
                    done, at = self._planning.discard(work, who, revision), PLAN
                case _:
                    duty = one(given, "restore")
                    done, at = self._planning.restore(work, who, revision, duty), PLAN_DRAFT
            return refused_page(guest, _AT, done) if done else RedirectResponse(at, 303)

        return await self._desk.posted(request, act)

    async def duty(self, request: Request) -> Response:
        """One duty as a form."""
        id_ = request.path_params["duty"]

        def shown(guest: Guest, draft: PlanDraft) -> Response:
            duty = _duty(draft, id_)
            if duty is None:
                return refused_page(guest, _AT, _NO_DUTY)
            return self._form(guest, draft, form_of(duty))

        return await self._desk.inside(request, self._with_draft(shown))

    async def change(self, request: Request) -> Response:
        """Take over what was filled in, or leave the duty out."""
        id_ = request.path_params["duty"]

        def act(guest: Guest, given: Given) -> Response:
            draft = self._planning.draft(guest.work)
            duty = _duty(draft, id_) if draft else None
            if draft is None or duty is None:
                return refused_page(guest, _AT, _NO_DUTY if draft else NONE)
            revision = number(given, "revision")
            if one(given, "press") == "drop":
                done = self._planning.drop(guest.work, guest.who, revision, id_)
                return refused_page(guest, _AT, done) if done else RedirectResponse(PLAN_DRAFT, 303)
            changed, form = read_duty(duty, given, guest.work.today)
            if form.remarks or any(moment.remarks for moment in form.moments):
                return self._form(guest, draft, form, 422)
            found = self._planning.keep_duty(guest.work, guest.who, revision, changed)
            if isinstance(found, Refused):
                return refused_page(guest, _AT, found)
            if found:
                form = as_filled_in(duty, changed, given, _by_field(found))
                return self._form(guest, draft, form, 422)
            return RedirectResponse(PLAN_DRAFT, 303)

        return await self._desk.posted(request, act)

    def _with_draft(
        self, show: Callable[[Guest, PlanDraft], Response]
    ) -> Callable[[Guest], Response]:
        def shown(guest: Guest) -> Response:
            draft = self._planning.draft(guest.work)
            return show(guest, draft) if draft else refused_page(guest, _AT, NONE)

        return shown

    def _shown(self, guest: Guest, draft: PlanDraft) -> Response:
        now = {duty.id for duty in draft.plan.obligations}
        lines = lines_of(draft.plan, self._planning.ahead(guest.work, draft.plan))
        running = _running(guest)
        return desk_page(
            guest,
            _AT,
            "plan_draft.html",
            draft=draft,
            lines=[_line(guest, self._planning, draft, line, running) for line in lines],
            dropped=[d for d in draft.based_on.obligations if d.id not in now],
            may_edit=may_edit(guest.who),
            draft_at=PLAN_DRAFT,
            hours_at=PLAN_HOURS,
        )

    def _form(self, guest: Guest, draft: PlanDraft, form: DutyForm, status: int = 200) -> Response:
        return desk_page(
            guest,
            _AT,
            "plan_duty.html",
            status,
            form=form,
            draft=draft,
            who_words=WHO,
            anchors=ANCHORS,
            shifts=SHIFTS,
            date_anchor=Anchor.DATE,
            readers=readers_of,
            whoms=_whoms(guest),
            is_running=form.duty.id in _running(guest),
            may_edit=may_edit(guest.who),
            address=duty_at(form.duty.id),
            draft_at=PLAN_DRAFT,
        )


_NO_DUTY = Refused(_("The draft has no such duty any more."))


def _duty(draft: PlanDraft, id_: str) -> Obligation | None:
    asked = (duty for duty in draft.plan.obligations if duty.kind is not Kind.INFORMATION)
    return next((duty for duty in asked if duty.id == id_), None)


def _running(guest: Guest) -> Mapping[str, Period]:
    """By duty, the period that is open and stays as it is."""
    now = guest.work.now
    return {p.obligation: p for p in all_periods(guest.work) if p.opens <= now <= p.closes}


def _by_field(problems: tuple[Problem, ...]) -> dict[str, Text]:
    return {problem.field: problem.text for problem in reversed(problems)}


def _line(
    guest: Guest, planning: Planning, draft: PlanDraft, line: Line, running: Mapping[str, Period]
) -> DraftLine:
    before = {duty.id: duty for duty in draft.based_on.obligations}
    duty = line.duty
    state = None
    if duty.id not in before:
        state = _("new")
    elif before[duty.id] != duty:
        state = _("changed")
    elif duty.id in running:
        state = _("open now: stays as it opened")
    return DraftLine(line, state, _meanings(guest, planning, draft, duty), _href(duty))


def _href(duty: Obligation) -> str:
    return "" if duty.kind is Kind.INFORMATION else duty_at(duty.id)


def _meanings(
    guest: Guest, planning: Planning, draft: PlanDraft, duty: Obligation
) -> Mapping[str, Text]:
    """What the days of a new round were taken for, where they were carried over."""
    was = planning.round_before(draft, duty)
    if was is None:
        return {}
    found = {
        name: planning.meaning(guest.work, was, name, when)
        for name in ("opens", "due", "closes")
        if (when := getattr(duty, name)) is not None
    }
    return {name: MEANINGS[what] for name, what in found.items() if what in MEANINGS}


MEANINGS: Mapping[Meaning | None, Text] = {
    Meaning.BEFORE: _("the working day before the day its words name"),
    Meaning.LAST_WORKING_DAY: _("the last working day of the month"),
    Meaning.FIRST_WORKING_DAY: _("the first working day of the month"),
    Meaning.LAST_DAY: _("the last day of the month"),
    Meaning.SAME_DAY: _("the same day of the year"),
}
TOLD: Mapping[Shifted, Text] = {
    Shifted.ADDED: _("Comes anew"),
    Shifted.MOVED: _("Moves"),
    Shifted.GONE: _("No more"),
}


def readers_of(readers: Readers) -> Text:
    """To whom messages go, in words."""
    if readers.telling:
        return _("told: {who}", who=WHO[readers.audience])
    if readers.whom is None:
        return _("reminded: {who}", who=WHO[readers.audience])
    who, some = WHO[readers.audience], reminder_readers.words_of(readers.whom)
    return _("reminded: {who}, of them: {some}", who=who, some=some)


def _whoms(guest: Guest) -> Callable[[str], list[tuple[str, Text]]]:
    """Whom a reminder may be for, where that is chosen now."""
    units = roll.units(guest.work)
    return lambda now: reminder_readers.choices(now, units)
