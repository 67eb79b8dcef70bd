"""Writing to many (/thongbao): compose, preview exactly as it will look, test, confirm, follow.

Composing ends in a draft; preview, test, send and cancel are actions on it, so nothing is ever sent
by the answer to a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from domain.broadcast import (
    LONGEST,
    AskApproval,
    AudienceKind,
    AwaitFile,
    Broadcast,
    BroadcastState,
    CancelBroadcast,
    ChosenAudience,
    ComposeInputs,
    Enclose,
    Enclosing,
    KeepBroadcast,
    KeepMoment,
    Moments,
    OpenDuty,
    SendBroadcast,
    TakeFileOut,
)
from domain.effects import Effect, Refused, Replace, Reply, Show, Toast
from domain.files import LARGEST
from domain.message import Choice, Do, Message, column, say
from domain.people import Person, Role
from domain.text import Text, _, either, verbatim
from handlers.broadcast_approval import asking, withdrawing
from handlers.broadcast_views import (
    STANDINGS,
    before_sending,
    message_of,
    pausing,
    taking_back,
)
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.moment_question import PickMoment
from handlers.person_question import NamePeople
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
    audience = yield from whom_for(inputs)
    return [KeepBroadcast(words, audience), Show("broadcast_preview")]


def whom_for(inputs: ComposeInputs, named: Sequence[Person] = ()) -> Dialog[ChosenAudience]:
    """An audience; of the people given some may be named one by one."""
    kinds = _kinds(inputs, by_name=bool(named))
    kind = yield from ask(Choose("audience", _("For"), _("Whom is it for?"), kinds, columns=1))
    match kind:
        case AudienceKind.PEOPLE:
            found = yield from ask(NamePeople(tuple(named)))
            value = ",".join(str(person.id) for person in found)
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


def _kinds(inputs: ComposeInputs, *, by_name: bool) -> tuple[Option[AudienceKind], ...]:
    options = [
        Option("all", _("Everyone"), AudienceKind.ALL),
        Option("unit", _("One unit"), AudienceKind.UNIT),
        Option("standing", _("Heads, deputies or staff"), AudienceKind.STANDING),
    ]
    if inputs.duties:
        options.append(Option("owing", _("Those who still owe something"), AudienceKind.OWING))
    if by_name:
        options.append(Option("people", _("Some people by name"), AudienceKind.PEOPLE))
    return tuple(options)


def _duty(duty: OpenDuty) -> Option[str]:
    label = _("{title}: {count} still owe", title=duty.title, count=duty.owing)
    return Option(str(duty.period), label, str(duty.period))


def choose_moment(inputs: Moments) -> Dialog[Sequence[Effect]]:
    """When it is to go; it still waits for a yes."""
    at = yield from ask(
        PickMoment(
            "moment", _("Moment"), _("When shall it go?"), inputs.now, tuple(inputs.suggested)
        )
    )
    subject = str(inputs.broadcast)
    return [KeepMoment(inputs.broadcast, at.astimezone(UTC)), Show("broadcast_preview", subject)]


def preview(broadcast: Broadcast) -> Sequence[Effect]:
    """What would be sent, to how many, and who would not get it."""
    if broadcast.state is not BroadcastState.DRAFT:
        return [Toast(_settled(broadcast.state), alert=True)]
    return [Reply(message_of(broadcast.letter)), Reply(before_sending(broadcast))]


def test(broadcast: Broadcast) -> Sequence[Effect]:
    """To its author alone, exactly as it will look."""
    return [Toast(_("Sent to you alone.")), Reply(message_of(broadcast.letter))]


def send(broadcast: Broadcast) -> Sequence[Effect] | Refused:
    """Confirmed: queue it for everyone who can be reached, once."""
    return _send(broadcast, None)


def send_later(broadcast: Broadcast) -> Sequence[Effect] | Refused:
    """The same, to go out at the moment chosen, or when the office opens."""
    return _send(broadcast, broadcast.goes_at)


def _send(broadcast: Broadcast, at: datetime | None) -> Sequence[Effect] | Refused:
    if broadcast.state is not BroadcastState.DRAFT:
        return Refused(_settled(broadcast.state))
    if not broadcast.receivers:
        return Refused(_("Nobody of that audience can be reached. Nothing was sent."))
    if at is not None and at <= broadcast.now:
        return Refused(_("{moment} is past: please choose another moment.", moment=at))
    if broadcast.letter.file is not None and not broadcast.letter.file.ready:
        return Refused(_("The file is still on its way here; please try again in a moment."))
    if broadcast.needs_approval:
        return _ask_approval(broadcast, at)
    message = message_of(broadcast.letter)
    return [SendBroadcast(broadcast.id, message, at), Replace(going(broadcast, at))]


def going(broadcast: Broadcast, at: datetime | None) -> Message:
    """To its author: it goes, and how to stop it."""
    id_, count = broadcast.id, len(broadcast.receivers)
    if at is None:
        words = _("Being sent to {count} people. How far it has come is told here.", count=count)
        return say(words, choices=column(pausing(id_), taking_back(id_)))
    words = _("✓ Goes to {count} people at {moment}; the result follows.", count=count, moment=at)
    return say(words, choices=column(withdrawing(id_)))


def has_begun(id_: int, count: int) -> Message:
    """To its author, when its moment has come."""
    words = _("Its moment has come: being sent to {count} people.", count=count)
    return say(words, choices=column(pausing(id_), taking_back(id_)))


def missed_its_moment(id_: int, at: datetime) -> Message:
    """To its author, where the machine was off for too long."""
    words = _(
        "Not sent: the system was not running at {moment}. The draft is kept; please decide anew.",
        moment=at,
    )
    see = Choice(_("See the preview"), Do("broadcast_preview", str(id_)))
    return say(words, choices=column(see))


def _ask_approval(broadcast: Broadcast, at: datetime | None) -> Sequence[Effect] | Refused:
    if not broadcast.approvers:
        return Refused(
            _(
                "A second person has to agree, and nobody else here may send announcements: please "
                "have the admin give somebody that right, or choose fewer people."
            )
        )
    names = ", ".join(person.called for person in broadcast.approvers)
    told = _("Not sent yet: {who} were asked to agree. It goes as soon as one does.", who=names)
    return [
        AskApproval(broadcast.id, at),
        Replace(say(told, choices=column(withdrawing(broadcast.id)))),
        *asking(broadcast, at),
    ]


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
        case BroadcastState.SCHEDULED | BroadcastState.ASKED:
            return _("That announcement waits already: /thongbao shows it.")
        case _:
            return _("That announcement has been sent already; it is not sent twice.")


def attach(broadcast: Broadcast) -> Sequence[Effect] | Refused:
    """The next file that its author sends goes with it."""
    if broadcast.state is not BroadcastState.DRAFT:
        return Refused(_settled(broadcast.state))
    told = either(
        pressed=_("Please send the file or photo here now: one, of at most 20 MB."),
        typed=_(
            "Please send the file or photo from Telegram (one, of at most 20 MB): files do not "
            "arrive here. /kenh adds Telegram."
        ),
    )
    return [AwaitFile(broadcast.id), Reply(say(told))]


def enclose(inputs: Enclosing) -> Sequence[Effect] | Refused:
    """The file has come: it is fetched, then the preview shows it."""
    if inputs.sent.size > LARGEST:
        return Refused(_("That file is larger than 20 MB. Please send a smaller one."))
    return [Enclose(inputs.broadcast, inputs.sent)]


def take_file_out(broadcast: Broadcast) -> Sequence[Effect] | Refused:
    if broadcast.state is not BroadcastState.DRAFT:
        return Refused(_settled(broadcast.state))
    return [TakeFileOut(broadcast.id), Show("broadcast_preview", str(broadcast.id))]


def file_is_here(id_: int, name: str) -> Message:
    """To the author, once the file has been fetched."""
    see = Choice(_("See the preview"), Do("broadcast_preview", str(id_)))
    return say(_("“{file}” goes with the announcement.", file=name), choices=column(see))


COMPOSE = Conversation("broadcast", _("Send an announcement"), compose, roles=SENDERS)
MOMENT = Conversation("broadcast_moment", _("When it goes"), choose_moment, roles=SENDERS)
PREVIEW = Action("broadcast_preview", preview, roles=SENDERS)
TEST = Action("broadcast_test", test, roles=SENDERS)
SEND = Action("broadcast_send", send, roles=SENDERS)
SEND_LATER = Action("broadcast_later", send_later, roles=SENDERS)
CANCEL = Action("broadcast_cancel", cancel, roles=SENDERS)
ATTACH = Action("broadcast_attach", attach, roles=SENDERS)
ENCLOSE = Action("broadcast_file", enclose, roles=SENDERS)
NO_FILE = Action("broadcast_no_file", take_file_out, roles=SENDERS)
