"""Whom a reminder is for and how often it comes, as fields of a form.

A reminder is for everybody who owes the duty, or for one group of them; what a plan's file
combines (heads of one unit) can be left as it is. One that escalates tells one of two, once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.people import Role, Standing
from domain.plan import Escalation, Repeat, Rule, Whom
from domain.text import Text, _, verbatim
from handlers.broadcast_views import STANDINGS
from web.desk.filled_in import LONGEST, Reading

#: Of a reminder, and as what they are chosen: all who owe it, or what the file combines.
ALL, _KEPT = "all", "kept"
_STANDING, _ROLE, _UNIT = "standing:", "role:", "unit:"
_ROLES = ((Role.SPECIALIST, _("Specialists")),)
_TELLS = {
    Escalation.SPECIALIST: _("the specialist"),
    Escalation.HEAD: _("the head"),
}
_MOST_DAYS, _MOST_TIMES = 60, 31  # as a plan's file may have them


def chosen(rule: Rule | None) -> str:
    """What stands in the field: a choice's key."""
    if rule is None or (rule.who is None and rule.escalate is None):
        return ALL
    if rule.escalate is not None:
        return rule.escalate
    keys = tuple(_keys(rule.who or Whom()))
    return keys[0] if len(keys) == 1 else _KEPT


def choices(now: str, units: Sequence[str]) -> list[tuple[str, Text]]:
    """What may be chosen where that is chosen now."""
    if now in set(Escalation):
        return [(str(who), words) for who, words in _TELLS.items()]
    found = {ALL: _("all of them")}
    found |= {f"{_STANDING}{standing}": words for standing, words in STANDINGS}
    found |= {f"{_ROLE}{role}": words for role, words in _ROLES}
    found |= {f"{_UNIT}{unit}": verbatim(unit) for unit in units}
    if now == _KEPT:
        found[_KEPT] = _("as the plan's file combines them")
    elif now not in found:
        found[now] = verbatim(now.partition(":")[2])  # a unit or role that nobody has now
    return list(found.items())


def words_of(whom: Whom) -> list[Text]:
    """Of whom it is, in words."""
    standing, roles = dict(STANDINGS), dict(_ROLES)
    return [
        *(standing[one] for one in whom.standing),
        *(roles.get(one, verbatim(one)) for one in whom.roles),
        *(verbatim(unit) for unit in whom.units),
    ]


def _keys(whom: Whom) -> Iterator[str]:
    yield from (f"{_STANDING}{one}" for one in whom.standing)
    yield from (f"{_ROLE}{one}" for one in whom.roles)
    yield from (f"{_UNIT}{one}" for one in whom.units)


def read_readers(reading: Reading, name: str, rule: Rule) -> Rule:
    """The rule for whom the form says, as often as it says; as it was where it does not say."""
    key = reading.text(f"{name}.whom")
    if rule.escalate is not None:
        tells = next((who for who in Escalation if who == key), rule.escalate)
        return replace(rule, escalate=tells)
    return _repeated(reading, name, replace(rule, who=_whom(key, rule.who)))


def _whom(key: str, before: Whom | None) -> Whom | None:
    if key == ALL:
        return None
    for standing in Standing:
        if key == f"{_STANDING}{standing}":
            return Whom(standing=(standing,))
    for role in Role:
        if key == f"{_ROLE}{role}":
            return Whom(roles=(role,))
    unit = key.removeprefix(_UNIT)
    return Whom(units=(unit,)) if unit not in ("", key) and len(unit) <= LONGEST else before


def _repeated(reading: Reading, name: str, rule: Rule) -> Rule:
    """Empty means once; of one that comes again it is said how often at most."""
    every, most = f"{name}.every", f"{name}.most"
    if every not in reading.given:
        return rule
    if not reading.text(every):
        if rule.every is None and reading.text(most):
            reading.remarks[every] = _("After how many working days does it come again?")
        return replace(rule, every=None, at_most=1)
    days = reading.count(every, 1, _MOST_DAYS)
    times = reading.count(most, 2, _MOST_TIMES)
    return replace(rule, every=Repeat(days), at_most=times)
