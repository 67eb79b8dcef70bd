"""What a plan would change in whose reminders: put in force, compared, and taken back.

The very steps that put a plan in force are taken in a savepoint, so that what is told is what
would be. How many people it concerns is as things stand now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from sqlalchemy import func, select

from domain.people import Role, Standing
from domain.period import PeriodState
from domain.plan import Audience, Obligation, Plan, PlanVersion
from domain.plan_changes import plan_changes
from domain.plan_editing import Preview, Readers, ReminderShift, Shifted, readers_by
from domain.text import Localized, Text, _
from scheduler.coming import coming
from scheduler.plan_copy import named_day
from scheduler.planner import Occasion, Occurrence
from scheduler.working_days import WorkingDays
from storage import deadlines, owing, people, periods, plans
from storage.unit_of_work import Work
from storage.work import unfinished

_Group: TypeAlias = tuple[Shifted, Localized | None, Readers]
_FAR = datetime.max.replace(tzinfo=UTC)


class _TakenBack(Exception):
    """The look is over."""


@dataclass(frozen=True)
class _Message:
    """A message that a plan brings, and of what to whom; the weekly digest is of no duty."""

    at: datetime
    duty: Obligation | None
    readers: Readers

    @property
    def about(self) -> Localized | None:
        return self.duty.title if self.duty else None


def preview(
    work: Work, days: WorkingDays, plan: Plan, put_in_force: Callable[[Work, Plan], None]
) -> Preview:
    """What putting this plan in force changes; nothing is changed by it."""
    before, was = _messages(work, days), plans.of_office(work.office)
    try:
        with work.savepoint():
            put_in_force(work, plan)
            after, told = _messages(work, days), changes(work, was)
            shifts = tuple(_Shifts(work, before, after).told())
            warnings = tuple(_warnings(work, days, was.plan))
            raise _TakenBack
    except _TakenBack:
        plans.forget(work)
    return Preview(told, shifts, warnings, unfinished(work))


def _messages(work: Work, days: WorkingDays) -> Mapping[str, _Message]:
    """Everything that is still to go, as things stand, by its key."""
    known = [p for p in deadlines.standing(work, work.now) if p.closes > work.now]
    named = {(p.obligation, p.key): p for p in known if not p.personal}
    found: dict[str, _Message] = {}
    for one in coming(work, known, days, work.now, _FAR):
        period = one.own or named.get((one.obligation, one.period_key))
        duty = periods.obligation_of(work, period) if period else None
        if one.kind is not Occasion.OPENING:
            found.setdefault(one.key, _Message(one.at, duty, _readers(one, duty)))
    return found


def _readers(one: Occurrence, duty: Obligation | None) -> Readers:
    if duty is None or one.kind is Occasion.DIGEST:
        return Readers(Audience.SPECIALIST, telling=True)
    return readers_by(duty, duty.rule(one.rule))


def changes(work: Work, was: PlanVersion) -> tuple[Text, ...]:
    """How each duty goes on, now that another plan has taken the place of the one that was."""
    kept = {period: periods.title_of(work, period) for period in periods.all_periods(work)}
    return plan_changes(was, plans.of_office(work.office), kept, work.now)


@dataclass
class _Shifts:
    """What is otherwise than before, put together by duty and readers."""

    work: Work
    before: Mapping[str, _Message]
    after: Mapping[str, _Message]
    _sizes: dict[object, int] = field(default_factory=dict)

    def told(self) -> Iterator[ReminderShift]:
        """By the first moment of each."""
        groups: defaultdict[_Group, list[tuple[_Message, datetime | None]]] = defaultdict(list)
        for kind, message, instead in self._differing():
            groups[kind, message.about, message.readers].append((message, instead))
        shifts = (self._shift(group[0], found) for group, found in groups.items())
        yield from sorted(shifts, key=lambda shift: (shift.first, shift.kind, str(shift.duty)))

    def _differing(self) -> Iterator[tuple[Shifted, _Message, datetime | None]]:
        for key in {**self.before, **self.after}:
            old, new = self.before.get(key), self.after.get(key)
            same_readers = old is not None and new is not None and old.readers == new.readers
            if old is not None and not same_readers:
                yield Shifted.GONE, old, None
            if new is not None and not same_readers:
                yield Shifted.ADDED, new, None
            if old is not None and new is not None and same_readers and old.at != new.at:
                yield Shifted.MOVED, new, old.at

    def _shift(self, kind: Shifted, found: list[tuple[_Message, datetime | None]]) -> ReminderShift:
        message, instead = min(found, key=lambda one: one[0].at)
        size = self._size(message)
        about, readers = message.about, message.readers
        return ReminderShift(about, readers, size, kind, len(found), message.at, instead)

    def _size(self, message: _Message) -> int:
        duty, readers = message.duty, message.readers
        key = (readers, None if readers.telling or duty is None else duty.kind)
        if key not in self._sizes:
            self._sizes[key] = self._count(duty, readers)
        return self._sizes[key]

    def _count(self, duty: Obligation | None, readers: Readers) -> int:
        if readers.telling or duty is None:
            if readers.audience is Audience.HEAD:
                return sum(x.standing is Standing.HEAD for x in people.heads(self.work))
            return len(people.with_role(self.work, Role.SPECIALIST))
        asked = owing.asked_of(self.work, duty, readers.whom).subquery()
        return self.work.session.scalar(select(func.count()).select_from(asked)) or 0


def _warnings(work: Work, days: WorkingDays, before: Plan) -> Iterator[Text]:
    """What somebody should look at once more."""
    old = {duty.id: duty for duty in before.obligations}
    changed = {d.id: d for d in work.office.plan.obligations if old.get(d.id) != d}
    known = periods.all_periods(work)
    coming_ones = [p for p in known if p.obligation in changed and p.opens > work.now]
    for period in coming_ones:
        duty, due = changed[period.obligation], period.due.astimezone(work.office.zone).date()
        words = duty.deadline_words
        named = named_day(words.vi, due) if words else None
        if words is not None and named is not None and days.before(named) != days.on_or_before(due):
            yield _(
                "“{title}”: its words say “{words}”, but it is due on {due}.",
                title=duty.title,
                words=words,
                due=due,
            )
    years = {p.due.astimezone(work.office.zone).year for p in coming_ones}
    for year in sorted(filter(days.is_provisional, years)):
        yield _(
            "Days off of {year} are not announced yet: days may still move by themselves.",
            year=str(year),
        )
    running = [p for p in known if p.obligation in changed]
    if any(p.state(work.now) in {PeriodState.OPEN, PeriodState.LATE} for p in running):
        yield _(
            "What is open stays as it opened. To give more time for it, use the deadlines of "
            "what is open."
        )
