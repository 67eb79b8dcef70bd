"""How an announcement looks: to its receivers, before it is sent, while it goes out, and after."""

from __future__ import annotations

from collections.abc import Sequence

from domain.broadcast import (
    AudienceKind,
    Broadcast,
    BroadcastState,
    ChosenAudience,
    Course,
    Delivery,
    Letter,
    Missed,
    Tally,
    Unreached,
)
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
from domain.people import Person, Standing, told_apart
from domain.text import GAP, Localized, Text, _, verbatim
from handlers import quota_views

_NAMES_SHOWN = 10
_HEAD = 28  # characters of the words that name one in a list

STANDINGS: tuple[tuple[Standing, Text], ...] = (
    (Standing.HEAD, _("Heads")),
    (Standing.DEPUTY, _("Deputies")),
    (Standing.STAFF, _("Staff")),
)


def message_of(letter: Letter) -> Message:
    """The broadcast exactly as its receivers see it, signed by a person."""
    body = (verbatim(letter.words), GAP, _signature(letter))
    return Message(body, _("Announcement"), attachment=enclosed(letter))


def enclosed(letter: Letter) -> Attachment | None:
    """The file that goes with it."""
    if letter.file is None:
        return None
    kind = Document.BROADCAST_PICTURE if letter.file.picture else Document.BROADCAST_FILE
    return Attachment(kind, str(letter.id))


def _signature(letter: Letter) -> Text:
    author = letter.author
    if author is None:
        return verbatim(letter.office)
    return _("From: {who}, {position}", who=author.called, position=author.position)


def before_sending(broadcast: Broadcast) -> Message:
    count = len(broadcast.receivers)
    everyone = count + len(broadcast.missed)
    lines = [
        _("For: {audience}", audience=whom(broadcast.audience, broadcast.owed)),
        _("{count} of {everyone} people receive it.", count=count, everyone=everyone),
        *_missed(broadcast),
        *_moment(broadcast),
        *_approval(broadcast),
        *map(quota_views.left_after, broadcast.rooms),
    ]
    subject = str(broadcast.id)
    choices = [
        Choice(_("Send to me first"), Do("broadcast_test", subject)),
        *(_sending(broadcast) if count and _may_go(broadcast) else []),
        Choice(_("Choose the moment"), Start("broadcast_moment", subject)),
        _file_choice(broadcast.letter),
        Choice(_("Write it anew"), Start("broadcast")),
        Choice(_("Drop it"), Do("broadcast_cancel", subject), Style.DANGER),
    ]
    return say(*lines, title=_("PREVIEW, NOT SENT YET"), choices=column(*choices))


def _moment(broadcast: Broadcast) -> list[Text]:
    if broadcast.at is None:
        return []
    chosen = _("It goes at {moment}.", moment=broadcast.at)
    return [chosen] if broadcast.decent else [chosen, _("That is outside the office's hours.")]


def _approval(broadcast: Broadcast) -> list[Text]:
    if not broadcast.needs_approval:
        return []
    asked = ", ".join(person.called for person in broadcast.approvers[:_NAMES_SHOWN])
    return [
        _("So many people are written to only when a second person agrees: {who}.", who=asked)
        if asked
        else _(
            "So many people are written to only when a second person agrees, and nobody can be "
            "asked. Please choose fewer people, or have the head connect."
        )
    ]


def _may_go(broadcast: Broadcast) -> bool:
    return bool(broadcast.approvers) or not broadcast.needs_approval


def _file_choice(letter: Letter) -> Choice:
    subject = str(letter.id)
    if letter.file is None:
        return Choice(_("Add a file or photo"), Do("broadcast_attach", subject))
    name = letter.file.name[:_HEAD]
    return Choice(_("Without the file “{file}”", file=name), Do("broadcast_no_file", subject))


def _sending(broadcast: Broadcast) -> list[Choice]:
    """At night and on days off it waits for the morning, unless told in so many words not to."""
    subject, count = str(broadcast.id), len(broadcast.receivers)
    now = Do("broadcast_send", subject)
    if broadcast.goes_at is None:
        asks = broadcast.needs_approval
        alone = _("Send to {count} people", count=count)
        send = _("Ask, then send to {count} people", count=count) if asks else alone
        return [Choice(send, now, Style.PRIMARY, typed=_("send"))]
    at = _("Send at {moment}", moment=broadcast.goes_at)
    soon = _("Send now, out of hours") if broadcast.later else _("Send now")
    return [
        Choice(at, Do("broadcast_later", subject), Style.PRIMARY, typed=_("send")),
        Choice(soon, now, typed=_("send now")),
    ]


def whom(audience: ChosenAudience, owed: Localized | None) -> Text:
    """Whom it is for, in words."""
    match audience.kind:
        case AudienceKind.UNIT:
            return verbatim(audience.value)
        case AudienceKind.STANDING:
            return next(words for standing, words in STANDINGS if standing == audience.value)
        case AudienceKind.OWING:
            return _("who still owes “{title}”", title=owed or "")
        case AudienceKind.PEOPLE:
            return _("People named one by one")
        case _:
            return _("Everyone")


_WHY = {
    Unreached.NOT_CONNECTED: _("not connected yet"),
    Unreached.ON_PAPER: _("on paper"),
    Unreached.BLOCKED: _("has blocked the bot"),
    Unreached.NO_ROOM: _("no messages left this month"),
    Unreached.TAKEN_BACK: _("taken back before it went"),
}


def _missed(broadcast: Broadcast) -> list[Text]:
    return missed_by_reason(broadcast.receivers, broadcast.missed)


def missed_by_reason(receivers: Sequence[Person], missed: Sequence[Missed]) -> list[Text]:
    """How many get nothing and why, by name."""
    if not missed:
        return []
    apart = told_apart((*receivers, *(one.person for one in missed)))
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


def head(words: str) -> str:
    """The beginning of a text, by which it is known in a list."""
    line = " ".join(words.split())
    return line if len(line) <= _HEAD else f"{line[:_HEAD].rsplit(' ', 1)[0]}…"


def stand(course: Course) -> Text:
    """How it stands, in a few words."""
    tally = course.tally
    match course.state:
        case BroadcastState.SCHEDULED:
            return _("goes at {moment}", moment=course.at or course.now)
        case BroadcastState.SENDING:
            return _("{sent} of {asked} sent", sent=tally.sent, asked=tally.asked)
        case BroadcastState.PAUSED:
            return _("paused at {sent} of {asked}", sent=tally.sent, asked=tally.asked)
        case BroadcastState.STOPPED:
            return _("stopped at {sent} of {asked}", sent=tally.sent, asked=tally.asked)
        case BroadcastState.CANCELLED if tally.everyone:
            return _("taken back at {sent} of {asked}", sent=tally.sent, asked=tally.asked)
        case BroadcastState.DELETED:
            return _("deleted from {count} phones", count=tally.deleted)
        case state:
            return _STANDS[state]


_STANDS = {
    BroadcastState.DRAFT: _("draft"),
    BroadcastState.ASKED: _("a second person is asked"),
    BroadcastState.TAKING_BACK: _("being taken back"),
    BroadcastState.FINISHED: _("sent to everyone"),
    BroadcastState.INCOMPLETE: _("not sent to everyone"),
    BroadcastState.CANCELLED: _("dropped"),
    BroadcastState.DELETING: _("being deleted"),
}


def progress(tally: Tally) -> Message:
    """While it goes out; edited in place."""
    return say(
        _("{sent} of {asked} sent, {waiting} to go.", sent=tally.sent, asked=tally.asked,
          waiting=tally.waiting),
        title=_("Sending"),
    )  # fmt: skip


def stopped(id_: int, tally: Tally) -> Message:
    """It stopped by itself: what that means, and what to do."""
    lines = (
        _("{refused} of {tried} messages were refused: it goes on only when {you} say so.",
          refused=tally.refused, tried=tally.sent + tally.refused),
        _("{waiting} people have not been written to yet.", waiting=tally.waiting),
        _("The list says who was refused and why. Have people blocked the bot, it can go on; is it "
          "nearly everyone, whoever runs the bot must look first (tusoi doctor --live)."),
    )  # fmt: skip
    choices = column(going_on(id_), taking_back(id_))
    return Message(lines, _("Stopped by itself"), choices, result_list(id_))


def result_list(id_: int) -> Attachment:
    """Who has it and who not, as a workbook."""
    return Attachment(Document.BROADCAST_RESULT, str(id_))


def going_on(id_: int) -> Choice:
    return Choice(_("Go on sending"), Do("broadcast_resume", str(id_)), typed=_("go on sending"))


def pausing(id_: int) -> Choice:
    return Choice(_("Pause"), Do("broadcast_pause", str(id_)))


def taking_back(id_: int) -> Choice:
    back = Do("broadcast_take_back", str(id_))
    return Choice(_("Take back what has not gone"), back, Style.DANGER, typed=_("take back"))


def trying_again(id_: int, count: int) -> Choice:
    again = Do("broadcast_retry", str(id_))
    return Choice(_("Try the {count} again", count=count), again, typed=_("try again"))


def result(delivery: Delivery) -> Message:
    """When nothing waits any more: who has it, who was missed; the list as XLSX."""
    tally, id_ = delivery.tally, delivery.broadcast.id
    lines = [
        _("{sent} of {asked} sent, at {at}.", sent=tally.sent, asked=tally.asked,
          at=delivery.as_of)
    ]  # fmt: skip
    taken_back = delivery.broadcast.state is BroadcastState.CANCELLED
    failed = tally.refused + (0 if taken_back else tally.withheld)
    if failed:
        lines.append(_("{count} could not be delivered.", count=failed))
    if taken_back and tally.withheld:
        lines.append(_("{count} were taken back before they went.", count=tally.withheld))
    if tally.doubtful:
        lines.append(_("{count} may have been delivered: nobody can tell.", count=tally.doubtful))
    lines += _missed(delivery.broadcast)
    again = () if taken_back or not tally.again else column(trying_again(id_, tally.again))
    return Message(tuple(lines), _title(tally, taken_back=taken_back), again, result_list(id_))


def _title(tally: Tally, *, taken_back: bool) -> Text:
    if taken_back:
        return _("Taken back")
    return _("Sent to everyone") if tally.whole else _("Sent, but not to everyone")


def deleted(course: Course) -> Message:
    """When nothing more can be taken off the phones."""
    tally = course.tally
    lines = [_("Deleted from {count} phones.", count=tally.deleted)]
    if left := tally.sent - tally.deleted:
        lines.append(_("On {count} it stays; the list says whose.", count=left))
    return Message(tuple(lines), _("Deleted"), attachment=result_list(course.id))
