"""This year's plan as a proposal for the next: the same duties, a year later.

What comes once gets an id of its own, since it is a new round; what comes back keeps its id, so
that its periods go on. Only a proposal: somebody reads it against the new document first.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from domain.plan import Every, Obligation, Plan, Rule, When
from domain.text import Localized

_YEAR = re.compile(r"\b20\d\d\b")


def next_year(plan: Plan) -> Plan:
    """The plan with every fixed day, and the years in its deadlines' words, a year later.

    It begins when this one ends at the latest, so that nothing between them is left out.
    """
    starts = min(_later(plan.starts), plan.ends + timedelta(days=1))
    return replace(
        plan,
        id=_renamed(plan.id, str(plan.starts.year), str(_later(plan.starts).year)),
        version="",
        starts=starts,
        ends=_later(plan.ends),
        obligations=tuple(_duty(duty, plan) for duty in plan.obligations),
    )


def _duty(duty: Obligation, plan: Plan) -> Obligation:
    once = duty.every is Every.ONCE
    before, after = str(plan.starts.year), str(_later(plan.starts).year)
    return replace(
        duty,
        id=_renamed(duty.id, before, after) if once else duty.id,
        opens=_moved(duty.opens),
        due=_moved(duty.due),
        closes=_moved(duty.closes),
        inner_cutoff=_moved(duty.inner_cutoff),
        first=_later(duty.first) if duty.first else None,
        last=_later(duty.last) if duty.last else None,
        title=_words(duty.title) if once else duty.title,
        deadline_words=_words(duty.deadline_words) if duty.deadline_words else None,
        rules=tuple(Rule(rule.id, _when(rule.when)) for rule in duty.rules),
        digests=tuple(map(_when, duty.digests)),
    )


def _renamed(id_: str, before: str, after: str) -> str:
    return id_.replace(before, after) if before in id_ else f"{id_}-{after}"


def _moved(when: When | None) -> When | None:
    return _when(when) if when is not None else None


def _when(when: When) -> When:
    return replace(when, date=_later(when.date)) if when.date is not None else when


def _later(day: date) -> date:
    """The same day a year later; the last of February where there is none."""
    return day.replace(year=day.year + 1, day=28 if _is_leap(day) else day.day)


def _is_leap(day: date) -> bool:
    return (day.month, day.day) == (2, 29)


def _words(words: Localized) -> Localized:
    """The years in them, a year later: "trước ngày 15/10/2026"."""
    return Localized(_YEAR.sub(_a_year_on, words.vi), _YEAR.sub(_a_year_on, words.en))


def _a_year_on(year: re.Match[str]) -> str:
    return str(int(year[0]) + 1)
