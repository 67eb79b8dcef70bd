"""One person, several channels: seen, added with a code shown in a linked chat, preferred, removed.

Whoever can read the code writes from a linked chat already: nobody else need agree.
"""

from __future__ import annotations

from sqlmodel import select

from domain.channels import abilities
from domain.effects import Refused
from domain.enrolment import CHANNEL_CODE_LIVES, Issued
from domain.linking import (
    AddingChannel,
    Carries,
    ChosenChat,
    LinkedChat,
    Linking,
    PreferChannel,
    RemoveChat,
    ShowChannelCode,
)
from domain.people import Person
from domain.text import _
from storage import codes, enrolment, people, places, rerouting, ways
from storage.people import Account, AccountState
from storage.tables import AccountRow
from storage.unit_of_work import Place, Work

_NOT_HERE = Refused(_("This cannot be chosen any more: see /kenh."))
_FULL = Refused(
    _("Every place of the office's bots there is taken; please ask the specialist for one more.")
)
_OCCUPIED = Refused(
    _("{You} have a chat there already; nothing was changed. /kenh in that chat shows it.")
)


def load(work: Work, who: Person, _subject: str) -> Linking:
    """The chats of this person and what could be added to them."""
    rows = work.session.exec(select(AccountRow).where(AccountRow.person_id == who.id)).all()
    chats = [_chat(work, row) for row in rows]
    first = ways.way_to(work, who.id)
    chats.sort(key=lambda chat: (first is None or chat.account != first.id, chat.account))
    taken = {chat.channel for chat in chats}
    free = dict.fromkeys(place.channel for place in work.places if place.channel not in taken)
    addable = tuple((channel, abilities(channel).title) for channel in free)
    return Linking(who, work.now, tuple(chats), addable)


def _chat(work: Work, row: AccountRow) -> LinkedChat:
    return LinkedChat(
        account=row.id or 0,
        channel=row.channel,
        name=abilities(row.channel).title,
        since=row.linked_at or row.created_at,
        carries=_carries(work, people.of_row(row)),
        here=row.id == work.here,
    )


def _carries(work: Work, account: Account) -> Carries:
    match account.state:
        case AccountState.BLOCKED:
            return Carries.BLOCKED
        case AccountState.GONE:
            return Carries.GONE
    return Carries.SILENT if ways.is_silent(work, account) else Carries.YES


def adding(work: Work, who: Person, subject: str) -> AddingChannel | Refused:
    """A code for a channel (`subject`) the person is not on yet: drawn, or shown a moment ago."""
    if subject not in dict(load(work, who, "").addable):
        return _NOT_HERE
    entrance = _entrance(work, subject)
    if entrance is None:
        return _FULL
    known = codes.shown(work, who.id, subject)
    token = known.token if known else work.chance.token()
    return AddingChannel(
        who=who,
        channel=subject,
        name=abilities(subject).title,
        digits=known.digits if known else codes.fresh_digits(work),
        token=token,
        address=entrance.link(token),
        until=known.expires_at if known else work.now + CHANNEL_CODE_LIVES,
    )


def _entrance(work: Work, channel: str) -> Place | None:
    """The bot to be opened: where people are counted, the one with most room."""
    if channel in work.quotas:
        return places.roomiest(work, channel)
    return next((place for place in work.places if place.channel == channel), None)


def show_code(work: Work, who: Person, effect: ShowChannelCode) -> Refused | None:
    """Keep the code; an earlier one for that channel opens nothing any more."""
    if effect.channel not in dict(load(work, who, "").addable):
        return _NOT_HERE
    known = codes.shown(work, who.id, effect.channel)
    if known is None or known.digits != effect.digits:
        codes.keep_for_channel(work, who.id, effect.digits, effect.token, effect.channel)
    return None


def add(work: Work, account: Account, issued: Issued) -> tuple[Account, ...] | Refused:
    """Link the chat a channel's code was typed in; returns the person's other chats, to be told."""
    if enrolment.phones(work, issued.person, account.channel):
        return _OCCUPIED
    others = people.accounts_of(work, issued.person)
    codes.use(work, issued)
    enrolment.overtake(work, issued.person, account.id)
    people.link(work, account.id, issued.person)
    people.set_state(work, account.id, AccountState.ACTIVE)
    work.audit(issued.person, "channel_added", f"account:{account.id}", account.channel)
    return others


def chosen(work: Work, who: Person, subject: str) -> ChosenChat | Refused:
    """The person's chat of that number."""
    linking = load(work, who, "")
    for chat in linking.chats:
        if str(chat.account) == subject:
            return ChosenChat(linking, chat)
    return _NOT_HERE


def prefer(work: Work, who: Person, effect: PreferChannel) -> Refused | None:
    if effect.channel not in {chat.channel for chat in load(work, who, "").chats}:
        return _NOT_HERE
    ways.prefer(work, who.id, effect.channel)
    work.audit(who.id, "channel_preferred", f"person:{who.id}", effect.channel)
    return None


def remove(work: Work, who: Person, effect: RemoveChat) -> Refused | None:
    """Untie one of several chats; what waits for it is carried by the others."""
    found = chosen(work, who, str(effect.account))
    if isinstance(found, Refused) or not found.linking.may_remove(found.chat):
        return _NOT_HERE
    rerouting.reroute_waiting(work, people.account(work, effect.account), "removed")
    enrolment.unlink(work, effect.account)
    work.audit(who.id, "channel_removed", f"account:{effect.account}", found.chat.channel)
    return None
