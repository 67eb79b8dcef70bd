"""Every conversation, action, command and applier, bound to its loader: what a turn may reach.

Adding one is a line in its subject's file of `bot/subjects/`; this file only collects them. A
conversation's or action's inputs are typed in its own file and closed over here, so no `Any` leaks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from domain.effects import Effect, Refused
from domain.message import Do, Start
from domain.people import Person, Role
from domain.text import Text
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog
from storage.unit_of_work import Work

I = TypeVar("I")  # noqa: E741 - the inputs' type, named as in the design
E = TypeVar("E", bound=Effect)

Load = Callable[[Work, Person, str], I | Refused]
Resolve = Callable[[Work, Person, str], str | Refused | Start]


@dataclass(frozen=True)
class BoundConversation:
    """`resolve` finds the subject ("" means the one that is due now) or leads elsewhere first."""

    name: str
    title: Text
    roles: frozenset[Role]
    resolve: Resolve
    begin: Callable[[Work, Person, str], Dialog[Sequence[Effect]] | Refused]
    needs_consent: bool


@dataclass(frozen=True)
class BoundAction:
    name: str
    roles: frozenset[Role]
    run: Callable[[Work, Person, str], Sequence[Effect] | Refused]
    needs_consent: bool


def _same(_work: Work, _who: Person, subject: str) -> str:
    return subject


def conversation(
    spec: Conversation[I],
    load: Load[I],
    resolve: Resolve = _same,
    *,
    needs_consent: bool = True,
) -> BoundConversation:
    """Tie a conversation to what loads its inputs, fresh on every turn."""

    def begin(work: Work, who: Person, subject: str) -> Dialog[Sequence[Effect]] | Refused:
        inputs = load(work, who, subject)
        return inputs if isinstance(inputs, Refused) else spec.dialog(inputs)

    return BoundConversation(spec.name, spec.title, spec.roles, resolve, begin, needs_consent)


def action(spec: Action[I], load: Load[I], *, needs_consent: bool = True) -> BoundAction:
    """Tie an action or view to what loads its inputs."""

    def run(work: Work, who: Person, subject: str) -> Sequence[Effect] | Refused:
        inputs = load(work, who, subject)
        return inputs if isinstance(inputs, Refused) else spec.decide(inputs)

    return BoundAction(spec.name, spec.roles, run, needs_consent)


@dataclass(frozen=True)
class Applier:
    """Carries out one kind of effect in the turn's transaction; Refused takes the turn back."""

    effect: type[Effect]
    apply: Callable[[Work, Person, Effect], Refused | None]


def applier(effect: type[E], apply: Callable[[Work, Person, E], Refused | None]) -> Applier:
    """Tie a kind of effect to the function of `storage` that carries it out."""

    def checked(work: Work, who: Person, given: Effect) -> Refused | None:
        if not isinstance(given, effect):
            raise TypeError(f"{type(given).__name__} is not {effect.__name__}")
        return apply(work, who, given)

    return Applier(effect, checked)


@dataclass(frozen=True)
class Subject:
    """What one subject of the office brings: see `bot/subjects/`."""

    conversations: tuple[BoundConversation, ...] = ()
    actions: tuple[BoundAction, ...] = ()
    appliers: tuple[Applier, ...] = ()
    commands: Mapping[str, Start | Do] = field(default_factory=dict)


class Registry:
    """All subjects together; ValueError when two bring the same name."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self.conversations = _by_name([(c.name, c) for s in subjects for c in s.conversations])
        self.actions = _by_name([(a.name, a) for s in subjects for a in s.actions])
        self.appliers = {a.effect: a.apply for s in subjects for a in s.appliers}
        self.commands = _by_name([(n, t) for s in subjects for n, t in s.commands.items()])


X = TypeVar("X")


def _by_name(pairs: Sequence[tuple[str, X]]) -> Mapping[str, X]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("two subjects bring the same name")
    return found
