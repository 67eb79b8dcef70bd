"""How an announcement looks: to its receivers, before it is sent, while it goes out, and after."""

from __future__ import annotations

from collections.abc import Sequence

from domain.broadcast import AudienceKind, Broadcast, Delivery, Unreached
from domain.message import Attachment, Choice, Do, Document, Message, Start, Style, column, say
from domain.people import Standing, told_apart
from domain.text import GAP, Text, _, verbatim
from handlers import quota_views

_NAMES_SHOWN = 10

STANDINGS: tuple[tuple[Standing, Text], ...] = (
    (Standing.HEAD, _("Heads")),
    (Standing.DEPUTY, _("Deputies")),
    (Standing.STAFF, _("Staff")),
)


def message_of(broadcast: Broadcast) -> Message:
    """The broadcast exactly as its receivers see it, signed by a person."""
    return Message((verbatim(broadcast.words), GAP, _signature(broadcast)), _("Announcement"))


def _signature(broadcast: Broadcast) -> Text:
    author = broadcast.author
    if author is None:
        return verbatim(broadcast.office)
    return _("From: {who}, {position}", who=author.called, position=author.position)


def before_sending(broadcast: Broadcast) -> Message:
    count = len(broadcast.receivers)
    everyone = count + len(broadcast.missed)
    lines = [
        _("For: {audience}", audience=_whom(broadcast)),
        _("{count} of {everyone} people receive it.", count=count, everyone=everyone),
        *_missed(broadcast),
        *map(quota_views.left_after, broadcast.rooms),
    ]
    subject = str(broadcast.id)
    choices = [
        Choice(_("Send to me first"), Do("broadcast_test", subject)),
        *(_sending(broadcast) if count else []),
        Choice(_("Write it anew"), Start("broadcast")),
        Choice(_("Drop it"), Do("broadcast_cancel", subject), Style.DANGER),
    ]
    return say(*lines, title=_("PREVIEW, NOT SENT YET"), choices=column(*choices))


def _sending(broadcast: Broadcast) -> list[Choice]:
    """At night and on days off it waits for the morning, unless told in so many words not to."""
    subject, count = str(broadcast.id), len(broadcast.receivers)
    now = Do("broadcast_send", subject)
    if broadcast.later is None:
        send = _("Send to {count} people", count=count)
        return [Choice(send, now, Style.PRIMARY, typed=_("send"))]
    at = _("Send at {moment}", moment=broadcast.later)
    return [
        Choice(at, Do("broadcast_later", subject), Style.PRIMARY, typed=_("send")),
        Choice(_("Send now, out of hours"), now, typed=_("send now")),
    ]


def _whom(broadcast: Broadcast) -> Text:
    audience = broadcast.audience
    match audience.kind:
        case AudienceKind.UNIT:
            return verbatim(audience.value)
        case AudienceKind.STANDING:
            return next(words for standing, words in STANDINGS if standing == audience.value)
        case AudienceKind.OWING:
            return _("who still owes “{title}”", title=broadcast.owed or "")
        case _:
            return _("Everyone")


_WHY = {
    Unreached.NOT_CONNECTED: _("not connected yet"),
    Unreached.ON_PAPER: _("on paper"),
    Unreached.BLOCKED: _("has blocked the bot"),
    Unreached.NO_ROOM: _("no messages left this month"),
}


def _missed(broadcast: Broadcast) -> list[Text]:
    """How many get nothing and why, by name."""
    missed = broadcast.missed
    if not missed:
        return []
    apart = told_apart((*broadcast.receivers, *(one.person for one in missed)))
    by_reason = {why: [apart[m.person.id] for m in missed if m.why is why] for why in Unreached}
    lines = [_without(_WHY[why], names) for why, names in by_reason.items() if names]
    return [_("{count} do not and need to be told directly:", count=len(missed)), *lines]


def _without(why: Text, names: Sequence[str]) -> Text:
    count, shown = len(names), ", ".join(names[:_NAMES_SHOWN])
    if count <= _NAMES_SHOWN:
        return _("• {why} ({count}): {names}", why=why, count=count, names=shown)
    rest = count - _NAMES_SHOWN
    return _(
        "• {why} ({count}): {names} and {rest} more", why=why, count=count, names=shown, rest=rest
    )


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
    lines += _missed(delivery.broadcast)
    everyone = not delivery.failed and not missed
    title = _("Sent to everyone") if everyone else _("Sent, but not to everyone")
    sheet = Attachment(Document.BROADCAST_RESULT, str(delivery.broadcast.id))
    return Message(tuple(lines), title, attachment=sheet)
