"""What is always there: the menu, where one stands, help, and what to say to the unexpected."""

from __future__ import annotations

from collections.abc import Sequence

from bot.registry import Subject, action
from domain.message import Do
from handlers import overview
from handlers.help import HELP, NEW_PHONE, PRIVACY
from storage.overviews import load_overview


def views(others: Sequence[Subject]) -> Subject:
    """They name the conversations and commands of all other subjects."""
    titles = {c.name: c.title for subject in others for c in subject.conversations}
    targets = {name: to for subject in others for name, to in subject.commands.items()}
    return Subject(
        actions=(
            action(overview.menu(titles), load_overview, needs_consent=False),
            action(overview.status(titles), load_overview, needs_consent=False),
            action(overview.lost({**targets, **_COMMANDS}), load_overview, needs_consent=False),
            action(overview.NOTHING_OPEN, load_overview, needs_consent=False),
            action(HELP, load_overview, needs_consent=False),
            action(NEW_PHONE, load_overview, needs_consent=False),
            action(PRIVACY, load_overview, needs_consent=False),
        ),
        commands=_COMMANDS,
    )


_COMMANDS = {
    "menu": Do("menu"),
    "trangthai": Do("status"),
    "trogiup": Do("help"),
    "phone": Do("new_phone"),
    "huy": Do("nothing_open"),
    "quaylai": Do("nothing_open"),
}
