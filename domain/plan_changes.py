"""What a plan that is loaded anew changes, and from when on, for whoever loads it.

What has opened goes on as it opened; what is still to open follows the new plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from domain.period import Period, PeriodState, titled
from domain.plan import Kind, Obligation, PlanVersion
from domain.text import Localized, Text, _


def plan_changes(
    before: PlanVersion, after: PlanVersion, kept: Mapping[Period, Localized], now: datetime
) -> tuple[Text, ...]:
    """A sentence or two for each duty that differs; `kept` are the periods and their titles."""
    found = [*_at_once(before, after)]
    old, new = _by_id(before), _by_id(after)
    for id_ in {**old, **new}:
        if old.get(id_) != new.get(id_) or _asks_other_signs(id_, before, after):
            periods = sorted((p for p in kept if p.obligation == id_), key=lambda p: p.opens)
            for period in periods:
                found += _running(kept[period], period, now)
            found += _coming(old.get(id_), new.get(id_), periods, now)
    return tuple(found) or (_("The plan says what it said before: nothing changes."),)


def _by_id(version: PlanVersion) -> dict[str, Obligation]:
    return {duty.id: duty for duty in version.plan.obligations}


def _asks_other_signs(id_: str, before: PlanVersion, after: PlanVersion) -> bool:
    duty = _by_id(after).get(id_)
    is_check = duty is not None and duty.kind is Kind.SELF_CHECK
    return is_check and before.checklist != after.checklist


def _at_once(before: PlanVersion, after: PlanVersion) -> Iterator[Text]:
    """What belongs to the office and to no period."""
    old, new = before.plan, after.plan
    if (old.office, old.hours, old.weekly_digest) != (new.office, new.hours, new.weekly_digest):
        yield _("From now on: the office's name and hours and the weekly digest of the new plan.")


def _running(title: Localized, period: Period, now: datetime) -> Iterator[Text]:
    if period.state(now) in {PeriodState.OPEN, PeriodState.LATE}:
        yield _(
            "“{title}” goes on as it opened, until {closes}.", title=title, closes=period.closes
        )


def _coming(
    old: Obligation | None, new: Obligation | None, periods: Sequence[Period], now: datetime
) -> Iterator[Text]:
    """How it goes on; information is asked of nobody and never opens."""
    coming = next((period for period in periods if period.opens > now), None)
    if new is None:
        title = old.title if old else ""
        yield _("“{title}” is not in the plan any more: no more of it opens.", title=title)
    elif coming is not None:
        title, opens = titled(new, coming.span), coming.opens
        yield _("“{title}” opens at {opens} as the new plan says.", title=title, opens=opens)
    elif periods and periods[-1].state(now) is PeriodState.CLOSED:
        yield _(
            "“{title}” closed at {closes} and does not open again: a new round needs a duty with "
            "an id of its own.",
            title=new.title,
            closes=periods[-1].closes,
        )
