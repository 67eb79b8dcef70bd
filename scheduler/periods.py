"""From a plan's relative moments to periods: which spans a duty is about, when each opens and ends.

Calendar arithmetic is done in the office's time zone; what comes out is UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo

from domain.period import Period, Span, stretch_around
from domain.plan import Anchor, Every, Obligation, Plan, Shift, When
from scheduler.working_days import WorkingDays

_THREE = (Anchor.OPENS, Anchor.DUE, Anchor.CLOSES)


class PeriodError(ValueError):
    """A plan whose moments make no period; the message names the obligation and the span."""


def periods(plan: Plan, days: WorkingDays, zone: tzinfo, until: date) -> tuple[Period, ...]:
    """Every period whose span begins by `until` (local), in order of due; raises PeriodError.

    Obligations without moments are information only and have none.
    """
    found = (
        period_of(obligation, span, days, zone)
        for obligation in plan.obligations
        if obligation.opens or obligation.due or obligation.closes
        for span in spans(obligation, plan, until)
    )
    return tuple(sorted(found, key=lambda period: (period.due, period.obligation)))


def spans(obligation: Obligation, plan: Plan, until: date) -> tuple[Span, ...]:
    """What an obligation's periods are about: the months (quarters, ...) the plan touches.

    Those that begin before the obligation's `first`, or after its `last` or `until`, are left out.
    A duty that comes once is about the whole plan.
    """
    if obligation.every is Every.ONCE:
        return (Span(Every.ONCE, plan.starts, plan.ends),) if plan.starts <= until else ()
    first = obligation.first or date.min
    last = min(obligation.last or date.max, plan.ends, until)
    stretches = _stretches(obligation.every, plan.starts, last)
    return tuple(span for span in stretches if span.first >= first)


def _stretches(every: Every, touching: date, until: date) -> Iterator[Span]:
    """Calendar months (quarters, ...) from the one a day is in; the last begins by `until`."""
    span = stretch_around(every, touching)
    while span.first <= until:
        yield span
        span = stretch_around(every, span.last + timedelta(days=1))


def period_of(obligation: Obligation, span: Span, days: WorkingDays, zone: tzinfo) -> Period:
    """The period of an obligation for one span.

    Raises PeriodError unless opens < due < closes, and where a rule or digest cannot be resolved.
    """
    waiting = _checked(obligation, span)
    moments: dict[Anchor, datetime] = {}
    while waiting:
        ready = [anchor for anchor, when in waiting.items() if when.anchor not in waiting]
        if not ready:
            raise _error(obligation, span, "opens, due and closes are counted from one another")
        for anchor in ready:
            moments[anchor] = resolve(waiting.pop(anchor), span, moments, days, zone)
    opens, due, closes = (moments[anchor] for anchor in _THREE)
    if not opens < due < closes:
        local = ", ".join(f"{a} {moments[a].astimezone(zone):%d/%m/%Y %H:%M}" for a in _THREE)
        raise _error(obligation, span, f"must open before due and close after it, but {local}")
    return Period(obligation.id, obligation.kind, span, opens, due, closes)


def _checked(obligation: Obligation, span: Span) -> dict[Anchor, When]:
    """The three moments as written, when all are given and every date that is named is there."""
    given = zip(_THREE, (obligation.opens, obligation.due, obligation.closes), strict=True)
    three = {anchor: when for anchor, when in given if when is not None}
    for missing in (anchor for anchor in _THREE if anchor not in three):
        raise _error(
            obligation, span, f"`{missing}` is missing; give opens, due and closes or none"
        )
    others = (*(rule.when for rule in obligation.rules), *obligation.digests)
    if any(when.anchor is Anchor.DATE and when.date is None for when in (*three.values(), *others)):
        raise _error(obligation, span, "a moment counted from a date gives no date")
    return three


def _error(obligation: Obligation, span: Span, reason: str) -> PeriodError:
    return PeriodError(f"obligation {obligation.id}, period {span.key}: {reason}")


def moments_of(period: Period) -> dict[Anchor, datetime]:
    """The three moments of a period, for what is counted from them."""
    return {Anchor.OPENS: period.opens, Anchor.DUE: period.due, Anchor.CLOSES: period.closes}


def resolve(
    when: When, span: Span, moments: Mapping[Anchor, datetime], days: WorkingDays, zone: tzinfo
) -> datetime:
    """Make a relative moment absolute (UTC).

    `moments` holds those of opens, due and closes that are known; KeyError where it is counted from
    one that is not.
    """
    day = _anchor_day(when, span, moments, zone)
    day = days.add(day, when.days) if when.working else day + timedelta(days=when.days)
    match when.shift:
        case Shift.BEFORE:
            day = days.on_or_before(day)
        case Shift.AFTER:
            day = days.on_or_after(day)
        case Shift.STAYS:
            pass
    return datetime.combine(day, when.at, zone).astimezone(UTC)


def _anchor_day(when: When, span: Span, moments: Mapping[Anchor, datetime], zone: tzinfo) -> date:
    """The local day a moment is counted from."""
    match when.anchor:
        case Anchor.START:
            return span.first
        case Anchor.END:
            return span.last
        case Anchor.DATE if when.date is not None:
            return when.date
        case anchor:
            return moments[anchor].astimezone(zone).date()
