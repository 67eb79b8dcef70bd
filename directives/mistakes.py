"""What no single key can show: rules between the parts of a checklist or plan file."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from directives.schema import (
    ChecklistFile,
    HoursEntry,
    ObligationEntry,
    PlanFile,
    RuleEntry,
    WhenEntry,
)
from directives.source import Place
from domain.plan import Anchor, Channel, Checklist, Every, Kind, While


@dataclass(frozen=True)
class Mistake:
    """Where something is wrong, and a sentence that goes on from the key's name."""

    place: Place
    sentence: str


def mistakes_in_checklist(file: ChecklistFile) -> Iterator[Mistake]:
    yield from _twice("sign", (s.number for s in file.signs), ("signs",), "number")


def mistakes_in_plan(file: PlanFile) -> Iterator[Mistake]:
    """What does not fit together; nothing where the plan can be carried out."""
    if file.ends < file.starts:
        yield Mistake(("ends",), "the plan ends before it starts.")
    if file.ends.year - file.starts.year > _MOST_YEARS:
        yield Mistake(("ends",), f"the plan lasts more than {_MOST_YEARS} years.")
    if file.hours.closes <= file.hours.opens:
        yield Mistake(("hours", "closes"), "the office closes before it opens.")
    elif not file.hours.opens <= file.hours.reminders_at < file.hours.closes:
        yield Mistake(("hours", "reminders_at"), "reminders would go while the office is closed.")
    yield from _lunch(file.hours)
    if file.weekly_digest:
        yield from _weekly(file.weekly_digest, ("weekly_digest",))
    yield from _twice("obligation", (o.id for o in file.obligations), ("obligations",), "id")
    for n, obligation in enumerate(file.obligations):
        yield from _obligation(obligation, ("obligations", n))


def _lunch(hours: HoursEntry) -> Iterator[Mistake]:
    first, last = hours.lunch_from, hours.lunch_to
    if (first is None) is not (last is None):
        missing = "lunch_from" if first is None else "lunch_to"
        yield Mistake(("hours",), f"lunch has two ends: {missing} is missing.")
    elif first is not None and last is not None:
        if not hours.opens < first < last < hours.closes:
            yield Mistake(("hours", "lunch_from"), "lunch lies within the office's hours.")
        if first < hours.reminders_at < last:
            yield Mistake(("hours", "reminders_at"), "reminders would go in the lunch break.")


def _weekly(moment: WhenEntry, place: Place) -> Iterator[Mistake]:
    yield from _moment(moment, place)
    if moment.anchor not in _OF_A_WEEK:
        yield Mistake((*place, "anchor"), "is of a week: count it from its start or its end.")


def mistakes_with_signs(file: PlanFile, checklist: Checklist) -> Iterator[Mistake]:
    """What a plan asks for and its directive does not have."""
    for n, obligation in enumerate(file.obligations):
        if obligation.kind is Kind.SELF_CHECK and not checklist.signs:
            yield Mistake(
                ("obligations", n, "kind"),
                f"a self-check needs signs, and the checklist of {file.directive} lists none.",
            )


_MOST_YEARS = 50  # each of its periods is kept from the beginning
_OF_A_WEEK = (Anchor.START, Anchor.END)
#: What each moment of a period may be counted from, so that none waits for itself.
_SPAN = (Anchor.DATE, Anchor.START, Anchor.END)
_COUNTED_FROM = {
    "opens": _SPAN,
    "due": (*_SPAN, Anchor.OPENS),
    "closes": (*_SPAN, Anchor.OPENS, Anchor.DUE),
}


def _obligation(entry: ObligationEntry, place: Place) -> Iterator[Mistake]:
    yield from _twice("rule", (r.id for r in entry.rules), (*place, "rules"), "id")
    for where, moment in _moments(entry):
        yield from _moment(moment, (*place, *where))
    for n, rule in enumerate(entry.rules):
        yield from _rule(rule, (*place, "rules", n))
    yield from _three_moments(entry, place)
    if entry.kind is Kind.INQUIRY:
        yield Mistake((*place, "kind"), "is for questions asked in the chat, never for a plan.")
    if entry.every is not Every.ONCE and entry.first is None:
        yield Mistake((*place, "first"), "what comes back needs the first day it is asked for.")


def _rule(rule: RuleEntry, place: Place) -> Iterator[Mistake]:
    if rule.who is not None and not (rule.who.standing or rule.who.roles or rule.who.units):
        yield Mistake((*place, "who"), "names nobody; give standing, roles or units.")
    if rule.every is not None and rule.at_most < 2:
        yield Mistake((*place, "at_most"), "is missing: how often it comes at most.")
    if rule.every is None and rule.at_most > 1:
        yield Mistake((*place, "every"), "is missing: after how many working days it comes again.")
    if rule.escalate is None:
        return
    if rule.every is not None or rule.who is not None or rule.holds is not While.NOT_DONE:
        yield Mistake(
            (*place, "escalate"),
            "tells once who has not done it; take away every, who and while beside it.",
        )
    if rule.channel is not Channel.PREFERRED:
        yield Mistake((*place, "channel"), "is for reminders; whoever is told chooses their own.")
    if rule.when.anchor is not Anchor.DUE or rule.when.days <= 0:
        yield Mistake((*place, "when"), "tells who is late: count it from due, some days after.")


def _moments(entry: ObligationEntry) -> Iterator[tuple[Place, WhenEntry]]:
    for name in (*_COUNTED_FROM, "inner_cutoff"):
        if (moment := getattr(entry, name)) is not None:
            yield (name,), moment
    yield from ((("rules", n, "when"), rule.when) for n, rule in enumerate(entry.rules))
    yield from ((("digests", n), moment) for n, moment in enumerate(entry.digests))


def _moment(moment: WhenEntry, place: Place) -> Iterator[Mistake]:
    if moment.anchor is Anchor.DATE and moment.date is None:
        yield Mistake(place, "has no moment; give it a date or an anchor (such as due).")
    if moment.anchor is not Anchor.DATE and moment.date is not None:
        yield Mistake(place, "has both a date and an anchor; keep one.")


def _three_moments(entry: ObligationEntry, place: Place) -> Iterator[Mistake]:
    """Opens, due and closes: all or none, in this order, each counted from something known."""
    for name, allowed in _COUNTED_FROM.items():
        moment: WhenEntry | None = getattr(entry, name)
        asked = entry.kind is not Kind.INFORMATION
        if asked and moment is None:
            yield Mistake((*place, name), f"is missing; a duty of kind {entry.kind} needs it.")
        if not asked and moment is not None:
            yield Mistake((*place, name), "is not for information, which nobody is asked for.")
        if moment and moment.anchor not in allowed:
            yield Mistake((*place, name), f"cannot be counted from {moment.anchor}.")
        if moment and entry.every is Every.ONCE and moment.anchor in {Anchor.START, Anchor.END}:
            yield Mistake(
                (*place, name), "a duty that comes once has no start or end; give a date."
            )
    yield from _order(entry, place, "opens", "due")
    yield from _order(entry, place, "due", "closes")


def _order(entry: ObligationEntry, place: Place, earlier: str, later: str) -> Iterator[Mistake]:
    first, second = (getattr(entry, name) for name in (earlier, later))
    if first and second and first.fixed and second.fixed and second.fixed <= first.fixed:
        yield Mistake(
            (*place, later),
            f"{later} ({second.fixed:%Y-%m-%d %H:%M}) must come after "
            f"{earlier} ({first.fixed:%Y-%m-%d %H:%M}).",
        )


def _twice(what: str, ids: Iterable[Hashable], place: Place, key: str) -> Iterator[Mistake]:
    seen: set[Hashable] = set()
    for n, each in enumerate(ids):
        if each in seen:
            yield Mistake((*place, n, key), f"{what} {each} stands here a second time.")
        seen.add(each)
