"""/kenh: through which channels one is written to, adding one, choosing the first, taking one off.

Nothing here asks on which of them it is being said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from domain.effects import Effect, Refused, Reply
from domain.enrolment import Tell
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
from domain.message import Choice, Do, Message, column, say
from domain.text import GAP, Text, _
from handlers.conversation import Action

_STATES: Mapping[Carries, Text] = {
    Carries.YES: _("works"),
    Carries.BLOCKED: _("blocked there, nothing arrives"),
    Carries.GONE: _("closed there, nothing arrives"),
    Carries.SILENT: _("can carry nothing for now"),
}


def _channels(linking: Linking) -> Sequence[Effect]:
    lines = [_line(chat) for chat in linking.chats]
    body = (*lines, GAP, _order(linking))
    return [Reply(say(*body, title=_("Channels"), choices=column(*_choices(linking))))]


def _line(chat: LinkedChat) -> Text:
    line = _(
        "• {channel}: linked at {since}, {state}",
        channel=chat.name,
        since=chat.since,
        state=_STATES[chat.carries],
    )
    return _("{line} (this chat)", line=line) if chat.here else line


def _order(linking: Linking) -> Text:
    first, *others = linking.chats
    if other := next((chat for chat in others if chat.carries is Carries.YES), None):
        return _(
            "What the system writes of itself goes to {first}; what cannot be carried there goes "
            "to {other}, once. Answers come where {you} write.",
            first=first.name,
            other=other.name,
        )
    if others or not linking.addable:
        return _("Everything goes through {channel}.", channel=first.name)
    return _(
        "Everything goes through {channel}. One more channel can be added: what is begun on "
        "one goes on in the other.",
        channel=first.name,
    )


def _choices(linking: Linking) -> Iterator[Choice]:
    for channel, name in linking.addable:
        yield Choice(_("Add {channel}", channel=name), Do("channel_add", channel))
    for chat in linking.chats[1:]:
        if chat.carries is Carries.YES:
            yield Choice(
                _("{channel} first", channel=chat.name), Do("channel_prefer", str(chat.account))
            )
    for chat in linking.chats:
        if linking.may_remove(chat):
            yield Choice(
                _("Take {channel} off", channel=chat.name), Do("channel_remove", str(chat.account))
            )


def _add(adding: AddingChannel) -> Sequence[Effect]:
    message = say(
        _("• Open the office's chat on {channel}: {address}", **_named(adding)),
        _("• Send it this code: {code}", code=f"{adding.digits[:3]} {adding.digits[3:]}"),
        GAP,
        _(
            "The code works once, until {until}, and only from {you}: please show it to nobody.",
            until=adding.until,
        ),
        _("Messages to {you} may then go through {channel} too.", channel=adding.name),
        title=_("Add {channel}", channel=adding.name),
    )
    return [ShowChannelCode(adding.channel, adding.digits, adding.token), Reply(message)]


def _named(adding: AddingChannel) -> dict[str, str]:
    return {"channel": adding.name, "address": adding.address}


def _prefer(chosen: ChosenChat) -> Sequence[Effect] | Refused:
    if chosen.chat.carries is not Carries.YES:
        return Refused(_("Nothing can be carried there now; /kenh shows how things stand."))
    told = _(
        "From now on what the system writes of itself goes to {channel} first.",
        channel=chosen.chat.name,
    )
    return [PreferChannel(chosen.chat.channel), Reply(say(told))]


def _remove(chosen: ChosenChat) -> Sequence[Effect]:
    removed, who = chosen.chat, chosen.linking.who
    others = [chat for chat in chosen.linking.chats if chat.account != removed.account]
    bye, stays = _removed_here(removed), _removed_elsewhere(removed)
    told = (
        Tell(chat.account, who.id, bye if chat is removed else stays)
        for chat in (removed, *others)
        if not chat.here and chat.carries is Carries.YES
    )
    return [RemoveChat(removed.account), Reply(bye if removed.here else stays), *told]


def _removed_here(removed: LinkedChat) -> Message:
    return say(
        _(
            "This chat on {channel} is no longer linked, as {you} asked; the other one stays. "
            "/kenh there adds it again.",
            channel=removed.name,
        )
    )


def _removed_elsewhere(removed: LinkedChat) -> Message:
    return say(
        _(
            "{channel} was taken off; everything goes through this chat. /kenh adds it again. "
            "If that was not {you}, please tell the specialist at once.",
            channel=removed.name,
        )
    )


def added_here(name: str, others: Sequence[str]) -> Message:
    """Told in the chat that has been linked; `others` are the channels the person had."""
    return say(
        _("This chat on {channel} is now yours too, {you} {name}.", channel=name),
        _(
            "What was begun on {others} goes on here, and messages may come through here from now "
            "on. /kenh says where they go first.",
            others=", ".join(others),
        ),
    )


def added_elsewhere(name: str) -> Message:
    """Told in the chats the person had before."""
    return say(
        _("{channel} was linked to {you} just now. /kenh shows it.", channel=name),
        _("If that was not {you}, please take it off with /kenh and tell the specialist."),
    )


def other_app(name: str) -> Message:
    """The code was typed where it was shown."""
    return say(_("This code is for {channel}: please send it to the chat there.", channel=name))


CHANNELS = Action("channels", _channels)
ADD = Action("channel_add", _add)
PREFER = Action("channel_prefer", _prefer)
REMOVE = Action("channel_remove", _remove)
