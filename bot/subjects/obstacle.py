"""Needing help, and being away."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from domain.absence import EndAbsence, SaveAbsence
from domain.message import Start
from domain.obstacle import AnswerObstacle, ReportObstacle
from handlers import obstacles
from handlers.absence import ABSENCE, BACK_AGAIN
from storage import absences
from storage import obstacles as rows

SUBJECT = Subject(
    conversations=(
        conversation(obstacles.OBSTACLE, rows.load_reporting),
        conversation(obstacles.ANSWER, rows.load_answering, needs_consent=False),
        conversation(ABSENCE, absences.load_leaving),
    ),
    actions=(
        action(obstacles.NEED_HELP, rows.load_reporting),
        action(obstacles.SETTLED, rows.load_answering, needs_consent=False),
        action(obstacles.OPEN, rows.load_open, needs_consent=False),
        action(BACK_AGAIN, absences.load_leaving),
    ),
    appliers=(
        applier(ReportObstacle, rows.report_obstacle),
        applier(AnswerObstacle, rows.answer_obstacle),
        applier(SaveAbsence, absences.save_absence),
        applier(EndAbsence, absences.end_absence),
    ),
    commands={
        "vuongmac": Start("obstacle"),
        "support": Start("obstacle"),
        "more_time": Start("obstacle"),
        "nghi": Start("absence"),
    },
)
