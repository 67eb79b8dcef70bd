"""A second person agrees to what goes to many, or declines; its author may take it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from domain.broadcast import Approve, BackToDraft, Broadcast, BroadcastState, Course
from domain.effects import Effect, Notify, Refused, Replace
from domain.message import Choice, Do, Message, Style, column, say
from domain.people import Role
from domain.text import GAP, Text, _
from handlers.broadcast_views import enclosed, message_of, pausing, taking_back, whom
from handlers.conversation import Action

_SENDERS = frozenset({Role.SENDER, Role.SPECIALIST, Role.ADMIN})
_DECIDED = Refused(_("That announcement has been decided on already."))


def asking(broadcast: Broadcast, at: datetime | None) -> Iterator[Notify]:
    """To everyone who may agree, with what would go out; the first answer counts."""
    stamp = f"{broadcast.now:%Y%m%dT%H%M%S}"
    for person in broadcast.approvers:
        key = f"broadcast-ask:{broadcast.id}:{stamp}:{person.id}"
        yield Notify(person.id, please(broadcast, at), key)


def please(broadcast: Broadcast, at: datetime | None) -> Message:
    """What is to go to whom and when, word for word."""
    subject = str(broadcast.id)
    count, audience = len(broadcast.receivers), whom(broadcast.audience, broadcast.owed)
    lines = (
        _("To {count} people ({audience}), {when}. Do {you} agree?", count=count,
          audience=audience, when=_when(at)),
        GAP,
        *message_of(broadcast.letter).body,
    )  # fmt: skip
    choices = column(
        Choice(
            _("Agree, send it"),
            Do("broadcast_approve", subject),
            Style.PRIMARY,
            typed=_("agree to send"),
        ),
        Choice(_("Do not send it"), Do("broadcast_decline", subject), Style.DANGER),
    )
    return Message(lines, _("An announcement needs your yes"), choices, enclosed(broadcast.letter))


def _when(at: datetime | None) -> Text:
    return _("at {moment}", moment=at) if at else _("as soon as it is agreed to")


def approve(broadcast: Broadcast) -> Sequence[Effect] | Refused:
    """Somebody else agrees: it goes as it was asked for."""
    if broadcast.state is not BroadcastState.ASKED:
        return _DECIDED
    done = _("You agreed. It goes to {count} people.", count=len(broadcast.receivers))
    agreed = say(
        _("Agreed to: the announcement goes to {count} people.", count=len(broadcast.receivers)),
        choices=column(pausing(broadcast.id), taking_back(broadcast.id)),
    )
    message = message_of(broadcast.letter)
    return [Approve(broadcast.id, message), Replace(say(done)), *_told(broadcast, agreed)]


def decline(broadcast: Broadcast) -> Sequence[Effect] | Refused:
    """It goes back to its author, unsent."""
    if broadcast.state is not BroadcastState.ASKED:
        return _DECIDED
    declined = say(
        _("Not agreed to: nothing was sent. Please talk it over; the draft is kept."),
        choices=column(Choice(_("See the draft"), Do("broadcast_preview", str(broadcast.id)))),
    )
    done = say(_("Not sent; its author has been told."))
    return [BackToDraft(broadcast.id), Replace(done), *_told(broadcast, declined)]


def _told(broadcast: Broadcast, message: Message) -> list[Notify]:
    if broadcast.author is None:
        return []
    key = f"broadcast-decided:{broadcast.id}:{broadcast.now:%Y%m%dT%H%M%S%f}"
    return [Notify(broadcast.author.id, message, key)]


def withdrawing(id_: int) -> Choice:
    return Choice(_("Take it back"), Do("broadcast_withdraw", str(id_)), Style.DANGER)


def withdraw(course: Course) -> Sequence[Effect] | Refused:
    """Before its moment, or before anybody agreed: it is a draft again."""
    if course.state not in {BroadcastState.SCHEDULED, BroadcastState.ASKED}:
        return Refused(_("That has changed meanwhile: /thongbao shows how it stands."))
    back = say(
        _("Taken back: nothing was sent, the draft is kept."),
        choices=column(Choice(_("See the draft"), Do("broadcast_preview", str(course.id)))),
    )
    return [BackToDraft(course.id), Replace(back)]


APPROVE = Action("broadcast_approve", approve, roles=_SENDERS)
DECLINE = Action("broadcast_decline", decline, roles=_SENDERS)
WITHDRAW = Action("broadcast_withdraw", withdraw, roles=_SENDERS)
