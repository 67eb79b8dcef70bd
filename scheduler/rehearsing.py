"""A plan lived ahead of time: the clock goes from moment to moment, and what leaves is collected.

Nothing is sent. It runs on a throw-away office (`storage.rehearsals`) by the same ticks as a bot.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from domain.channels import abilities
from domain.effects import Priority
from domain.outgoing import Say
from domain.people import Person
from domain.period import Period, titled
from domain.plan import Kind
from domain.quota import parts_of
from domain.rehearsal import Bot, Deadline, Foretold, Month, Rehearsal
from domain.reminding import Cause
from domain.text import Localized
from handlers.why import because
from scheduler import last_look
from scheduler.asking import cause_of
from scheduler.coming import coming
from scheduler.decent_hours import DecentHours
from scheduler.forecasting import outlooks
from scheduler.last_look import Letter
from scheduler.planner import Occasion
from scheduler.quota import CONVERSATION, REVIEW
from scheduler.tick import next_unplanned
from scheduler.working_days import WorkingDays
from storage import deadlines, outbox, people, periods, rationing, rehearsals, usage, ways
from storage.owing import owed_by
from storage.rehearsals import Departed
from storage.unit_of_work import Database, Memory, Work
from storage.wordless import Names

_DAY = timedelta(days=1)
_NEVER = datetime.max.replace(tzinfo=UTC)
_A_MOMENT = timedelta(microseconds=1)


@dataclass
class Rehearsing:
    """Lives an office from a moment to the end of a local day; `tick` is one tick of the bot's.

    `answering` of a hundred people (others from duty to duty) do a duty when they are first
    reminded of it; the rest never do, which is the most that may have to be sent.
    """

    database: Database
    days: WorkingDays
    tick: Callable[[Work], int]
    begins: datetime
    last: date
    answering: int = 0
    _staff: dict[int, Person] = field(default_factory=dict)
    _messages: list[Foretold] = field(default_factory=list)
    _deadlines: list[Deadline] = field(default_factory=list)
    _months: dict[tuple[Bot, str], Month] = field(default_factory=dict)
    _causes: dict[Names, Cause | None] = field(default_factory=dict)
    _lasting: Memory = field(default_factory=dict)

    def live(self, passed: Callable[[datetime], object] = lambda _at: None) -> Rehearsal:
        """`passed` is told each moment on the way (UTC)."""
        with self.database.work(self.begins) as work:
            self.tick(work)
            self._foresee(work)
            self._staff.update({person.id: person for person in people.people(work)})
            unreached = rehearsals.unreached(work, self._staff)
            planned = deque(self._planned(work))
            marks = deque(sorted({*self._due_moments(work), *self._month_edges()}))
            unplanned = next_unplanned(work, self.days, work.now)
        while (at := min(_first(planned), _first(marks), unplanned or _NEVER)) < self._ends:
            with self.database.work(at) as work:
                work.memory = dict(self._lasting)
                if at in (_first(planned), unplanned):
                    self._act(work)
                if at == _first(marks):
                    self._note(work)
                unplanned = next_unplanned(work, self.days, at)
                self._lasting = rehearsals.lasting(work)
            for moments in (planned, marks):
                while _first(moments) <= at:
                    moments.popleft()
            passed(at)
        return self._told(unreached)

    @cached_property
    def _decent(self) -> DecentHours:
        office = self.database.office
        if office is None:
            raise RuntimeError("no plan has been loaded")
        return DecentHours(self.days, office.plan.hours, office.zone)

    @cached_property
    def _ends(self) -> datetime:
        return self._decent.at(self.last + _DAY, time.min)

    def _planned(self, work: Work) -> list[datetime]:
        """When the plan has something to send, to whomever it may concern then; also to whom more
        time has been given."""
        known = deadlines.standing(work, self.begins)
        happens = coming(work, known, self.days, self.begins, self._ends)
        return sorted({x.at for x in happens if x.kind is not Occasion.OPENING})

    def _due_moments(self, work: Work) -> Iterator[datetime]:
        return (p.due for p in periods.all_periods(work) if self.begins < p.due < self._ends)

    def _month_edges(self) -> Iterator[datetime]:
        """The last moment of each month, and the first of the next."""
        day = self._decent.local_day(self.begins)
        while day <= self.last:
            day = (day.replace(day=1) + 32 * _DAY).replace(day=1)
            edge = self._decent.at(day, time.min)
            yield from (edge - _A_MOMENT, edge)

    def _act(self, work: Work) -> None:
        self.tick(work)
        departed = self._leave(work)
        if self.answering and self._answer(work, departed):
            self.tick(work)
            self._leave(work)

    def _note(self, work: Work) -> None:
        """What stands at a deadline, at the end of a month and at its beginning."""
        for period in periods.all_periods(work):
            if period.due == work.now and period.kind is not Kind.INQUIRY:
                self._deadlines.append(self._deadline(work, period))
        if work.now == usage.month_begins(work):
            self._foresee(work)
        if work.now + _A_MOMENT == usage.month_ends(work) or work.now + _A_MOMENT == self._ends:
            self._count(work)

    def _leave(self, work: Work) -> Sequence[Departed]:
        looked = last_look.letters(work, rehearsals.reminders(work), self.days)
        letters, words = {letter.about.id: letter for letter in looked}, _Words(work)
        departed = rehearsals.leave(work, letters.keys())
        told = [
            self._foretold(work, gone, said, letters.get(gone.id))
            for gone in departed
            if (said := words.of(gone, letters.get(gone.id))) is not None
        ]
        self._messages += told
        for bot, parts in _parts_of(told).items():
            usage.add_sent(work, bot, parts)
        return departed

    def _foretold(self, work: Work, gone: Departed, said: Say, letter: Letter | None) -> Foretold:
        parts = parts_of(_units(said.text)) if gone.account.channel in work.quotas else 1
        rules = letter.about.rules if letter else ()
        known = (self._cause(work, letter.to, names) for names in rules if letter)
        causes = [cause for cause in known if cause is not None]
        return Foretold(
            at=work.now,
            person=gone.person or 0,
            bot=(gone.account.channel, gone.account.bot),
            kind=gone.kind,
            reason=gone.reason,
            duties=tuple(titled(x.duty.obligation, x.duty.period.span) for x in causes),
            why=because(causes, gone.reason),
            text=said.text,
            buttons=tuple(button.label for row in said.rows for button in row),
            file=said.attachment.document if said.attachment else None,
            parts=parts,
            late=gone.late,
        )

    def _cause(self, work: Work, who: Person, names: Names) -> Cause | None:
        """Title, source and rule are the same for everybody."""
        if names not in self._causes:
            self._causes[names] = cause_of(work, who, *names, self.days)
        return self._causes[names]

    def _answer(self, work: Work, departed: Sequence[Departed]) -> bool:
        """Who has just been reminded does what they are going to do."""
        chats = {x.person: x.account for x in departed if x.kind is Priority.REMINDER}
        owed = owed_by(work, {person for person in chats if person is not None})
        for person, which in owed.items():
            doing = [period for period in which if self._does(person, period)]
            with work.changing():
                rehearsals.do_duties(work, chats[person], doing, _conversations(doing))
        return bool(owed)

    def _does(self, person: int, period: Period) -> bool:
        """Both numbers have no divisor in common with a hundred: shares come out even."""
        return (person * 61 + period.id * 37) % 100 < self.answering

    def _deadline(self, work: Work, period: Period) -> Deadline:
        asked = periods.obligation_of(work, period)
        whom = frozenset(id_ for id_, person in self._staff.items() if asked.who.includes(person))
        owed = rehearsals.owe(work, period)
        return Deadline(period, asked, periods.title_of(work, period), whom, owed)

    def _foresee(self, work: Work) -> None:
        """What the plan asks of each metered bot until the month is over."""
        for outlook in outlooks(work, self.days):
            known = outlook.usage
            self._months[(known.channel, known.bot), known.month] = Month(known, outlook)

    def _count(self, work: Work) -> None:
        """What each metered bot's month has come to."""
        stayed = rationing.withheld(work, usage.month_begins(work), work.now)
        missing = [x.person for x in stayed if x.person is not None]
        bots = {id_: (x.channel, x.bot) for id_, x in ways.ways(work, missing).items()}
        for known in usage.usages(work):
            bot = (known.channel, known.bot)
            foreseen = self._months.get((bot, known.month), Month(known)).forecast
            count = sum(bots.get(person) == bot for person in missing)
            self._months[bot, known.month] = Month(known, foreseen, count)

    def _told(self, unreached: frozenset[int]) -> Rehearsal:
        office = self.database.office
        assert office is not None  # noqa: S101 - it has been lived in
        first = self._decent.local_day(self.begins)
        days = [first + n * _DAY for n in range((self.last - first).days + 1)]
        years = {day.year for day in days}
        bots = {bot for bot, _month in self._months} | {message.bot for message in self._messages}
        return Rehearsal(
            office=office.plan.office,
            plan=office.plan.title,
            first=first,
            last=self.last,
            zone=office.zone,
            people=self._staff,
            unreached=unreached,
            messages=tuple(self._messages),
            deadlines=tuple(self._deadlines),
            months=tuple(self._months[key] for key in sorted(self._months, key=_by_month)),
            bots=_named(bots),
            days_off={d: self.days.called(d) for d in days if not self.days.is_working(d)},
            provisional=frozenset(filter(self.days.is_provisional, years)),
            answering=self.answering,
        )


#: Stands for the reader's given name until it is put in.
_GIVEN = "\ue000"


@dataclass(frozen=True)
class _Words:
    """What messages say; what is the same for many is rendered once, but for their names."""

    work: Work
    rendered: dict[object, Say] = field(default_factory=dict)

    def of(self, gone: Departed, letter: Letter | None) -> Say | None:
        if letter is None:
            return gone.operation if isinstance(gone.operation, Say) else None
        to = replace(people.reader(self.work, letter.to), given=_GIVEN)
        key = (id(letter.message), gone.account.channel, gone.account.bot, to)
        if key not in self.rendered:
            self.rendered[key] = outbox.form(self.work, gone.account, to, letter.message)
        said = self.rendered[key]
        return replace(said, text=said.text.replace(_GIVEN, letter.to.given))


def _parts_of(told: Sequence[Foretold]) -> Counter[Bot]:
    parts: Counter[Bot] = Counter()
    for message in told:
        parts[message.bot] += message.parts
    return parts


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _conversations(which: Sequence[Period]) -> int:
    """How many messages these take, both ways; self-checks due together are one conversation."""
    apart = {(p.kind, p.due, "" if p.kind is Kind.SELF_CHECK else p.obligation) for p in which}
    return sum(
        CONVERSATION.get(kind, 0) + (REVIEW if kind is Kind.REGISTRATION else 0)
        for kind, _due, _obligation in apart
    )


def _first(moments: deque[datetime]) -> datetime:
    return moments[0] if moments else _NEVER


def _by_month(key: tuple[Bot, str]) -> tuple[str, Bot]:
    return key[1], key[0]


def _named(bots: set[Bot]) -> Mapping[Bot, Localized]:
    """What people call a bot: its channel, with a number where there are several."""
    by_channel: defaultdict[str, list[Bot]] = defaultdict(list)
    for bot in sorted(bots):
        by_channel[bot[0]].append(bot)
    return {
        bot: _called(abilities(channel).title, number if len(same) > 1 else 0)
        for channel, same in by_channel.items()
        for number, bot in enumerate(same, start=1)
    }


def _called(channel: str, number: int) -> Localized:
    name = f"{channel} {number}" if number else channel
    return Localized(name, name)
