"""Asking people something, and answering it."""

from __future__ import annotations

from bot.registry import Subject, action, applier, conversation
from bot.subjects.reminders import on_working_days
from bot.subjects.roster import sent_file
from domain.answering import Answering, SaveAnswer
from domain.asking import (
    AskAgain,
    CancelInquiry,
    CloseInquiry,
    KeepInquiry,
    MoveInquiry,
    SendInquiry,
)
from domain.effects import Refused
from domain.message import Do, Message, say
from domain.people import Person
from handlers import importing, inquiring
from handlers import inquiry_answers as answering
from handlers import inquiry_results as results
from handlers import inquiry_running as running
from scheduler import collecting
from scheduler import inquiring as loading
from storage import asking, inquiries, inquiry_answers, periods
from storage.unit_of_work import Work


def _save(work: Work, who: Person, effect: SaveAnswer) -> Refused | None:
    """An answer; with the last one its author is told."""
    refused = inquiry_answers.save(work, who, effect)
    if refused is None and effect.sent is None:
        collecting.tell_if_all_in(work, periods.kept(work, effect.period))
    return refused


def _sent(work: Work, who: Person, subject: str) -> Answering | Refused:
    """The period, then what was announced (`sent_file`)."""
    period, _end, announced = subject.partition("\n")
    return inquiry_answers.load_sent(work, who, period, sent_file(work, who, announced))


def file_arrived(work: Work, file: int, name: str, content: bytes | None) -> Message:
    """To whoever sent a file in answer: it counts, or why it does not."""
    if content is None:
        return importing.not_fetched(name)
    found = inquiry_answers.arrived(work, file)
    if isinstance(found, Refused):
        return say(found.reason)
    collecting.tell_if_all_in(work, found.period)
    return answering.kept(found, name)


_unsent = on_working_days(loading.load_unsent)

#: Asking is office work: whether one's own things are kept here is another matter.
SUBJECT = Subject(
    conversations=(
        conversation(
            inquiring.COMPOSE, on_working_days(loading.load_composing), needs_consent=False
        ),
        conversation(inquiring.UNTIL, _unsent, needs_consent=False),
        conversation(running.EXTEND, on_working_days(loading.load_extending), needs_consent=False),
        conversation(running.ENTER, inquiry_answers.load_managed, needs_consent=False),
        conversation(answering.ANSWER, inquiry_answers.load),
    ),
    actions=(
        action(inquiring.LIST, loading.load_list, needs_consent=False),
        action(inquiring.PREVIEW, _unsent, needs_consent=False),
        action(inquiring.SEND, _unsent, needs_consent=False),
        action(inquiring.SEND_LATER, _unsent, needs_consent=False),
        action(inquiring.DROP, inquiries.draft, needs_consent=False),
        action(results.RESULT, inquiry_answers.load_collected, needs_consent=False),
        action(results.PARAGRAPH, inquiry_answers.load_collected, needs_consent=False),
        action(results.FILES, inquiry_answers.load_collected, needs_consent=False),
        action(running.AGAIN, on_working_days(loading.load_again), needs_consent=False),
        action(running.CLOSE, inquiry_answers.load_managed, needs_consent=False),
        action(running.CANCEL, inquiry_answers.load_managed, needs_consent=False),
        action(answering.TYPED, inquiry_answers.load),
        action(answering.CHOOSE, inquiry_answers.load_chosen),
        action(answering.CHANGE, inquiry_answers.load),
        action(answering.SENT, _sent),
    ),
    appliers=(
        applier(KeepInquiry, asking.keep),
        applier(SendInquiry, asking.send),
        applier(MoveInquiry, asking.move),
        applier(AskAgain, asking.ask_again),
        applier(CloseInquiry, asking.close),
        applier(CancelInquiry, asking.cancel),
        applier(SaveAnswer, _save),
    ),
    commands={"hoinhanh": Do("inquiries")},
)
