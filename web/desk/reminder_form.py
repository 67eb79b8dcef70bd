"""The reminders of a duty as rows of a form: moved, left out, one more added.

A row is so many days from the duty's opening, deadline or closing, at a time of day; for whom and
how often is read by `web.desk.reminder_readers`. While what holds and through which app it goes
stays as the plan's file says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time

from domain.plan import Anchor, Obligation, Rule, When
from domain.plan_editing import Readers, readers_by
from domain.text import Text
from web.desk.doing import one
from web.desk.filled_in import LONGEST, Reading
from web.desk.guests import Given
from web.desk.reminder_readers import ALL, chosen, read_readers

_FROM = (Anchor.OPENS, Anchor.DUE, Anchor.CLOSES)
#: The row that adds one; no rule's id has a dot.
_NEW = "rule.."
_USUAL = When(Anchor.DUE, time(8, 30))
_FIELDS = ("days", "at", "every", "most")


@dataclass(frozen=True)
class Row:
    """A reminder's fields, as they stand; what is wrong with it stands beside it.

    `readers` is None in the row that adds one, `anchors` empty where its day is of the calendar.
    """

    name: str
    readers: Readers | None
    anchors: tuple[Anchor, ...]
    when: When
    days: str
    at: str
    whom: str = ALL
    every: str = ""
    most: str = ""
    dropped: bool = False
    remarks: Mapping[str, Text] = field(default_factory=dict)

    def as_filled_in(self, given: Given) -> Row:
        """As it came back, with the very words that were typed."""
        dropped = bool(one(given, f"{self.name}.drop"))
        if f"{self.name}.at" not in given:
            return replace(self, dropped=dropped)
        days, at, every, most = (one(given, f"{self.name}.{key}")[:100] for key in _FIELDS)
        chosen, unit = one(given, f"{self.name}.from"), one(given, f"{self.name}.unit")
        anchor = next((a for a in self.anchors if a == chosen), self.when.anchor)
        when = replace(self.when, anchor=anchor, working=unit == "working")
        whom = one(given, f"{self.name}.whom")[:LONGEST] or self.whom
        typed = replace(self, days=days, at=at, every=every, most=most)
        return replace(typed, when=when, whom=whom, dropped=dropped)


@dataclass(frozen=True)
class Reminders:
    """Those there are, and the row that adds one."""

    rows: tuple[Row, ...]
    new: Row

    def as_filled_in(self, given: Given) -> Reminders:
        """As they came back: those left out stand there with their mark."""
        rows = tuple(row.as_filled_in(given) for row in self.rows)
        return Reminders(rows, self.new.as_filled_in(given))


def reminders_of(duty: Obligation, said: Mapping[str, Text]) -> Reminders:
    """The rows as they stand, each with what is said of it."""
    rows = tuple(_row(f"rule.{x.id}", readers_by(duty, x), x, said) for x in duty.rules)
    added = f"rule.{_free(duty)}"  # what was said of it once it had a name
    new = _row(_NEW, None, Rule("", _USUAL), {**said, _NEW: said[added]} if added in said else said)
    return Reminders(rows, replace(new, days="", at=""))


def _row(name: str, readers: Readers | None, rule: Rule, said: Mapping[str, Text]) -> Row:
    when = rule.when
    anchors = tuple(dict.fromkeys((*_FROM, when.anchor)))
    remarks = {key: said[f"{name}.{key}"] for key in _FIELDS if f"{name}.{key}" in said}
    if name in said:
        remarks["at"] = said[name]
    return Row(
        name,
        readers,
        () if when.anchor is Anchor.DATE else anchors,
        when,
        str(when.days),
        f"{when.at:%H:%M}",
        whom=chosen(rule),
        every=str(rule.every.working_days) if rule.every else "",
        most=str(rule.at_most) if rule.every else "",
        remarks=remarks,
    )


def read_rules(reading: Reading, duty: Obligation) -> tuple[Rule, ...]:
    """The rules that a form describes: without those left out, with the one added."""
    return (*_kept(reading, duty), *_added(reading, duty))


def _kept(reading: Reading, duty: Obligation) -> Iterator[Rule]:
    for rule in duty.rules:
        name = f"rule.{rule.id}"
        if reading.text(f"{name}.drop"):
            continue
        asked = f"{name}.at" in reading.given and rule.when.anchor is not Anchor.DATE
        yield _read(reading, name, rule) if asked else rule


def _added(reading: Reading, duty: Obligation) -> Iterator[Rule]:
    if reading.text(f"{_NEW}.days") or reading.text(f"{_NEW}.at"):
        yield _read(reading, _NEW, Rule(_free(duty), _USUAL))


def _read(reading: Reading, name: str, rule: Rule) -> Rule:
    return read_readers(reading, name, replace(rule, when=_when(reading, name, rule.when)))


def _free(duty: Obligation) -> str:
    """A name that no rule of the duty has; one that went is not named again while it is there."""
    taken, number = {rule.id for rule in duty.rules}, 1
    while f"more-{number}" in taken:
        number += 1
    return f"more-{number}"


def _when(reading: Reading, name: str, when: When) -> When:
    return replace(
        when,
        anchor=reading.one_of(f"{name}.from", (*_FROM, when.anchor), when.anchor),
        days=reading.days(f"{name}.days", when.days),
        working=reading.text(f"{name}.unit") == "working",
        at=reading.clock(f"{name}.at", when.at),
    )
