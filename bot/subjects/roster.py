"""The roster sent in the chat: where its reader (`reports`) and its keeper (`storage`) meet."""

from __future__ import annotations

from bot.registry import Subject, action, applier
from bot.rights import tell_changed
from domain.effects import Refused
from domain.files import DropFile, FetchFile, ImportRoster, RosterFile, SentFile
from domain.people import Person
from domain.roster import RosterDiff, compare
from domain.text import _
from handlers import importing
from storage import files, roster
from storage.unit_of_work import Work


def sent_file(_work: Work, _who: Person, subject: str) -> SentFile:
    """What was announced: chat, platform's id, size, "photo" or nothing, name; a line each."""
    account, file, size, picture, name = subject.split("\n", 4)
    return SentFile(int(account), file, name, int(size), picture=bool(picture))


def roster_file(work: Work, who: Person, subject: str) -> RosterFile | Refused:
    """A roster of this person's, and what importing it would change now."""
    found = files.content(work, int(subject), who.id) if subject.isdecimal() else None
    if found is None:
        return Refused(_("That file has been decided on already. Please send it anew."))
    name, content = found
    return read(work, int(subject), name, content)


def import_roster(work: Work, who: Person, effect: ImportRoster) -> Refused | None:
    """The whole import, or none of it; whose rights have changed is told."""
    refused = files.import_roster(work, who, effect)
    if refused is None:
        tell_changed(work, effect.diff)
    return refused


def read(work: Work, id_: int, name: str, content: bytes) -> RosterFile:
    """What importing a sheet would change; its problems stand in the diff."""
    from reports.roster_sheet import read_roster  # openpyxl: a roster is rare, its memory is not

    sheet = read_roster(content, name)
    if sheet.problems:
        return RosterFile(id_, name, RosterDiff((), sheet.problems))
    diff = compare(roster.existing(work), sheet.entries, sheet.silent)
    return RosterFile(id_, name, diff, sheet.notes)


def _oneself(_work: Work, who: Person, _subject: str) -> Person:
    return who


SUBJECT = Subject(
    # Office work: whether one's own things are kept here is another matter.
    actions=(
        action(importing.RECEIVE, sent_file, needs_consent=False),
        action(importing.NOT_HERE, sent_file, needs_consent=False),
        action(importing.IMPORT, roster_file, needs_consent=False),
        action(importing.DROP, roster_file, needs_consent=False),
        action(importing.TEMPLATE, _oneself, needs_consent=False),
    ),
    appliers=(
        applier(FetchFile, files.want_roster),
        applier(ImportRoster, import_roster),
        applier(DropFile, files.drop),
    ),
)
