"""/nghi: being away for some days, and not reminded meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from domain.absence import Leaving, SaveAbsence
from domain.effects import Effect, Notify, Reply
from domain.message import say
from domain.text import _
from handlers.conversation import Conversation
from handlers.dialog import Dialog, ask
from handlers.questions import Option, PickDate
from handlers.typed_dates import read_date


def absence(inputs: Leaving) -> Dialog[Sequence[Effect]]:
    """ "nghỉ phép đến 20/10" begins today: nothing is left to ask but to confirm the last day."""
    until = read_date(inputs.typed, inputs.today) if inputs.typed else None
    if isinstance(until, date):
        return _told(inputs, inputs.today, until)
    first = yield from ask(_first(inputs))
    last = yield from ask(_last(first))
    return _told(inputs, first, last)


def _first(inputs: Leaving) -> PickDate:
    tomorrow = inputs.today + timedelta(days=1)
    suggestions = (
        Option(inputs.today.isoformat(), _("Today ({day})", day=inputs.today), inputs.today),
        Option(tomorrow.isoformat(), _("Tomorrow ({day})", day=tomorrow), tomorrow),
    )
    return PickDate(
        "first", _("First day"), _("From which day are {you} away?"), suggestions=suggestions
    )


def _last(first: date) -> PickDate:
    only = Option(first.isoformat(), _("That day only ({day})", day=first), first)
    prompt = _("Which is the last day away?")
    return PickDate("last", _("Last day"), prompt, earliest=first, suggestions=(only,))


def _told(inputs: Leaving, first: date, last: date) -> list[Effect]:
    noted = _(
        "Noted at {now}: away from {first} to {last}.", now=inputs.now, first=first, last=last
    )
    meanwhile = _("No reminders come meanwhile; what {you} owe stays on /trangthai.")
    told = _(
        "{who} is away from {first} to {last}.", who=inputs.who.full_name, first=first, last=last
    )
    key = f"absence:{inputs.who.id}:{inputs.now.isoformat()}"
    return [
        SaveAbsence(first, last),
        Reply(say(noted, meanwhile)),
        *(Notify(p.id, say(told), f"{key}:{p.id}") for p in inputs.specialists),
    ]


ABSENCE = Conversation("absence", _("Being away"), absence)
