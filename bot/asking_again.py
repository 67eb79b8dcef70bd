"""Where a platform may lose an answer, the open question is asked once more; a working day later.

It is part of the tick: what is due is `scheduler.unanswered`'s to say, the words are the dialog's.
"""

from __future__ import annotations

from dataclasses import replace

from bot import asking, drafting
from bot.registry import Registry
from bot.turn import Turn
from domain.effects import Refused
from domain.quota import Worth
from domain.text import GAP, _
from handlers.dialog import Page, play
from scheduler.decent_hours import DecentHours
from scheduler.unanswered import due
from scheduler.working_days import WorkingDays
from storage import drafts, outbox, owing, people, usage
from storage.outbox import Posting
from storage.unanswered import Unanswered
from storage.unit_of_work import Work

_AGAIN = _("What {you} answered may not have come through, so once more:")


def ask_again(work: Work, registry: Registry, days: WorkingDays) -> int:
    """Returns how many messages were queued."""
    decent = DecentHours(days, work.office.plan.hours, work.office.zone)
    if decent.next(work.now) > work.now:
        return 0
    return sum(_ask(work, registry, missing) for missing in due(work, decent))


def _ask(work: Work, registry: Registry, missing: Unanswered) -> bool:
    """Not while they are away, nor where messages run short."""
    account = missing.account
    who = people.present(work, account.person or 0)
    used = usage.usage(work, (account.channel, account.bot))
    if who is None or not owing.wanted(work, {who.id}) or (used and used.stays(Worth.SPARE)):
        return False
    kept = drafts.draft(work, missing.draft, who.id)
    dialog = drafting.dialog_of(work, registry, who, kept) if kept else None
    if kept is None or dialog is None or isinstance(dialog, Refused):
        people.set_foreground(work, account.id, None)  # it cannot be answered any more
        return False
    draft = drafting.read(kept)
    page = play(dialog, draft)
    if not isinstance(page, Page):
        return False
    turn = Turn(work, registry, account, who)
    asked = asking.question(turn, kept, page, draft, None)
    message = replace(asked, body=(_AGAIN, GAP, *asked.body))
    posting = Posting(key=missing.key, reason="asked again", worth=Worth.SPARE)
    return outbox.say(work, account, turn.reader, message, posting) is not None
