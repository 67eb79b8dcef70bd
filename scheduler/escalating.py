"""What is past and not done goes up: to the specialist after some days, then to the head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.completion import DutyTable
from domain.effects import Priority
from domain.people import Person, Role
from domain.period import Period
from domain.plan import Escalation
from handlers.escalating import past_its_deadline
from scheduler.courtesy import Sending
from scheduler.decent_hours import DecentHours
from storage import calls, completions, outbox, people, periods, reminders
from storage.outbox import Posting
from storage.reminders import Firing
from storage.unit_of_work import Work
from storage.ways import way_to


@dataclass
class Escalating:
    """Collects what goes up in one tick, then writes once to each who is to know."""

    work: Work
    decent: DecentHours
    due: list[tuple[Sending, Period, Escalation]] = field(default_factory=list)

    def fire(self, sending: Sending) -> None:
        about = sending.occurrence
        period = periods.find(self.work, about.obligation, about.period_key)
        if period is None:
            return
        rule = periods.obligation_of(self.work, period).rule(about.rule)
        if rule is not None and rule.escalate is not None:
            self.due.append((sending, period, rule.escalate))

    def write(self) -> int:
        """Returns how many messages were queued."""
        return sum(self._tell(reader) for reader in self._readers()) if self.due else 0

    def _readers(self) -> Sequence[Person]:
        """Everybody who may be told of any of it, once."""
        found = [person for _x, _p, to in self.due for person in self._of(to)]
        return list({person.id: person for person in found}.values())

    def _of(self, to: Escalation) -> Sequence[Person]:
        """Where nobody is the specialist, the head is told what would be theirs to know."""
        specialists = people.with_role(self.work, Role.SPECIALIST)
        heads = people.heads(self.work)
        return (specialists or heads) if to is Escalation.SPECIALIST else heads

    def _tell(self, reader: Person) -> bool:
        account = way_to(self.work, reader.id)
        told = list(self._new_to(reader)) if account is not None else []
        if account is None or not told:
            return False
        about, tables = told[0][0], [table for _about, table in told]
        posting = Posting(
            Priority.DIGEST,
            key=f"{about.occurrence.key}:{reader.id}",
            reason="escalation",
            not_before=self.decent.next(self.work.now),
            late=about.late,
        )
        words = people.reader(self.work, reader)
        message = past_its_deadline(tables, reader)
        return outbox.say(self.work, account, words, message, posting) is not None

    def _new_to(self, reader: Person) -> Iterator[tuple[Sending, DutyTable]]:
        """What this reader has not been told of, where somebody else is to be urged."""
        for sending, period, to in self.due:
            if reader not in self._of(to):
                continue
            table = completions.duty_table(self.work, period)
            others = any(line.person.id != reader.id for line in table.to_urge)
            if others and self._is_new(sending, reader):
                yield sending, table

    def _is_new(self, sending: Sending, reader: Person) -> bool:
        about = sending.occurrence
        firing = Firing(about.rule, about.obligation, about.period_key, about.at)
        return bool(reminders.fire(self.work, firing, calls.these([reader.id])))
