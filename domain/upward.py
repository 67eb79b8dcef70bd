"""What an office tells the ward, and what the ward makes of what its offices have told.

Counts only: no names, no reasons, no units within an office. A sign is told by an office only where
`may_show` holds among its own people, and summed up here only over `LEAST_OFFICES` that told it:
whoever takes their own office away from a sum is left with at least two others (docs/privacy.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from domain.offices import Unread
from domain.period import Span
from domain.self_check import may_show
from domain.text import Text
from domain.vietnamese import fold

#: Fewer offices than these are not summed up: one that subtracts its own would see another's.
LEAST_OFFICES = 3


def office_id(name: str) -> str:
    """An office's id, of its name: "Phòng Kinh tế" is `phong-kinh-te` in every file of its."""
    return "-".join("".join(c if c.isalnum() else " " for c in fold(name)).split())


@dataclass(frozen=True)
class DutyCounts:
    """How many of an office stand how with a duty of one period.

    `done` includes `late` and what was done on paper; `overdue` is part of what is missing: past
    the deadline that holds for each person. Moments are UTC.
    """

    obligation: str
    key: str
    kind: str
    title: str
    opens: datetime
    due: datetime
    closes: datetime
    concerned: int
    done: int
    late: int
    overdue: int

    @property
    def missing(self) -> int:
        return self.concerned - self.done

    @property
    def in_time(self) -> int:
        return self.done - self.late


@dataclass(frozen=True)
class SignTold:
    """How many of an office noticed a sign in themselves, of those who were asked and answered."""

    obligation: str
    key: str
    checklist: str  # its version: a number says the same only within one
    sign: int
    label: str
    count: int
    group: int

    @property
    def about(self) -> tuple[str, str, str, int]:
        return (self.obligation, self.key, self.checklist, self.sign)


@dataclass(frozen=True)
class OfficeFigures:
    """All that leaves an office, as of a moment (UTC)."""

    office: str
    name: str
    ward: str
    plan: str
    plan_version: str
    directive: str
    as_of: datetime
    duties: tuple[DutyCounts, ...]
    signs: tuple[SignTold, ...] = ()


def apart(spans: Mapping[int, Span]) -> frozenset[int]:
    """Those of the self-checks, by id, of which signs may go upwards: they share no day with a
    shorter one, nor with another as long.

    A quarter's answers are its months' and a little more: with both counts told, whoever did only
    one of them could be seen by subtraction.
    """
    return frozenset(
        id_
        for id_, span in spans.items()
        if not any(
            other != id_ and _overlap(span, theirs) and not theirs.contains(span)
            for other, theirs in spans.items()
        )
    )


def _overlap(one: Span, other: Span) -> bool:
    return one.first <= other.last and other.first <= one.last


@dataclass(frozen=True)
class Sent:
    """An office's figures and where they came from: a file's name, a folder."""

    figures: OfficeFigures
    source: str


@dataclass(frozen=True)
class DutyRoll:
    """One duty of one period over all offices that have it."""

    directive: str
    obligation: str
    key: str
    offices: tuple[tuple[str, DutyCounts], ...]  # by name of the office

    @property
    def title(self) -> str:
        return self.offices[0][1].title

    @property
    def title_of_all(self) -> str:
        """What all periods of the duty are called: without the period."""
        return self.title if self.key == "once" else self.title.partition(": ")[0]

    @property
    def due(self) -> datetime:
        return max(counts.due for _office, counts in self.offices)

    @property
    def deadlines(self) -> frozenset[datetime]:
        """More than one where the offices' plans do not say the same."""
        return frozenset(counts.due for _office, counts in self.offices)

    @cached_property
    def total(self) -> DutyCounts:
        every = [counts for _office, counts in self.offices]
        first = every[0]
        return DutyCounts(
            *(self.obligation, self.key, first.kind, first.title),
            *(min(x.opens for x in every), self.due, max(x.closes for x in every)),
            *(sum(x.concerned for x in every), sum(x.done for x in every)),
            *(sum(x.late for x in every), sum(x.overdue for x in every)),
        )


@dataclass(frozen=True)
class SignRoll:
    """A sign over the offices that told it, and how many those are; never which."""

    told: SignTold
    offices: int


@dataclass(frozen=True)
class RollUp:
    """What a ward sees: the newest figures of each office, and what is missing or unlike.

    `replaced` are older figures of an office whose newer ones count; `expected` are the names of
    those who were to send any, `missing` those of them who have not; `unexpected` sent without
    being on that list. `unread` tells why somebody is missing, `notes` what else there is to say.
    """

    sent: tuple[Sent, ...]
    replaced: tuple[Sent, ...]
    expected: tuple[str, ...]
    unread: tuple[Unread, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def offices(self) -> tuple[OfficeFigures, ...]:
        return tuple(sent.figures for sent in self.sent)

    @property
    def missing(self) -> tuple[str, ...]:
        known = {x for o in self.offices for x in (o.office, office_id(o.name))}
        return tuple(name for name in self.expected if office_id(name) not in known)

    @property
    def unexpected(self) -> tuple[str, ...]:
        if not self.expected:
            return ()
        known = {office_id(name) for name in self.expected}
        return tuple(
            o.name for o in self.offices if known.isdisjoint({o.office, office_id(o.name)})
        )

    @cached_property
    def duties(self) -> tuple[DutyRoll, ...]:
        """What is due first first."""
        found: defaultdict[tuple[str, str, str], list[tuple[str, DutyCounts]]] = defaultdict(list)
        for office in self.offices:
            for counts in office.duties:
                about = (office.directive, counts.obligation, counts.key)
                found[about].append((office.name, counts))
        rolls = (DutyRoll(*about, tuple(offices)) for about, offices in found.items())
        return tuple(sorted(rolls, key=lambda x: (x.due, x.directive, x.obligation, x.key)))

    @property
    def by_duty(self) -> tuple[tuple[DutyRoll, ...], ...]:
        """The periods of each duty together; which is due first stands first."""
        found: defaultdict[tuple[str, str], list[DutyRoll]] = defaultdict(list)
        for duty in self.duties:
            found[duty.directive, duty.obligation].append(duty)
        return tuple(map(tuple, found.values()))

    @property
    def newest(self) -> tuple[DutyRoll, ...]:
        """Of each duty that comes back, the period that opened last."""
        last = {(x.directive, x.obligation): x for x in sorted(self.duties, key=_opened)}
        return tuple(x for x in self.duties if x in last.values())

    @cached_property
    def signs(self) -> tuple[SignRoll, ...]:
        """Sums that tell on nobody, of no office and of no person."""
        found: defaultdict[tuple[str, ...], list[SignTold]] = defaultdict(list)
        for office in self.offices:
            for told in office.signs:
                if may_show(told.count, told.group):
                    *about, sign = told.about
                    found[(office.directive, *about, f"{sign:03}")].append(told)
        return tuple(
            _summed(found[about]) for about in sorted(found) if len(found[about]) >= LEAST_OFFICES
        )

    @property
    def plans(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The names of the offices that follow each plan, by its id and version."""
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for office in self.offices:
            found[(office.plan, office.plan_version)].append(office.name)
        return {plan: tuple(found[plan]) for plan in sorted(found)}

    def without(self, duty: DutyRoll) -> tuple[str, ...]:
        """Who has sent figures, and none of this duty."""
        have = {name for name, _counts in duty.offices}
        return tuple(o.name for o in self.offices if o.name not in have)


def _opened(duty: DutyRoll) -> tuple[datetime, datetime]:
    return (duty.total.opens, duty.due)


def _summed(told: Sequence[SignTold]) -> SignRoll:
    first = told[0]
    sums = (sum(x.count for x in told), sum(x.group for x in told))
    return SignRoll(SignTold(*first.about, first.label, *sums), len(told))


def merged(sent: Iterable[Sent], expected: Sequence[str] = ()) -> RollUp:
    """The newest of each office, in the order of their names."""
    by_office: defaultdict[str, list[Sent]] = defaultdict(list)
    for one in sent:
        by_office[one.figures.office].append(one)
    newest, older = [], []
    for same in by_office.values():
        *before, last = sorted(same, key=lambda x: x.figures.as_of)
        newest.append(last)
        older += before
    return RollUp(tuple(sorted(newest, key=_named)), tuple(older), tuple(_once(expected)))


def _named(sent: Sent) -> tuple[str, str]:
    return (fold(sent.figures.name), sent.figures.office)


def _once(names: Sequence[str]) -> Iterator[str]:
    yield from {office_id(name): name for name in names}.values()
