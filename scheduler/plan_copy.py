"""A plan goes on for another year: what comes back goes on, what comes once has a new round.

Days are carried over by what they mean: "before 15/10", the last working day of a month, the same
day. Only a proposal: somebody reads it against the new document first. What the plan still has
before it stays in it, so that nothing is left out when the proposal is put in force.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.period import stretch_around
from domain.plan import Every, Kind, Obligation, Plan, Shift, When
from domain.plan_editing import Meaning
from domain.text import Localized
from scheduler.working_days import WorkingDays

_DAY = timedelta(days=1)
_YEAR = re.compile(r"\b20\d\d\b")
_ROUND = re.compile(r"-20\d\d$")
#: The day in the words of a deadline: "trước ngày 15/10/2025".
_BEFORE = re.compile(r"trước\D{0,8}(\d{1,2})[/.-](\d{1,2})(?:[/.-](20\d\d))?", re.IGNORECASE)


@dataclass(frozen=True)
class Carried:
    """A moment of next year, and what it was taken for."""

    when: When
    meaning: Meaning


def continued(plan: Plan, days: WorkingDays, over: Collection[str] = ()) -> Plan:
    """The plan with another year: `over` are duties that come once and are closed by now."""
    goes_on = (_longer(duty, plan) for duty in plan.obligations if duty.id not in over)
    rounds = (_next_round(duty, days) for duty in _newest_rounds(plan.obligations))
    return replace(
        plan,
        id=_renamed(plan),
        version="",
        ends=_year_on(plan.ends),
        obligations=(*goes_on, *rounds),
    )


def round_of(id_: str) -> str:
    """What the rounds of a duty that comes once have in common."""
    return _ROUND.sub("", id_)


def _renamed(plan: Plan) -> str:
    years = _YEAR.findall(plan.id)
    if not years:
        return f"{plan.id}-{plan.starts.year + 1}"
    before, _year, after = plan.id.rpartition(years[-1])
    return f"{before}{int(years[-1]) + 1}{after}"


def _longer(duty: Obligation, plan: Plan) -> Obligation:
    """What comes back goes on for as long as the plan; one that ended before stays ended."""
    if duty.every is Every.ONCE or duty.last is None:
        return duty
    following = stretch_around(duty.every, duty.last).last + _DAY
    return replace(duty, last=_year_on(duty.last)) if following > plan.ends else duty


def _newest_rounds(duties: Iterable[Obligation]) -> Iterable[Obligation]:
    newest: dict[str, Obligation] = {}
    for duty in duties:
        if duty.every is Every.ONCE and duty.kind is not Kind.INFORMATION:
            before = newest.get(round_of(duty.id), duty)
            newest[round_of(duty.id)] = max(before, duty, key=due_day)
    return newest.values()


def due_day(duty: Obligation) -> date:
    """The day on which a duty that comes once is due; the first of all days where it has none."""
    return (duty.due.date if duty.due else None) or date.min


def _next_round(duty: Obligation, days: WorkingDays) -> Obligation:
    """The same duty a year later, under an id of its own: a new round."""

    def carry(when: When | None) -> When | None:
        return carried(when, duty, days).when if when is not None else None

    due = carry(duty.due)
    year = due.date.year if due is not None and due.date is not None else due_day(duty).year + 1
    return replace(
        duty,
        id=f"{round_of(duty.id)}-{year}",
        opens=carry(duty.opens),
        due=due,
        closes=carry(duty.closes),
        inner_cutoff=carry(duty.inner_cutoff),
        title=_words(duty.title),
        deadline_words=_words(duty.deadline_words) if duty.deadline_words else None,
        rules=tuple(replace(rule, when=_sure(carry(rule.when))) for rule in duty.rules),
        digests=tuple(_sure(carry(when)) for when in duty.digests),
    )


def _sure(when: When | None) -> When:
    if when is None:
        raise ValueError("a rule has a moment")
    return when


def carried(when: When, duty: Obligation, days: WorkingDays) -> Carried:
    """A moment a year later; what is counted from another moment moves with that one."""
    day = when.date
    if day is None:
        return Carried(when, Meaning.COUNTED)
    first, last = day.replace(day=1), _last_of_month(day)
    if when.days == 0:
        if (named := _named_day(duty, day)) and days.before(named) == days.on_or_before(day):
            before = _year_on(named) - _DAY
            return Carried(replace(when, date=before, shift=Shift.BEFORE), Meaning.BEFORE)
        if day != last and day == days.on_or_before(last):
            month_end = replace(when, date=_year_on(last), shift=Shift.BEFORE)
            return Carried(month_end, Meaning.LAST_WORKING_DAY)
        if day != first and day == days.on_or_after(first):
            month_start = replace(when, date=_year_on(first), shift=Shift.AFTER)
            return Carried(month_start, Meaning.FIRST_WORKING_DAY)
    meaning = Meaning.LAST_DAY if day == last else Meaning.SAME_DAY
    return Carried(replace(when, date=_year_on(day)), meaning)


def named_day(words: str, near: date) -> date | None:
    """The day that words like "trước ngày 15/10" are about; of the year of `near` if none is said.

    None where they name no day before which something is due.
    """
    found = _BEFORE.search(words)
    if found is None:
        return None
    day, month, year = found.groups()
    try:
        return date(int(year or near.year), int(month), int(day))
    except ValueError:
        return None


def _named_day(duty: Obligation, day: date) -> date | None:
    named = named_day(duty.deadline_words.vi, day) if duty.deadline_words else None
    return named if named is not None and named > day else None


def _last_of_month(day: date) -> date:
    return stretch_around(Every.MONTH, day).last


def _year_on(day: date) -> date:
    """The same day a year later; the last of a month stays the last of it."""
    if day == _last_of_month(day):
        return _last_of_month(date(day.year + 1, day.month, 1))
    return day.replace(year=day.year + 1)


def _words(words: Localized) -> Localized:
    """The years in them, a year later: "trước ngày 15/10/2026"."""
    return Localized(_YEAR.sub(_a_year_on, words.vi), _YEAR.sub(_a_year_on, words.en))


def _a_year_on(year: re.Match[str]) -> str:
    return str(int(year[0]) + 1)
