"""The hours of the plan's draft: when the office may be written to, and its lunch break."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from domain.plan import OfficeHours
from domain.text import Text, _
from storage.plan_drafts import NONE, may_edit
from web.desk.addresses import PLAN_DRAFT, PLAN_HOURS
from web.desk.doing import one
from web.desk.filled_in import Reading
from web.desk.guests import Desk, Given, Guest
from web.desk.showing import desk_page, refused_page
from web.guarding import number

_AT = "plan"
#: The fields, in their order.
_FIELDS: Mapping[str, Text] = {
    "opens": _("The office opens at, like 7:30"),
    "closes": _("It closes at"),
    "reminders_at": _("Reminders without an hour of their own go at"),
    "lunch_from": _("Lunch begins at (empty: no break)"),
    "lunch_to": _("Lunch ends at"),
}


class PlanHoursPages:
    """`/desk/plan/draft/hours`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._planning = desk.behind.planning

    def routes(self) -> list[Route]:
        return [
            Route(PLAN_HOURS, self.hours, methods=["GET"]),
            Route(PLAN_HOURS, self.change, methods=["POST"]),
        ]

    async def hours(self, request: Request) -> Response:
        """As they stand in the draft."""

        def shown(guest: Guest) -> Response:
            draft = self._planning.draft(guest.work)
            if draft is None:
                return refused_page(guest, _AT, NONE)
            return _form(guest, draft.revision, _written(draft.plan.hours), {})

        return await self._desk.inside(request, shown)

    async def change(self, request: Request) -> Response:
        """Take other hours into the draft."""

        def act(guest: Guest, given: Given) -> Response:
            draft = self._planning.draft(guest.work)
            if draft is None:
                return refused_page(guest, _AT, NONE)
            reading = Reading(given, guest.work.today)
            hours = _read(reading, draft.plan.hours)
            remarks = reading.remarks or dict(_wrong(hours))
            if remarks:
                typed = {name: one(given, name)[:100] for name in _FIELDS}
                return _form(guest, draft.revision, typed, remarks, 422)
            revision = number(given, "revision")
            done = self._planning.keep_hours(guest.work, guest.who, revision, hours)
            return refused_page(guest, _AT, done) if done else RedirectResponse(PLAN_DRAFT, 303)

        return await self._desk.posted(request, act)


def _written(hours: OfficeHours) -> dict[str, str]:
    found: dict[str, time | None] = {name: getattr(hours, name) for name in _FIELDS}
    return {name: f"{clock:%H:%M}" if clock else "" for name, clock in found.items()}


def _read(reading: Reading, before: OfficeHours) -> OfficeHours:
    def lunch(name: str) -> time | None:
        return reading.clock(name, before.opens) if reading.text(name) else None

    return OfficeHours(
        opens=reading.clock("opens", before.opens),
        closes=reading.clock("closes", before.closes),
        reminders_at=reading.clock("reminders_at", before.reminders_at),
        lunch_from=lunch("lunch_from"),
        lunch_to=lunch("lunch_to"),
    )


def _wrong(hours: OfficeHours) -> Iterator[tuple[str, Text]]:
    """What cannot be, by field, as a plan's file is checked (`directives.mistakes`)."""
    if hours.closes <= hours.opens:
        yield "closes", _("The office closes before it opens.")
    elif not hours.opens <= hours.reminders_at < hours.closes:
        yield "reminders_at", _("Reminders go while the office is open.")
    first, last = hours.lunch_from, hours.lunch_to
    if first is None or last is None:
        if first is not last:
            missing = "lunch_from" if first is None else "lunch_to"
            yield missing, _("Lunch has two ends: please give both, or neither.")
    elif not hours.opens < first < last < hours.closes:
        yield "lunch_from", _("Lunch lies within the office's hours.")
    elif first < hours.reminders_at < last:
        yield "reminders_at", _("Reminders would go in the lunch break.")


def _form(
    guest: Guest,
    revision: int,
    typed: Mapping[str, str],
    remarks: Mapping[str, Text],
    status: int = 200,
) -> Response:
    return desk_page(
        guest,
        _AT,
        "plan_hours.html",
        status,
        fields=[(name, label, typed[name], remarks.get(name)) for name, label in _FIELDS.items()],
        revision=revision,
        may_edit=may_edit(guest.who),
        address=PLAN_HOURS,
        draft_at=PLAN_DRAFT,
    )
