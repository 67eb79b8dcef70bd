"""A person's registered tasks and what becomes of them; the result the year end asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import col, func, select

from domain.effects import Refused
from domain.people import Person
from domain.period import Period
from domain.plan import Kind
from domain.registration import Filed, TaskContent
from domain.text import _
from domain.vietnamese import sort_key
from domain.work import (
    GivingResult,
    MyWork,
    NoteKind,
    NoteTask,
    OneTask,
    Outcome,
    SaveResult,
    Task,
    TaskCounts,
    TaskLine,
    TaskNote,
    TaskResult,
)
from storage import completions, deadlines, people, periods
from storage.accepting import not_accepting, specialist_called
from storage.registrations import before, filed_by, filed_in
from storage.remedies import remedies_of
from storage.reviews import reviewers
from storage.tables import RegistrationRow, TaskNoteRow, TaskResultRow
from storage.unit_of_work import Work, clean

_REGISTERED = frozenset({Kind.REGISTRATION, Kind.COLLECTIVE})

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


def unfinished(work: Work) -> int:
    """How many registered tasks nobody has ticked as done."""
    ticks = select(func.max(col(TaskNoteRow.id))).where(
        col(TaskNoteRow.kind).in_([NoteKind.DONE, NoteKind.REOPENED])
    )
    newest = ticks.group_by(col(TaskNoteRow.registration_id))
    done = select(TaskNoteRow.registration_id).where(
        col(TaskNoteRow.id).in_(newest), TaskNoteRow.kind == NoteKind.DONE
    )
    left = select(func.count()).where(col(RegistrationRow.id).not_in(done))
    return work.session.scalar(left) or 0


def carried_over(work: Work, owner: int, period: Period) -> TaskContent | None:
    """The task of the round before, where its owner has not ticked it or reported it as done."""
    filed = before(work, owner, period)
    if filed is None or Task(filed, _notes(work, filed)).done_at is not None:
        return None
    since, until = filed.period.opens, period.opens
    meanwhile = [p for p in periods.all_periods(work) if since <= p.opens < until]
    given = results_in(work, [p for p in meanwhile if p.kind is Kind.RESULT]).get(owner)
    is_done = given is not None and given.outcome is Outcome.DONE
    return None if is_done else filed.newest.content


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
    owed = completions.owed(work, who, deadlines.begun(work, who.id, (Kind.RESULT,)))
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


def results_in(work: Work, which: Iterable[Period]) -> dict[int, TaskResult]:
    """The results given for these periods by now, by person: what the year-end report rests on."""
    ids = [period.id for period in which]
    rows = work.session.exec(
        select(TaskResultRow)
        .where(col(TaskResultRow.period_id).in_(ids), TaskResultRow.at <= work.now)
        .order_by(col(TaskResultRow.id))
    )
    return {r.person_id: TaskResult(Outcome(r.outcome), r.words, r.at) for r in rows}


def task_counts(work: Work, period: Period) -> TaskCounts:
    """How the registrations of a period stand, or which results were given for it."""
    if period.kind is Kind.RESULT:
        given = results_in(work, [period]).values()
        return TaskCounts(outcomes=Counter(result.outcome for result in given))
    filed = filed_in(work, [period.id])
    return TaskCounts(reviews=Counter(one.newest.state for one in filed))


def task_lines(work: Work, reader: Person) -> tuple[TaskLine, ...]:
    """The registered tasks this reader may read as they stood at `work.now`, with their results.

    The office's own first, then in the order of a Vietnamese list of names. What people note about
    their progress stays theirs.
    """
    allowed, known = reviewers(work), periods.all_periods(work)
    lines = _lines(work, [p for p in known if p.kind in _REGISTERED], known)
    return tuple(line for line in lines if allowed.may_read(reader.id, line.person.id))


def registered(work: Work, which: Iterable[Period]) -> tuple[TaskLine, ...]:
    """What was registered in these periods, with the results given before the next round opens."""
    asked = list(which)
    opens = max((period.opens for period in asked), default=work.now)
    known = periods.all_periods(work)
    later = [p.opens for p in known if p.kind in _REGISTERED and p.opens > opens]
    end = min(later, default=None)
    return _lines(work, asked, [p for p in known if end is None or p.opens < end])


def _lines(work: Work, asked: Sequence[Period], known: Iterable[Period]) -> tuple[TaskLine, ...]:
    given = results_in(work, [period for period in known if period.kind is Kind.RESULT])
    made = (_line(filed, given, work.now) for filed in filed_in(work, [p.id for p in asked]))
    found = [line for line in made if line is not None]
    personal = {line.person.id for line in found if not line.collective}
    on_paper = people.people(work, ids=given.keys() - personal, also_left=True)
    found += [TaskLine(person, None, result=given[person.id]) for person in on_paper]
    return tuple(
        sorted(found, key=lambda line: (not line.collective, sort_key(line.person.full_name)))
    )


def _line(filed: Filed, given: Mapping[int, TaskResult], now: datetime) -> TaskLine | None:
    revisions = [r for r in filed.registration.revisions if r.submitted_at <= now]
    if not revisions:
        return None
    collective = filed.registration.collective
    result = None if collective else given.get(filed.owner.id)
    paper = filed.registration.paper
    return TaskLine(filed.owner, revisions[-1], collective, paper, result)


def _asked(work: Work, who: Person, subject: str) -> Period | Refused:
    period = periods.period(work, int(subject)) if subject.isdecimal() else None
    if period is None or period.kind is not Kind.RESULT:
        return NOTHING_ASKED
    period = deadlines.of(work, period, who.id)
    if not periods.obligation_of(work, period).who.includes(who):
        return NOTHING_ASKED
    if completions.done_row(work, period.id, who.id) is not None:
        return GIVEN
    return not_accepting(work, who, period) or period


def _notes(work: Work, filed: Filed) -> tuple[TaskNote, ...]:
    query = select(TaskNoteRow).where(TaskNoteRow.registration_id == filed.registration.id)
    rows = work.session.exec(query.order_by(col(TaskNoteRow.id)))
    return tuple(TaskNote(NoteKind(row.kind), row.words, row.at, row.due) for row in rows)
