"""What the desk's pages do: the same actions as in a chat, with the same rights and effects."""

from __future__ import annotations

from collections.abc import Sequence

from bot import drafting
from bot.page_turn import PageTurn, page_turn
from bot.registry import BoundAction, Registry
from bot.turn import TakenBack
from domain.desk import Outcome
from domain.effects import Begin, Effect, Refused, Replace, Reply, Show, Toast
from domain.message import Do, Start, say
from domain.people import Person
from domain.text import Text, _
from storage import consents
from storage.unit_of_work import Work

_NO_CHAT = _("You have no chat with the bot now, so nothing can be done from here.")
_NEEDS_A_BUTTON = _("This changes something, so it needs its button. Please press it.")
#: What a file leads to that came into a chat: no button names them, so that here nobody can either.
_OF_FILES = frozenset(
    {"file", "file_from_admin", "broadcast_file", "inquiry_file", "report_file", "template_file"}
)
#: What only shows something.
_VIEWS = (Reply, Replace, Toast, Show)


class Acting:
    """Carries out actions for somebody at the desk."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def look(self, work: Work, who: Person, target: Do) -> Outcome:
        """A view; what would change anything is refused, and nothing is carried out."""
        return self._act(work, who, target, views_only=True)

    def do(self, work: Work, who: Person, target: Do) -> Outcome:
        """Carry an action out, all of it or nothing."""
        return self._act(work, who, target, views_only=False)

    def _act(self, work: Work, who: Person, target: Do, *, views_only: bool) -> Outcome:
        bound = self._allowed(work, who, target)
        turn = page_turn(work, self._registry, who)
        if isinstance(bound, Text) or turn is None:
            return _refused(bound if isinstance(bound, Text) else _NO_CHAT)
        try:
            with turn.attempt():
                changed = self._run(turn, bound, target, views_only=views_only)
        except TakenBack as refused:
            return _refused(refused.reason)
        following = [self._act(work, who, show, views_only=views_only) for show in _shows(turn)]
        messages = (*turn.said, *(said for outcome in following for said in outcome.messages))
        return Outcome(messages, _goes_on(turn), changed=changed)

    def _allowed(self, work: Work, who: Person, target: Do) -> BoundAction | Text:
        bound = self._registry.actions.get(target.action)
        if bound is None or target.action in _OF_FILES or not who.is_any(*bound.roles):
            return drafting.NOT_YOURS
        if bound.needs_consent and not consents.may_keep(work, who.id):
            return drafting.NO_CONSENT
        return bound

    def _run(self, turn: PageTurn, bound: BoundAction, target: Do, *, views_only: bool) -> bool:
        """Returns whether anything was changed."""
        who = turn.person
        if who is None:
            raise PermissionError("nobody sits at this desk")
        done = bound.run(turn.work, who, target.subject)
        if isinstance(done, Refused):
            raise TakenBack(done.reason)
        changes = any(not isinstance(effect, _VIEWS) for effect in done)
        if changes and views_only and not _leads_on(done):
            raise TakenBack(_NEEDS_A_BUTTON)
        turn.apply(done)
        return changes


def _leads_on(done: Sequence[Effect]) -> bool:
    return all(isinstance(effect, (*_VIEWS, Begin)) for effect in done)


def _shows(turn: PageTurn) -> list[Do]:
    return [Do(show.action, show.subject) for show in turn.begins if isinstance(show, Show)]


def _goes_on(turn: PageTurn) -> Start | None:
    begun = [Start(x.conversation, x.subject) for x in turn.begins if isinstance(x, Begin)]
    return begun[0] if begun else None


def _refused(reason: Text) -> Outcome:
    return Outcome((say(reason),), refused=True)
