"""/hoinhanh: ask people for a figure, a choice, a line or a file, and see it before it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from domain.asking import CancelInquiry, Composing, KeepInquiry, MoveInquiry, SendInquiry, Unsent
from domain.collected import Collected
from domain.effects import Begin, Effect, Refused, Replace, Reply, Show
from domain.inquiry import LONGEST, AnswerKind, Inquiry, InquiryState, Wanted, short_titled
from domain.message import Choice, Do, Message, Start, Style, column, say
from domain.text import Text, _, verbatim
from handlers import quota_views
from handlers.broadcast_views import missed_by_reason, whom
from handlers.broadcasting import whom_for
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask, both
from handlers.inquiry_answers import put
from handlers.inquiry_questions import Bounds, Options
from handlers.moment_question import PickMoment
from handlers.questions import Choose, Option, Skippable, Write

_LONGEST_UNIT = 20
_KINDS = (
    Option("number", _("A number"), AnswerKind.NUMBER),
    Option("choice", _("One of some options"), AnswerKind.CHOICE),
    Option("words", _("A line of text"), AnswerKind.WORDS),
    Option("file", _("A file or photo"), AnswerKind.FILE),
)


def compose(inputs: Composing) -> Dialog[Sequence[Effect]]:
    """What, what kind of answer, whom, and by when."""
    words = yield from ask(
        Write(
            "words",
            _("Question"),
            _("What do {you} want to ask? Write it as everyone should read it."),
            example=_("How many files are overdue in your field?"),
            max_length=LONGEST,
        )
    )
    kind = yield from ask(Choose("kind", _("Answer"), _("What kind of answer?"), _KINDS, columns=1))
    wanted = yield from _wanted(kind)
    audience = yield from whom_for(inputs.audiences, inputs.people)
    until = yield from ask(_until(inputs.now, inputs.suggested))
    kept = KeepInquiry(words, wanted, audience, until.astimezone(UTC))
    return [kept, Show("inquiry_preview")]


def _wanted(kind: AnswerKind) -> Dialog[Wanted]:
    if kind is AnswerKind.NUMBER:
        unit, bounds = yield from both(ask(_UNIT), ask(Skippable(Bounds())))
        low, high = bounds or (None, None)
        return Wanted(kind, unit, low, high)
    if kind is AnswerKind.CHOICE:
        return Wanted(kind, options=(yield from ask(Options())))
    return Wanted(kind)


_UNIT = Write(
    "unit",
    _("Unit"),
    _("A number of what? For example: files."),
    required=False,
    max_length=_LONGEST_UNIT,
)


def _until(now: datetime, suggested: Sequence[datetime]) -> PickMoment:
    prompt = _("By when is it to be answered?")
    return PickMoment("until", _("Deadline"), prompt, now, tuple(suggested), is_deadline=True)


def preview(unsent: Unsent) -> Sequence[Effect]:
    """As those who are asked will see it; then whom it reaches, and when it reminds."""
    inquiry, zone = unsent.inquiry, unsent.zone
    shown = put(inquiry, unsent.opens, zone, first=True)
    options = [verbatim(f"▫ {option}") for option in inquiry.wanted.options]
    seen = Message((*shown.body, *options), shown.title)
    return [Reply(seen), Reply(_before_sending(unsent))]


def _before_sending(unsent: Unsent) -> Message:
    number, count = str(unsent.inquiry.id), len(unsent.receivers)
    lines = [
        _("For: {audience}", audience=whom(unsent.inquiry.audience, unsent.owed)),
        _("{count} of {everyone} people receive it.", count=count, everyone=unsent.asked),
        *missed_by_reason(unsent.receivers, unsent.missed),
        *_when(unsent),
        *map(quota_views.left_after, unsent.rooms),
    ]
    choices = [
        *_sending(unsent, number),
        Choice(_("Another deadline"), Start("inquiry_until", number)),
        Choice(_("Write it anew"), Start("inquiry")),
        Choice(_("Drop it"), Do("inquiry_drop", number), Style.DANGER),
    ]
    return say(*lines, title=_("PREVIEW, NOT SENT YET"), choices=column(*choices))


def _when(unsent: Unsent) -> Iterator[Text]:
    yield _(
        "Deadline: {due}. Late answers are taken until {closes}.",
        due=unsent.inquiry.until,
        closes=unsent.closes,
    )
    if unsent.asked > unsent.crowd:
        yield _(
            "One person alone asks {most} people at most: please choose fewer.", most=unsent.crowd
        )
    elif unsent.inquiry.until <= unsent.now:
        yield _("That deadline is past: please choose another.")
    if unsent.reminders:
        yield _(
            "Who has not answered is reminded at {moments}.",
            moments=[Text("", {"text": x}) for x in unsent.reminders],
        )


def _sending(unsent: Unsent, number: str) -> Iterator[Choice]:
    """Out of hours it waits for the morning where that is before its deadline."""
    count, now = len(unsent.receivers), Do("inquiry_send", number)
    if not unsent.may_go:
        return
    if not unsent.later:
        yield Choice(_("Ask {count} people", count=count), now, Style.PRIMARY, typed=_("send"))
        return
    if unsent.opens < unsent.inquiry.until:
        at = _("Ask at {moment}", moment=unsent.opens)
        yield Choice(at, Do("inquiry_later", number), Style.PRIMARY, typed=_("send"))
    yield Choice(_("Send now, out of hours"), now, typed=_("send now"))


def send(unsent: Unsent) -> Sequence[Effect] | Refused:
    """Ask it now."""
    return _send(unsent, unsent.now)


def send_later(unsent: Unsent) -> Sequence[Effect] | Refused:
    """Ask it when the office opens."""
    return _send(unsent, unsent.opens)


def _send(unsent: Unsent, at: datetime) -> Sequence[Effect] | Refused:
    inquiry = unsent.inquiry
    if not unsent.asked:
        return Refused(_("Nobody else is in that audience: please choose another."))
    if inquiry.until <= at:
        return Refused(_("{moment} is past: please choose another moment.", moment=inquiry.until))
    told = [
        _("✓ Asked: {count} people, until {due}.", count=len(unsent.receivers), due=inquiry.until)
    ]
    if at > unsent.now:
        told = [
            _(
                "✓ {count} people are asked at {moment}; deadline {due}.",
                count=len(unsent.receivers),
                moment=at,
                due=inquiry.until,
            )
        ]
    if unsent.missed:
        told.append(
            _(
                "{count} do not get it here: their answers can be noted for them.",
                count=len(unsent.missed),
            )
        )
    told.append(_("What came in is told at the deadline, or as soon as everyone has answered."))
    see = Choice(_("See what came in"), Do("inquiry_result", str(inquiry.id)))
    sent = SendInquiry(inquiry.id, at, unsent.closes)
    return [sent, Replace(say(*told, choices=column(see)))]


def choose_until(unsent: Unsent) -> Dialog[Sequence[Effect]]:
    """Another deadline of a draft."""
    now = unsent.now.astimezone(unsent.zone)
    until = yield from ask(_until(now, unsent.suggested))
    number = unsent.inquiry.id
    moved = MoveInquiry(number, until.astimezone(UTC), unsent.closes)
    return [moved, Show("inquiry_preview", str(number))]


def drop(inquiry: Inquiry) -> Sequence[Effect]:
    """A draft is thrown away."""
    return [CancelInquiry(inquiry.id), Replace(say(_("Dropped. Nobody was asked.")))]


def overview(found: Sequence[Collected]) -> Sequence[Effect]:
    """What was asked lately, newest first; who has asked nothing begins."""
    if not found:
        return [Begin("inquiry")]
    lines = [
        _(
            "• “{question}”: {answered}/{all}, {stands}",
            question=x.inquiry.title,
            answered=len(x.answered),
            all=x.counted,
            stands=stand(x.inquiry, x.now),
        )
        for x in found
    ]
    choices = [
        Choice(_("Ask something new"), Start("inquiry"), Style.PRIMARY),
        *(
            Choice(verbatim(short_titled(x.inquiry.words)), Do("inquiry_result", str(x.inquiry.id)))
            for x in found
        ),
    ]
    return [Reply(say(*lines, title=_("Questions asked"), choices=column(*choices)))]


def stand(inquiry: Inquiry, now: datetime) -> Text:
    """Whether one that was asked still takes answers."""
    if inquiry.state is InquiryState.CANCELLED:
        return _("taken back")
    if not inquiry.is_open(now):
        return _("closed")
    if now > inquiry.until:
        return _("past its deadline")
    return _("until {due}", due=inquiry.until)


COMPOSE = Conversation("inquiry", _("Asking people something"), compose)
UNTIL = Conversation("inquiry_until", _("Another deadline"), choose_until)
PREVIEW = Action("inquiry_preview", preview)
SEND = Action("inquiry_send", send)
SEND_LATER = Action("inquiry_later", send_later)
DROP = Action("inquiry_drop", drop)
LIST = Action("inquiries", overview)
