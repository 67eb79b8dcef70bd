"""/ngaynghi: days off and swaps of the coming months; the admin adds and takes back a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.days_off import WEEKDAYS, ChangeDay, DayChange, DaysOff, Move, SpecialDay
from domain.effects import Effect, Reply, Show
from domain.message import Choice, Do, Start, Style, column, say
from domain.people import Person, Role
from domain.text import GAP, Text, _
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.questions import Choose, Option, PickDate

ADMINS = frozenset({Role.ADMIN})
_MOST = 8


def days_off(inputs: DaysOff) -> Sequence[Effect]:
    """What is known, and what is a guess."""
    lines = [_line(day) for day in inputs.days] or [_("No public holiday in the coming months.")]
    guess = any(day.provisional for day in inputs.days)
    note = [GAP, _("“Expected”: no official notice yet; it may change.")] if guess else []
    title = _("Days off from {today}", today=inputs.today)
    add = [Choice(_("Change a day"), Start("day_off"))] if inputs.reader.is_any(Role.ADMIN) else []
    undo = (
        Choice(_("As before: {day}", day=day), Do("day_change", f"{day.isoformat()}:undo"))
        for day, _worked in inputs.changed[:_MOST]
    )
    return [Reply(say(*lines, *note, title=title, choices=column(*add, *undo)))]


def _line(day: SpecialDay) -> Text:
    if day.worked:
        return _expected(day, _("• {when}: worked", when=_when(day)))
    if day.name.vi:
        return _expected(day, _("• {when}: off, {name}", when=_when(day), name=day.name))
    return _expected(day, _("• {when}: off", when=_when(day)))


def _expected(day: SpecialDay, said: Text) -> Text:
    return _("{line} (expected)", line=said) if day.provisional else said


def _when(day: SpecialDay) -> Text:
    if day.first == day.last:
        return _named(day.first)
    return _("{first} to {last}", first=_named(day.first), last=_named(day.last))


def _named(day: date) -> Text:
    return _("{weekday} {day}", weekday=WEEKDAYS[day.weekday()], day=day)


def change(_who: Person) -> Dialog[Sequence[Effect]]:
    """Which day, and what it is to be; what moves is told before anything does."""
    day = yield from ask(PickDate("day", _("Day"), _("Which day?")))
    options = [Option("off", _("Off"), "off"), Option("worked", _("Worked"), "worked")]
    what = yield from ask(Choose("what", _("What"), _("What is it to be?"), options))
    return [Show("day_change", f"{day.isoformat()}:{what}")]


def preview(inputs: DayChange) -> Sequence[Effect]:
    """Nothing is changed yet."""
    moves = [_moved(move) for move in inputs.moves[:_MOST]]
    rest = len(inputs.moves) - _MOST
    more = [_("… and {count} more lines.", count=rest)] if rest > 0 else []
    shifted = _("{count} reminders and digests would go at another moment.", count=inputs.reminders)
    none = [] if moves else [_("No deadline to come moves.")]
    yes = Choice(_("Yes, change it"), Do("day_save", _subject(inputs)), Style.PRIMARY)
    body = (*none, *moves, *more, shifted, _("What has opened stays as it opened."))
    return [Reply(say(*body, title=_asked(inputs), choices=column(yes)))]


def _asked(inputs: DayChange) -> Text:
    day = _named(inputs.day)
    match inputs.worked:
        case None:
            return _("{day} as the calendar had it? Not changed yet.", day=day)
        case True:
            return _("{day}: worked? Not changed yet.", day=day)
        case _:
            return _("{day}: off? Not changed yet.", day=day)


def _moved(move: Move) -> Text:
    return _(
        "• {title}: due {after} instead of {before}",
        title=move.title,
        after=move.after,
        before=move.before,
    )


def _subject(inputs: DayChange) -> str:
    what = {None: "undo", True: "worked", False: "off"}[inputs.worked]
    return f"{inputs.day.isoformat()}:{what}"


def save(inputs: DayChange) -> Sequence[Effect]:
    done = _("Changed: {day}. What is to come follows.", day=_named(inputs.day))
    return [ChangeDay(inputs.day, inputs.worked), Reply(say(done)), Show("days_off")]


DAYS_OFF = Action("days_off", days_off)
CHANGE = Conversation("day_off", _("Changing a day"), change, ADMINS)
PREVIEW = Action("day_change", preview, ADMINS)
SAVE = Action("day_save", save, ADMINS)
