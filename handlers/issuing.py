"""/macode: a code for one person, or a sheet for everyone who is not connected yet."""

from __future__ import annotations

from collections.abc import Sequence

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
from domain.text import _, verbatim
from handlers.conversation import Action, Conversation
from handlers.dialog import Dialog, ask
from handlers.person_question import FindPerson

ISSUERS = frozenset({Role.SPECIALIST, Role.ADMIN})
_TITLE = _("A code for one person")


def _issue(inputs: CodeInputs) -> Dialog[Sequence[Effect]]:
    people = inputs.people
    person = people[0] if inputs.one else (yield from ask(FindPerson(people)))
    return [IssueCode(person.id, inputs.digits, inputs.token), Reply(_issued(inputs, person))]


def _new(inputs: CodeInputs) -> Sequence[Effect]:
    """The same for one person who is known already: nothing is asked."""
    person = inputs.people[0]
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
    again = Choice(_("Issue a new one"), Do("new_code", str(person.id)))
    return [RevokeCode(person.id), Replace(say(revoked, choices=column(again)))]


ISSUE = Conversation("issue_code", _TITLE, _issue, ISSUERS)
NEW = Action("new_code", _new, ISSUERS)
OVERVIEW = Action("codes", _overview, ISSUERS)
SHEET = Action("code_sheet", _sheet, ISSUERS)
REVOKE = Action("revoke_code", _revoke, ISSUERS)
