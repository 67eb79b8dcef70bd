"""/nghi: away for some days and not reminded meanwhile; said by oneself or by the specialist."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from domain.absence import REASONS, AwayFor, EndAbsence, Leaving, SaveAbsence
from domain.effects import Effect, Notify, Refused, Reply, Show
from domain.message import Choice, Do, column, say
from domain.people import Person, Role
from domain.text import Text, _
from handlers.absent_days import Stretch, reason_in, stretch_in
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.person_question import FindPerson
from handlers.questions import Choose, Confirm, Option, PickDate, Review

#: Six months (maternity leave). A day just before the first would else mean next year's.
_LONGEST = timedelta(days=184)
#: How far back the specialist may write down what nobody had told.
_AFTERWARDS = timedelta(days=62)
SPECIALISTS = frozenset({Role.SPECIALIST})


def absence(inputs: Leaving) -> Dialog[Sequence[Effect]]:
    """ "nghỉ phép đến 20/10" begins today: only to be confirmed."""
    said = stretch_in(inputs.typed, inputs.today)
    if said is None or not (yield from ask(_right(inputs.today, said))):
        first = yield from ask(_first(inputs, _("From which day are {you} away?")))
        said = first, (yield from ask(_last(first)))
    reason = reason_in(inputs.typed) or (yield from ask(_why(_MINE)))
    return _noted(inputs, said, reason)


def absence_of(inputs: Leaving) -> Dialog[Sequence[Effect]]:
    """The specialist writes down who is away; looked over, since it is somebody else's."""
    whom = inputs.whom or (yield from ask(FindPerson(inputs.people, prompt=_WHO)))
    afterwards = inputs.today - _AFTERWARDS
    first = yield from ask(_first(inputs, _("Away from which day?"), afterwards))
    last = yield from ask(_last(first))
    reason = yield from ask(_why(_THEIRS))
    yield from ask(Review())
    saved = SaveAbsence(whom.id, first, last, reason)
    return _noted_for(inputs, whom, saved, REASONS[reason])


def change(inputs: Leaving) -> Dialog[Sequence[Effect]]:
    """Other days for what is noted; what has begun has begun."""
    known = inputs.changed
    if known is None:
        raise ValueError("there is no absence to change")
    first = known.first
    if first > inputs.today:
        first = yield from ask(_first(inputs, _("Away from which day?")))
    last = yield from ask(_last(first, max(first, inputs.today)))
    saved = SaveAbsence(known.person.id, first, last, instead_of=known.id)
    if known.person == inputs.who:
        return _saved(inputs, saved, known.reason)
    return _noted_for(inputs, known.person, saved, known.reason_for(inputs.who))


def _right(today: date, said: Stretch) -> Confirm:
    first, until = said
    prompt = _("Away from {first} to {last}?", first=first, last=until)
    if first == today:
        prompt = _("Away from today ({first}) to {last}?", first=first, last=until)
    return Confirm("right", _("Away"), prompt, _("Yes"), _("Other days"))


def _first(inputs: Leaving, prompt: Text, earliest: date | None = None) -> PickDate:
    tomorrow = inputs.today + timedelta(days=1)
    soon = (
        Option(inputs.today.isoformat(), _("Today ({day})", day=inputs.today), inputs.today),
        Option(tomorrow.isoformat(), _("Tomorrow ({day})", day=tomorrow), tomorrow),
    )
    return PickDate("first", _("First day"), prompt, earliest, suggestions=soon)


def _last(first: date, earliest: date | None = None) -> PickDate:
    only = Option(first.isoformat(), _("That day only ({day})", day=first), first)
    prompt = _("Which is the last day away?")
    return PickDate("last", _("Last day"), prompt, earliest or first, first + _LONGEST, (only,))


_WHO = _("Who is away? Type the name or a part of it, accents or not.")
_MINE = _("Why? The specialist sees the reason; that {you} are ill nobody but {you} sees.")
_THEIRS = _("Why? That somebody is ill is shown to them and to {you} only; to others: away.")


def _why(prompt: Text) -> Choose[AwayFor]:
    options = [Option(str(reason), label, reason) for reason, label in _BUTTONS.items()]
    return Choose("reason", _("Reason"), prompt, options)


_BUTTONS = {
    AwayFor.LEAVE: _("Leave"),
    AwayFor.STUDY: _("Study, training"),
    AwayFor.SICK: _("Ill"),
    AwayFor.SECONDED: _("Seconded"),
    AwayFor.OTHER: _("Something else"),
}


def _noted(inputs: Leaving, days: Stretch, reason: AwayFor) -> list[Effect]:
    return _saved(inputs, SaveAbsence(inputs.who.id, *days, reason), reason)


def _saved(inputs: Leaving, saved: SaveAbsence, reason: AwayFor | None) -> list[Effect]:
    """One's own, told to the specialists without what is nobody's business."""
    ill = reason is AwayFor.SICK
    noted = _("Noted at {now}: {away}.", now=inputs.now, away=_away(saved, _said(reason)))
    meanwhile = _("No reminders come meanwhile; what {you} owe stays on /trangthai.")
    undo = column(Choice(_("I am not away"), Do("absence_end")))
    others = _away(saved, None if ill else _said(reason))
    told = _("{who}: {away}.", who=inputs.who.full_name, away=others)
    return [
        saved,
        Reply(say(noted, *((_ONLY_YOU,) if ill else ()), meanwhile, choices=undo)),
        *_tell(inputs, told, "away"),
    ]


_ONLY_YOU = _("That {you} are ill only {you} see; the specialist sees that {you} are away.")


def _said(reason: AwayFor | None) -> Text | None:
    return REASONS[reason] if reason else None


def _away(saved: SaveAbsence, reason: Text | None) -> Text:
    if reason is None:
        return _("away from {first} to {last}", first=saved.first, last=saved.last)
    return _(
        "away from {first} to {last} ({reason})",
        first=saved.first,
        last=saved.last,
        reason=reason,
    )


def _noted_for(
    inputs: Leaving, whom: Person, saved: SaveAbsence, reason: Text | None
) -> list[Effect]:
    """Whom it is about is told: with it their reminders end, and their duties may."""
    away = _away(saved, reason)
    noted = _("Noted at {now}: {who} {away}.", now=inputs.now, who=whom.full_name, away=away)
    theirs = _("As {who} has noted, {you} are {away}.", who=inputs.who.called, away=away)
    meanwhile = _("No reminders come meanwhile. If that is not right, please say so here.")
    undo = column(Choice(_("I am not away"), Do("absence_end")))
    key = f"absence:{whom.id}:noted:{inputs.now.isoformat()}"
    told = Notify(whom.id, say(theirs, meanwhile, choices=undo), key)
    return [saved, Reply(say(noted)), told, Show("away")]


def back_again(inputs: Leaving) -> Sequence[Effect] | Refused:
    """Back early, or entered by mistake; what is open is shown at once."""
    whom = inputs.whom or inputs.who
    told = _("{who} is not away after all, or back again.", who=whom.full_name)
    if whom != inputs.who:
        here = _("As {who} has noted, {you} are here again.", who=inputs.who.called)
        key = f"absence:{whom.id}:back:{inputs.now.isoformat()}"
        return [
            EndAbsence(whom.id),
            Reply(say(told)),
            Notify(whom.id, say(here, _TRANGTHAI), key),
            Show("away"),
        ]
    noted = _("Noted at {now}: {you} are here. Reminders come as usual.", now=inputs.now)
    return [EndAbsence(whom.id), Reply(say(noted)), *_tell(inputs, told, "back")]


_TRANGTHAI = _("Reminders come as usual; /trangthai shows what is open.")


def _tell(inputs: Leaving, told: Text, what: str) -> list[Notify]:
    key = f"absence:{inputs.who.id}:{what}:{inputs.now.isoformat()}"
    return [Notify(p.id, say(told), f"{key}:{p.id}") for p in inputs.specialists]


ABSENCE = Conversation("absence", _("Being away"), absence)
ABSENCE_OF = Conversation("absence_of", _("Who is away"), absence_of, SPECIALISTS)
CHANGE = Conversation("absence_change", _("Other days away"), change)
BACK_AGAIN = Action("absence_end", back_again)
