"""One's own work: the registered task, remedies, the year's result."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from domain.message import Do
from domain.self_check import FinishRemedy, MoveRemedy, NoteRemedy
from domain.work import NoteTask, SaveResult
from handlers import my_work
from handlers.result import RESULT
from storage import remedies, work

SUBJECT = Subject(
    conversations=(
        conversation(my_work.TASK_NOTE, work.load_task),
        conversation(my_work.MOVE_TASK, work.load_task),
        conversation(my_work.MOVE_REMEDY, remedies.load_moving),
        conversation(my_work.REMEDY_NOTE, remedies.load_moving),
        conversation(RESULT, work.load_result, work.resolve_result),
    ),
    actions=(
        action(my_work.WORK, work.load_my_work),
        action(my_work.TASK_DONE, work.load_task),
        action(my_work.TASK_REOPENED, work.load_task),
        action(my_work.REMEDY_DONE, remedies.load_done),
        action(my_work.REMEDY_REOPENED, remedies.load_done),
    ),
    appliers=(
        applier(NoteTask, work.note_task),
        applier(SaveResult, work.save_result),
        applier(FinishRemedy, remedies.finish_remedy),
        applier(MoveRemedy, remedies.move_remedy),
        applier(NoteRemedy, remedies.note_remedy),
    ),
    commands={"viec": Do("work"), "done": Do("work")},
)
