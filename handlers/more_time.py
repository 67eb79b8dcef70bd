"""More time: asked for with a day and a line why, granted, granted until another day, or refused.

Whoever asks is told what became of it; nothing else changes until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.deadline import (
    AnsweringTime,
    AnswerTime,
    AskingTime,
    AskTime,
    Extendable,
    OpenRequests,
    RequestState,
    TimeRequest,
)
from domain.effects import Effect, Notify, Replace, Reply
from domain.message import Choice, Do, Message, Rows, Start, Style, column, say
from domain.people import Role
from domain.text import Text, _, verbatim
from handlers import duties
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.questions import Choose, Option, PickDate, Write

#: As with obstacles: heads decide where there is no specialist; the loader knows who may.
_HELPERS = frozenset({Role.SPECIALIST, Role.OFFICIAL})
_LONGEST_WAIT = timedelta(days=184)
_LINE = 300
_AT_ONCE = 5  # requests shown; the next when these are decided


def more_time(inputs: AskingTime) -> Dialog[Sequence[Effect]]:
    """For which duty, until when, and why: then whoever decides is told."""
    asked = inputs.owed[0]
    if len(inputs.owed) > 1:
        asked = yield from ask(_which(inputs))
    until = yield from ask(_until(asked, inputs))
    words = yield from ask(_REASON)
    due = inputs.until(asked.period, until)
    return [
        AskTime(inputs.number, asked.period.id, until, words),
        *_tell_helpers(inputs, asked, due, words),
        Reply(_receipt(inputs, asked, due)),
    ]


def _which(inputs: AskingTime) -> Choose[Extendable]:
    options = [Option(str(x.period.id), verbatim(x.title), x) for x in inputs.owed]
    return Choose("duty", _("About"), _("More time for what?"), options)


def _until(asked: Extendable, inputs: AskingTime) -> PickDate:
    prompt = _(
        "“{title}” is due by {due}. Until which day do {you} need?",
        title=asked.title,
        due=asked.period.due,
    )
    if asked.period.due < inputs.now:
        prompt = _(
            "“{title}” was due by {due}. Until which day do {you} need?",
            title=asked.title,
            due=asked.period.due,
        )
    first = asked.suggested[0] if asked.suggested else inputs.today
    earliest = min(first, inputs.today + timedelta(days=1))
    return pick_day("until", prompt, asked.suggested, earliest)


def pick_day(name: str, prompt: Text, suggested: Sequence[date], earliest: date) -> PickDate:
    """A day within half a year; working days are suggested."""
    options = tuple(Option(d.isoformat(), _("{day}", day=d), d) for d in suggested)
    return PickDate(name, _("Until when"), prompt, earliest, earliest + _LONGEST_WAIT, options)


_REASON = Write("words", _("Reason"), _("Why? One line is enough."), max_length=_LINE)


def _tell_helpers(inputs: AskingTime, asked: Extendable, due: datetime, words: str) -> list[Notify]:
    subject = f"{inputs.who.id}:{inputs.number}"
    message = say(
        _("{position}, {unit}.", position=inputs.who.position, unit=inputs.who.unit),
        _(
            "“{title}”: due by {due}; asks for time until {until}.",
            title=asked.title,
            due=asked.period.due,
            until=due,
        ),
        _("Reason: {words}", words=words),
        title=_("{who} asks for more time", who=inputs.who.full_name),
        choices=_decide(subject),
    )
    return [Notify(p.id, message, f"time-asked:{subject}:{p.id}") for p in inputs.helpers]


def _decide(subject: str) -> Rows:
    return column(
        Choice(_("Grant it as asked"), Do("time_grant", subject), Style.PRIMARY),
        Choice(_("Until another day"), Start("time_grant_until", subject)),
        Choice(_("Refuse, with a word"), Start("time_refuse", subject)),
    )


def _receipt(inputs: AskingTime, asked: Extendable, due: datetime) -> Message:
    told = ", ".join(person.called for person in inputs.helpers)
    return say(
        _(
            "Asked at {now}: time for “{title}” until {until}.",
            now=inputs.now,
            title=asked.title,
            until=due,
        ),
        _(
            "{told} has been told; the answer comes here. Until then the deadline stays as it is.",
            told=told,
        ),
    )


def grant(answering: AnsweringTime) -> Sequence[Effect]:
    """As it was asked for."""
    return [*_granted(answering, answering.request.due), Replace(_noted(answering))]


def grant_until(answering: AnsweringTime) -> Dialog[Sequence[Effect]]:
    """Another day than the one asked for."""
    request = answering.request
    prompt = _(
        "{who} asks for time for “{title}” until {until}. Until which day do {you} give it?",
        who=request.person.full_name,
        title=request.title,
        until=request.due,
    )
    earliest = answering.today + timedelta(days=1)
    day = yield from ask(pick_day("until", prompt, answering.suggested, earliest))
    due = answering.until(request.duty.period, day)
    return [*_granted(answering, due), Reply(_noted(answering, due))]


def _granted(answering: AnsweringTime, due: datetime) -> list[Effect]:
    request = answering.request
    told = say(
        _(
            "Hello {name}, {helper} gives {you} more time for “{title}”: it is due by {due} now.",
            helper=answering.helper.called,
            title=request.title,
            due=due,
        ),
        choices=_do_it(request),
    )
    return [AnswerTime(request.id, RequestState.GRANTED, due), _tell(request, told)]


def _noted(answering: AnsweringTime, due: datetime | None = None) -> Message:
    request = answering.request
    return say(
        _(
            "✓ {who} has time for “{title}” until {until}; they have been told.",
            who=request.person.full_name,
            title=request.title,
            until=due or request.due,
        )
    )


def refuse(answering: AnsweringTime) -> Dialog[Sequence[Effect]]:
    """Not granted; a word says why."""
    request = answering.request
    prompt = _(
        "{who} asks for time for “{title}” until {until}: “{words}”\nWhat do {you} answer?",
        who=request.person.full_name,
        title=request.title,
        until=request.due,
        words=request.words,
    )
    words = yield from ask(Write("words", _("Answer"), prompt, max_length=_LINE))
    told = say(
        _(
            "Hello {name}, {helper} cannot give more time for “{title}”: “{words}”",
            helper=answering.helper.called,
            title=request.title,
            words=words,
        ),
        _still_due(answering),
        choices=_do_it(request),
    )
    noted = _("Your answer went to {who} at {now}.", who=request.person.called, now=answering.now)
    refused = AnswerTime(request.id, RequestState.REFUSED, words=words)
    return [refused, _tell(request, told), Reply(say(noted))]


def _still_due(answering: AnsweringTime) -> Text:
    period = answering.request.duty.period
    if period.due < answering.now:
        return _("It can still be sent, until {closes}; it counts as late.", closes=period.closes)
    return _("It is due by {due}.", due=period.due)


def _do_it(request: TimeRequest) -> Rows:
    label, target = duties.button((request.duty,))
    return column(Choice(label, target, Style.PRIMARY))


def _tell(request: TimeRequest, message: Message) -> Notify:
    return Notify(request.person.id, message, f"time-answered:{request.id}")


def open_requests(waiting: OpenRequests) -> Sequence[Effect]:
    """What waits for a decision, oldest first, each with its buttons."""
    if not waiting.requests:
        return [Reply(say(_("Nobody waits for more time.")))]
    return [Reply(_asked(request)) for request in waiting.requests[:_AT_ONCE]]


def _asked(request: TimeRequest) -> Message:
    return say(
        _(
            "“{title}”: due by {due}; asks for time until {until}.",
            title=request.title,
            due=request.duty.period.due,
            until=request.due,
        ),
        _("Reason: {words}", words=request.words),
        title=_("{who} asks for more time", who=request.person.full_name),
        choices=_decide(request.id),
    )


MORE_TIME = Conversation("more_time", _("Asking for more time"), more_time)
GRANT = Action("time_grant", grant, _HELPERS)
GRANT_UNTIL = Conversation("time_grant_until", _("Giving more time"), grant_until, _HELPERS)
REFUSE = Conversation("time_refuse", _("Answering who asks for more time"), refuse, _HELPERS)
OPEN = Action("time_requests", open_requests, _HELPERS)
