"""Issuing codes in the chat and for the printable sheet; only those who keep the door may."""

from __future__ import annotations

from sqlmodel import select

from domain.effects import Refused
from domain.enrolment import CodeInputs, IssueCode, IssueMissing, RevokeCode, SheetLine
from domain.people import Person, Role
from domain.text import _
from storage import codes, people
from storage.people import AccountState
from storage.tables import AccountRow
from storage.unit_of_work import Work

_NOT_YOURS = Refused(_("Only the specialist and the admin issue codes."))


def code_inputs(work: Work, who: Person, subject: str) -> CodeInputs | Refused:
    """Everyone of the office, or the one whose number `subject` is; a code drawn in advance."""
    if not _may_issue(who):
        return _NOT_YOURS
    everyone = people.people(work, ids=(int(subject),) if subject.isdecimal() else None)
    if not everyone:
        return Refused(_("That person is not on the roster any more."))
    digits, token = codes.fresh_digits(work), work.chance.token()
    return CodeInputs(everyone, connected(work), digits, token, work.now, subject.isdecimal())


def one_persons(work: Work, who: Person, subject: str) -> CodeInputs | Refused:
    """The same for what concerns one person only."""
    if not subject.isdecimal():
        return Refused(_("That person is not on the roster any more."))
    return code_inputs(work, who, subject)


def connected(work: Work) -> frozenset[int]:
    """Who has a chat that has not gone."""
    query = select(AccountRow.person_id).where(AccountRow.state != AccountState.GONE)
    return frozenset(id_ for id_ in work.session.exec(query) if id_ is not None)


def issue_code(work: Work, who: Person, effect: IssueCode) -> Refused | None:
    if not _may_issue(who):
        return _NOT_YOURS
    codes.keep(work, effect.person, effect.digits, effect.token, by=who.id)
    return None


def issue_missing(work: Work, who: Person, effect: IssueMissing) -> Refused | None:
    if not _may_issue(who):
        return _NOT_YOURS
    usable = codes.codes_of(work, effect.people)
    for person in effect.people:
        if person not in usable:
            codes.issue(work, person, by=who.id)
    return None


def revoke_code(work: Work, who: Person, effect: RevokeCode) -> Refused | None:
    if not _may_issue(who):
        return _NOT_YOURS
    if not codes.revoke(work, effect.person, by=who.id):
        return Refused(_("There is no unused code of that person."))
    return None


def sheet(work: Work, who: Person, subject: str) -> tuple[SheetLine, ...]:
    """What the sheet prints: the codes of everyone not connected, or of the one person.

    PermissionError for those who may not issue codes.
    """
    if not _may_issue(who):
        raise PermissionError("only the specialist and the admin see codes")
    if subject.isdecimal():
        printed = people.people(work, ids=(int(subject),))
    else:
        inside = connected(work)
        printed = tuple(p for p in people.people(work) if p.id not in inside)
    usable = codes.codes_of(work, [person.id for person in printed])
    return tuple(SheetLine(p, usable[p.id]) for p in printed if p.id in usable)


def _may_issue(who: Person) -> bool:
    return who.is_any(Role.SPECIALIST, Role.ADMIN)
