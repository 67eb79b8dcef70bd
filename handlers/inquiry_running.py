"""Looking after an inquiry that was asked: again, another deadline, an end, answers phoned in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC

from domain.asking import Again, AskAgain, CancelInquiry, CloseInquiry, MoveInquiry, Reopening
from domain.collected import Collected, Line
from domain.completion import Completion
from domain.effects import Begin, Effect, Refused, Replace, Reply, Show
from domain.inquiry import InquiryState, may_manage
from domain.message import Choice, Do, Start, Style, column, say
from domain.text import _
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.moment_question import PickMoment
from handlers.person_question import FindPerson


def looking_after(found: Collected) -> Iterator[Choice]:
    """What its reader may do about it."""
    number, stands = str(found.inquiry.id), found.inquiry.state is InquiryState.ASKED
    if not may_manage(found.reader, found.inquiry.author.id) or not stands:
        return
    if found.is_open:
        asked = len(to_ask_again(found))
        if asked:
            yield Choice(
                _("Ask the {count} again", count=asked), again_target(found), typed=_("ask again")
            )
        yield Choice(_("Note an answer for somebody"), Start("inquiry_enter", number))
    yield Choice(_("Give more time"), Start("inquiry_extend", number))
    if found.is_open:
        yield Choice(_("Close it now"), Do("inquiry_close", number), typed=_("close"))
    yield Choice(
        _("Take it back"), Do("inquiry_cancel", number), Style.DANGER, typed=_("take back")
    )


def to_ask_again(found: Collected) -> Sequence[Line]:
    """Who has not answered and can be reached here."""
    return [line for line in found.missing if line.completion is Completion.NOT_SENT]


def again_target(found: Collected) -> Do:
    """With the moment it was offered at: two taps ask once."""
    return Do("inquiry_again", f"{found.inquiry.id}:{found.now:%Y%m%dT%H%M%S}")


def ask_again(found: Again) -> Sequence[Effect] | Refused:
    """Those who are missing are asked once more."""
    count = len(to_ask_again(found.collected))
    if not found.collected.is_open:
        return Refused(_("It is closed: give more time first."))
    if not count:
        return Refused(_("Nobody is left who can be asked here again."))
    asked = _("✓ {count} people are asked again at {moment}.", count=count, moment=found.at)
    if found.at <= found.collected.now:
        asked = _("✓ {count} people were asked again at {moment}.", count=count, moment=found.at)
    return [AskAgain(found.collected.inquiry.id, found.at, found.stamp), Reply(say(asked))]


def close(found: Collected) -> Sequence[Effect] | Refused:
    """Before its time: what is in is what there is."""
    if not found.is_open:
        return Refused(_("It is closed already."))
    closed = _("Closed at {now}: nothing more is taken.", now=found.now)
    return [
        CloseInquiry(found.inquiry.id),
        Reply(say(closed)),
        Show("inquiry_result", str(found.inquiry.id)),
    ]


def cancel(found: Collected) -> Sequence[Effect]:
    """Nobody owes it any more; what came in stays to be seen."""
    told = _("Taken back at {now}: nobody owes it any more. What came in stays.", now=found.now)
    see = Choice(_("See what came in"), Do("inquiry_result", str(found.inquiry.id)))
    return [CancelInquiry(found.inquiry.id), Replace(say(told, choices=column(see)))]


def extend(found: Reopening) -> Dialog[Sequence[Effect]]:
    """Another deadline for everybody; who has answered in time stays in time."""
    inquiry = found.collected.inquiry
    prompt = _(
        "“{question}” is due by {due}. Until when now?",
        question=inquiry.title,
        due=found.collected.period.due,
    )
    until = yield from ask(
        PickMoment("until", _("Deadline"), prompt, found.now, found.suggested, is_deadline=True)
    )
    moment = until.astimezone(UTC)
    told = _("✓ The deadline is {due} now. Who has not answered is reminded before it.", due=moment)
    again = Choice(_("Ask those missing now"), again_target(found.collected), typed=_("ask again"))
    moved = MoveInquiry(inquiry.id, moment, found.closes(moment))
    return [moved, Reply(say(told, choices=column(again)))]


def enter(found: Collected) -> Dialog[Sequence[Effect]]:
    """Whose answer was phoned in; then the question itself."""
    missing = tuple(line.person for line in (*found.missing, *found.excused, *found.answered))
    who = yield from ask(FindPerson(missing))
    return [Begin("inquiry_answer", f"{found.period.id}:{who.id}")]


AGAIN = Action("inquiry_again", ask_again)
CLOSE = Action("inquiry_close", close)
CANCEL = Action("inquiry_cancel", cancel)
EXTEND = Conversation("inquiry_extend", _("Giving more time for a question"), extend)
ENTER = Conversation("inquiry_enter", _("Noting somebody's answer"), enter)
