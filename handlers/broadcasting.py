"""Writing to many (/thongbao): compose, preview exactly as it will look, test, confirm, follow.

Composing ends in a draft; preview, test, send and cancel are actions on it, so nothing is ever sent
by the answer to a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.broadcast import (
    LONGEST,
    AudienceKind,
    Broadcast,
    BroadcastState,
    CancelBroadcast,
    ChosenAudience,
    ComposeInputs,
    KeepBroadcast,
    OpenDuty,
    SendBroadcast,
)
from domain.effects import Effect, Refused, Replace, Reply, Show, Toast
from domain.message import (
    say,
)
from domain.people import Role
from domain.text import Text, _, verbatim
from handlers.broadcast_views import STANDINGS, before_sending, message_of
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.questions import Choose, Option, Write

SENDERS = frozenset({Role.SENDER, Role.SPECIALIST, Role.ADMIN})


def compose(inputs: ComposeInputs) -> Dialog[Sequence[Effect]]:
    """The words, then whom they are for."""
    words = yield from ask(
        Write(
            "words",
            _("Text"),
            _("What is to be announced? Write it exactly as everyone should read it."),
            example=_("The meeting on Friday starts at 14:00 in hall A."),
            max_length=LONGEST,
        )
    )
    audience = yield from _audience(inputs)
    return [KeepBroadcast(words, audience), Show("broadcast_preview")]


def _audience(inputs: ComposeInputs) -> Dialog[ChosenAudience]:
    kind = yield from ask(
        Choose("audience", _("For"), _("Whom is it for?"), _kinds(inputs), columns=1)
    )
    match kind:
        case AudienceKind.UNIT:
            units = tuple(Option(unit, verbatim(unit), unit) for unit in inputs.units)
            value = yield from ask(Choose("unit", _("Unit"), _("Which unit?"), units))
        case AudienceKind.STANDING:
            standings = tuple(Option(str(s), label, str(s)) for s, label in STANDINGS)
            value = yield from ask(Choose("standing", _("Who"), _("Who among them?"), standings))
        case AudienceKind.OWING:
            duties = tuple(_duty(duty) for duty in inputs.duties)
            value = yield from ask(Choose("duty", _("Duty"), _("Who still owes what?"), duties))
        case _:
            value = ""
    return ChosenAudience(kind, value)


def _kinds(inputs: ComposeInputs) -> tuple[Option[AudienceKind], ...]:
    options = [
        Option("all", _("Everyone"), AudienceKind.ALL),
        Option("unit", _("One unit"), AudienceKind.UNIT),
        Option("standing", _("Heads, deputies or staff"), AudienceKind.STANDING),
    ]
    if inputs.duties:
        options.append(Option("owing", _("Those who still owe something"), AudienceKind.OWING))
    return tuple(options)


def _duty(duty: OpenDuty) -> Option[str]:
    label = _("{title}: {count} still owe", title=duty.title, count=duty.owing)
    return Option(str(duty.period), label, str(duty.period))


def preview(broadcast: Broadcast) -> Sequence[Effect]:
    """What would be sent, to how many, and who would not get it."""
    if broadcast.state is not BroadcastState.DRAFT:
        return [Toast(_settled(broadcast.state), alert=True)]
    return [Reply(message_of(broadcast)), Reply(before_sending(broadcast))]


def test(broadcast: Broadcast) -> Sequence[Effect]:
    """To its author alone, exactly as it will look."""
    return [Toast(_("Sent to you alone.")), Reply(message_of(broadcast))]


def send(broadcast: Broadcast) -> Sequence[Effect] | Refused:
    """Confirmed: queue it for everyone who can be reached, once."""
    return _send(broadcast, None)


def send_later(broadcast: Broadcast) -> Sequence[Effect] | Refused:
    """The same, to go out when the office opens."""
    return _send(broadcast, broadcast.later)


def _send(broadcast: Broadcast, at: datetime | None) -> Sequence[Effect] | Refused:
    if broadcast.state is not BroadcastState.DRAFT:
        return Refused(_settled(broadcast.state))
    if not broadcast.receivers:
        return Refused(_("Nobody of that audience can be reached. Nothing was sent."))
    count = len(broadcast.receivers)
    going = (
        _("Being sent to {count} people. How far it has come is told here.", count=count)
        if at is None
        else _("✓ Goes to {count} people at {moment}; the result follows.", count=count, moment=at)
    )
    return [SendBroadcast(broadcast.id, message_of(broadcast), at), Replace(say(going))]


def cancel(broadcast: Broadcast) -> Sequence[Effect] | Refused:
    """Dropped before anything was sent."""
    if broadcast.state is not BroadcastState.DRAFT:
        return Refused(_settled(broadcast.state))
    dropped = say(_("Dropped. Nothing was sent to anybody."))
    return [CancelBroadcast(broadcast.id), Replace(dropped)]


def _settled(state: BroadcastState) -> Text:
    match state:
        case BroadcastState.CANCELLED:
            return _("That announcement was dropped. /thongbao starts a new one.")
        case _:
            return _("That announcement has been sent already; it is not sent twice.")


COMPOSE = Conversation("broadcast", _("Send an announcement"), compose, roles=SENDERS)
PREVIEW = Action("broadcast_preview", preview, roles=SENDERS)
TEST = Action("broadcast_test", test, roles=SENDERS)
SEND = Action("broadcast_send", send, roles=SENDERS)
SEND_LATER = Action("broadcast_later", send_later, roles=SENDERS)
CANCEL = Action("broadcast_cancel", cancel, roles=SENDERS)
