"""The digest on demand (/tonghop): as it stands now, with a paragraph ready to paste.

What has closed is kept too: the year-end report is written when most of it has (S0 IV.1.b).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.completion import DutyTable
from domain.effects import Effect, Refused, Reply
from domain.message import Message, column, say
from domain.people import Person, Role, may_see_everyone
from domain.text import GAP, Text, _
from handlers import quota_views
from handlers.conversation import Action
from reports.digest import headline, paragraph
from scheduler.digesting import WHOLE, digest_message, documents, trend_choice, with_choices
from scheduler.forecasting import outlooks
from scheduler.working_days import WorkingDays
from storage import digests
from storage.unit_of_work import Work

_NOT_YOURS = Refused(
    _("The summary is for the specialist and the head. /viec shows your own work.")
)


def load(work: Work, who: Person, subject: str, days: WorkingDays) -> tuple[Message, ...] | Refused:
    """The digest, its paragraph and its files, as of now; or (`WHOLE`) everything since the start.

    Where nothing is open any more, everything is what there is to tell.
    """
    if not may_see_everyone(who):
        return _NOT_YOURS
    tables = digests.everything_open(work) if subject != WHOLE else ()
    if not tables:
        return _since_the_start(work, digests.everything_begun(work))
    told = _with_quota(work, with_choices(work, digest_message(work, tables), who), who, days)
    return told, _to_paste([paragraph(table) for table in tables]), *documents(tables, work.now)


def _with_quota(work: Work, told: Message, who: Person, days: WorkingDays) -> Message:
    """With a line on each bot whose messages are counted, for those who can do something."""
    if not who.is_any(Role.SPECIALIST, Role.ADMIN):
        return told
    lines = [quota_views.line(outlook) for outlook in outlooks(work, days)]
    return replace(told, body=(*told.body, GAP, *lines)) if lines else told


def _since_the_start(work: Work, tables: Sequence[DutyTable]) -> tuple[Message, ...]:
    if not tables:
        return (say(_("No duty has begun yet.")),)
    body = [line for table in tables for line in (headline(table), GAP)]
    choices = column(*trend_choice(work))
    told = say(*body[:-1], title=_("Everything since the plan began"), choices=choices)
    _picture, workbook = documents(tables, work.now)
    return told, _to_paste([paragraph(table) for table in tables]), workbook


def _to_paste(paragraphs: Sequence[Text]) -> Message:
    body = [line for words in paragraphs for line in (words, GAP)]
    return say(*body[:-1], title=_("To paste into a report"))


def show(messages: tuple[Message, ...]) -> Sequence[Effect]:
    return [Reply(message) for message in messages]


SUMMARY = Action("digest", show)
