"""What happens when: the occurrences of a plan.

Nothing is kept: the same plan and periods give the same occurrences, however a stretch of time is
cut, so a tick may ask for any `(after, until]` and a second tick finds the same keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import groupby, zip_longest

from domain.period import Period, Span
from domain.plan import AGAIN, MOVED_TO, Anchor, Every, Obligation, Plan, Rule, Shift, When
from scheduler.decent_hours import DecentHours
from scheduler.periods import moments_of, resolve
from scheduler.working_days import WorkingDays

_END_OF_TIME = datetime.max.replace(tzinfo=UTC)
_WEEK = timedelta(days=7)
#: What moves where a deadline is set anew.
_MOVING = (Anchor.DUE, Anchor.CLOSES)


class Occasion(StrEnum):
    """What an occurrence is; at the same moment they happen in this order."""

    OPENING = "opening"  # of a period: its checklist and rules are frozen; nobody is written to
    REMINDER = "reminder"
    ESCALATION = "escalation"  # to the specialist or the head: who has not done it
    DIGEST = "digest"
    WEEKLY_DIGEST = "weekly_digest"


@dataclass(frozen=True)
class Occurrence:
    """One moment (UTC) of one rule in one period; the weekly digest is of no obligation.

    After `helps_until` it is too late to be of use: the deadline it was for has passed, or the next
    one's day has come.
    """

    kind: Occasion
    rule: str
    obligation: str
    period_key: str
    at: datetime
    helps_until: datetime = _END_OF_TIME
    own: Period | None = None  # as it stands for those whom it concerns, where not for everybody

    @property
    def key(self) -> str:
        """Unique for ever within an office's plan, whatever becomes of the moment."""
        return f"{self.kind}/{self.obligation}/{self.period_key}/{self.rule}"


def next_occurrence(
    plan: Plan, periods: Sequence[Period], days: WorkingDays, zone: tzinfo, after: datetime
) -> Occurrence | None:
    """The first occurrence later than `after`; None when these periods have no more."""
    return next(iter(occurrences(plan, periods, days, zone, after, _END_OF_TIME)), None)


def occurrences(
    plan: Plan,
    periods: Sequence[Period],
    days: WorkingDays,
    zone: tzinfo,
    after: datetime,
    until: datetime,
    opened_with: Callable[[Period], Obligation] | None = None,
) -> tuple[Occurrence, ...]:
    """Everything that happens in `(after, until]`, in order.

    Hours and the weekly digest are the plan's; the rules those with which a period has opened,
    where that may have been another version of it (`opened_with`).
    """
    decent = DecentHours(days, plan.hours, zone)
    found = [*weekly_digests(plan.weekly_digest, periods, decent, after, until)]
    for period in periods:
        asked = opened_with(period) if opened_with else plan.obligation(period.obligation)
        found += () if period.personal else _digests(asked, period, decent)
        if after <= period.closes and period.opens <= until:
            found += _within(asked, period, decent)
    found = [occurrence for occurrence in found if after < occurrence.at <= until]
    return tuple(sorted(found, key=_order))


def _order(occurrence: Occurrence) -> tuple[datetime, int, str]:
    return occurrence.at, list(Occasion).index(occurrence.kind), occurrence.key


def _within(obligation: Obligation, period: Period, decent: DecentHours) -> Iterator[Occurrence]:
    """What never happens before a period opens or after it has closed.

    Who was given other moments is reminded by them; the rest is the same for everybody.
    """
    reminding = [rule for rule in obligation.rules if rule.escalate is None]
    for _to, rules in groupby(sorted(reminding, key=_to_whom), key=_to_whom):
        yield from _reminders(tuple(rules), period, decent)
    if not period.personal:
        yield from _escalations(obligation, period, decent)
        yield Occurrence(Occasion.OPENING, "opening", obligation.id, period.key, period.opens)


def _to_whom(rule: Rule) -> tuple[str, str]:
    """Rules for the same people make way for one another; others may meet on one day."""
    return repr(rule.who), rule.holds


def _reminders(rules: Sequence[Rule], period: Period, decent: DecentHours) -> Iterator[Occurrence]:
    """One a day at most, save on the due day; each of use until the day of the next."""
    own = period if period.personal else None
    days: dict[object, tuple[datetime, str]] = {}
    for at, rule in sorted(placed(rules, period, decent)):
        day = decent.local_day(at)
        days.setdefault(at if day == decent.local_day(period.due) else day, (at, rule))
    kept = list(days.values())
    for (at, rule), following in zip_longest(kept, [at for at, _ in kept[1:]]):
        helps_until = _helps_until(at, following, period, decent)
        names = (rule, period.obligation, period.key)
        yield Occurrence(Occasion.REMINDER, *names, at, helps_until, own)


def _helps_until(
    at: datetime, following: datetime | None, period: Period, decent: DecentHours
) -> datetime:
    limit = period.due if at <= period.due else period.closes
    if following is None:
        return limit
    morning = decent.at(decent.local_day(following), time.min)
    return min(limit, morning if morning > at else following)


def _escalations(
    obligation: Obligation, period: Period, decent: DecentHours
) -> Iterator[Occurrence]:
    """Of use as long as something can still be sent."""
    for at, rule in placed([x for x in obligation.rules if x.escalate], period, decent):
        names = (rule, period.obligation, period.key)
        yield Occurrence(Occasion.ESCALATION, *names, at, period.closes)


def placed(
    rules: Sequence[Rule], period: Period, decent: DecentHours
) -> Iterator[tuple[datetime, str]]:
    """When (UTC) each of these rules would fire in a period, and as what it is noted."""
    for rule in rules:
        for number, wished in enumerate(_wished(rule, period, decent), start=1):
            at = _reminder_moment(max(wished, period.opens), period, decent, rule.when.shift)
            if at is not None and not _was_counted_otherwise(rule.when, at, period):
                name = rule.id if number == 1 else f"{rule.id}{AGAIN}{number}"
                yield at, _named(name, rule.when, period, decent)


def _wished(rule: Rule, period: Period, decent: DecentHours) -> Iterator[datetime]:
    """Its moment; for one that comes again the same hour so many working days later, too."""
    first = _resolved(replace(rule.when, shift=Shift.STAYS), period, decent)
    yield first
    if rule.every is not None:
        for number in range(1, rule.at_most):
            day = decent.days.add(decent.local_day(first), number * rule.every.working_days)
            yield decent.at(day, rule.when.at)


def _named(rule: str, when: When, period: Period, decent: DecentHours) -> str:
    """What is counted from another deadline than the plan's comes anew: it has another name."""
    if not (period.has_moved and when.anchor in _MOVING):
        return rule
    return f"{rule}{MOVED_TO}{decent.local_day(period.due)}"


def _was_counted_otherwise(when: When, at: datetime, period: Period) -> bool:
    """What would have come before the deadline was set is not made up for."""
    if not (period.has_moved and when.anchor in _MOVING):
        return False
    return period.changed_at is not None and at <= period.changed_at


def _reminder_moment(
    wished: datetime, period: Period, decent: DecentHours, shift: Shift
) -> datetime | None:
    """Where a reminder goes: never in quiet hours, and never past what it is for.

    From quiet hours to the next opening, from a day off to the working day before; the other way
    round where that would be outside the period, or on the wrong side of its due moment. On a day
    off only where the plan says that it stays there.
    """
    moments = [decent.next(wished), decent.previous(wished)]
    if decent.is_day_off(wished):
        moments = [*_off_a_day_off(wished, decent, shift), decent.next(wished)]
    in_time = wished <= period.due
    for at in moments:
        if period.opens <= at <= period.closes and (at <= period.due) is in_time:
            return at
    return None


def _off_a_day_off(wished: datetime, decent: DecentHours, shift: Shift) -> list[datetime]:
    match shift:
        case Shift.STAYS:
            return [decent.in_hours(wished)]
        case Shift.AFTER:
            return [decent.working_day_after(wished), decent.working_day_before(wished)]
        case Shift.BEFORE:
            return [decent.working_day_before(wished)]


def _digests(obligation: Obligation, period: Period, decent: DecentHours) -> Iterator[Occurrence]:
    """Each of use until the next one of the same period is made."""
    rules = {
        decent.next(_resolved(when, period, decent)): _named(
            f"digest-{number}", when, period, decent
        )
        for number, when in enumerate(obligation.digests, start=1)
    }
    moments = sorted(rules)
    for at, helps_until in zip_longest(moments, moments[1:], fillvalue=_END_OF_TIME):
        yield Occurrence(Occasion.DIGEST, rules[at], obligation.id, period.key, at, helps_until)


def _resolved(when: When, period: Period, decent: DecentHours) -> datetime:
    return resolve(when, period.span, moments_of(period), decent.days, decent.zone)


def weekly_digests(
    when: When | None,
    periods: Sequence[Period],
    decent: DecentHours,
    after: datetime,
    until: datetime,
) -> Iterator[Occurrence]:
    """One a week in which some period is open, in `(after, until]` or shortly before; none where
    the whole week is off."""
    if when is None or not periods:
        return
    day = decent.local_day(max(after, min(period.opens for period in periods)))
    last = decent.local_day(min(until, max(period.closes for period in periods)))
    monday = day - timedelta(days=day.weekday())
    while monday <= last:
        week = Span(Every.ONCE, monday, monday + timedelta(days=6))
        at = decent.next(resolve(when, week, {}, decent.days, decent.zone))
        in_week = week.first <= decent.local_day(at) <= week.last
        if in_week and any(period.opens <= at <= period.closes for period in periods):
            key = f"{monday:%G-W%V}"
            yield Occurrence(Occasion.WEEKLY_DIGEST, "weekly", "", key, at, at + _WEEK)
        monday += _WEEK
