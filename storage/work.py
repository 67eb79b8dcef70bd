"""A person's registered tasks and what becomes of them; the result the year end asks for."""

from __future__ import annotations

from sqlmodel import col, select

from domain.effects import Refused
from domain.people import Person
from domain.period import Period
from domain.plan import Kind
from domain.registration import Filed
from domain.text import _
from domain.work import (
    GivingResult,
    MyWork,
    NoteKind,
    NoteTask,
    OneTask,
    Outcome,
    SaveResult,
    Task,
    TaskNote,
    TaskResult,
)
from storage import completions, periods
from storage.accepting import not_accepting, specialist_called
from storage.registrations import filed_by
from storage.remedies import remedies_of
from storage.tables import TaskNoteRow, TaskResultRow
from storage.unit_of_work import Work, clean

NOT_YOURS = Refused(_("This task is not here any more. /viec shows yours."))
NOTHING_ASKED = Refused(_("No result is asked for now. /viec shows your task."))
GIVEN = Refused(_("You have given this result already. /trangthai shows when."))


def load_my_work(work: Work, who: Person, _subject: str) -> MyWork:
    """The registered tasks and the remedies of one person, for themselves."""
    return MyWork(tasks_of(work, who.id), remedies_of(work, who.id), work.now, work.today)


def tasks_of(work: Work, person: int) -> tuple[Task, ...]:
    """A person's registered tasks with their stories, the one due first first."""
    found = (Task(filed, _notes(work, filed)) for filed in filed_by(work, person))
    return tuple(sorted(found, key=lambda task: (task.due, task.id)))


def load_task(work: Work, who: Person, subject: str) -> OneTask | Refused:
    """One's own registered task."""
    for task in tasks_of(work, who.id):
        if subject == str(task.id):
            return OneTask(task, work.now)
    return NOT_YOURS


def note_task(work: Work, who: Person, effect: NoteTask) -> Refused | None:
    """Add to the story of one's own task."""
    if isinstance(load_task(work, who, str(effect.registration)), Refused):
        return NOT_YOURS
    work.session.add(
        TaskNoteRow(
            registration_id=effect.registration,
            kind=effect.kind,
            words=clean(effect.words),
            due=effect.due,
            at=work.now,
        )
    )
    work.session.flush()
    return None


def resolve_result(work: Work, who: Person, subject: str) -> str | Refused:
    """The period whose result is asked for; "" means the one due first."""
    if subject:
        found = _asked(work, who, subject)
        return found if isinstance(found, Refused) else str(found.id)
    owed = completions.owed(work, who, periods.begun(work, (Kind.RESULT,)))
    return str(owed[0].id) if owed else NOTHING_ASKED


def load_result(work: Work, who: Person, subject: str) -> GivingResult | Refused:
    period = _asked(work, who, subject)
    if isinstance(period, Refused):
        return period
    own = [task for task in tasks_of(work, who.id) if not task.filed.registration.collective]
    task = own[-1] if own else None
    return GivingResult(who, period, work.now, specialist_called(work, who), task)


def save_result(work: Work, who: Person, effect: SaveResult) -> Refused | None:
    """Keep the result; the duty is done."""
    period = _asked(work, who, str(effect.period))
    if isinstance(period, Refused):
        return period
    work.session.add(
        TaskResultRow(
            period_id=period.id,
            person_id=who.id,
            outcome=effect.outcome,
            words=clean(effect.words),
            at=work.now,
        )
    )
    completions.mark_done(work, period, who.id)
    return None


def results_in(work: Work, period: int) -> dict[int, TaskResult]:
    """The results given for a period, by person: what the year-end report rests on."""
    rows = work.session.exec(select(TaskResultRow).where(TaskResultRow.period_id == period))
    return {r.person_id: TaskResult(Outcome(r.outcome), r.words, r.at) for r in rows}


def _asked(work: Work, who: Person, subject: str) -> Period | Refused:
    period = periods.period(work, int(subject)) if subject.isdecimal() else None
    if period is None or period.kind is not Kind.RESULT:
        return NOTHING_ASKED
    if not periods.obligation_of(work, period).who.includes(who):
        return NOTHING_ASKED
    if completions.done_row(work, period.id, who.id) is not None:
        return GIVEN
    return not_accepting(work, who, period) or period


def _notes(work: Work, filed: Filed) -> tuple[TaskNote, ...]:
    query = select(TaskNoteRow).where(TaskNoteRow.registration_id == filed.registration.id)
    rows = work.session.exec(query.order_by(col(TaskNoteRow.id)))
    return tuple(TaskNote(NoteKind(row.kind), row.words, row.at, row.due) for row in rows)
