"""Needing help."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from domain.message import Start
from domain.obstacle import AnswerObstacle, ReportObstacle
from handlers import obstacles
from storage import obstacles as rows

SUBJECT = Subject(
    conversations=(
        conversation(obstacles.OBSTACLE, rows.load_reporting),
        conversation(obstacles.ANSWER, rows.load_answering, needs_consent=False),
    ),
    actions=(
        action(obstacles.NEED_HELP, rows.load_reporting),
        action(obstacles.SETTLED, rows.load_answering, needs_consent=False),
        action(obstacles.OPEN, rows.load_open, needs_consent=False),
    ),
    appliers=(
        applier(ReportObstacle, rows.report_obstacle),
        applier(AnswerObstacle, rows.answer_obstacle),
    ),
    commands={
        "vuongmac": Start("obstacle"),
        "support": Start("obstacle"),
    },
)
