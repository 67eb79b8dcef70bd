"""Conversations as forms in a browser: the same drafts, rights and effects as in the chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from bot import drafting, routing
from bot.page_turn import PageTurn, page_turn
from bot.registry import Registry
from bot.turn import Turn
from domain.effects import Begin, Effect, Refused, Reply
from domain.message import Start
from domain.people import Person
from domain.text import Text, _
from handlers.dialog import Draft, Finished, Page, play
from handlers.filling import Posted, Sent, Sheet, fill, fill_and_go_back
from storage import drafts, ways
from storage.drafts import KeptDraft
from storage.unit_of_work import Work

_GONE = Refused(
    _("This form has been sent or ended already. In the chat, /menu shows what is open.")
)
_IN_THE_CHAT = Refused(_("This goes on in the chat: please send /menu there."))
_STALE = _(
    "Meanwhile this form was changed, in the chat or on another page. What {you} wrote is still "
    "here and has not been saved: please look it over and send it once more."
)


class Filling:
    """What the pages of `web` ask for: a form to show, and a form that came back.

    What is acknowledged on a page is said in the chat too: that is where it is kept. On a `quiet`
    one (the desk, where one does many things in a row) it is not.
    """

    def __init__(self, registry: Registry, *, quiet: bool = False) -> None:
        self._registry = registry
        self._quiet = quiet

    def show(self, work: Work, who: Person, about: Start) -> Sheet | Refused:
        """The open page of a conversation's draft, begun now if there is none."""
        kept = self._kept(work, who, about)
        return kept if isinstance(kept, Refused) else self._sheet(work, who, kept)

    def take(self, work: Work, who: Person, about: Start, posted: Posted) -> Sheet | Sent | Refused:
        """Save what was filled in and give the next page; carry the conversation out at its end."""
        kept = self._kept(work, who, about)
        if isinstance(kept, Refused):
            return kept
        if kept.id != posted.draft:
            return _GONE
        sheet = self._sheet(work, who, kept)
        if isinstance(sheet, Refused):
            return sheet
        if kept.revision != posted.revision:
            return replace(sheet, notice=_STALE, stale=True)
        entries = posted.read(sheet.page, sheet.state, work.today)
        if posted.back:
            return self._after(work, who, kept, fill_and_go_back(sheet, entries))
        after, remarks = fill(sheet.page, sheet.state, entries, work.today)
        reached = self._after(work, who, kept, after)
        return replace(reached, remarks=remarks) if isinstance(reached, Sheet) else reached

    def _kept(self, work: Work, who: Person, about: Start) -> KeptDraft | Refused:
        bound = self._registry.conversations.get(about.conversation)
        if bound is None or not who.is_any(*bound.roles):
            return Refused(drafting.NOT_YOURS)
        if not drafting.may_go_on(work, who, bound):
            return Refused(drafting.NO_CONSENT)
        found = bound.resolve(work, who, about.subject)
        if isinstance(found, Start):
            return self._kept(work, who, found)
        if isinstance(found, Refused):
            return found
        return drafts.open_draft(work, who.id, bound.name, found)

    def _sheet(
        self, work: Work, who: Person, kept: KeptDraft, notice: Text | None = None
    ) -> Sheet | Refused:
        page = self._played(work, who, kept)
        if isinstance(page, Finished):
            return _IN_THE_CHAT
        if isinstance(page, Refused):
            return page
        title = drafting.title_of(self._registry, kept)
        return Sheet(title, kept.id, drafting.read(kept), page, work.today, notice=notice)

    def _played(self, work: Work, who: Person, kept: KeptDraft) -> Page | Finished | Refused:
        dialog = drafting.dialog_of(work, self._registry, who, kept)
        return dialog if isinstance(dialog, Refused) else play(dialog, drafting.read(kept))

    def _after(
        self, work: Work, who: Person, kept: KeptDraft, after: Draft
    ) -> Sheet | Sent | Refused:
        kept = drafting.save(work, kept, after)
        reached = self._played(work, who, kept)
        if isinstance(reached, Finished):
            return self._finish(work, who, kept, after, reached)
        return reached if isinstance(reached, Refused) else self._sheet(work, who, kept)

    def _finish(
        self, work: Work, who: Person, kept: KeptDraft, draft: Draft, done: Finished
    ) -> Sheet | Sent | Refused:
        """Carry out what the conversation ends in, and what that leads to."""
        turn = self._turn(work, who)
        if turn is None:
            return _IN_THE_CHAT
        reopened = drafting.finish(turn, kept, draft, done)
        if reopened is not None:
            return self._sheet(work, who, reopened.kept, reopened.reason)
        following = [x for x in turn.begins if isinstance(x, Begin)]
        turn.begins = [effect for effect in turn.begins if not isinstance(effect, Begin)]
        routing.go_on(turn)
        turn.finish()
        goes_on = Start(following[0].conversation, following[0].subject) if following else None
        if isinstance(turn, PageTurn):
            return Sent(turn.said, goes_on)
        effects = cast("Sequence[Effect]", done.result)
        return Sent(tuple(e.message for e in effects if isinstance(e, Reply)), goes_on)

    def _turn(self, work: Work, who: Person) -> Turn | None:
        if self._quiet:
            return page_turn(work, self._registry, who)
        account = ways.way_to(work, who.id)
        return Turn(work, self._registry, account, who) if account is not None else None
