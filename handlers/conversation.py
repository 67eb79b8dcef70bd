"""What the router knows of a conversation and of an action; `bot.registry` binds them to storage.

A conversation is a dialog that ends in effects. An action is a one-shot button, command or view:
inputs in, effects out. Both get their inputs from a loader, fresh on every turn, and are pure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.effects import Effect, Refused
from domain.people import Role
from domain.text import Text
from handlers.dialog import Dialog

I = TypeVar("I")  # noqa: E741 - the inputs' type, named as in the design

EVERYONE = frozenset(Role)


@dataclass(frozen=True)
class Conversation(Generic[I]):
    """`title` names it where it is parked or resumed; `roles`: any of them may have it."""

    name: str
    title: Text
    dialog: Callable[[I], Dialog[Sequence[Effect]]]
    roles: frozenset[Role] = EVERYONE


@dataclass(frozen=True)
class Action(Generic[I]):
    """A decision on a row, or a view of some; `roles`: any of them may ask for it."""

    name: str
    decide: Callable[[I], Sequence[Effect] | Refused]
    roles: frozenset[Role] = EVERYONE
