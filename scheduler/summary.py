"""The digest on demand (/tonghop): as it stands now, with a paragraph ready to paste."""

from __future__ import annotations

from collections.abc import Sequence

from domain.effects import Effect, Refused, Reply
from domain.message import Message, say
from domain.people import Person, Role, Standing
from domain.text import GAP, Text, _
from handlers.conversation import Action
from reports.digest import paragraph
from scheduler.digesting import digest_message, documents, with_choices
from storage import digests
from storage.unit_of_work import Work

_NOT_YOURS = Refused(
    _("The summary is for the specialist and the head. /viec shows your own work.")
)


def may_see_everyone(who: Person) -> bool:
    """Who may know who has done what: done or not done, never what somebody noticed."""
    return who.is_any(Role.SPECIALIST, Role.ADMIN) or who.standing is Standing.HEAD


def load(work: Work, who: Person, _subject: str) -> tuple[Message, ...] | Refused:
    """The digest, its paragraph and its files, as of now."""
    if not may_see_everyone(who):
        return _NOT_YOURS
    tables = digests.everything_open(work)
    told = with_choices(digest_message(work, tables), who)
    if not tables:
        return (told,)
    return told, _to_paste([paragraph(table) for table in tables]), *documents(tables, work.now)


def _to_paste(paragraphs: Sequence[Text]) -> Message:
    body = [line for words in paragraphs for line in (words, GAP)]
    return say(*body[:-1], title=_("To paste into a report"))


def show(messages: tuple[Message, ...]) -> Sequence[Effect]:
    return [Reply(message) for message in messages]


SUMMARY = Action("digest", show)
