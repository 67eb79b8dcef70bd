"""/macode: a code for one person, or a sheet for everyone who is not connected yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.effects import Effect, Refused, Replace, Reply
from domain.enrolment import CODE_LIVES, CodeInputs, IssueCode, IssueMissing, RevokeCode
from domain.message import (
    Attachment,
    Choice,
    Do,
    Document,
    Message,
    Start,
    Style,
    column,
    say,
)
from domain.people import Person, Role, told_apart
from domain.text import Text, _, verbatim
from domain.vietnamese import fold
from handlers.conversation import Action, Conversation
from handlers.dialog import (
    Accepted,
    Answered,
    Button,
    Dialog,
    Heard,
    Json,
    Rejected,
    Said,
    StaleAnswer,
    Still,
    View,
    ask,
)

ISSUERS = frozenset({Role.SPECIALIST, Role.ADMIN})
_TITLE = _("A code for one person")
_LABEL = _("Person")
_MOST_SHOWN = 8


@dataclass(frozen=True)
class FindPerson:
    """Who it is about, by any part of the name, with or without accents."""

    people: tuple[Person, ...]
    name: str = "person"
    label: Text = _LABEL

    def parse(self, said: Said, scratch: Json, today: date) -> Heard:
        if said.value is not None:
            return Accepted(said.value)
        found = self._named(said.text or "")
        if not found:
            return Rejected(
                _("Nobody on the roster is called that. Please type the name or a part of it.")
            )
        if len(found) == 1:
            return Accepted(str(found[0].id))
        return Still([str(person.id) for person in found[:_MOST_SHOWN]])

    def _named(self, typed: str) -> list[Person]:
        """All typed words stand in the name; exactly the same name comes before others."""
        words = fold(typed).split()
        same = [p for p in self.people if fold(p.full_name).split() == words]
        part = [p for p in self.people if set(words) <= set(fold(p.full_name).split())]
        return same or (part if words else [])

    def decode(self, stored: Json) -> Person:
        for person in self.people:
            if str(person.id) == stored:
                return person
        raise StaleAnswer

    def show(self, stored: Json) -> Text:
        return verbatim(self.decode(stored).full_name)

    def view(self, scratch: Json, today: date, trace: tuple[Answered, ...]) -> View:
        shown = scratch if isinstance(scratch, list) else []
        found = [person for person in self.people if str(person.id) in shown]
        if not found:
            return View((_("For whom? Type the name or a part of it, accents or not."),))
        rows = tuple((Button(_who(person), str(person.id)),) for person in found)
        return View((_("Several people are called that. Which one?"),), rows)


def _who(person: Person) -> Text:
    return _("{who}, {unit}", who=person.full_name, unit=person.unit)


def _issue(inputs: CodeInputs) -> Dialog[Sequence[Effect]]:
    people = inputs.people
    person = people[0] if inputs.one else (yield from ask(FindPerson(people)))
    return [IssueCode(person.id, inputs.digits, inputs.token), Reply(_issued(inputs, person))]


def _issued(inputs: CodeInputs, person: Person) -> Message:
    advice = (
        _("Already connected: the new phone will wait for the specialist's agreement.")
        if person.id in inputs.connected
        else _("Please hand it over in person or by telephone, not through others.")
    )
    until = inputs.now + CODE_LIVES
    return say(
        verbatim(f"{inputs.digits[:3]} {inputs.digits[3:]}"),
        _("Works once, until {until}. Earlier codes no longer work.", until=until),
        advice,
        title=_("Code of {who}", who=person.full_name),
        choices=column(
            Choice(_("Slip with QR code to print"), Do("code_sheet", str(person.id))),
            Choice(_("Revoke this code"), Do("revoke_code", str(person.id)), Style.DANGER),
        ),
    )


def _overview(inputs: CodeInputs) -> Sequence[Effect]:
    missing = len(inputs.missing)
    sheet = Choice(_("Sheet for those not connected"), Do("code_sheet"), Style.PRIMARY)
    one = Choice(_TITLE, Start("issue_code"))
    connected = len(inputs.people) - missing
    lines = _("{connected} of {all} are connected.", connected=connected, all=len(inputs.people))
    if not missing:
        return [Reply(say(lines, title=_("Codes to get in"), choices=column(one)))]
    apart = told_apart(inputs.people)
    names = _("Not connected: {names}.", names=", ".join(apart[p.id] for p in inputs.missing))
    return [Reply(say(lines, names, title=_("Codes to get in"), choices=column(sheet, one)))]


def _sheet(inputs: CodeInputs) -> Sequence[Effect] | Refused:
    """One person's slip (the loader has only that person then), or everyone's who is missing."""
    people = inputs.people if inputs.one else inputs.missing
    if not people:
        return Refused(_("Everyone is connected; there is nothing to print."))
    subject = str(people[0].id) if inputs.one else ""
    ready = say(
        _("{count} slips to cut out: each works once and for one person only.", count=len(people)),
        _("Each slip says until when. Please keep the sheet locked away."),
        title=_("Codes to get in"),
    )
    attached = Message(ready.body, ready.title, (), Attachment(Document.CODE_SHEET, subject))
    return [IssueMissing(tuple(person.id for person in people)), Reply(attached)]


def _revoke(inputs: CodeInputs) -> Sequence[Effect]:
    person = inputs.people[0]
    revoked = _("The code of {who} no longer works.", who=person.full_name)
    again = Choice(_("Issue a new one"), Start("issue_code", str(person.id)))
    return [RevokeCode(person.id), Replace(say(revoked, choices=column(again)))]


ISSUE = Conversation("issue_code", _TITLE, _issue, ISSUERS)
OVERVIEW = Action("codes", _overview, ISSUERS)
SHEET = Action("code_sheet", _sheet, ISSUERS)
REVOKE = Action("revoke_code", _revoke, ISSUERS)
