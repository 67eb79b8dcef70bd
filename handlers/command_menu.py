"""The menu of commands beside the text field: what each role finds there, in this order."""

from __future__ import annotations

from collections.abc import Collection

from domain.people import Role
from domain.text import Text, _
from handlers.conversation import EVERYONE

_REVIEWERS = frozenset({Role.SPECIALIST})
_ISSUERS = frozenset({Role.SPECIALIST, Role.ADMIN})
_SENDERS = frozenset({Role.SENDER, Role.SPECIALIST, Role.ADMIN})

#: Name (Bot API, BotCommand: lower case, at most 32 characters), description, who finds it.
MENU: tuple[tuple[str, Text, frozenset[Role]], ...] = (
    ("menu", _("What can be done here"), EVERYONE),
    ("dangky", _("Register the key task"), EVERYONE),
    ("tusoi", _("Check oneself"), EVERYONE),
    ("viec", _("My work"), EVERYONE),
    ("trangthai", _("What I still owe"), EVERYONE),
    ("tonghop", _("Summary of the office"), _REVIEWERS),
    ("nhac", _("Remind those missing"), _REVIEWERS),
    ("thongbao", _("Send an announcement"), _SENDERS),
    ("macode", _("Codes to get in"), _ISSUERS),
    ("dulieu", _("Everything kept about me"), EVERYONE),
    ("suadulieu", _("Ask for a correction"), EVERYONE),
    ("rutdongy", _("Withdraw my consent"), EVERYONE),
    ("xoa", _("Delete my data"), EVERYONE),
    ("ngonngu", _("Language: Vietnamese or English"), EVERYONE),
    ("trogiup", _("Help"), EVERYONE),
    ("huy", _("End what is open"), EVERYONE),
)


def commands_for(roles: Collection[Role]) -> tuple[tuple[str, Text], ...]:
    """What stands in the menu of somebody with these roles."""
    return tuple((name, words) for name, words, whose in MENU if not whose.isdisjoint(roles))
