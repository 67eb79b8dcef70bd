"""Who may do something else since an import learns it, and finds it in their menu of commands."""

from __future__ import annotations

from collections.abc import Collection

from domain.effects import Priority
from domain.enrolment import ShowCommands
from domain.message import say
from domain.people import Person
from domain.roster import Changed, Rename, RosterDiff
from domain.roster_entry import changed_fields
from domain.roster_summary import roles_of
from domain.text import _
from handlers.command_menu import commands_for
from storage import enrolment, outbox, people
from storage.outbox import Posting
from storage.unit_of_work import Work
from storage.ways import way_to


def tell_changed(work: Work, diff: RosterDiff) -> None:
    """After the import has been carried out: those concerned are people as they are now."""
    for change in diff.changes:
        if isinstance(change, Changed | Rename):
            what = changed_fields(change.old.entry, change.new)
            _tell(work, people.person(work, change.old.id), what)


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
    posting = Posting(
        Priority.REMINDER,
        key=f"roles:{person.id}:{work.now.isoformat()}",
        reason="roles",
        not_before=work.decent(work.now),
    )
    account = way_to(work, person.id)
    if account is not None:
        outbox.say(work, account, people.reader(work, person), told, posting, person=person.id)
