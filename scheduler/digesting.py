"""Digests: to the specialists every week, at each deadline and as soon as everyone is done.

The head is told at the deadlines too. Text first, then the picture and the workbook, which are made
when they are sent, as of the moment of the digest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.completion import DutyTable
from domain.effects import Priority
from domain.message import Attachment, Choice, Do, Document, Message, column
from domain.people import Person, Role
from domain.plan import Kind
from domain.text import GAP, Text, _
from reports.digest import all_done, digest
from scheduler.courtesy import Sending
from scheduler.decent_hours import DecentHours
from scheduler.planner import Occasion, Occurrence
from scheduler.reminding import BACK, PROMISE
from storage import calls, digests, outbox, people, periods, reminders, trends
from storage.outbox import Posting
from storage.reminders import Firing, Skipped
from storage.sign_counts import sign_counts
from storage.unit_of_work import Work
from storage.ways import way_to
from storage.work import task_counts


@dataclass
class Digesting:
    """Collects which digests have come due in one tick, then makes one message of them."""

    work: Work
    decent: DecentHours
    due: list[Sending] = field(default_factory=list)

    def fire(self, sending: Sending) -> None:
        self.due.append(sending)

    def skip(self, occurrence: Occurrence, why: str) -> None:
        """Too late to be of use: the next one tells so."""
        if self._fired(occurrence, self._specialists(), why):
            self.work.audit(None, "digest_skipped", occurrence.key, why)

    def write(self) -> int:
        """Returns how many messages were queued."""
        return self._digest() + self._all_done()

    def _digest(self) -> int:
        readers = [x for x in self._readers() if self._called(x)]
        tables = self._tables()
        if not readers or not tables:
            return 0
        late = any(sending.late for sending in self.due)
        message = digest_message(self.work, tables, late=late)
        key, files = f"digest:{self.due[0].occurrence.key}", documents(tables, self.work.now)
        digests.keep(self.work, key, tables)
        return sum(
            self._post(x, (with_choices(self.work, message, x), *files), key, late=late)
            for x in readers
        )

    def _called(self, reader: Person) -> bool:
        """Whether any of these digests is for this reader, and had not been made for them."""
        new = [
            self._fired(sending.occurrence, [reader])
            for sending in self.due
            if reader.is_any(Role.SPECIALIST) or self._is_deadline(sending.occurrence)
        ]
        return any(new)

    def _fired(self, occurrence: Occurrence, readers: Sequence[Person], skipped: str = "") -> bool:
        names = (occurrence.rule, occurrence.obligation, occurrence.period_key)
        firing = Firing(*names, occurrence.at, skipped)
        whom = calls.these([reader.id for reader in readers])
        return bool(reminders.fire(self.work, firing, whom))

    def _specialists(self) -> tuple[Person, ...]:
        return people.with_role(self.work, Role.SPECIALIST)

    def _readers(self) -> tuple[Person, ...]:
        if not self.due:
            return ()
        specialists = self._specialists()
        return (*specialists, *(x for x in people.heads(self.work) if x not in specialists))

    def _is_deadline(self, occurrence: Occurrence) -> bool:
        period = periods.find(self.work, occurrence.obligation, occurrence.period_key)
        day = self.decent.local_day
        return period is not None and day(occurrence.at) >= day(period.due)

    def _tables(self) -> tuple[DutyTable, ...]:
        """The duties whose digest has come due; a weekly one tells of all that are under way."""
        if any(x.occurrence.kind is Occasion.WEEKLY_DIGEST for x in self.due):
            return digests.under_way(self.work)
        named = (x.occurrence for x in self.due)
        found = (periods.find(self.work, x.obligation, x.period_key) for x in named)
        return digests.tables(self.work, [period for period in found if period is not None])

    def _all_done(self) -> int:
        count = 0
        for period in digests.newly_all_done(self.work):
            for table in digests.tables(self.work, [period]):
                digests.keep_all_done(self.work, table)
                files = documents((table,), self.work.now)
                key, messages = f"alldone:{period.id}", (all_done(table), *files)
                count += sum(self._post(reader, messages, key) for reader in self._specialists())
        return count

    def _post(
        self, reader: Person, messages: Sequence[Message], key: str, *, late: bool = False
    ) -> int:
        """Queue a digest and its files for one reader; in quiet hours they wait for the morning."""
        at = self.decent.next(self.work.now)
        account = way_to(self.work, reader.id)
        if account is None:
            return 0
        count = 0
        for number, message in enumerate(outbox.merged(self.work, account, messages)):
            posting = Posting(
                Priority.DIGEST,
                key=f"{key}:{reader.id}:{number}",
                reason="digest",
                not_before=at,
                late=late,
            )
            words = people.reader(self.work, reader)
            count += outbox.say(self.work, account, words, message, posting) is not None
        return count


def digest_message(work: Work, tables: Sequence[DutyTable], *, late: bool = False) -> Message:
    """The digest's text, what has changed since the last one, and what could not be sent."""
    since = digests.last(work)
    checks = (table.period for table in tables if table.period.kind is Kind.SELF_CHECK)
    signs = {period.id: sign_counts(work, period) for period in checks}
    tasks = {table.period.id: task_counts(work, table.period) for table in tables}
    message = digest(tables, since=since, signs=signs, tasks=tasks)
    remarks = [_not_sent(work, skipped) for skipped in reminders.skipped_since(work, since)]
    if late:
        remarks.append(_("(This comes late: the system was not running.)"))
    body = (*message.body, *((GAP, *remarks) if remarks else ()))
    return replace(message, body=body)


def _not_sent(work: Work, skipped: Skipped) -> Text:
    firing = skipped.firing
    period = periods.find(work, firing.obligation, firing.period_key)
    title = periods.obligation_of(work, period).title if period else None
    return _(
        "Not sent, because the system was not running: what was due at {moment} ({what}). "
        "People concerned: {count}.",
        moment=firing.at,
        what=title or _NAMES.get(firing.rule, _SOME),
        count=skipped.people,
    )


#: What is of no one duty.
_NAMES = {
    "weekly": _("the weekly digest"),
    PROMISE: _("what people meant to have done"),
    BACK: _("what is open, for who is back"),
}
_SOME = _("a reminder")


def documents(tables: Sequence[DutyTable], as_of: datetime) -> tuple[Message, Message]:
    """The picture and the workbook, to be made when they are sent."""
    subject = f"{as_of.isoformat()}/{','.join(str(table.period.id) for table in tables)}"
    picture = Attachment(Document.PROGRESS_PICTURE, subject)
    workbook = Attachment(Document.COMPLETION_WORKBOOK, subject)
    return (
        Message((_("Progress as of {moment}.", moment=as_of),), attachment=picture),
        Message((_("Who has done what, as of {moment}.", moment=as_of),), attachment=workbook),
    )


#: Names everything since the plan began, where a digest is asked for.
WHOLE = "whole"


def with_choices(work: Work, message: Message, reader: Person) -> Message:
    """The specialist can act on what is missing; others read."""
    whole = Choice(_("Everything since the plan began"), Do("digest", WHOLE))
    written = Choice(_("Documents to print or send"), Do("documents"))
    if not reader.is_any(Role.SPECIALIST):
        return replace(message, choices=column(whole, *trend_choice(work), written))
    remind = Choice(_("Remind those missing"), Do("nudge"))
    papers = Choice(_("Tick papers"), Do("papers"))
    return replace(message, choices=column(remind, papers, whole, *trend_choice(work), written))


def trend_choice(work: Work) -> list[Choice]:
    """Once something has come back there is something to compare."""
    if not any(len(begun) > 1 for begun in trends.recurring(work).values()):
        return []
    return [Choice(_("How the months went"), Do("trend"))]
