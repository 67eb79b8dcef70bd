"""A turn on a page: what is said to whoever acts is shown there; others are told as in a chat."""

from __future__ import annotations

from dataclasses import dataclass

from bot.registry import Registry
from bot.turn import Turn
from domain.message import Message, say
from domain.people import Person
from domain.text import Text
from storage import ways
from storage.unit_of_work import Work


@dataclass
class PageTurn(Turn):
    """Nothing is queued for the person's own chat: the page is where they read it."""

    def reply(self, message: Message) -> None:
        self._unsaid.append(message)

    def replace(self, message: Message) -> None:
        self._unsaid.append(message)

    def toast(self, text: Text, *, alert: bool = False) -> None:
        self._unsaid.append(say(text))

    def finish(self) -> None:
        """There is no tap to answer and nothing to send."""

    @property
    def said(self) -> tuple[Message, ...]:
        """What the page shows, in order."""
        return tuple(self._unsaid)


def page_turn(work: Work, registry: Registry, who: Person) -> PageTurn | None:
    """None for somebody who has no chat: whoever acts here can be told what comes of it."""
    account = ways.way_to(work, who.id)
    return PageTurn(work, registry, account, who) if account is not None else None
