"""/nghi: being away for some days, and not reminded meanwhile."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from domain.absence import EndAbsence, Leaving, SaveAbsence
from domain.effects import Effect, Notify, Reply
from domain.message import Choice, Do, column, say
from domain.text import Text, _
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.questions import Confirm, Option, PickDate
from handlers.typed_dates import read_date

#: Six months (maternity leave). A day just before the first would else mean next year's.
_LONGEST = timedelta(days=184)


def absence(inputs: Leaving) -> Dialog[Sequence[Effect]]:
    """ "nghỉ phép đến 20/10" begins today: only to be confirmed."""
    said = stretch_in(inputs.typed, inputs.today)
    if said is not None and (yield from ask(_right(inputs.today, *said))):
        return _noted(inputs, *said)
    first = yield from ask(_first(inputs))
    last = yield from ask(_last(first))
    return _noted(inputs, first, last)


def stretch_in(typed: str, today: date) -> tuple[date, date] | None:
    """The days of "20/10" (from today) or "từ 10/10 đến 20/10"; None where they cannot be read."""
    for between in _BETWEEN:
        if found := between.fullmatch(typed):
            first, last = (read_date(words, today) for words in found.groups())
            if isinstance(first, date) and isinstance(last, date) and first <= last:
                return first, last
    until = read_date(typed, today) if typed else None
    return (today, until) if isinstance(until, date) else None


#: "đến hết 31/10" means what "đến 31/10" does; "hết tháng 10" is left as it is.
_THROUGH = r"(?:\s+(?:hết|het)(?=\s+(?:ngày\s+|ngay\s+)?\d))?"
#: "tới" may belong to the first day ("từ thứ hai tuần tới đến ..."), so it is tried last.
_BETWEEN = tuple(
    re.compile(rf"(?:từ|tu)\s+(.+?)\s+(?:{to}){_THROUGH}\s+(.+)", re.IGNORECASE)
    for to in ("đến|den", "hết|het|tới|toi")
)


def _right(today: date, first: date, until: date) -> Confirm:
    prompt = _("Away from {first} to {last}?", first=first, last=until)
    if first == today:
        prompt = _("Away from today ({first}) to {last}?", first=first, last=until)
    return Confirm("right", _("Away"), prompt, _("Yes"), _("Other days"))


def _first(inputs: Leaving) -> PickDate:
    tomorrow = inputs.today + timedelta(days=1)
    soon = (
        Option(inputs.today.isoformat(), _("Today ({day})", day=inputs.today), inputs.today),
        Option(tomorrow.isoformat(), _("Tomorrow ({day})", day=tomorrow), tomorrow),
    )
    prompt = _("From which day are {you} away?")
    return PickDate("first", _("First day"), prompt, suggestions=soon)


def _last(first: date) -> PickDate:
    only = Option(first.isoformat(), _("That day only ({day})", day=first), first)
    prompt = _("Which is the last day away?")
    return PickDate("last", _("Last day"), prompt, first, first + _LONGEST, (only,))


def _noted(inputs: Leaving, first: date, last: date) -> list[Effect]:
    away = _("away from {first} to {last}", first=first, last=last)
    noted = _("Noted at {now}: {away}.", now=inputs.now, away=away)
    meanwhile = _("No reminders come meanwhile; what {you} owe stays on /trangthai.")
    undo = column(Choice(_("I am not away"), Do("absence_end")))
    told = _("{who}: {away}.", who=inputs.who.full_name, away=away)
    return [
        SaveAbsence(first, last),
        Reply(say(noted, meanwhile, choices=undo)),
        *_tell(inputs, told, "away"),
    ]


def back_again(inputs: Leaving) -> Sequence[Effect]:
    """Back early, or entered by mistake."""
    noted = _("Noted at {now}: {you} are here. Reminders come as usual.", now=inputs.now)
    told = _("{who} is not away after all, or back again.", who=inputs.who.full_name)
    return [EndAbsence(), Reply(say(noted)), *_tell(inputs, told, "back")]


def _tell(inputs: Leaving, told: Text, what: str) -> list[Notify]:
    key = f"absence:{inputs.who.id}:{what}:{inputs.now.isoformat()}"
    return [Notify(p.id, say(told), f"{key}:{p.id}") for p in inputs.specialists]


ABSENCE = Conversation("absence", _("Being away"), absence)
BACK_AGAIN = Action("absence_end", back_again)
