"""/baocao: the documents the office prints, signs and sends, made as of the moment of asking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.effects import Effect, Reply
from domain.message import Attachment, Choice, Do, Document, Message, column, say
from domain.reporting import Offered, Shelf
from domain.text import Text, _
from handlers.conversation import Action
from handlers.report_copies import offers


def show(shelf: Shelf) -> Sequence[Effect]:
    """What there is, a button each."""
    choices = column(
        *(Choice(x.title, Do("document", f"{x.document}:{x.key}")) for x in shelf.offered)
    )
    body = (
        _("The figures are filled in as of the moment {you} ask."),
        _(
            "Number and date are left to the clerk; what only a person can judge is marked in "
            "yellow."
        ),
    )
    if shelf.handed_in:
        choices = (*choices, (Choice(_("What was handed in"), Do("report_copies")),))
    if shelf.sets_forms:
        own = Choice(_("The office's own forms"), Do("templates"))
        choices = (*choices, (own,))
    return [Reply(say(*body, title=_("Documents to print or send"), choices=choices))]


def hand_out(shelf: Shelf) -> Sequence[Effect]:
    """The one asked for; its bytes are made when the message is sent."""
    return [Reply(_handed_out(x, shelf)) for x in shelf.offered]


def _handed_out(one: Offered, shelf: Shelf) -> Message:
    made = Attachment(one.document, f"{shelf.now.isoformat()}/{one.key}")
    reports = () if one.document in _NO_REPORT else shelf.reports
    leaves = [_LEAVES] if one.document is Document.OFFICE_FIGURES else []
    return Message((_told(one, shelf.now), *leaves), None, offers(reports, made), made)


#: What nobody hands in as a report that is owed.
_NO_REPORT = frozenset({Document.NOTICE, Document.OFFICE_FIGURES})
_LEAVES = _(
    "What leaves the office with it: of each duty how many are to do it, have done it, were late "
    "or are past the deadline. No names, no reasons. Signs only where at least five noticed one, "
    "at least five did not, and nobody can change theirs any more."
)


def _told(one: Offered, now: datetime) -> Text:
    if one.document is Document.NOTICE:  # it tells no figures
        return _("{title}, to print and to have signed.", title=one.title)
    return _("{title}, figures as of {moment}.", title=one.title, moment=now)


DOCUMENTS = Action("documents", show)
DOCUMENT = Action("document", hand_out)
