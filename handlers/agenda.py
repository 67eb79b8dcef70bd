"""/lich: the next thirty days in one message; and the same in a phone's own calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.agenda import Agenda, Entry, Feed, KeepFeed, Mark, OfficeDay, RevokeFeed
from domain.days_off import WEEKDAYS
from domain.effects import Effect, Reply
from domain.message import Attachment, Choice, Do, Document, Message, Style, column, say
from domain.people import Person
from domain.reminding import Duty
from domain.text import GAP, Param, Text, _, verbatim
from handlers import duties
from handlers.conversation import Action

#: What fits one message of 2,000 characters, with the names of duties and days.
_MINE, _OFFICE = 12, 8


def agenda(inputs: Agenda) -> Sequence[Effect]:
    """One's own days, then the office's."""
    mine = _few([_on(entry.day, words_of(entry)) for entry in inputs.entries], _MINE)
    body = mine or [_("{You} have nothing due in the next 30 days.")]
    if inputs.office is not None:
        days = _few([_on(day.day, _in_the_office(day)) for day in inputs.office], _OFFICE)
        body += [GAP, _("In the office:"), *(days or [_("Nothing is due, and nothing goes out.")])]
    title = _("Calendar, {first} to {last}", first=inputs.first, last=inputs.last)
    file = Choice(_("As a calendar file"), Do("agenda_file"))
    phone = [Choice(_("In the phone's calendar"), Do("feed"))] if inputs.has_pages else []
    picture = [Choice(_("The office's month as a picture"), Do("month"))]
    office = picture if inputs.office is not None else []
    return [Reply(say(*body, title=title, choices=column(*office, file, *phone)))]


def _few(lines: Sequence[Text], most: int) -> list[Text]:
    left = len(lines) - most
    rest = [_("… and {count} more lines.", count=left)] if left > 0 else []
    return [*lines[:most], *rest]


def _on(day: date, what: Param) -> Text:
    weekday = WEEKDAYS[day.weekday()]
    return _("• {weekday} {day}: {what}", weekday=weekday, day=day, what=what)


def words_of(entry: Entry) -> Text:
    """What a day is for, in words fit for a locked screen."""
    match entry.mark, entry.duty:
        case Mark.OPENS, Duty() as duty:
            return _("{title} opens", title=_title(duty))
        case Mark.DUE, Duty() as duty:
            return _("deadline: {title}", title=_title(duty))
        case Mark.TASK, _duty:
            return _("the registered task is due (/viec)")
        case _:
            return _("something {you} meant to have done (/viec)")


def _title(duty: Duty) -> Text:
    """By its short name, with the month (quarter, year) of what comes back."""
    return duties.short_name((duty,))


def _in_the_office(day: OfficeDay) -> Sequence[Text]:
    due = [_due(duty, missing) for duty, missing in day.due]
    names = [_title(duty) for duty in day.reminded]
    reminded = [_("reminders of {titles}", titles=names)] if names else []
    return [*due, *reminded, *([_("digest")] if day.digest else [])]


def _due(duty: Duty, missing: int | None) -> Text:
    if missing is None:
        return _("deadline: {title}", title=_title(duty))
    return _("deadline: {title} ({count} left)", title=_title(duty), count=missing)


def file(_who: Person) -> Sequence[Effect]:
    """The deadlines as a file that any calendar opens."""
    lines = (
        _("The deadlines as a calendar file. Open it to add them to the phone's calendar."),
        _("It does not follow later changes; /lich always does."),
    )
    return [Reply(Message(lines, attachment=Attachment(Document.CALENDAR)))]


def feed(inputs: Feed) -> Sequence[Effect]:
    """The address, once: whoever has it sees these days."""
    message = say(
        _("Add this address to the phone's calendar (add calendar, from a link):"),
        verbatim(inputs.url),
        _(
            "It shows the deadlines and follows changes. Whoever has the address sees them: "
            "please do not pass it on. An earlier address does not work any more."
        ),
        choices=column(Choice(_("Take the address back"), Do("feed_revoke"), Style.DANGER)),
    )
    return [KeepFeed(inputs.token), Reply(message)]


def revoke(_who: Person) -> Sequence[Effect]:
    done = _("No calendar fetches the deadlines any more. What it has already may stay in it.")
    return [RevokeFeed(), Reply(say(done))]


AGENDA = Action("agenda", agenda)
FILE = Action("agenda_file", file)
FEED = Action("feed", feed)
REVOKE_FEED = Action("feed_revoke", revoke)
