"""Putting a self-check right after it was saved, until its period closes.

Those done together (month, quarter, year) are put right together. When they were done stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlmodel import col, select

from domain.effects import Refused
from domain.people import Person
from domain.self_check import PuttingRight, RedoSelfCheck, SelfChecking
from storage import checks_due, remedies, self_checks
from storage.tables import SelfCheckRow, TaskResultRow
from storage.unit_of_work import Work
from storage.work import tasks_of


def resolve(work: Work, who: Person, subject: str) -> str | Refused:
    """All the periods that were done together with the one named."""
    which = checks_due.may_redo(work, who, checks_due.named(work, who, subject))
    return which if isinstance(which, Refused) else self_checks.subject_of(which)


def load(work: Work, who: Person, subject: str) -> SelfChecking | Refused:
    """What stands is what it starts from."""
    which = checks_due.may_redo(work, who, checks_due.named(work, who, subject))
    if isinstance(which, Refused):
        return which
    kept = {kept.period.id: kept.check for kept in self_checks.self_checks_of(work, who.id)}
    done = kept[which[0].id]
    inputs = self_checks.starting(work, who, which)
    before = tuple(r for r in inputs.remedies if r.promised_at != done.done_at)
    return replace(inputs, done=done, remedies=before)


def redo_self_check(work: Work, who: Person, effect: RedoSelfCheck) -> Refused | None:
    """Seal anew what was noticed; what has become of a remedy meanwhile is not lost."""
    which = checks_due.may_redo(work, who, checks_due.numbered(work, who, effect.periods))
    if isinstance(which, Refused):
        return which
    contents = self_checks.contents_of(work, who, which, effect)
    if isinstance(contents, Refused):
        return contents
    rows = select(SelfCheckRow).where(
        SelfCheckRow.person_id == who.id, col(SelfCheckRow.period_id).in_(contents)
    )
    for row in work.session.exec(rows).all():
        row.sealed, done_at = work.vault.seal(contents[row.period_id]), row.done_at
    remedies.promise_again(work, who.id, which[0].id, effect.remedies, done_at)
    work.audit(who.id, "self_check_redone", f"person:{who.id}", f"period:{which[0].id}")
    return None


def load_last(work: Work, who: Person, _subject: str) -> PuttingRight:
    """The last self-check, where nothing else that can be put right was done after it."""
    last = next(reversed(self_checks.self_checks_of(work, who.id)), None)
    if last is None or any(at > last.check.done_at for at in _done_otherwise(work, who.id)):
        return PuttingRight("")
    which = checks_due.may_redo(work, who, (last.period,))
    return PuttingRight("" if isinstance(which, Refused) else self_checks.subject_of(which))


def _done_otherwise(work: Work, person: int) -> Iterator[datetime]:
    """When one's task was written, and what was said of it since."""
    for task in tasks_of(work, person):
        yield task.filed.newest.submitted_at
        yield from (note.at for note in task.notes)
    results = select(TaskResultRow.at).where(TaskResultRow.person_id == person)
    yield from work.session.exec(results)
