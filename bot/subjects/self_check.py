"""Checking oneself: the conversation, one's own results, the signs in full."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from domain.message import Do
from domain.self_check import RedoSelfCheck, SaveSelfCheck
from handlers import self_check_views
from handlers.self_check import SELF_CHECK, SELF_CHECK_AGAIN
from storage import self_checks, self_checks_again

SUBJECT = Subject(
    conversations=(
        conversation(SELF_CHECK, self_checks.load, self_checks.resolve),
        conversation(SELF_CHECK_AGAIN, self_checks_again.load, self_checks_again.resolve),
    ),
    actions=(
        action(self_check_views.NEXT, self_checks.load_next),
        action(self_check_views.MINE, self_checks.load_mine, needs_consent=False),
        action(self_check_views.PUT_RIGHT, self_checks_again.load_last),
        action(self_check_views.SIGN_TEXT, self_checks.load_sign, needs_consent=False),
    ),
    appliers=(
        applier(SaveSelfCheck, self_checks.save_self_check),
        applier(RedoSelfCheck, self_checks_again.redo_self_check),
    ),
    commands={"tusoi": Do("self_check_next"), "correct": Do("put_right")},
)
