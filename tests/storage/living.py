"""The small office living its plan: the clock goes from moment to moment, people do their duties.

Nothing is sent: what stands in the outbox is what would be, and to whom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from sqlmodel import col, select

from domain.consent import ConsentState, Purpose
from domain.outgoing import Say
from scheduler.last_look import look
from scheduler.tick import next_moment, tick
from scheduler.working_days import load_working_days
from storage import completions, consents, delivery, people, periods
from storage.tables import AbsenceRow, AccountRow, OccurrenceRow, OutboxRow
from storage.unit_of_work import Work
from tests.office import BOT, ZONE, SmallOffice

DAYS = load_working_days()
LOOK = partial(look, days=DAYS)


def at(words: str) -> datetime:
    """The moment (UTC) of a local `07/10/2025 08:30`."""
    return datetime.strptime(words, "%d/%m/%Y %H:%M").replace(tzinfo=ZONE).astimezone(UTC)


def local(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%d/%m/%Y %H:%M")


@dataclass
class Life:
    """An office from a moment on; `later` says what people do, `until` lets time pass."""

    office: SmallOffice
    deeds: list[tuple[datetime, Callable[[Work], object]]] = field(default_factory=list)

    @classmethod
    def begin(cls, words: str = "03/10/2025 07:00", url: str = "sqlite://") -> Life:
        life = cls(SmallOffice(at(words), url=url))
        life.tick()
        return life

    def later(self, words: str, deed: Callable[[Work], object]) -> None:
        self.deeds.append((at(words), deed))

    def does(self, words: str, name: str, obligation: str, key: str = "once") -> None:
        """Somebody does a duty at that moment."""
        self.later(words, lambda work: done(work, self.office.people[name], obligation, key))

    def tick(self, *, send: bool = True) -> int:
        """One tick; what is due then leaves at once, unless the sender stands still."""
        with self.office.work() as work:
            queued = tick(work, DAYS)
            while send and (claimed := delivery.claim(work, 500, [], look=LOOK)):
                for row in claimed:
                    delivery.sent(work, row.id, "1")
        return queued

    def go(self, words: str, *, send: bool = True) -> int:
        """Straight to a moment, as after a stop; then one tick."""
        self.office.now = at(words)
        return self.tick(send=send)

    def until(self, words: str) -> None:
        """From moment to moment, with everything that happens on the way."""
        while (moment := self._next()) <= at(words):
            self.office.now = moment
            with self.office.work() as work:
                for _moment, deed in [x for x in self.deeds if x[0] <= moment]:
                    deed(work)
            self.deeds = [x for x in self.deeds if x[0] > moment]
            self.tick()
        self.go(words)

    def _next(self) -> datetime:
        with self.office.work() as work:
            planned = next_moment(work, DAYS, self.office.now)
        assert planned is not None
        return min([planned, *(moment for moment, _deed in self.deeds)])

    def messages(self, kind: str = "reminder") -> list[OutboxRow]:
        with self.office.work() as work:
            query = select(OutboxRow).where(OutboxRow.kind == kind)
            return list(work.session.exec(query.order_by(col(OutboxRow.id))))

    def told(self, name: str, kind: str = "reminder") -> list[str]:
        """When somebody is written to, as the office reads a clock."""
        who = self.office.people[name]
        rows = (row for row in self.messages(kind) if row.person_id == who)
        return [local(row.not_before) for row in rows if row.state != "cancelled"]

    def last_words(self, name: str) -> str:
        _row, operation = self.office.said_to(name)[-1]
        assert isinstance(operation, Say)
        return operation.text

    def occurrences(self) -> list[OccurrenceRow]:
        with self.office.work() as work:
            return list(work.session.exec(select(OccurrenceRow).order_by(col(OccurrenceRow.id))))

    def ledger(self) -> Iterator[str]:
        """A line a moment, kind and reason: who was written to."""
        names = {id_: name for name, id_ in self.office.people.items()}
        lines: defaultdict[tuple[datetime, str], set[str]] = defaultdict(set)
        for row in self.messages("reminder") + self.messages("digest"):
            what = row.reason.removeprefix("rule reminder/")
            lines[row.not_before, what].add(names[row.person_id or 0])
        for (moment, what), who in sorted(lines.items()):
            yield f"{local(moment)}  {what}: {', '.join(sorted(who))}"


def done(work: Work, person: int, obligation: str, key: str = "once", how: str = "bot") -> None:
    period = periods.find(work, obligation, key)
    assert period is not None
    completions.mark_done(work, period, person, how=how)


def enrol(life: Life, name: str) -> Callable[[Work], None]:
    """Somebody writes to the bot for the first time, and consents."""

    def deed(work: Work) -> None:
        account = people.account_of_chat(work, *BOT, name)
        people.link(work, account.id, life.office.people[name])
        for purpose in Purpose:
            person = life.office.people[name]
            consents.record(work, person, purpose, ConsentState.GIVEN, "test", account.id)

    return deed


def decline(life: Life, name: str) -> Callable[[Work], None]:
    def deed(work: Work) -> None:
        person = life.office.people[name]
        consents.record(work, person, Purpose.KEEP, ConsentState.DECLINED, "test", None)

    return deed


def away(life: Life, name: str, first: str, last: str) -> Callable[[Work], None]:
    """On leave from a day to a day."""

    def deed(work: Work) -> None:
        person = life.office.people[name]
        days = (at(f"{day} 00:00").astimezone(ZONE).date() for day in (first, last))
        begins, ends = days
        work.session.add(
            AbsenceRow(person_id=person, first=begins, last=ends, set_by=person, at=work.now)
        )

    return deed


def block(life: Life, name: str) -> Callable[[Work], None]:
    def deed(work: Work) -> None:
        account = people.account_of_chat(work, *BOT, name)
        work.session.get_one(AccountRow, account.id).state = "blocked"

    return deed
