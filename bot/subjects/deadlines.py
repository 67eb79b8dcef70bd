"""More time asked for and given, dates moved, what has closed opened again."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from bot.subjects.reminders import on_working_days
from domain.deadline import AnswerTime, AskTime, SetDeadline
from domain.message import Start
from handlers import deadlines, more_time
from scheduler import extending
from storage import time_requests
from storage.extending import set_deadline

_answering = on_working_days(extending.load_answering)

SUBJECT = Subject(
    conversations=(
        conversation(more_time.MORE_TIME, on_working_days(extending.load_asking)),
        conversation(more_time.GRANT_UNTIL, _answering, needs_consent=False),
        conversation(more_time.REFUSE, _answering, needs_consent=False),
        conversation(
            deadlines.SET_DEADLINE,
            on_working_days(extending.load_setting),
            extending.resolve_setting,
            needs_consent=False,
        ),
    ),
    actions=(
        action(more_time.GRANT, _answering, needs_consent=False),
        action(more_time.OPEN, time_requests.load_open, needs_consent=False),
    ),
    appliers=(
        applier(AskTime, time_requests.ask_time),
        applier(AnswerTime, time_requests.answer_time),
        applier(SetDeadline, set_deadline),
    ),
    commands={"giahan": Start("set_deadline"), "more_time": Start("more_time")},
)
