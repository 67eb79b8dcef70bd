"""Writing to many (/thongbao): compose, preview exactly as it will look, test, confirm, follow.

Composing ends in a draft; preview, test, send and cancel are actions on it, so nothing is ever sent
by the answer to a question.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.broadcast import (
    LONGEST,
    AudienceKind,
    Broadcast,
    BroadcastState,
    CancelBroadcast,
    ChosenAudience,
    ComposeInputs,
    Delivery,
    KeepBroadcast,
    Missed,
    OpenDuty,
    SendBroadcast,
    Unreached,
)
from domain.effects import Effect, Refused, Replace, Reply, Show, Toast
from domain.message import (
    Attachment,
    Choice,
    Do,
    Document,
    Message,
    Start,
    Style,
    column,
    say,
)
from domain.people import Role, Standing
from domain.text import GAP, Text, _, verbatim
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.questions import Choose, Option, Write

SENDERS = frozenset({Role.SENDER, Role.SPECIALIST, Role.ADMIN})
_NAMES_SHOWN = 10

_STANDINGS: tuple[tuple[Standing, Text], ...] = (
    (Standing.HEAD, _("Heads")),
    (Standing.DEPUTY, _("Deputies")),
    (Standing.STAFF, _("Staff")),
)


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
            standings = tuple(Option(str(s), label, str(s)) for s, label in _STANDINGS)
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


def message_of(broadcast: Broadcast) -> Message:
    """The broadcast exactly as its receivers see it, signed by a person."""
    return Message((verbatim(broadcast.words), GAP, _signature(broadcast)), _("Announcement"))


def _signature(broadcast: Broadcast) -> Text:
    author = broadcast.author
    if author is None:
        return verbatim(broadcast.office)
    return _("From: {who}, {position}", who=author.called, position=author.position)


def preview(broadcast: Broadcast) -> Sequence[Effect]:
    """What would be sent, to how many, and who would not get it."""
    if broadcast.state is not BroadcastState.DRAFT:
        return [Toast(_settled(broadcast.state), alert=True)]
    return [Reply(message_of(broadcast)), Reply(_before_sending(broadcast))]


def _before_sending(broadcast: Broadcast) -> Message:
    count = len(broadcast.receivers)
    everyone = count + len(broadcast.missed)
    lines = [_("{count} of {everyone} people receive it.", count=count, everyone=everyone)]
    lines += _missed(broadcast.missed)
    subject = str(broadcast.id)
    send = Choice(
        _("Send to {count} people", count=count), Do("broadcast_send", subject), Style.PRIMARY
    )
    choices = [
        Choice(_("Send to me first"), Do("broadcast_test", subject)),
        *([send] if count else []),
        Choice(_("Write it anew"), Start("broadcast")),
        Choice(_("Drop it"), Do("broadcast_cancel", subject), Style.DANGER),
    ]
    return say(*lines, title=_("PREVIEW, NOT SENT YET"), choices=column(*choices))


_WHY = {
    Unreached.NOT_CONNECTED: _("not connected yet"),
    Unreached.ON_PAPER: _("on paper"),
    Unreached.BLOCKED: _("has blocked the bot"),
}


def _missed(missed: Sequence[Missed]) -> list[Text]:
    if not missed:
        return []
    lines = [_("{count} do not and need to be told directly:", count=len(missed))]
    lines += [
        _("• {who}: {why}", who=m.person.full_name, why=_WHY[m.why]) for m in missed[:_NAMES_SHOWN]
    ]
    if len(missed) > _NAMES_SHOWN:
        lines.append(_("and {count} more", count=len(missed) - _NAMES_SHOWN))
    return lines


def test(broadcast: Broadcast) -> Sequence[Effect]:
    """To its author alone, exactly as it will look."""
    return [Toast(_("Sent to you alone.")), Reply(message_of(broadcast))]


def send(broadcast: Broadcast) -> Sequence[Effect] | Refused:
    """Confirmed: queue it for everyone who can be reached, once."""
    if broadcast.state is not BroadcastState.DRAFT:
        return Refused(_settled(broadcast.state))
    if not broadcast.receivers:
        return Refused(_("Nobody of that audience can be reached. Nothing was sent."))
    count = len(broadcast.receivers)
    going = say(_("Being sent to {count} people. How far it has come is told here.", count=count))
    return [SendBroadcast(broadcast.id, message_of(broadcast)), Replace(going)]


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


def progress(delivery: Delivery) -> Message:
    """While it goes out; edited in place."""
    return say(
        _("{sent} of {asked} sent, {waiting} to go.", sent=delivery.sent, asked=delivery.asked,
          waiting=delivery.waiting),
        title=_("Sending"),
    )  # fmt: skip


def result(delivery: Delivery) -> Message:
    """When nothing waits any more: who has it, who was missed; the list as XLSX."""
    missed = delivery.broadcast.missed
    lines = [
        _("{sent} of {asked} sent, at {at}.", sent=delivery.sent, asked=delivery.asked,
          at=delivery.as_of)
    ]  # fmt: skip
    if delivery.failed:
        lines.append(_("{count} could not be delivered.", count=delivery.failed))
    lines += _missed(missed)
    everyone = not delivery.failed and not missed
    title = _("Sent to everyone") if everyone else _("Sent, but not to everyone")
    sheet = Attachment(Document.BROADCAST_RESULT, str(delivery.broadcast.id))
    return Message(tuple(lines), title, attachment=sheet)


COMPOSE = Conversation("broadcast", _("Send an announcement"), compose, roles=SENDERS)
PREVIEW = Action("broadcast_preview", preview, roles=SENDERS)
TEST = Action("broadcast_test", test, roles=SENDERS)
SEND = Action("broadcast_send", send, roles=SENDERS)
CANCEL = Action("broadcast_cancel", cancel, roles=SENDERS)
