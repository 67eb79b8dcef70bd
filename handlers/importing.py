"""A roster sent in the chat: a dry run first, then confirmed; never half imported."""

from __future__ import annotations

from collections.abc import Sequence

from domain.effects import Effect, Refused, Replace, Reply
from domain.files import LARGEST, DropFile, FetchFile, ImportRoster, RosterFile, SentFile
from domain.message import Attachment, Choice, Do, Document, Message, Style, column, say
from domain.people import Person, Role
from domain.roster_summary import summary
from domain.text import GAP, Text, _, either
from handlers.conversation import Action

IMPORTERS = frozenset({Role.ADMIN})


def receive(sent: SentFile) -> Sequence[Effect] | Refused:
    """From an admin: fetch it. What cannot be a roster is refused before it is fetched."""
    if sent.size > LARGEST:
        return Refused(_("That file is larger than 20 MB. The roster is a small XLSX sheet."))
    if not sent.name.lower().endswith(".xlsx"):
        return Refused(
            _("Only the roster is taken here, as an XLSX file. Save it as .xlsx and send it.")
        )
    return [FetchFile(sent), Reply(say(_("Reading “{file}”…", file=sent.name)))]


def not_here(_sent: SentFile) -> Sequence[Effect]:
    """From everyone else."""
    told = either(
        pressed=_("Files are not needed here. Please write it as text, or press a button."),
        typed=_("Files are not needed here. Please write it as text."),
    )
    return [Reply(say(told))]


def dry_run(file: RosterFile) -> Message:
    """What importing would change; nothing has been changed yet."""
    if file.diff.problems:
        template = column(Choice(_("A sheet to fill in"), Do("roster_template")))
        return say(*summary(file.diff), title=_("The roster was not imported"), choices=template)
    if file.diff.changes_nothing:
        return say(_("The sheet says what is known already: nothing to import."))
    choices = column(
        Choice(_("Import it"), Do("roster_import", str(file.id)), Style.PRIMARY),
        Choice(_("Do not import it"), Do("roster_drop", str(file.id)), Style.DANGER),
    )
    lines: tuple[Text, ...] = (*summary(file.diff), *file.notes, GAP)
    confirm = _("Nothing has been changed yet. Import it?")
    return say(*lines, confirm, title=_("What this sheet would change"), choices=choices)


def not_fetched(name: str) -> Message:
    """The platform did not hand the file over."""
    return say(_("“{file}” could not be fetched. Please send it once more.", file=name))


def confirm(file: RosterFile) -> Sequence[Effect] | Refused:
    """Import what was shown; with a mistake in it, nothing."""
    if file.diff.problems:
        return Refused(_("The roster has mistakes now and was not imported. Please send it anew."))
    done = say(
        _("The roster was imported. /macode issues codes to those who are new."),
        choices=column(Choice(_("Issue codes"), Do("codes"))),
    )
    return [ImportRoster(file.id, file.diff), Replace(done)]


def drop(file: RosterFile) -> Sequence[Effect]:
    return [DropFile(file.id), Replace(say(_("Dropped; nothing was changed.")))]


def template(_admin: Person) -> Sequence[Effect]:
    """The sheet as the office would fill it in."""
    words = _("The roster's sheet: one row for each person; only the name is required.")
    return [Reply(Message((words,), attachment=Attachment(Document.ROSTER_TEMPLATE)))]


RECEIVE = Action("file_from_admin", receive, roles=IMPORTERS)
NOT_HERE = Action("file", not_here)
IMPORT = Action("roster_import", confirm, roles=IMPORTERS)
DROP = Action("roster_drop", drop, roles=IMPORTERS)
TEMPLATE = Action("roster_template", template, roles=IMPORTERS)
