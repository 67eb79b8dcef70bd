"""Any roster, any plan, whatever people do, however long the machine stands still and whatever its
clock does: nobody is nagged, nobody is forgotten, and nobody is woken at night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import WallClock
from domain.period import Period
from domain.plan import Plan, Shift
from scheduler.courtesy import CATCH_UP_LIMIT, PUNCTUAL
from scheduler.decent_hours import DecentHours
from scheduler.planner import Occasion, Occurrence, occurrences
from scheduler.tick import tick
from storage import delivery, periods
from storage.tables import AbsenceRow
from tests.office import SmallOffice
from tests.storage.living import DAYS, LOOK, Life, block, decline, done
from tests.unit.calendars import HANOI
from tests.unit.test_planner import any_plan

NAMES = ("Bình", "Sơn", "Mai", "Lan", "Hùng", "Tâm", "Khôi")
HOUR = timedelta(hours=1)
#: So long an office is looked at; what its plan has after that is left alone.
LONG = 24 * 20
MOMENTS = 60

hours = st.integers(0, LONG)
#: From which hour on nothing runs, and for how many; long stops and short ones.
stops = st.lists(st.tuples(hours, st.integers(1, 50)), max_size=3)
#: At which hour the machine's clock jumps, and how far: an hour for a zone or a mistake, and more.
jumps = st.lists(st.tuples(hours, st.sampled_from([-24, -1, 1, 5])), max_size=3)
zones = st.sampled_from([HANOI, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")])
#: Who does their duties when, and who is away from when on for how long.
finished = st.dictionaries(st.sampled_from(NAMES), hours)
absent = st.dictionaries(st.sampled_from(NAMES[:3]), st.tuples(hours, st.integers(0, 60)))
#: Who cannot be written to: they have no chat, or go on on paper.
rosters = st.dictionaries(st.sampled_from(NAMES[2:]), st.sampled_from(["no chat", "on paper"]))


@dataclass
class Machine:
    """Time as it is, and as the machine's clock tells it; the bot restarts after each stop."""

    start: datetime
    stops: Sequence[tuple[int, int]]
    jumps: Sequence[tuple[int, int]]
    true: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.clock = WallClock(self._wall, self._steady)

    def _steady(self) -> float:
        return self.true.total_seconds()

    def _wall(self) -> datetime:
        gone = sum(by for hour, by in self.jumps if hour * HOUR <= self.true)
        return self.start + self.true + gone * HOUR

    def is_running(self, true: timedelta) -> bool:
        return not any(hour * HOUR <= true < (hour + long) * HOUR for hour, long in self.stops)

    def has_stopped(self, before: timedelta, now: timedelta) -> bool:
        return any(before < hour * HOUR <= now for hour, _long in self.stops)


@dataclass
class Lived:
    """What came of it, by the bot's own clock."""

    life: Life
    plan: Plan
    machine: Machine
    finished: dict[str, int]
    absent: dict[str, tuple[int, int]]
    unreached: dict[str, str]
    ran: list[datetime] = field(default_factory=list)
    sent: list[tuple[str, datetime]] = field(default_factory=list)
    done_at: dict[str, datetime] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        assert self.life.office.database.office is not None
        return self.life.office.database.office.zone

    @cached_property
    def decent(self) -> DecentHours:
        return DecentHours(DAYS, self.plan.hours, self.zone)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        with self.life.office.work() as work:
            return periods.all_periods(work)

    def go(self) -> None:
        for true in self._moments():
            before, self.machine.true = self.machine.true, true
            if self.machine.is_running(true):
                self._run(restarted=self.machine.has_stopped(before, true))

    def _moments(self) -> list[timedelta]:
        """A minute after each reminder, at the end of each stop, and now and then."""
        coming = (x.at + timedelta(minutes=1) - self.machine.start for x in self.planned)
        back = ((hour + long) * HOUR for hour, long in self.machine.stops)
        found = {*coming, *back, *(hour * HOUR for hour in range(0, LONG, 7))}
        inside = sorted(x for x in found if timedelta(0) <= x <= LONG * HOUR)
        return inside[:: max(1, len(inside) // MOMENTS)]

    @cached_property
    def planned(self) -> tuple[Occurrence, ...]:
        until = self.machine.start + LONG * HOUR
        found = occurrences(self.plan, self.periods, DAYS, self.zone, self.machine.start, until)
        return tuple(x for x in found if x.kind is Occasion.REMINDER)

    def _run(self, *, restarted: bool) -> None:
        office = self.life.office
        if restarted:
            self.machine.restart()
        office.now = self.machine.clock.now()
        with office.work() as work:
            if restarted:
                delivery.recover(work)
            for name, hour in self.finished.items():
                if hour * HOUR <= self.machine.true and name not in self.done_at:
                    self.done_at[name] = office.now
                    for period in self.periods:
                        done(work, office.people[name], period.obligation, period.key)
            tick(work, DAYS)
        self.ran.append(office.now)
        self.sent += self._send()

    def _send(self) -> Iterator[tuple[str, datetime]]:
        names = {id_: name for name, id_ in self.life.office.people.items()}
        while True:
            with self.life.office.work() as work:
                claimed = delivery.claim(work, 50, [], look=LOOK)
                for row in claimed:
                    delivery.sent(work, row.id, "1")
            if not claimed:
                return
            yield from (
                (names[row.person or 0], self.life.office.now)
                for row in claimed
                if row.kind == "reminder"
            )

    def could_be_told_of(self, period: Period) -> bool:
        """Whether the machine ran when one of its reminders would have been in time."""
        mine = (x for x in self.planned if (x.obligation, x.period_key) == name_of(period))
        return any(x.at <= period.due and self._could_go(x, period.due) for x in mine)

    def _could_go(self, one: Occurrence, due: datetime) -> bool:
        seen = next((now for now in self.ran if now >= one.at), None)
        if seen is None or one.at <= self.ran[0]:
            return False
        at = seen if seen - one.at <= PUNCTUAL else self.decent.next(seen)
        in_time = seen - one.at <= PUNCTUAL or (
            seen - one.at <= CATCH_UP_LIMIT and at < one.helps_until
        )
        closing = self.decent.at(self.decent.local_day(at), self.plan.hours.closes)
        until = min(closing, one.helps_until, due)
        return in_time and any(at <= now <= until and self.is_decent(now) for now in self.ran)

    def is_decent(self, now: datetime) -> bool:
        """In the office's hours, with what a tick may be late for what was due as it closed; on a
        day off only where the plan has reminders stay there."""
        day, hours = self.decent.local_day(now), self.plan.hours
        rules = [rule for obligation in self.plan.obligations for rule in obligation.rules]
        stays = any(rule.when.shift is Shift.STAYS for rule in rules)
        closed = self.decent.at(day, hours.closes) + PUNCTUAL
        in_hours = self.decent.at(day, hours.opens) <= now <= closed
        return in_hours and (stays or not self.decent.is_day_off(now))


def name_of(period: Period) -> tuple[str, str]:
    return period.obligation, period.key


def live(
    plan: Plan,
    zone: ZoneInfo,
    machine: Machine,
    finished: dict[str, int],
    absent: dict[str, tuple[int, int]],
    unreached: dict[str, str],
) -> Lived:
    office = SmallOffice(machine.start, plan=plan, zone=zone)
    life = Life(office)
    lived = Lived(life, plan, machine, finished, absent, unreached)
    with office.work() as work:
        for name, why in unreached.items():
            (block if why == "no chat" else decline)(life, name)(work)
        tick(work, DAYS)
        for name, (hour, long) in absent.items():
            first = (machine.start + hour * HOUR).astimezone(zone).date()
            who, last = office.people[name], first + timedelta(days=long)
            work.session.add(
                AbsenceRow(person_id=who, first=first, last=last, set_by=who, at=work.now)
            )
    lived.go()
    return lived


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_plan(), zones, stops, jumps, finished, absent, rosters)
def test_a_rule_reaches_a_person_once_by_day_and_nobody_who_owes_is_forgotten(
    plan: Plan,
    zone: ZoneInfo,
    stops: list[tuple[int, int]],
    jumps: list[tuple[int, int]],
    finished: dict[str, int],
    absent: dict[str, tuple[int, int]],
    unreached: dict[str, str],
) -> None:
    start = datetime(plan.starts.year, plan.starts.month, plan.starts.day, tzinfo=zone)
    machine = Machine(start.astimezone(UTC), stops, jumps)
    lived = live(plan, zone, machine, finished, absent, unreached)
    rules = Counter(
        (x.rule, x.obligation, x.period_key, x.person_id) for x in lived.life.occurrences()
    )
    assert set(rules.values()) <= {1}
    assert all(lived.is_decent(at) for _name, at in lived.sent)
    for name, at in lived.sent:
        assert name not in unreached
        assert at < lived.done_at.get(name, at + HOUR), name
    for period in lived.periods:
        if period.due <= lived.ran[-1] and lived.could_be_told_of(period):
            assert not _forgotten(lived, period), (period, lived.ran)
    lived.life.office.database.close()


def _forgotten(lived: Lived, period: Period) -> set[str]:
    """Who owed it when it was due and had not been told of it since it opened."""
    told = {name for name, at in lived.sent if period.opens <= at <= period.due}
    owed = {x for x in NAMES if lived.done_at.get(x, period.due + HOUR) > period.due}
    return owed - told - lived.absent.keys() - lived.unreached.keys()
