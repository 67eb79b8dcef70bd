"""The year's result of the registered task: asked like any other duty, so that nobody phones."""

from __future__ import annotations

from collections.abc import Sequence

from domain.effects import Effect, Reply
from domain.message import say
from domain.text import Text, _
from domain.work import OUTCOMES, GivingResult, Outcome, SaveResult
from handlers.conversation import Conversation
from handlers.dialog import Dialog, ask
from handlers.questions import Choose, Option, Review, Write

_PROMPTS = {
    Outcome.DONE: _("What came of it? One line: product, number, date."),
    Outcome.PARTLY: _("What is done, what remains, and why? One line is enough."),
    Outcome.NOT_DONE: _("What stood in the way, and what now? One line is enough."),
}


def result(inputs: GivingResult) -> Dialog[Sequence[Effect]]:
    outcome = yield from ask(_outcome(inputs))
    told = Write(f"words_{outcome}", _("In a line"), _PROMPTS[outcome], required=False)
    words = yield from ask(told)
    yield from ask(Review())
    return [SaveResult(inputs.period.id, outcome, words), _acknowledged(inputs)]


def _outcome(inputs: GivingResult) -> Choose[Outcome]:
    options = [Option(str(outcome), label, outcome) for outcome, label in OUTCOMES.items()]
    return Choose("outcome", _("Result"), _asked(inputs), options)


def _asked(inputs: GivingResult) -> Text:
    """What is known already stands in the question, so that one tap is enough."""
    task = inputs.task
    if task is None:
        return _("How did the key task {you} registered end?")
    if task.done_at is None:
        return _("How did “{task}” end (due by {due})?", task=task.title, due=task.due)
    return _(
        "“{task}” is marked as done since {when}. Is that so?", task=task.title, when=task.done_at
    )


def _acknowledged(inputs: GivingResult) -> Reply:
    saved = _("Your result was saved at {now}.", now=inputs.now)
    late = (_("It counts as late."),) if inputs.late else ()
    seen = _("{specialist} sees it for the year-end report.", specialist=inputs.specialist)
    return Reply(say(saved, *late, seen))


RESULT = Conversation("result", _("Result of the registered task"), result)
