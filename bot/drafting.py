"""The draft of a conversation: who may go on with it, what it holds, and how it ends.

Shared by the chat (`bot.talk`) and the form in a browser (`bot.filling`): one draft, two ways in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from bot.registry import BoundConversation, Registry
from bot.turn import TakenBack, Turn
from domain.effects import Effect, Refused
from domain.people import Person
from domain.text import Text, _
from handlers.dialog import Dialog, Draft, Finished, Json
from storage import consents, drafts
from storage.drafts import KeptDraft
from storage.unit_of_work import Work

NOT_YOURS = _("This is not among what you can do here. /menu shows what is.")
NO_CONSENT = _("Without your consent this cannot go on here. /dongy asks for it.")
_REVIEW = "review"


def dialog_of(
    work: Work, registry: Registry, who: Person, kept: KeptDraft
) -> Dialog[Sequence[Effect]] | Refused:
    """Role, consent and what it is about, all as they are now."""
    bound = registry.conversations.get(kept.conversation)
    if bound is None or not who.is_any(*bound.roles):
        return Refused(NOT_YOURS)
    if not may_go_on(work, who, bound):
        return Refused(NO_CONSENT)
    return bound.begin(work, who, kept.subject)


def may_go_on(work: Work, who: Person, bound: BoundConversation) -> bool:
    """Whether consent stands where this conversation needs it."""
    return not bound.needs_consent or consents.may_keep(work, who.id)


def title_of(registry: Registry, kept: KeptDraft) -> Text:
    """What a conversation is called; one of an earlier version may be gone."""
    bound = registry.conversations.get(kept.conversation)
    return bound.title if bound is not None else _("a form")


def read(kept: KeptDraft) -> Draft:
    """A kept draft as the engine knows it."""
    state = cast("dict[str, Json]", kept.state)
    answers = cast("dict[str, Json]", state.get("answers", {}))
    at = state.get("at")
    return Draft(answers, at if isinstance(at, str) else None, state.get("scratch"), kept.revision)


def save(work: Work, kept: KeptDraft, draft: Draft) -> KeptDraft:
    """Keep what a draft has become."""
    state: dict[str, object] = {
        "answers": dict(draft.answers),
        "at": draft.at,
        "scratch": draft.scratch,
    }
    changed = drafts.with_state(kept, state, draft.revision)
    drafts.save(work, changed)
    return changed


@dataclass(frozen=True)
class Reopened:
    """What a conversation ended in was refused: its draft is open again, at its review."""

    kept: KeptDraft
    reason: Text


def finish(turn: Turn, kept: KeptDraft, draft: Draft, done: Finished) -> Reopened | None:
    """Carry out what a conversation ends in, all of it or nothing."""
    try:
        with turn.attempt():
            drafts.discard(turn.work, kept)
            turn.apply(cast("Sequence[Effect]", done.result))
    except TakenBack as refused:
        return Reopened(save(turn.work, kept, _reopened(draft)), refused.reason)
    return None


def _reopened(draft: Draft) -> Draft:
    """At the review; where a conversation has none, at the question answered last."""
    answers = {name: value for name, value in draft.answers.items() if name != _REVIEW}
    last = None if _REVIEW in draft.answers or not answers else list(answers)[-1]
    return Draft(answers, last, None, draft.revision + 1)
