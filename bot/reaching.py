"""A chat can no longer be written to: the person's other one carries what waits for it.

Where there is no other, nothing more is tried, and the specialist is told once.
"""

from __future__ import annotations

from domain.message import Message, say
from domain.people import Person, Role
from domain.text import _
from storage import outbox, people, rerouting
from storage.outbox import Posting
from storage.people import Account, AccountState
from storage.unit_of_work import Work
from storage.ways import way_to


def lost(work: Work, account: Account, state: AccountState) -> None:
    """The chat is blocked or gone; what waits for it goes another way, or is cancelled."""
    before = people.account(work, account.id).state
    people.set_state(work, account.id, state)
    rerouting.reroute_waiting(work, account, state)
    outbox.cancel_waiting(work, account.id, state)
    who = people.present(work, account.person) if account.person is not None else None
    has_another = who is not None and people.accounts_of(work, who.id)
    if who is not None and not has_another and before is AccountState.ACTIVE:
        _tell(work, account, who)


def _tell(work: Work, account: Account, who: Person) -> None:
    for specialist in people.with_role(work, Role.SPECIALIST):
        chat = way_to(work, specialist.id)
        if chat is not None:
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
