"""Somebody can no longer be written to: nothing more is tried, and the specialist is told once."""

from __future__ import annotations

from domain.message import Message, say
from domain.people import Person, Role
from domain.text import _
from storage import outbox, people
from storage.outbox import Posting
from storage.people import Account, AccountState
from storage.unit_of_work import Work


def lost(work: Work, account: Account, state: AccountState) -> None:
    """The chat is blocked or gone; what waits for it is cancelled."""
    before = people.account(work, account.id).state
    people.set_state(work, account.id, state)
    outbox.cancel_waiting(work, account.id, state)
    who = people.present(work, account.person) if account.person is not None else None
    if who is not None and before is AccountState.ACTIVE:
        _tell(work, account, who)


def _tell(work: Work, account: Account, who: Person) -> None:
    for specialist in people.with_role(work, Role.SPECIALIST):
        for chat in people.accounts_of(work, specialist.id)[:1]:
            key = f"lost:{account.id}:{work.now.timestamp():.0f}:{specialist.id}"
            posting = Posting(key=key, reason="lost")
            outbox.say(work, chat, people.reader(work, specialist), _told(who), posting)


def _told(who: Person) -> Message:
    return say(
        _(
            "{who} ({unit}) cannot be reached in the chat any more.",
            who=who.full_name,
            unit=who.unit,
        ),
        _(
            "The chat is blocked or closed. Messages start again as soon as they write to the bot; "
            "until then please tell them directly."
        ),
        title=_("Somebody cannot be reached"),
    )
