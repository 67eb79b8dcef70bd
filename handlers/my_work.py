"""/viec: one's registered task and remedies, what became of them, and moving their dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.effects import Effect, Replace, Reply
from domain.message import Choice, Do, Message, Rows, Start, column, say
from domain.self_check import (
    FinishRemedy,
    KeptRemedy,
    MoveRemedy,
    MovingRemedy,
    NoteRemedy,
    RemedyDone,
    RemedyState,
)
from domain.text import GAP, Text, _
from domain.work import MyWork, NoteKind, NoteTask, OneTask, Task, TaskNote
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.questions import PickDate, Write
from handlers.self_check import remedy_line

_NOTES_SHOWN = 3
_WHY = _("Why is it moved? One line is enough.")


def my_work(inputs: MyWork) -> Sequence[Effect]:
    """Everything one has undertaken, each with what can be done about it."""
    still_open = [r for r in inputs.remedies if r.state is RemedyState.OPEN]
    tasks = [line for task in inputs.tasks for line in (*_task_lines(task, inputs), GAP)]
    remedies = [
        line
        for number, remedy in enumerate(still_open, start=1)
        for line in _remedy_lines(number, remedy, inputs)
    ]
    heading = _("What {you} mean to do after the self-check (only {you} can see this):")
    body = (*tasks, *((heading, *remedies) if remedies else ()))
    choices = (*_task_choices(inputs.tasks), *_remedy_choices(still_open))
    if not body:
        body = (_("Nothing is registered here yet."),)
        choices = column(Choice(_("Register the key task"), Start("register")))
    return [Reply(say(*body, title=_("My work"), choices=choices))]


def _task_lines(task: Task, inputs: MyWork) -> Iterator[Text]:
    content = task.filed.newest.content
    yield _("Registered task: {task}", task=content.task)
    yield _("Product: {product}", product=content.product)
    yield _due_line(task, inputs)
    yield from (_note_line(note) for note in task.notes[-_NOTES_SHOWN:])


def _due_line(task: Task, inputs: MyWork) -> Text:
    if task.done_at is not None:
        return _("Marked as done at {when}.", when=task.done_at)
    if task.due < inputs.today:
        return _("By {due}: past. Mark it as done, or move the date.", due=task.due)
    return _("By {due}.", due=task.due)


def _note_line(note: TaskNote) -> Text:
    match note.kind:
        case NoteKind.MOVED:
            return _(
                "• {at}: moved to {due}. {words}", at=note.at, due=note.due or "", words=note.words
            )
        case NoteKind.DONE:
            return _("• {at}: done.", at=note.at)
        case NoteKind.REOPENED:
            return _("• {at}: open again.", at=note.at)
        case _:
            return _("• {at}: {words}", at=note.at, words=note.words)


def _remedy_lines(number: int, remedy: KeptRemedy, inputs: MyWork) -> Iterator[Text]:
    line = remedy_line(remedy)
    if remedy.due is not None and remedy.due < inputs.today:
        yield _("{letter}. Sign {remedy}: past", letter=_letter(number), remedy=line)
    else:
        yield _("{letter}. Sign {remedy}", letter=_letter(number), remedy=line)
    yield from (_("• {at}: {words}", at=n.at, words=n.words) for n in remedy.notes[-1:])


def _letter(number: int) -> str:
    """Remedies go by letters: their numbers would be taken for the signs'."""
    return chr(ord("a") + (number - 1) % 26)


def _task_choices(tasks: Sequence[Task]) -> Rows:
    rows: list[tuple[Choice, ...]] = []
    for task in tasks:
        subject = str(task.id)
        if task.done_at is not None:
            rows.append((Choice(_("Not done after all"), Do("task_reopened", subject)),))
            continue
        note = Choice(_("Note progress"), Start("task_note", subject))
        rows.append((note, Choice(_("Task done"), Do("task_done", subject))))
        rows.append((Choice(_("Move the task's date"), Start("move_task", subject)),))
        rows.append((Choice(_("See or change the registration"), Do("my_registration")),))
    return tuple(rows)


def _remedy_choices(remedies: Sequence[KeptRemedy]) -> Rows:
    return tuple(
        (
            Choice(_("{letter}: done", letter=_letter(n)), Do("remedy_done", str(r.id))),
            Choice(_move_label(n, r), Start("move_remedy", str(r.id))),
            Choice(_("{letter}: note", letter=_letter(n)), Start("remedy_note", str(r.id))),
        )
        for n, r in enumerate(remedies, start=1)
    )


def _move_label(number: int, remedy: KeptRemedy) -> Text:
    if remedy.due is None:
        return _("{letter}: set a date", letter=_letter(number))
    return _("{letter}: move", letter=_letter(number))


def _saved(inputs: OneTask | MovingRemedy | RemedyDone, *lines: Text, more: Rows = ()) -> Message:
    back = (Choice(_("My work"), Do("work")),)
    return say(*lines, _("Saved at {now}.", now=inputs.now), choices=(*more, back))


def task_note(inputs: OneTask) -> Dialog[Sequence[Effect]]:
    prompt = _("How far is “{task}”?", task=inputs.task.title)
    words = yield from ask(Write("words", _("Progress"), prompt))
    noted = NoteTask(inputs.task.id, NoteKind.PROGRESS, words)
    return [noted, Reply(_saved(inputs, _("Progress noted.")))]


def move_task(inputs: OneTask) -> Dialog[Sequence[Effect]]:
    prompt = _(
        "“{task}” is due by {due}. By when now?", task=inputs.task.title, due=inputs.task.due
    )
    due = yield from ask(PickDate("due", _("New date"), prompt))
    reason = yield from ask(Write("reason", _("Reason"), _WHY))
    moved = NoteTask(inputs.task.id, NoteKind.MOVED, reason, due)
    return [moved, Reply(_saved(inputs, _("The task's date is now {due}.", due=due)))]


def move_remedy(inputs: MovingRemedy) -> Dialog[Sequence[Effect]]:
    """One that has no date yet gets its first, and nobody is asked why."""
    due = yield from ask(PickDate("due", _("New date"), _by_when(inputs.remedy)))
    reason = (yield from ask(Write("reason", _("Reason"), _WHY))) if inputs.remedy.due else ""
    moved = MoveRemedy(inputs.remedy.id, due, reason)
    return [moved, Reply(_saved(inputs, _("The new date is {due}.", due=due)))]


def _by_when(remedy: KeptRemedy) -> Text:
    if remedy.due is None:
        return _("“{action}”: by when?", action=remedy.action)
    return _("“{action}”: by when now?", action=remedy.action)


def remedy_note(inputs: MovingRemedy) -> Dialog[Sequence[Effect]]:
    prompt = _("How far is “{task}”?", task=inputs.remedy.action)
    words = yield from ask(Write("words", _("Progress"), prompt))
    noted = NoteRemedy(inputs.remedy.id, words)
    return [noted, Reply(_saved(inputs, _("Progress noted.")))]


def task_done(inputs: OneTask) -> Sequence[Effect]:
    if inputs.task.done_at is not None:
        return [Replace(_saved_before(inputs.task))]
    undo = column(Choice(_("Not done after all"), Do("task_reopened", str(inputs.task.id))))
    done = NoteTask(inputs.task.id, NoteKind.DONE)
    return [done, Reply(_saved(inputs, _("The task is marked as done."), more=undo))]


def _saved_before(task: Task) -> Message:
    return say(_("The task has been marked as done at {when}.", when=task.done_at or ""))


def task_reopened(inputs: OneTask) -> Sequence[Effect]:
    reopened = [NoteTask(inputs.task.id, NoteKind.REOPENED)] if inputs.task.done_at else []
    return [*reopened, Reply(_saved(inputs, _("The task is open again.")))]


def remedy_done(inputs: RemedyDone) -> Sequence[Effect]:
    undo = column(Choice(_("Not done after all"), Do("remedy_reopened", str(inputs.remedy.id))))
    done = FinishRemedy(inputs.remedy.id)
    return [done, Reply(_saved(inputs, _("Marked as done. Well done."), more=undo))]


def remedy_reopened(inputs: RemedyDone) -> Sequence[Effect]:
    reopened = FinishRemedy(inputs.remedy.id, undo=True)
    return [reopened, Reply(_saved(inputs, _("It is open again.")))]


WORK = Action("work", my_work)
TASK_DONE = Action("task_done", task_done)
TASK_REOPENED = Action("task_reopened", task_reopened)
REMEDY_DONE = Action("remedy_done", remedy_done)
REMEDY_REOPENED = Action("remedy_reopened", remedy_reopened)
TASK_NOTE = Conversation("task_note", _("Progress of the task"), task_note)
MOVE_TASK = Conversation("move_task", _("Moving the task's date"), move_task)
MOVE_REMEDY = Conversation("move_remedy", _("Moving a date of mine"), move_remedy)
REMEDY_NOTE = Conversation("remedy_note", _("Progress of what I promised myself"), remedy_note)
