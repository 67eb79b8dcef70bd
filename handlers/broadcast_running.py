"""Looking after announcements (/thongbao): the list, how one stands, what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from domain.broadcast import (
    OVER,
    BroadcastState,
    Course,
    DeleteSent,
    Pause,
    Resume,
    TakeBack,
    TryAgain,
)
from domain.effects import Begin, Effect, Refused, Replace, Reply
from domain.message import Choice, Do, Message, Start, Style, column, say
from domain.people import Role
from domain.text import Text, _
from handlers.broadcast_approval import withdrawing
from handlers.broadcast_views import (
    going_on,
    head,
    pausing,
    result_list,
    stand,
    taking_back,
    trying_again,
    whom,
)
from handlers.conversation import Action

_SENDERS = frozenset({Role.SENDER, Role.SPECIALIST, Role.ADMIN})


def overview(courses: Sequence[Course]) -> Sequence[Effect]:
    """What there is, newest first; who has none begins one."""
    if not courses:
        return [Begin("broadcast")]
    known = (
        Choice(
            _("“{words}”: {state}", words=head(course.letter.words), state=stand(course)),
            Do("broadcast_show", str(course.id)),
        )
        for course in courses
    )
    new = Choice(_("Write a new one"), Start("broadcast"), Style.PRIMARY)
    asked = _("Write a new one, or see how one stands and what can be done about it?")
    return [Reply(say(asked, title=_("Announcements"), choices=column(new, *known)))]


def show(course: Course) -> Sequence[Effect]:
    """How one stands, and what can be done about it now."""
    lines = [
        _("“{words}”", words=head(course.letter.words)),
        _("For: {audience}", audience=whom(course.audience, course.owed)),
        _("How it stands: {state}.", state=stand(course)),
        *_figures(course),
    ]
    listed = result_list(course.id) if course.state in OVER and course.tally.everyone else None
    return [Reply(Message(tuple(lines), None, column(*_choices(course)), listed))]


def _figures(course: Course) -> list[Text]:
    tally = course.tally
    told = [
        (tally.waiting, _("{count} to go", count=tally.waiting)),
        (tally.refused + tally.withheld, _("{count} not delivered",
                                           count=tally.refused + tally.withheld)),
        (tally.doubtful, _("{count} in doubt", count=tally.doubtful)),
        (tally.missed, _("{count} not reached", count=tally.missed)),
    ]  # fmt: skip
    figures = [words for count, words in told if count]
    return [_("Of {everyone}: {figures}.", everyone=tally.everyone, figures=figures)] * bool(
        figures
    )


def _choices(course: Course) -> list[Choice]:
    id_ = course.id
    match course.state:
        case BroadcastState.DRAFT:
            return [Choice(_("See the preview"), Do("broadcast_preview", str(id_)))]
        case BroadcastState.ASKED | BroadcastState.SCHEDULED:
            return [withdrawing(id_)]
        case BroadcastState.SENDING:
            return [pausing(id_), taking_back(id_)]
        case BroadcastState.PAUSED | BroadcastState.STOPPED:
            return [going_on(id_), taking_back(id_)]
        case BroadcastState.INCOMPLETE if course.tally.again:
            return [trying_again(id_, course.tally.again), *_deleting(course)]
        case state if state in OVER:
            return _deleting(course)
        case _:
            return []


def _deleting(course: Course) -> list[Choice]:
    count, ask = course.deletable.can, Do("broadcast_delete_ask", str(course.id))
    return [Choice(_("Delete it from the phones"), ask)] if count else []


def pause(course: Course) -> Sequence[Effect] | Refused:
    if course.state is not BroadcastState.SENDING:
        return _changed(course)
    words = _("Paused: {sent} have it, {waiting} wait.", sent=course.tally.sent,
              waiting=course.tally.waiting)  # fmt: skip
    choices = column(going_on(course.id), taking_back(course.id))
    return [Pause(course.id), Replace(say(words, choices=choices))]


def resume(course: Course) -> Sequence[Effect] | Refused:
    if course.state not in {BroadcastState.PAUSED, BroadcastState.STOPPED}:
        return _changed(course)
    words = _("It goes on: {waiting} to go.", waiting=course.tally.waiting)
    choices = column(pausing(course.id), taking_back(course.id))
    return [Resume(course.id), Replace(say(words, choices=choices))]


def take_back(course: Course) -> Sequence[Effect] | Refused:
    on_its_way = {BroadcastState.SENDING, BroadcastState.PAUSED, BroadcastState.STOPPED}
    if course.state not in on_its_way:
        return _changed(course)
    words = _("What has not gone is taken back. Who has it already is told here in a moment.")
    return [TakeBack(course.id), Replace(say(words))]


def try_again(course: Course) -> Sequence[Effect] | Refused:
    if course.state is not BroadcastState.INCOMPLETE:
        return _changed(course)
    words = _("Tried again for those who do not have it and can be reached; the result follows.")
    return [TryAgain(course.id), Replace(say(words))]


def ask_delete(course: Course) -> Sequence[Effect] | Refused:
    """From how many phones it can go, and from how many not, before anything is deleted."""
    can = course.deletable
    if course.state not in OVER or not can.can:
        return Refused(_("It cannot be deleted from any phone any more."))
    lines = [_("It can be deleted from {count} phones.", count=can.can)]
    if can.too_old:
        lines.append(_("Not from {count}: it is older than 48 hours there.", count=can.too_old))
    if can.never:
        lines.append(_("Not from {count}: their app takes nothing back.", count=can.never))
    lines.append(_("Who has read it has read it."))
    delete = Choice(
        _("Delete it from {count} phones", count=can.can),
        Do("broadcast_delete", str(course.id)),
        Style.DANGER,
        typed=_("delete it"),
    )
    return [Reply(say(*lines, choices=column(delete)))]


def delete(course: Course) -> Sequence[Effect] | Refused:
    if course.state not in OVER or not course.deletable.can:
        return Refused(_("It cannot be deleted from any phone any more."))
    words = _("Being deleted from {count} phones; the result follows.", count=course.deletable.can)
    return [DeleteSent(course.id), Replace(say(words))]


def _changed(course: Course) -> Refused:
    return Refused(
        _("That cannot be done now: {state}. /thongbao shows more.", state=stand(course))
    )


LIST = Action("broadcasts", overview, roles=_SENDERS)
SHOW = Action("broadcast_show", show, roles=_SENDERS)
PAUSE = Action("broadcast_pause", pause, roles=_SENDERS)
RESUME = Action("broadcast_resume", resume, roles=_SENDERS)
TAKE_BACK = Action("broadcast_take_back", take_back, roles=_SENDERS)
TRY_AGAIN = Action("broadcast_retry", try_again, roles=_SENDERS)
ASK_DELETE = Action("broadcast_delete_ask", ask_delete, roles=_SENDERS)
DELETE = Action("broadcast_delete", delete, roles=_SENDERS)
