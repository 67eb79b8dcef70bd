"""Who may do something else since an import learns it, and finds it in their menu of commands."""

from __future__ import annotations

from collections.abc import Collection

from domain.delegation import Grant, RevokeGrant, SaveGrant
from domain.effects import Priority, Refused
from domain.enrolment import ShowCommands
from domain.message import Message, say
from domain.people import Person
from domain.roster import Changed, Rename, RosterDiff
from domain.roster_entry import changed_fields
from domain.roster_summary import roles_of
from domain.text import _
from handlers.command_menu import commands_for
from handlers.delegating import delegation_over
from storage import delegating, enrolment, outbox, people
from storage.outbox import Posting
from storage.unit_of_work import Work
from storage.ways import way_to


def tell_changed(work: Work, diff: RosterDiff) -> None:
    """After the import has been carried out: those concerned are people as they are now."""
    for change in diff.changes:
        if isinstance(change, Changed | Rename):
            what = changed_fields(change.old.entry, change.new)
            _tell(work, people.person(work, change.old.id), what)


def save_grant(work: Work, who: Person, effect: SaveGrant) -> Refused | None:
    """A role is delegated: where that begins today, the menu has it at once."""
    refused = delegating.save(work, who, effect)
    if refused is None:
        _show_menus(work)
    return refused


def take_back(work: Work, who: Person, effect: RevokeGrant) -> Refused | None:
    """It ends, and with it what stood in the menu."""
    refused = delegating.revoke(work, who, effect)
    if refused is None:
        _show_menus(work)
    return refused


def _show_menus(work: Work) -> tuple[Grant, ...]:
    found = delegating.begun_or_over(work)
    for grant in found:
        _tell(work, people.person(work, grant.person.id), {"standing"})
    return found


def follow_grants(work: Work) -> int:
    """Delegations that begin or end with the day: menus follow, and of an end both are told."""
    told = 0
    for grant in _show_menus(work):
        if grant.last < work.today:
            both = (grant.person, *((grant.giver,) if grant.giver else ()))
            over, about = delegation_over(grant), f"grant-over:{grant.id}"
            told += sum(_write(work, person, over, about) for person in both)
    return told


def _tell(work: Work, person: Person, what: Collection[str]) -> None:
    if "roles" in what or "standing" in what:
        menu = ShowCommands(person.id, commands_for(person, person.language))
        enrolment.show_commands(work, person, menu)
    if "roles" in what:
        _write_to(work, person)


def _write_to(work: Work, person: Person) -> None:
    told = say(
        _("What {you} may do here has changed: {roles}.", roles=roles_of(person.roles)),
        _("/menu shows what there is to do."),
    )
    _write(work, person, told, f"roles:{work.now.isoformat()}")


def _write(work: Work, person: Person, told: Message, about: str) -> bool:
    """In decent hours, once; whether there was a chat to write to."""
    key, at = f"{about}:{person.id}", work.decent(work.now)
    posting = Posting(Priority.REMINDER, key=key, reason="roles", not_before=at)
    account = way_to(work, person.id)
    if account is None:
        return False
    outbox.say(work, account, people.reader(work, person), told, posting, person=person.id)
    return True
