"""Whether what comes in answers an inquiry that the newest message of that chat puts.

Only where nothing else is open there; but where one can only type, a number means the newest
message anyway.
"""

from __future__ import annotations

from bot.turn import Turn
from domain.inquiry import AnswerKind
from domain.message import Start
from handlers import words
from handlers.inquiry_questions import read_number
from storage import inquiry_answers, menus
from storage.drafts import KeptDraft


def by_typing(turn: Turn, text: str, kept: KeptDraft | None) -> str:
    """The period of the inquiry that what is typed answers; "" for none. `kept` is open here."""
    if words.is_slashed(text) or (kept is not None and turn.can.buttons):
        return ""
    asked = _put(turn)
    if not asked or kept is None:
        return asked
    wants = inquiry_answers.kind_of(turn.work, asked)
    return asked if wants is AnswerKind.NUMBER and read_number(text) is not None else ""


def by_file(turn: Turn, kept: KeptDraft | None) -> str:
    """The period of the inquiry that a file answers: the one open here, or the one that is put."""
    if kept is not None and kept.conversation != inquiry_answers.CONVERSATION:
        return ""
    asked = kept.subject if kept is not None else _put(turn)
    return asked if inquiry_answers.kind_of(turn.work, asked) is AnswerKind.FILE else ""


def _put(turn: Turn) -> str:
    """The period of the inquiry that the newest message puts, and nothing but it."""
    match [item.target for item in menus.newest(turn.work, turn.account.id)]:
        case [Start(inquiry_answers.CONVERSATION, subject)]:
            return subject
        case _:
            return ""
